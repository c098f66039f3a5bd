from odoo import models


class MeddevGenealogy(models.AbstractModel):
    _inherit = "meddev.genealogy"

    def _kind_labels(self):
        return {**super()._kind_labels(), "subcontracted": self.env._("Subcontracted")}
