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
if answer["passages"]:
    print(f"genealogy: mended: of {answer['passages']} products it was not known that their lots lead on")
if not (answer["missing"] or answer["wrong"] or answer["passages"]):
    print("genealogy: no difference")
