import os
import xmlrpc.client
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..models import ledger_mixin, server_key
from .common import SignatureCase

PROGRAM = "Program code is part of the validated software"


@tagged("post_install", "-at_install")
class TestForgeryByExpression(SignatureCase):
    """An administrator's expression, evaluated by Odoo with the environment at hand, signs nothing for anybody."""

    def setUp(self):
        super().setUp()
        self.administrator = self.person("forger", "system")
        self.partners = self.env["ir.model"]._get("res.partner")

    def refused(self, model, method, *args, **kwargs):
        with self.assertRaises(xmlrpc.client.Fault) as caught, mute_logger("odoo.http"):
            self.xmlrpc(self.administrator, model, method, *args, **kwargs)
        return caught.exception.faultString

    def equation(self, value):
        field = self.env["ir.model.fields"]._get("res.partner", "comment")
        return {
            "name": "Forge", "model_id": self.partners.id, "state": "object_write", "update_field_id": field.id,
            "update_path": "comment", "evaluation_type": "equation", "value": value,
        }  # fmt: skip

    # --- it is not written ----------------------------------------------------------------------------------------

    def test_no_computed_value_comes_into_a_server_action_over_rpc(self):
        self.assertIn(PROGRAM, self.refused("ir.actions.server", "create", [self.equation("'x'")]))

    def test_no_default_in_the_context_brings_one(self):
        plain = {"name": "Forge", "model_id": self.partners.id}
        for context in (
            {"default_state": "code", "default_code": "env"},
            {"default_state": "object_write", "default_evaluation_type": "equation", "default_value": "env"},
        ):
            self.assertIn(PROGRAM, self.refused("ir.actions.server", "create", [plain], context=context))

    def test_no_action_that_is_there_becomes_computed(self):
        action = self.env["ir.actions.server"].create({**self.equation("'x'"), "evaluation_type": "value"})
        for vals in ({"evaluation_type": "equation"}, {"evaluation_type": "equation", "value": "env"}):
            self.assertIn(PROGRAM, self.refused("ir.actions.server", "write", action.ids, vals))
        with patch.dict(os.environ, {"MEDDEV_ALLOW_CODE_IN_DATABASE": "1"}):
            action.evaluation_type = "equation"
        self.assertIn(PROGRAM, self.refused("ir.actions.server", "write", action.ids, {"value": "env"}))

    def test_a_record_rule_reaches_no_environment_and_calls_nothing_that_writes(self):
        rule = {"name": "Forge", "model_id": self.partners.id}
        for domain in ("[('id', '=', user.env.cr.execute('SELECT 1'))]", "[('id', '=', user.write({'name': 'X'}))]"):
            said = self.refused("ir.rule", "create", [{**rule, "domain_force": domain}])
            self.assertIn("which reaches beyond the record", said)
        there = self.env["ir.rule"].create({**rule, "domain_force": "[('id', '!=', user.id)]"})
        self.assertIn("env", self.refused("ir.rule", "write", there.ids, {"domain_force": "[(user.env, '=', 1)]"}))
        there.with_user(self.administrator).domain_force = "[('id', '!=', user.partner_id.id)]"

    def test_a_reports_file_name_reaches_no_environment(self):
        report = self.env.ref("meddev_signature.certification_company_report", raise_if_not_found=False)
        report = report or self.env["ir.actions.report"].search([], limit=1)
        for name in ("print_report_name", "attachment"):
            said = self.refused("ir.actions.report", "write", report.ids, {name: "object.env['x']._y()"})
            self.assertIn("_y, env", said)
        report.with_user(self.administrator).print_report_name = "'Letter of %s' % object.name"

    def test_a_template_reaches_no_environment(self):
        view = self.env["ir.ui.view"].create({"type": "qweb", "name": "x", "arch": "<t t-out='doc.name'/>"})
        self.env.cr.execute("UPDATE ir_ui_view SET arch_db = jsonb_build_object('en_US', %s) WHERE id = %s",
                            ("<t t-out='doc.sudo().name'/>", view.id))  # fmt: skip
        view.invalidate_recordset()
        for arch in ("<t t-out='doc.env'/>", "<t t-set='x' t-value='doc._write_rows([])'/>"):
            self.assertIn("reaches beyond", self.refused("ir.ui.view", "write", view.ids, {"arch": arch}))
        view.with_user(self.administrator).arch = "<t t-out='doc.sudo().name'><b t-out='doc.name'/></t>"

    def test_a_mail_template_reaches_no_environment(self):
        values = {"name": "x", "model_id": self.partners.id}
        for vals in ({"subject": "{{ object.env.cr }}"}, {"body_html": "<p t-out='object._forge()'/>"}):
            said = self.refused("mail.template", "create", [{**values, **vals}])
            self.assertIn("reaches beyond", said)
        self.env["mail.template"].with_user(self.administrator).create({**values, "subject": "For {{ object.name }}"})

    # --- and where it was written all the same, it has nothing to forge with -----------------------------------------

    def evaluate(self, expression):
        """What Odoo does with the value of a server action, as superuser."""
        return safe_eval(expression, {"env": self.env, "record": self.policy})

    def test_no_expression_signs_with_the_servers_key(self):
        self.sign()
        for text in ('{"type":"signature"}', '{"type":"void"}', '{"type":"seal"}', "{}"):
            for call in (f"_sign({text!r})", f"sudo().mapped(lambda key: key._sign({text!r}))"):
                with self.assertRaisesRegex(AccessError, "signs for the system's own code alone"):
                    self.evaluate(f"env['meddev.seal.key'].search([], limit=1).{call}")

    def test_no_expression_writes_a_signature_that_holds(self):
        row = self.policy.with_user(self.manager)._signature_row(
            "effective", self.policy._pending_step("effective"), "password", "Forged", self.policy._signature_content()
        )
        ledger = "env['meddev.signature'].sudo()"
        for call in ("_write_rows", "_write_signed", "write_signed"):
            with self.assertRaises(ValueError):
                safe_eval(f"{ledger}.{call}([row])", {"env": self.env, "row": row})
        complete = {**row, "statement": "{}", "key": self.env["meddev.seal.key"].search([], limit=1).fingerprint,
                    "key_signature": "AA=="}  # fmt: skip
        forged = safe_eval(f"{ledger}._append([row])", {"env": self.env, "row": complete})
        self.assertEqual(forged.validity, "forged")
        self.assertEqual(self.policy._pending_step("effective").name, "Approval")

    def test_no_record_leads_to_the_key_or_its_file(self):
        """Whatever hangs on our models: neither the functions that use the key nor the key or its path are among it."""
        wanted = {server_key.sign, server_key.path, server_key._current, ledger_mixin.write_signed, server_key}
        for name in ("meddev.signature", "meddev.signature.void", "meddev.seal.key", "meddev.signature.evidence",
                     "meddev.signature.policy", "res.users"):  # fmt: skip
            model = self.env[name]
            for attribute in dir(type(model)):
                found = getattr(type(model), attribute, None)
                self.assertFalse(any(found is one for one in wanted), f"{name}.{attribute}")
            self.assertFalse(hasattr(model, "_path") or hasattr(model, "_current"), name)

    def test_an_expression_that_calls_the_act_itself_needs_the_persons_own_password(self):
        typed = {"login": self.manager.login, "password": "guess"}
        with self.assertRaisesRegex(UserError, "The password is wrong"):
            self.evaluate(f"record.with_user({self.manager.id})._sign('effective', {typed}, 'Forged')")
