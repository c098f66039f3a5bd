from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.meddev_base.models.prepared import execute_prepared


@tagged("post_install", "-at_install")
class TestPrepared(TransactionCase):
    """A prepared query answers as the query itself, with other lists, too."""

    def statements(self, mark):
        self.env.cr.execute(
            "SELECT name, generic_plans FROM pg_prepared_statements WHERE name LIKE 'meddev%%' AND statement LIKE %s",
            [f"%PREPARE%'marked {mark}'%ANY($1::int[])%"],
        )
        return self.env.cr.fetchall()

    def names(self, ids, words=("active",), note="marked", other=0):
        query = SQL(
            """SELECT id, %s FROM res_partner WHERE id = ANY(%s) AND id <> %s
                  AND (CASE WHEN active THEN 'active' ELSE 'archived' END) = ANY(%s) ORDER BY id""",
            note, list(ids), other, list(words),
        )  # fmt: skip
        rows = execute_prepared(self.env, query)
        self.assertEqual(rows, self.env.execute_query(query))
        return [row[0] for row in rows]

    def test_other_lists_use_the_same_statement(self):
        one, two = self.env["res.partner"].create([{"name": "One"}, {"name": "Two"}])
        self.assertEqual(self.names(one.ids, note="marked once"), one.ids)
        self.assertEqual(self.names([two.id, one.id, 0], note="marked once"), [one.id, two.id])
        self.assertEqual(self.names(two.ids, ("active", "archived"), note="marked once"), two.ids)
        self.assertEqual(self.names(two.ids, ("archived",), note="marked once"), [])
        self.assertEqual(len(self.statements("once")), 1)

    def test_its_plan_is_kept(self):
        partner = self.env["res.partner"].create({"name": "One"})
        for count in range(1, 4):
            self.names([partner.id] * count, note="marked thrice")
        self.assertEqual([kept for _name, kept in self.statements("thrice")], [3])

    def test_constants_are_part_of_the_statement_whatever_is_written_in_them(self):
        partner = self.env["res.partner"].create({"name": "One"})
        for note in ("marked '; DROP TABLE res_partner; --", "marked %s $1", "marked 100 %", 'marked \\" 标记'):
            with self.subTest(note):
                self.assertEqual(self.names(partner.ids, note=note), partner.ids)
        self.assertEqual(self.names(partner.ids, other=partner.id), [])

    def test_an_empty_list_finds_nothing(self):
        self.assertEqual(self.names([]), [])

    def test_what_waits_to_be_written_is_written_first(self):
        partner = self.env["res.partner"].create({"name": "Before"})
        partner.flush_recordset()
        partner.name = "After"
        column = self.env["res.partner"]._field_to_sql("res_partner", "name")
        rows = execute_prepared(self.env, SQL("SELECT %s FROM res_partner WHERE id = ANY(%s)", column, partner.ids))
        self.assertEqual(rows, [("After",)])

    def test_a_statement_that_returns_nothing_is_carried_out(self):
        partner = self.env["res.partner"].create({"name": "One"})
        partner.flush_recordset()
        rows = execute_prepared(
            self.env, SQL("UPDATE res_partner SET ref = %s WHERE id = ANY(%s)", "marked", partner.ids)
        )
        self.assertEqual(rows, [])
        partner.invalidate_recordset()
        self.assertEqual(partner.ref, "marked")
