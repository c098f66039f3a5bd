from odoo import models
from odoo.tools import SQL

from odoo.addons.meddev_genealogy.graph import EXACT, INTO, OUT_OF


class MeddevGenealogyLink(models.Model):
    """A transformation turns lots into lots: all that went in is in all that came out, so every link is exact."""

    _inherit = "meddev.genealogy.link"

    def _models_read(self):
        return [*super()._models_read(), "meddev.transformation"]

    def _line_columns(self):
        return [*super()._line_columns(), SQL("m.transformation_id")]

    def _same_document(self):
        return [*super()._same_document(), ("transformation_id",)]

    def _claimed(self):
        return [*super()._claimed(), SQL("line.transformation_id IS NOT NULL")]

    def _definitions(self, documents):
        own = [self._transformation()] if "transformation_id" in documents else []
        return [*super()._definitions(documents), *own]

    def _transformation(self):
        past = SQL("CASE document.kind WHEN 'relabel' THEN 'relabelled' WHEN 'split' THEN 'split' ELSE 'merged' END")
        return self._links(
            SQL("line JOIN meddev_transformation document ON document.id = line.transformation_id"),
            SQL("CASE WHEN line.target_usage = 'production' THEN %s ELSE %s END", INTO, OUT_OF),
            past,
            (SQL("'meddev.transformation'"), SQL("line.transformation_id"), SQL("''")),
            grade=SQL("%s", EXACT),
        )
