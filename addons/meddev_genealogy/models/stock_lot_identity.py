import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.sql import add_index, index_definition

from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling

from ..lot_name import tidied
from .sealed_movement import changed, is_open, opened

NAME_INDEX = "stock_lot_name_unique"
IDENTITY = frozenset({"name", "product_id", "company_id"})
_logger = logging.getLogger(__name__)


class UniqueWhenPossible(models.UniqueIndex):
    """A unique index that is not made while the data break it: the rows are named, and installing goes on."""

    def apply_to_database(self, model):
        if model._lots_of_one_name():
            return model._warn_of_duplicates()
        return super().apply_to_database(model)


class StockLot(models.Model):
    """A lot's name, product and company say what the goods are: once used, they stay."""

    _name = "stock.lot"
    _inherit = ["stock.lot"]

    # Odoo compares in Python: of two transactions, neither sees the other's lot.
    _name_unique = UniqueWhenPossible(
        "(product_id, coalesce(company_id, 0), name)",
        lambda env, _diagnostics: env._(
            "A lot or serial number of this name was just recorded for the same product. "
            "Use that one, or take another name."
        ),
    )

    has_duplicate = fields.Boolean(
        "Same Name Twice",
        compute="_compute_has_duplicate",
        search="_search_has_duplicate",
        help="Another lot of the same product and company has this name.",
    )

    def _compute_has_duplicate(self):
        duplicates = self._lots_of_one_name()
        for lot in self:
            lot.has_duplicate = lot._origin.id in duplicates

    def _search_has_duplicate(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("id", "in", self._lots_of_one_name())
        return domain if set(value) == {True} else ~domain if set(value) == {False} else Domain(bool(value))

    # --- names that occur twice ---------------------------------------------------------------------------------

    @api.model
    def _lots_of_one_name(self):
        """Ids of all lots that share product, company and name with another, side by side."""
        if self._are_names_kept_unique():
            return []
        self.env.flush_all()
        self.env.cr.execute("""
            SELECT unnest(array_agg(id ORDER BY id)) FROM stock_lot
             GROUP BY product_id, coalesce(company_id, 0), name HAVING count(*) > 1
             ORDER BY min(id)
        """)
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _warn_of_duplicates(self):
        self.env.cr.execute(
            "SELECT string_agg(DISTINCT name, ', ' ORDER BY name) FROM stock_lot WHERE id = ANY(%s)",
            (self._lots_of_one_name(),),
        )
        _logger.warning(
            "Lots that have product, company and name in common: %s. Until each has a name of its own, PostgreSQL "
            "cannot keep two transactions from creating one name twice. They are listed in Medical Devices > "
            "Traceability > Duplicate Lots.",
            self.env.cr.fetchone()[0],
        )

    @api.model
    def _make_names_unique(self):
        """Make the index that was left out, as soon as no name occurs twice (daily)."""
        if self._lots_of_one_name():
            self._warn_of_duplicates()
        elif not self._are_names_kept_unique():
            index = self._table_objects[NAME_INDEX]
            definition = index.get_definition(self.pool)
            clause = definition.removeprefix("UNIQUE INDEX ")
            add_index(self.env.cr, NAME_INDEX, self._table, clause, unique=True, comment=definition)

    def _are_names_kept_unique(self):
        return bool(index_definition(self.env.cr, NAME_INDEX)[0])

    # --- what a used lot keeps ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([tidied(vals, "name") for vals in vals_list])

    def write(self, vals):
        if IDENTITY & vals.keys():
            vals = tidied(vals, "name")
            self._check_identity_kept(vals)
        return super().write(vals)

    def unlink(self):
        if not is_uninstalling(self.env):
            self._check_unused()
        return super().unlink()

    def _check_unused(self):
        if used := self._used()[:1]:
            raise UserError(
                self.env._(
                    "Lot %(lot)s was used: %(use)s. It stays on file. "
                    "What is in stock by mistake is counted or scrapped, not deleted.",
                    lot=used.name,
                    use=used._use_in_words(),
                )
            )

    def _check_not_begun(self):
        # Released because nothing asks for its release: that is no decision of anybody.
        decided = self.filtered(lambda lot: lot.state != "released" or lot.sudo().signature_ids)
        return super(StockLot, decided)._check_not_begun()

    def _check_identity_kept(self, vals):
        touched = self.filtered(lambda lot: changed(lot, vals, IDENTITY))
        for lot in touched._used():
            names = changed(lot, vals, IDENTITY)
            if is_open(lot, names) or (names == {"name"} and lot.has_duplicate and lot._check_may_tell_apart()):
                continue
            raise UserError(
                self.env._(
                    "Lot %(lot)s was used: %(use)s. %(fields)s can no longer change. "
                    "To give the goods another name, record a transformation that relabels them.",
                    lot=lot.name,
                    use=lot._use_in_words(),
                    fields=lot._labels(sorted(names)),
                )
            )

    def _check_may_tell_apart(self):
        """Of two lots of one name nothing says which is meant: quality or the data's steward gives one another."""
        roles = ("meddev_base.group_quality_manager", "meddev_base.group_data_steward")
        if not any(self.env.user.has_group(role) for role in roles):
            raise AccessError(
                self.env._(
                    "Two lots are called %s. A quality manager or data steward gives one of them another name.",
                    self.name,
                )
            )
        return True

    def _used(self):
        """Those of these lots that went through a done movement, are in stock anywhere or carry a valid signature."""
        if not self.ids:
            return self.browse()
        for model in ("stock.move.line", "stock.quant"):
            self.env[model].flush_model(["lot_id", "quantity"])
        self.env["stock.move"].flush_model(["state"])
        self.env.cr.execute(
            """
            SELECT ml.lot_id FROM stock_move_line ml JOIN stock_move m ON m.id = ml.move_id
             WHERE ml.lot_id = ANY(%(ids)s) AND m.state = 'done' AND ml.quantity <> 0
             UNION SELECT lot_id FROM stock_quant WHERE lot_id = ANY(%(ids)s) AND quantity <> 0
            """,
            {"ids": self.ids},
        )
        used = {row[0] for row in self.env.cr.fetchall()}
        return self.filtered(lambda lot: lot.id in used or lot._has_valid_signature())

    def _has_valid_signature(self):
        return "valid" in self.sudo().signature_ids.mapped("validity")

    def _use_in_words(self):
        line = self.env["stock.move.line"].sudo().search(
            [("lot_id", "=", self.id), ("state", "=", "done"), ("quantity", "!=", 0)], order="id desc", limit=1
        )  # fmt: skip
        if line:
            return self.env._("moved with %s", line.reference or line.move_id.display_name)
        if self._has_valid_signature():
            return self.env._("its status is signed")
        return self.env._("it is in stock")

    def _correct_identity(self, vals):
        """Write ``vals`` into these used lots. For a document that keeps both versions, and for nothing else."""
        return opened(self, vals, only=True).write(vals)
