from odoo.tests import TransactionCase, new_test_user, tagged

QUALITY = ("meddev_base.group_quality_user", "meddev_base.group_quality_manager")


@tagged("post_install", "-at_install")
class TestRoles(TransactionCase):
    def test_an_administrator_has_no_quality_authority(self):
        for role in ("base.group_system", "meddev_base.group_system"):
            user = new_test_user(self.env, f"test-{role}", groups=role)
            self.assertFalse([group for group in QUALITY if user.has_group(group)], role)

    def test_a_quality_manager_is_an_inspector_too(self):
        user = new_test_user(self.env, "test-manager", groups="meddev_base.group_quality_manager")
        self.assertTrue(user.has_group("meddev_base.group_quality_user"))

    def test_no_role_comes_with_another_but_the_inspectors_with_the_managers(self):
        category = self.env.ref("meddev_base.module_category_medical_devices")
        roles = self.env["res.groups"].search([("privilege_id.category_id", "=", category.id)])
        self.assertEqual(len(roles), 8)
        implied = {(role.name, other.name) for role in roles for other in role.all_implied_ids & roles - role}
        self.assertEqual(implied, {("Quality Manager", "Inspector")})

    def test_every_role_but_the_administrators_leaves_settings_alone(self):
        for name in ("operator", "quality_manager", "regulatory", "engineering", "data_steward", "auditor"):
            user = new_test_user(self.env, f"test-{name}", groups=f"meddev_base.group_{name}")
            self.assertFalse(user.has_group("base.group_system"), name)
