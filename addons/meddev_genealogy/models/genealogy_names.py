from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

STORED_NAMES = {"res.partner": "complete_name", "stock.location": "complete_name"}
"""Fields in which the database keeps what people read as the name."""


class ProductWords(NamedTuple):
    """How a product is told: its code (its name, where it has none), and its unit of measure."""

    code: str
    unit: str


class MeddevGenealogy(models.AbstractModel):
    """Names straight from the tables, for there may be very many; whoever may ask about a lot reads them."""

    _name = "meddev.genealogy"
    _inherit = ["meddev.genealogy"]

    def _rows(self, model, ids, columns):
        self.env[model].flush_model()
        table = SQL.identifier(self.env[model]._table)
        return self.env.execute_query(SQL("SELECT id, %s FROM %s WHERE id = ANY(%s)", columns, table, list(ids)))

    def _names(self, model, ids):
        """``{id: name}`` of records, in the reader's language, and "" for None."""
        ids = ids - {None}
        names = {None: ""}
        if column := self._name_column(model):
            names.update(self._rows(model, ids, SQL.identifier(column)) if ids else ())
        # An address without a name is called by its type, in the reader's language.
        unnamed = self.env[model].sudo().browse([one for one in ids if not names.get(one)])
        names.update((record.id, record.display_name or "") for record in unnamed)
        return names

    def _name_column(self, model):
        """The column that holds the name of records of ``model``, where one does."""
        if model in STORED_NAMES:
            return STORED_NAMES[model]
        records = self.env[model]
        return "name" if records._rec_name == "name" and not records._fields["name"].translate else None

    def _product_words(self, ids):
        """``{id: ProductWords}``, in the reader's language."""
        words = self._product_words_sql(SQL("product.id"))
        rows = self.env.execute_query(
            SQL("SELECT product.id, told.* FROM unnest(%s::int[]) AS product (id) %s", list(ids), words)
        )
        return {product_id: ProductWords(code, unit) for product_id, code, unit in rows}

    def _product_words_sql(self, product):
        """A join that tells the ``code`` and the ``unit`` of the product whose id is ``product``, as ``told``."""
        own, template, unit = (self.env[model].sudo() for model in ("product.product", "product.template", "uom.uom"))
        return SQL(
            """CROSS JOIN LATERAL (
                SELECT coalesce(nullif(%s, ''), %s, '') AS code, %s AS unit
                  FROM product_product own
                  JOIN product_template template ON template.id = own.product_tmpl_id
                  JOIN uom_uom unit ON unit.id = template.uom_id
                 WHERE own.id = %s OFFSET 0) told""",
            own._field_to_sql("own", "default_code"),
            template._field_to_sql("template", "name"),
            unit._field_to_sql("unit", "name"),
            product,
        )
