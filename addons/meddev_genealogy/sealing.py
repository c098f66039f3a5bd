"""What of a movement is evidence once it is done, and the key that opens it. No Odoo in here."""

LINE_FIELDS = frozenset({
    "lot_id", "lot_name", "quantity", "quantity_product_uom", "product_uom_id", "product_id", "date", "location_id",
    "location_dest_id", "move_id", "state", "picking_id", "owner_id", "company_id", "reference", "quant_id",
})  # fmt: skip
"""``quant_id`` is no column: Odoo fills lot, place and owner of the line from it. Packages are not among them: goods
are packed and unpacked after a transfer, and a package says nothing about what is in it."""
MOVE_FIELDS = frozenset({
    "quantity", "product_uom", "date", "product_id", "location_id", "location_dest_id", "state", "picking_id",
    "company_id", "reference", "scrap_id", "production_id", "raw_material_production_id", "unbuild_id", "repair_id",
    "repair_line_type", "transformation_id", "partner_id", "is_inventory", "inventory_name",
})  # fmt: skip
"""Also fields of applications that need not be installed: what is not there is not written."""
TRANSFER_FIELDS = frozenset({
    "name", "state", "location_id", "location_dest_id", "date_done", "company_id", "partner_id",
})  # fmt: skip
"""Odoo hands these on to the moves of the transfer, partly by recomputing, which no ``write`` of theirs sees."""


class Opening:
    """Lets the code that holds it write some fields of done movements.

    It travels in the context, and stays out of reach there: what an RPC caller sends is plain data, never an instance
    of this class.
    """

    __slots__ = ("fields", "ids", "model")

    def __init__(self, fields, model=None, ids=()):
        """:param model: open only for records ``ids`` of this model; for all of them when there is none"""
        self.fields, self.model, self.ids = frozenset(fields), model, frozenset(ids)

    def covers(self, names, model, ids):
        """Whether it lets ``names`` of the records ``ids`` of ``model`` be written.

        >>> Opening({"date"}).covers({"date"}, "stock.move", [1])
        True
        >>> Opening({"date"}).covers({"date", "lot_id"}, "stock.move", [1])
        False
        >>> Opening({"lot_id"}, "stock.move.line", [1]).covers({"lot_id"}, "stock.move.line", [1, 2])
        False
        """
        return self.fields.issuperset(names) and (
            self.model is None or (self.model == model and self.ids.issuperset(ids))
        )
