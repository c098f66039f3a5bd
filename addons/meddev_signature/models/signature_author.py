from psycopg2.extras import execute_values

from odoo import SUPERUSER_ID, fields, models


class MeddevSignatureAuthor(models.Model):
    """Who wrote what there is to sign in a record: for policies in which nobody approves their own work."""

    _name = "meddev.signature.author"
    _description = "Authors of Signed Content"
    _inherit = ["meddev.ledger.mixin"]
    _rec_name = "res_model"

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Integer("Record", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Author", required=True, readonly=True, index=True, ondelete="restrict")

    _author_unique = models.UniqueIndex("(res_model, res_id, user_id)")

    def _note(self, records):
        """Note the present user as an author of ``records``; the system itself is nobody's author."""
        if records and self.env.uid != SUPERUSER_ID:
            self._before_sql()
            execute_values(
                self.env.cr._obj,
                "INSERT INTO meddev_signature_author (res_model, res_id, user_id) VALUES %s ON CONFLICT DO NOTHING",
                [(records._name, number, self.env.uid) for number in records.ids],
            )

    def _of(self, records):
        """``{record id: {user ids}}``"""
        self.env.cr.execute(
            "SELECT res_id, array_agg(user_id) FROM meddev_signature_author"
            " WHERE res_model = %s AND res_id = ANY(%s) GROUP BY res_id",
            (records._name, records.ids),
        )
        return {number: set(users) for number, users in self.env.cr.fetchall()}
