# ruff: noqa: F821 - `env` is Odoo's shell's, `addons` and `folder` come from the caller
import io
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

env["res.lang"]._activate_lang("zh_CN")
env["ir.module.module"]._load_module_terms(addons, ["zh_CN"], overwrite=True)
for name in addons:
    out = io.BytesIO()
    trans_export("zh_CN", [name], out, "po", env)
    terms = polib.pofile(out.getvalue().decode(), wrapwidth=120)
    terms.header = ""
    terms.metadata = {
        "Language": "zh_CN",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if terms:
        target = Path(folder, name, "i18n/zh_CN.po")
        # The export leaves out what reads the same in both languages.
        shipped = {entry.msgid: entry.msgstr for entry in polib.pofile(str(target))} if target.exists() else {}
        for entry in terms.untranslated_entries():
            entry.msgstr = shipped.get(entry.msgid, "")
        target.parent.mkdir(exist_ok=True)
        terms.save(str(target))
    print(f"{name}: {len(terms)} terms, {len(terms.untranslated_entries())} without Chinese")
env.cr.rollback()
