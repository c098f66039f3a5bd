"""The company in which random stories happen: products, places, partners, and what a storekeeper knows of them."""

from collections import Counter

from odoo.fields import Command

from .genealogy_oracle import Oracle


class World:
    """``case`` acts in Odoo as the operator; ``oracle`` is told what happened, in names."""

    def __init__(self, case, rng):
        self.case, self.rng, self.oracle = case, rng, Oracle()
        self.records, self.number = {}, Counter()
        self.held, self.renamed = set(), set()
        self.make_products()
        self.stock, self.shelf = case.stock, self._make_place("Shelf")
        self.places = {place.display_name: place for place in (self.stock, self.shelf)}
        self.here = self.stock.display_name
        self.partners = [case.clinic, case.hospital]
        self.vendors = [case.vendor, case.env["res.partner"].create({"name": "Resin Works"})]

    def make_products(self):
        make = self.case.make_product
        self.steel, self.resin, self.batch, self.chips = map(make, ("Steel", "Resin", "Batch", "Chips"))
        self.cell, self.pump = make("Cell", "serial"), make("Pump", "serial")
        self.glue, self.shavings, self.cart = (make(name, "none") for name in ("Glue", "Shavings", "Cart"))
        self.device = make("Device", "serial", is_as_built_required=True)
        self.kit = make("Kit", "none", is_storable=False)
        self.sterile = make("Sterile")
        self.steriliser = self.case.env["res.partner"].create({"name": "Steriliser"})
        self._make_bom(self.kit, "phantom", {self.steel: 2, self.resin: 1})
        self._make_bom(self.sterile, "subcontract", {self.batch: 1}, subcontractor_ids=self.steriliser.ids)
        self.outside = self.steriliser.property_stock_subcontractor
        for product in (self.glue, self.shavings, self.cart):
            self.records[product.display_name] = product

    def _make_bom(self, product, kind, parts, **values):
        lines = [Command.create({"product_id": part.id, "product_qty": number}) for part, number in parts.items()]
        self.case.env["mrp.bom"].create(
            {"product_tmpl_id": product.product_tmpl_id.id, "type": kind, "bom_line_ids": lines, **values}
        )

    def _make_place(self, name):
        values = {"name": name, "usage": "internal", "location_id": self.case.stock.id}
        return self.case.env["stock.location"].create(values)

    # --- names and records --------------------------------------------------------------------------------------

    def new_lot(self, product):
        self.number[product] += 1
        lot = self.case.make_lot(f"{product.name.upper()}-{self.number[product]}", product)
        self.records[lot.name] = lot
        return lot

    def name(self, thing):
        return thing.name if thing._name == "stock.lot" else thing.display_name

    def is_lot(self, thing):
        return thing._name == "stock.lot"

    def goods(self, pairs):
        return [(self.name(thing), quantity, self.is_lot(thing)) for thing, quantity in pairs]

    # --- what the storekeeper chooses ----------------------------------------------------------------------------

    def on_hand(self, products, place=None, held=False):
        """``[(record, quantity)]`` of what lies in a place, of at least one piece each; lots on hold where asked."""
        place, found = place or self.here, []
        for (name, at), quantity in self.oracle.stock().items():
            record = self.records[name]
            is_free = held or name not in self.held
            if at == place and quantity >= 1 and is_free and self.case.product_of(record) in products:
                found.append((record, quantity))
        return found

    def some(self, pairs, most=3):
        """Up to ``most`` of ``pairs``, and of each a portion of its quantity."""
        chosen = self.rng.sample(pairs, min(len(pairs), self.rng.randint(1, most)))
        return [(record, self.portion(record, quantity)) for record, quantity in chosen]

    def portion(self, record, quantity):
        if self.case.product_of(record).tracking == "serial":
            return 1.0
        return min(quantity, self.rng.choice([1.0, 1.5, 2.0, 3.0, 5.0]))

    @property
    def lot_products(self):
        return [self.steel, self.resin, self.cell, self.pump, self.device, self.batch, self.chips, self.sterile]

    @property
    def parts(self):
        return [self.steel, self.resin, self.cell, self.glue]
