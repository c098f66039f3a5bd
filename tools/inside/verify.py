# ruff: noqa: F821 - `env` is Odoo's shell's, `anchors` comes from the caller
import json
from pathlib import Path

answer = env["meddev.audit.verification"]._run(anchors=[json.loads(Path(path).read_text()) for path in anchors])
env.cr.commit()
for row in answer["broken"]:
    print(f"broken: {row['model']} {row['id'] or ''}: {row['reason']}".replace(" : ", ": "))
verdict = "everything holds" if answer["ok"] else f"{len(answer['broken'])} problems"
print(f"verified: {answer['checked']} seals, entries and signatures checked: {verdict}")
