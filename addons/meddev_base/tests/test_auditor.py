import xmlrpc.client

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..models.ir_model_access import PERSONAL_MODELS, SECRET_MODELS
from .common import RpcCase


@tagged("post_install", "-at_install")
class TestAuditor(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = new_test_user(cls.env, "test-auditor", groups="meddev_base.group_auditor")

    def test_an_auditor_reads_every_stored_model_but_secrets(self):
        models = self.env["ir.model"].search([("abstract", "=", False), ("transient", "=", False)]).mapped("model")
        closed = {name for name in models if not self.env[name].with_user(self.auditor).has_access("read")}
        self.assertEqual(closed, SECRET_MODELS & set(models))

    def test_an_auditor_writes_no_stored_model_but_preferences(self):
        for mode in ("write", "create", "unlink"):
            for name, model in self.env.items():
                if model._abstract or model._transient or name in PERSONAL_MODELS:
                    continue
                self.assertFalse(model.with_user(self.auditor).has_access(mode), f"{mode} {name}")

    def test_a_right_given_along_does_not_let_an_auditor_write(self):
        self.auditor.group_ids += self.env.ref("base.group_partner_manager")
        partner = self.env["res.partner"].create({"name": "A hospital"})
        with self.assertRaises(AccessError):
            partner.with_user(self.auditor).name = "Another hospital"

    def test_an_auditor_has_no_other_role(self):
        message = "test-auditor.* cannot be Auditor and Inspector at once: an auditor writes nothing"
        with self.assertRaisesRegex(ValidationError, message):
            self.auditor.group_ids += self.env.ref("meddev_base.group_quality_user")

    def test_others_keep_their_rights(self):
        inspector = new_test_user(self.env, "test-inspector", groups="base.group_partner_manager")
        partner = self.env["res.partner"].with_user(inspector).create({"name": "A hospital"})
        partner.name = "Another hospital"
        self.assertEqual(partner.name, "Another hospital")


@tagged("post_install", "-at_install")
class TestAuditorOverRpc(RpcCase):
    def test_an_auditor_is_refused_over_both_protocols(self):
        auditor = self.make_user("rpc-auditor", "auditor", "base.group_partner_manager")
        partner = self.env["res.partner"].create({"name": "A hospital"})
        with self.assertRaisesRegex(xmlrpc.client.Fault, "not allowed to modify"):
            self.xmlrpc(auditor, "res.partner", "write", partner.ids, {"name": "X"})
        status, _answer = self.json2(auditor, "res.partner", "write", ids=partner.ids, vals={"name": "X"})
        self.assertEqual(status, 403)
        self.assertEqual(self.xmlrpc(auditor, "res.partner", "read", partner.ids, ["name"])[0]["name"], "A hospital")
