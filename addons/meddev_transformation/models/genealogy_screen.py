from odoo import models


class MeddevGenealogy(models.AbstractModel):
    """What the genealogy screen calls a transformation's links; it opens from transformations."""

    _inherit = "meddev.genealogy"

    def _lot_paths(self):
        return {**super()._lot_paths(), "meddev.transformation": "input_ids.lot_id"}

    def _kind_labels(self):
        return {
            **super()._kind_labels(),
            "relabelled": self.env._("Relabelled"),
            "split": self.env._("Split"),
            "merged": self.env._("Merged"),
        }
