from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Movements from before links were kept become links."""
    api.Environment(cr, SUPERUSER_ID, {})["meddev.genealogy.link"]._rebuild()
