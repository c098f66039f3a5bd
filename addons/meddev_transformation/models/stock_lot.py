from odoo import fields, models
from odoo.exceptions import UserError


class StockLot(models.Model):
    """A lot that came out of a transformation has the status of what went in."""

    _inherit = "stock.lot"

    transformation_output_ids = fields.One2many("meddev.transformation.output", "lot_id", "Made By", readonly=True)
    transformation_input_ids = fields.One2many("meddev.transformation.input", "lot_id", "Went Into", readonly=True)
    transformation_count = fields.Integer("Transformations", compute="_compute_transformation_count")

    def _compute_transformation_count(self):
        for lot in self:
            lot.transformation_count = len(lot._transformations())

    def _transformations(self):
        lines = self.transformation_input_ids.filtered(lambda line: line.transformation_id.state != "cancelled")
        return lines.transformation_id | self.transformation_output_ids.transformation_id

    def action_transformations(self):
        """List the transformations that made these lots or took from them."""
        action = self.env["ir.actions.act_window"]._for_xml_id("meddev_transformation.meddev_transformation_action")
        return {**action, "domain": [("id", "in", self._transformations().ids)]}

    def action_transform(self):
        """Open a new transformation of these lots."""
        if len(self.product_id) > 1:
            raise UserError(
                self.env._(
                    "Only lots of one product are merged; these are of %s. Tick lots of one of them.",
                    ", ".join(self.product_id.mapped("display_name")),
                )
            )
        inputs = self._free_inputs()
        if not inputs:
            raise UserError(
                self.env._(
                    "%s has no free stock inside the company. What is reserved is unreserved first; "
                    "what was shipped comes back by a return.",
                    ", ".join(self.mapped("name")),
                )
            )
        total = sum(values["quantity"] for values in inputs)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transformation"),
            "res_model": "meddev.transformation",
            "views": [(False, "form")],
            "context": {
                "default_kind": "merge" if len(self) > 1 else "relabel",
                "default_product_id": self.product_id[:1].id,
                "default_input_ids": [(0, 0, values) for values in inputs],
                "default_output_ids": [(0, 0, {"quantity": total})] if len(self) > 1 else [],
            },
        }

    def _free_inputs(self):
        """What of these lots is free, place by place."""
        quants = self.env["stock.quant"].search(
            [("lot_id", "in", self.ids), ("location_id.usage", "=", "internal"), ("quantity", ">", 0)]
        )
        return [
            {"lot_id": quant.lot_id.id, "location_id": quant.location_id.id, "quantity": quantity}
            for quant in quants
            if (quantity := quant.quantity - quant.reserved_quantity) > 0
        ]

    def _words_without_signature(self):
        if not (made := self.sudo().transformation_output_ids.transformation_id):
            return super()._words_without_signature()
        return self.env._(
            "Released along with what it was made of: %(lots)s, by %(document)s, signed by %(signers)s.",
            lots=", ".join(made.input_ids.lot_id.mapped("name")),
            document=", ".join(made.mapped("name")),
            signers=", ".join(dict.fromkeys(made.signature_ids._valid().mapped("signer_name"))),
        )

    def _inherit_status(self, status):
        """Take the status of what this new lot was made of; the transformation was signed for it."""
        if self.state != status:
            self._through_gate({"state": status})

    def _content_changed(self):
        """A release that was inherited holds for the lot as it came out, like one that was signed for it."""
        result = super()._content_changed()
        released = self.sudo().filtered(lambda lot: lot.state == "released" and lot.transformation_output_ids)
        for lot in released.filtered(lambda lot: not lot._is_release_settled()):
            lot._set_state_aside_from_transitions("quarantine")
        return result
