import io

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import trans_export

from .common import our_modules


@tagged("post_install", "-at_install")
class TestTranslationPromises(TransactionCase):
    """Every term of every addon of ours is there in Chinese, with the same placeholders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.modules = [name for name in our_modules(cls.env) if name != "meddev_test"]
        cls.env["ir.module.module"]._load_module_terms(cls.modules, ["zh_CN"])

    def exported(self, module):
        """The terms of ``module`` as its own Chinese file would be exported now."""
        out = io.BytesIO()
        trans_export("zh_CN", [module], out, "po", self.env)
        return polib.pofile(out.getvalue().decode())

    def shipped(self, module):
        """``{term: Chinese}`` of the addon's own file; an export leaves out what reads the same in both languages."""
        try:
            path = file_path(f"{module}/i18n/zh_CN.po")
        except FileNotFoundError:
            return {}
        return {entry.msgid: entry.msgstr for entry in polib.pofile(path)}

    def test_every_term_is_translated(self):
        missing = {}
        for module in self.modules:
            chinese = self.shipped(module)
            if left := [entry.msgid for entry in self.exported(module) if entry.msgid and not chinese.get(entry.msgid)]:
                missing[module] = left
        self.assertFalse(missing)

    def test_placeholders_survive_translation(self):
        for module in self.modules:
            for entry in self.exported(module):
                wanted = [part for part in ("%s", "%(") if part in entry.msgid]
                for part in wanted:
                    self.assertEqual(entry.msgid.count(part), entry.msgstr.count(part), entry.msgid)
