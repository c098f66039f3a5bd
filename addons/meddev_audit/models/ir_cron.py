from odoo import models

from .origin import coming_from


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        with coming_from("cron", cron_name):
            return super()._callback(cron_name, server_action_id)
