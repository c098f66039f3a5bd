import os
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestChangeControl(TransactionCase):
    """An administrator neither writes code that signs for others nor turns one role into another."""

    def setUp(self):
        super().setUp()
        self.administrator = self.env.ref("base.user_admin")
        self.actions = self.env["ir.actions.server"].with_user(self.administrator)
        self.model = self.env["ir.model"]._get("res.partner")

    def make(self, **vals):
        return self.actions.create({"name": "Action", "model_id": self.model.id, **vals})

    def test_no_code_comes_through_a_form_or_rpc(self):
        with self.assertRaisesRegex(AccessError, "Program code is part of the validated software"):
            self.make(state="code", code="record")

    def test_no_code_comes_into_an_action_that_is_there(self):
        action = self.make(state="object_write")
        with self.assertRaisesRegex(AccessError, "Program code is part of the validated software"):
            action.write({"state": "code", "code": "record"})

    def test_no_scheduled_action_brings_code(self):
        with self.assertRaisesRegex(AccessError, "Program code is part of the validated software"):
            self.env["ir.cron"].with_user(self.administrator).create(
                {"name": "Cron", "model_id": self.model.id, "state": "code", "code": "record"}
            )

    def test_no_field_computes_what_a_user_wrote(self):
        values = {"name": "x_field", "ttype": "char", "model_id": self.model.id, "compute": "pass"}
        with self.assertRaisesRegex(AccessError, "Program code is part of the validated software"):
            self.env["ir.model.fields"].with_user(self.administrator).create(values)

    def test_the_operator_of_the_server_can_allow_it(self):
        with patch.dict(os.environ, {"MEDDEV_ALLOW_CODE_IN_DATABASE": "1"}):
            self.assertTrue(self.make(state="code", code="record"))

    def test_actions_without_code_and_schedules_stay_free(self):
        self.assertTrue(self.make(state="object_write"))
        self.env.ref("base.autovacuum_job").with_user(self.administrator).write({"interval_number": 2})

    def test_a_role_is_not_pointed_at_another_group(self):
        row = self.env["ir.model.data"].search(
            [("module", "=", "meddev_base"), ("name", "=", "group_quality_manager")]
        ).with_user(self.administrator)  # fmt: skip
        with self.assertRaisesRegex(AccessError, "names a role of Medical Devices and stays as it is"):
            row.res_id = self.env.ref("base.group_user").id
        with self.assertRaisesRegex(AccessError, "names a role of Medical Devices and stays as it is"):
            row.unlink()
