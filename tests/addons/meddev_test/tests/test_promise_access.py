from odoo.tests import TransactionCase, new_test_user, tagged

from .common import ROLES, our_models


@tagged("post_install", "-at_install")
class TestAccessPromises(TransactionCase):
    """Promises about who may see and do what, for every model of ours present and future."""

    def test_every_model_says_who_may_access_it(self):
        for model in our_models(self.env):
            rows = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
            self.assertTrue(rows, f"{model._name} has no access rule: nobody may use it")
            self.assertFalse(rows.filtered(lambda row: not row.group_id), f"{model._name} is open to everybody")

    def test_every_record_of_a_company_stays_in_it(self):
        for model in our_models(self.env):
            if "company_id" not in model._fields or not model._fields["company_id"].store or model._transient:
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", model._name), ("groups", "=", False)])
            self.assertTrue(
                any("company_id" in (rule.domain_force or "") for rule in rules),
                f"{model._name} has company_id and no multi-company rule",
            )

    def test_the_auditor_reads_every_model_and_writes_none(self):
        auditor = new_test_user(self.env, "promise-auditor", groups="meddev_base.group_auditor")
        for model in our_models(self.env):
            seen = model.with_user(auditor)
            if not model._transient:
                self.assertTrue(seen.has_access("read"), f"the auditor cannot read {model._name}")
                self.assertFalse(any(map(seen.has_access, ("write", "create", "unlink"))), model._name)

    def test_every_role_may_be_given_to_a_user(self):
        for role in ROLES:
            user = new_test_user(self.env, f"promise-{role}", groups=f"meddev_base.group_{role}")
            self.assertTrue(user._is_internal(), role)
            self.assertIn(
                self.env.ref("meddev_base.menu_root").id,
                self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(),
                role,
            )

    def test_every_button_is_a_method_that_can_be_called(self):
        """A view whose button names no public method fails only when somebody presses it."""
        for model in our_models(self.env):
            for kind in ("form", "list", "kanban"):
                arch = self.env["ir.ui.view"].search([("model", "=", model._name), ("type", "=", kind)], limit=1)
                tree = model._get_view(arch.id, kind)[0] if arch else []
                for button in tree.iter("button") if arch else ():
                    if button.get("type") == "object":
                        name = button.get("name")
                        self.assertTrue(callable(getattr(model, name, None)) and not name.startswith("_"), name)
