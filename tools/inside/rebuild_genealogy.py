# ruff: noqa: F821 - `env` is Odoo's shell's
import time

start = time.monotonic()
answer = env["meddev.genealogy.link"]._rebuild()
env.cr.commit()
print(f"genealogy: {answer['links']} links in {time.monotonic() - start:.1f} s")
for example in answer["examples"]:
    print(f"genealogy: {example}")
if answer["missing"] or answer["wrong"]:
    print(f"genealogy: mended: {answer['missing']} links had been missing, {answer['wrong']} were wrong")
else:
    print("genealogy: no difference")
