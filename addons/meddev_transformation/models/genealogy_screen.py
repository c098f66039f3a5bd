from odoo import models


class MeddevGenealogy(models.AbstractModel):
    """What the genealogy screen calls a transformation's links."""

    _inherit = "meddev.genealogy"

    def _kind_labels(self):
        return {
            **super()._kind_labels(),
            "relabelled": self.env._("Relabelled"),
            "split": self.env._("Split"),
            "merged": self.env._("Merged"),
        }
