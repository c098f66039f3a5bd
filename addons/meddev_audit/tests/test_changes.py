from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestChanges(AuditCase):
    """The trail in words: labels, names as they were, the reader's language and time zone."""

    def trail(self, record, user=None, **context):
        """The changes of ``record`` in order, as ``user`` (the auditor) sees them."""
        self.env.flush_all()
        changes = self.env["meddev.audit.change"].with_user(user or self.auditor).with_context(**context)
        return changes.search([("model", "=", record._name), ("record_id", "=", record.id)], order="id")

    def told(self, record, *names, **context):
        """``[(label, old, new)]`` of the changes of fields ``names`` after creation."""
        found = self.trail(record, **context).filtered(lambda change: change.operation != "I")
        return [(row.field_label, row.old_text, row.new_text) for row in found if row.field_name in names]

    def test_a_change_is_told_with_who_when_why_and_from_where(self):
        partner = self.make_partner()
        partner.write({"city": "Suzhou", "audit_reason": "moved"})
        row = self.trail(partner)[-1]
        self.assertEqual((row.user_id, row.reason, row.origin), (self.clerk, "moved", "server"))
        self.assertEqual((row.record_name, row.model_id.model, row.old_text), ("City Clinic", "res.partner", ""))
        self.assertTrue(row.moment)

    def test_each_kind_of_value_reads_as_on_the_form(self):
        partner = self.make_partner()
        country = self.env.ref("base.cn")
        partner.write({"is_company": True, "type": "invoice", "country_id": country.id, "city": "Suzhou"})
        self.assertEqual(
            sorted(self.told(partner, "is_company", "type", "country_id", "city")),
            [
                ("Address Type", "Contact", "Invoice"),
                ("City", "", "Suzhou"),
                ("Country", "", "China"),
                ("Is a Company", "no", "yes"),
            ],
        )

    def test_what_was_created_has_no_old_value_and_nothing_is_not_no(self):
        rows = self.trail(self.make_partner()).filtered(lambda row: row.operation == "I")
        self.assertIn("is_company", rows.mapped("field_name"))
        self.assertEqual(set(rows.mapped("old_text")), {""})

    def test_a_name_reads_as_it_was_then(self):
        parent = self.make_partner(name="City Clinic", is_company=True)
        child = self.make_partner(name="Ward 3")
        child.parent_id = parent
        self.env.flush_all()
        parent.name = "General Hospital"
        self.env.flush_all()
        self.assertEqual(self.told(child, "parent_id"), [(self.label(child, "parent_id"), "", "City Clinic")])
        first, last = self.trail(parent)[0], self.trail(parent)[-1]
        self.assertEqual((first.record_name, last.record_name), ("City Clinic", "General Hospital"))

    def label(self, record, name):
        return record.fields_get([name])[name]["string"]

    def test_what_was_deleted_keeps_its_name(self):
        parent = self.make_partner(name="Soon Gone", is_company=True)
        child = self.make_partner(name="Ward 3", parent_id=parent.id)
        child.parent_id = False
        self.env.flush_all()
        parent.sudo().unlink()
        self.assertEqual(self.told(child, "parent_id"), [(self.label(child, "parent_id"), "Soon Gone", "")])
        self.assertEqual(set(self.trail(parent).mapped("record_name")), {"Soon Gone"})

    def test_a_user_s_name_reads_as_it_was_then(self):
        partner = self.make_partner()
        self.clerk.tz = "Asia/Shanghai"
        self.env.flush_all()
        before = self.clerk.name
        self.clerk.name = "Married Since"
        partner.city = "Suzhou"
        rows = self.trail(partner)
        self.assertEqual((rows[0].who, rows[-1].who), (before, "Married Since"))
        self.assertEqual(self.trail(self.clerk)[0].record_name, before)

    def test_who_is_told_of_a_user_who_was_deleted(self):
        leaver = new_test_user(self.env, "test-leaver", groups="base.group_user,base.group_partner_manager")
        partner = self.env["res.partner"].with_user(leaver).create({"name": "City Clinic"})
        name, person = leaver.name, leaver.partner_id
        self.env.flush_all()
        leaver.unlink()
        person.unlink()
        row = self.trail(partner)[-1]
        self.assertEqual((row.who, row.user_id.id), (name, False))
        self.assertTrue(row.user_number)

    def test_of_plain_sql_the_database_user_is_told(self):
        partner = self.make_partner()
        self.env.cr.execute("SELECT set_config('meddev.actor', '', true)")
        self.env.cr.execute("UPDATE res_partner SET city = 'Wuxi' WHERE id = %s", (partner.id,))
        row = self.trail(partner)[-1]
        self.assertEqual(row.who, row.db_user)

    def test_what_is_called_by_another_record_keeps_that_name_when_it_is_gone(self):
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")])
        narrowing = self.env["meddev.audit.narrowing"].create({"rule_id": rule.id})
        self.env.flush_all()
        narrowing.unlink()
        self.assertEqual(set(self.trail(narrowing).mapped("record_name")), {"Contact"})

    def test_a_product_s_and_its_bill_s_name_read_as_they_were_then(self):
        if "mrp.bom" not in self.env:
            return
        product = self.env["product.product"].create({"name": "Forceps"})
        bom = self.env["mrp.bom"].create({"product_tmpl_id": product.product_tmpl_id.id})
        self.env.flush_all()
        product.name = "Needle Holder"
        self.env.flush_all()
        bom.unlink()
        self.assertEqual(self.trail(product)[0].record_name, "Forceps")
        rows = self.trail(bom)
        self.assertEqual((rows[0].record_name, rows[-1].record_name), ("Forceps", "Needle Holder"))

    def test_membership_reads_by_name(self):
        group = self.env.ref("meddev_base.group_engineering")
        self.clerk.write({"group_ids": [Command.link(group.id)]})
        self.assertIn(group.display_name, [new for _label, _old, new in self.told(self.clerk, "group_ids")])

    def test_the_reader_reads_in_their_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["base", "meddev_audit"], ["zh_CN"])
        partner = self.make_partner()
        partner.is_company = True
        label, old, new = self.told(partner, "is_company", lang="zh_CN")[0]
        self.assertEqual((old, new), ("否", "是"))
        self.assertNotEqual(label, "Is a Company")

    def test_moments_read_in_the_reader_s_zone(self):
        coverage = self.env["meddev.audit.coverage"].search([], limit=1)
        texts = {
            next(row.new_text for row in self.trail(coverage, tz=zone) if row.field_name == "happened_on")
            for zone in ("UTC", "Asia/Shanghai")
        }
        self.assertEqual(len(texts), 2)

    def test_a_masked_value_is_not_shown(self):
        self.clerk.password = "another-secret"
        rows = self.env["meddev.audit.change"].with_user(self.auditor).search(
            [("model", "=", "res.users"), ("record_id", "=", self.clerk.id), ("field_name", "=", "password")]
        )  # fmt: skip
        self.assertEqual((rows[0].old_text, rows[0].new_text), ("(not shown)", "(not shown)"))

    def test_fields_that_the_reader_may_not_see_are_left_out(self):
        partner = self.make_partner(city="Suzhou")
        field = self.env["res.partner"]._fields["city"]
        self.addCleanup(setattr, field, "groups", field.groups)
        self.addCleanup(self.env.registry.clear_cache)
        field.groups = "base.group_system"
        self.env.registry.clear_cache()
        self.assertNotIn("city", self.trail(partner, self.inspector).mapped("field_name"))
        self.assertIn("city", self.trail(partner, self.system).mapped("field_name"))

    def test_a_page_of_changes_takes_a_fixed_number_of_queries(self):
        partners = self.make_partner() | self.make_partner()
        for number in range(20):
            partners.write(
                {"city": f"City {number}", "country_id": self.env["res.country"].search([], limit=1, offset=number).id}
            )
            self.env.flush_all()
        names = ["record_name", "field_label", "old_text", "new_text"]
        counts = []
        for limit in (10, 60):
            rows = (
                self.env["meddev.audit.change"]
                .with_user(self.auditor)
                .search([("model", "=", "res.partner")], limit=limit)
            )
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 4, counts)

    def test_an_export_is_readable(self):
        partner = self.make_partner()
        partner.city = "Suzhou"
        row = self.trail(partner)[-1]
        exported = row.sudo().export_data(["record_name", "field_label", "new_text", "user_id"])["datas"]
        self.assertEqual(exported, [["City Clinic", "City", "Suzhou", self.clerk.name]])

    def test_every_form_of_an_audited_record_opens_its_trail_for_those_who_may_read_it(self):
        for user, may in ((self.inspector, True), (self.auditor, True), (self.system, True), (self.clerk, False)):
            arch = self.env["res.partner"].with_user(user).get_view(view_type="form")["arch"]
            self.assertEqual("meddev_audit_trail" in arch, may, user.login)
        partner = self.make_partner()
        action = partner.with_user(self.inspector).action_audit_trail()
        rows = self.env[action["res_model"]].with_user(self.inspector).search(action["domain"])
        self.assertEqual(set(rows.mapped("record_name")), {"City Clinic"})

    def test_the_trail_of_a_record_has_its_lines_those_that_are_gone_too(self):
        group = self.env.ref("meddev_base.group_quality_manager")
        policies = self.env["meddev.signature.policy"]
        steps = [Command.create({"name": name, "group_id": group.id}) for name in ("Review", "Release")]
        policy = policies.create(
            {"name": "Any", "transition": policies._selection_transition()[0][0], "step_ids": steps}
        )
        first = policy.step_ids[0]
        self.env.flush_all()
        first.unlink()
        action = policy.action_audit_trail()
        rows = self.env["meddev.audit.change"].with_user(self.auditor).search(action["domain"])
        self.assertEqual(set(rows.mapped("record_name")), {"Any", "Review", "Release"})
        self.assertFalse(action["context"]["meddev_one_record"])

    def test_the_trail_of_a_bill_and_of_an_order_has_their_lines(self):
        if "mrp.bom" not in self.env:
            return
        names = [{"name": "Set"}, {"name": "Blade"}, {"name": "Chips"}]
        product, part, chips = self.env["product.product"].create(names)
        bom = self.env["mrp.bom"].create(
            {"product_tmpl_id": product.product_tmpl_id.id, "bom_line_ids": [Command.create({"product_id": part.id})],
             "byproduct_ids": [Command.create({"product_id": chips.id})]}
        )  # fmt: skip
        order = self.env["mrp.production"].create({"product_id": product.id, "bom_id": bom.id})
        self.env.flush_all()
        told, order_told = bom._told_together(), order._told_together()
        self.assertEqual(told["mrp.bom.line"], bom.bom_line_ids.ids)
        self.assertEqual(told["mrp.bom.byproduct"], bom.byproduct_ids.ids)
        self.assertLessEqual(set(order.move_raw_ids.ids), set(order_told["stock.move"]))

    def test_a_form_without_a_sheet_has_the_button_and_the_reason_too(self):
        self.env["ir.ui.view"].create(
            {"name": "plain", "model": "res.partner.category", "type": "form", "priority": 1,
             "arch": "<form><header/><field name='name'/></form>"}
        )  # fmt: skip
        model = self.env["ir.model"]._get("res.partner.category")
        field = self.env["ir.model.fields"]._get("res.partner.category", "name")
        self.env["meddev.audit.rule"].create({"model_id": model.id, "reason_field_ids": [Command.set(field.ids)]})
        arch = self.env["res.partner.category"].with_user(self.auditor).get_view(view_type="form")["arch"]
        self.assertIn("meddev_audit_trail", arch)
        self.assertIn("audit_reason", arch)

    def test_who_hands_evidence_on_may_export(self):
        regulatory = new_test_user(self.env, "test-regulatory", groups="meddev_base.group_regulatory")
        for user in (self.auditor, self.manager, regulatory):
            self.assertTrue(user.has_group("base.group_allow_export"), user.login)
        for user in (self.clerk, self.inspector):
            self.assertFalse(user.has_group("base.group_allow_export"), user.login)

    def test_reading_one_change_by_its_id_uses_the_entries_index(self):
        row = self.trail(self.make_partner())[-1]
        row.invalidate_recordset()
        query = row._as_query().select("id")
        self.assertIn("entry_number", query.code)
        self.assertEqual(row.field_name, row.read(["field_name"])[0]["field_name"])
