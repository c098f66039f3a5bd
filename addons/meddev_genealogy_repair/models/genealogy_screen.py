from odoo import models


class MeddevGenealogy(models.AbstractModel):
    """The screen opens from repairs, and finds them by their number."""

    _inherit = "meddev.genealogy"

    def _lot_paths(self):
        return {**super()._lot_paths(), "repair.order": "lot_id"}

    def _code_fields(self):
        return {**super()._code_fields(), "repair.order": ["name"]}

    def _kind_labels(self):
        return {
            **super()._kind_labels(),
            "added": self.env._("Put in by repair"),
            "removed": self.env._("Taken out by repair"),
            "repaired": self.env._("Repaired"),
        }
