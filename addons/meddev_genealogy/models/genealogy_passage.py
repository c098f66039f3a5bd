from odoo import fields, models
from odoo.tools import SQL

from ..graph import INTO, OUT_OF


class MeddevGenealogyPassage(models.Model):
    """Products whose lots lead on: some lot of theirs went into an event, or came out of one.

    A walk looks for ways on from lots of these products only, and leaves the many finished devices alone. What is
    written here stays: a product too many costs a look, and tells nothing wrong.
    """

    _name = "meddev.genealogy.passage"
    _description = "Genealogy Passage"
    _log_access = False
    _rec_name = "product_id"

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    side = fields.Selection([(INTO, "Into"), (OUT_OF, "Out of")], required=True)

    _product_idx = models.UniqueIndex("(side, product_id)")

    def init(self):
        result = super().init()
        self._note_all()
        return result

    def _note_all(self):
        """Note what all links say, for example those of a time before passages were kept; how many were lacking."""
        all_links = SQL("SELECT DISTINCT product_id, side FROM meddev_genealogy_link WHERE event_id IS NOT NULL")
        self.env.cr.execute(self._noting(all_links))
        return self.env.cr.rowcount

    def _noting(self, passages):
        """A statement that notes ``passages``, a query. Sorted, so that two who note the same do not block."""
        return SQL(
            """INSERT INTO meddev_genealogy_passage (product_id, side)
               SELECT DISTINCT product_id, side FROM (%s) new
                WHERE NOT EXISTS (SELECT FROM meddev_genealogy_passage known
                                   WHERE known.side = new.side AND known.product_id = new.product_id)
                ORDER BY side, product_id ON CONFLICT DO NOTHING""",
            passages,
        )
