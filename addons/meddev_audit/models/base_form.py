from lxml import etree

from odoo import api, models

READERS = (
    "meddev_base.group_quality_user,meddev_base.group_regulatory,meddev_base.group_auditor,meddev_base.group_system"
)


class Base(models.AbstractModel):
    """The forms of records under audit: the way to the trail, and a place for the reason."""

    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and arch.tag == "form":
            sheet = next(arch.iter("sheet"), arch)
            if self._name in self.env["meddev.audit.rule"]._audited_models():
                self._add_trail_button(sheet)
            if self._name in self.env["meddev.audit.reason"]._rules():
                self._add_reason_field(sheet)
        return arch, view

    def _add_trail_button(self, sheet):
        box = next((node for node in sheet.iter("div") if node.get("name") == "button_box"), None)
        if box is None:
            box = etree.Element("div", {"class": "oe_button_box", "name": "button_box"})
            sheet.insert(_below_header(sheet), box)
        attributes = {"name": "meddev_audit_trail", "groups": READERS, "invisible": "not id"}
        etree.SubElement(box, "widget", {**attributes, "label": self.env._("Audit Trail")})

    def _add_reason_field(self, sheet):
        group = etree.Element("group", {"name": "audit_reason"})
        etree.SubElement(group, "field", {"name": "audit_reason", "invisible": "not id"})
        box = next((node for node in sheet if node.get("name") == "button_box"), None)
        sheet.insert(_below_header(sheet) if box is None else sheet.index(box) + 1, group)


def _below_header(sheet):
    """Where something goes first: a form without a sheet may begin with a header."""
    return next((place + 1 for place, node in enumerate(sheet) if node.tag == "header"), 0)
