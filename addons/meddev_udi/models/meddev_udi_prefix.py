from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.meddev_base.models.locking import wait_for
from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling

from ..grammar import InvalidUdiError, capacity, item_reference, next_free_gtin, normalise_gtin
from .meddev_udi import in_language


class MeddevUdiPrefix(models.Model):
    """A GS1 Company Prefix of ours, and the numbers that were given out from it."""

    _name = "meddev.udi.prefix"
    _description = "GS1 Company Prefix"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _rec_name = "prefix"
    _order = "company_id, sequence, id"

    prefix = fields.Char(
        "Company Prefix", required=True, copy=False, tracking=True,
        help="4 to 12 digits from GS1. A U.P.C. prefix is written with its leading zero.",
    )  # fmt: skip
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    sequence = fields.Integer(default=10, help="The first prefix with a free number is used.")
    user_id = fields.Many2one(
        "res.users", "Responsible", required=True, default=lambda self: self.env.user,
        domain="[('share', '=', False)]", help="Is told before the numbers run out.",
    )  # fmt: skip
    warn_percent = fields.Integer("Warn below (%)", default=10, help="Of the numbers that the prefix holds.")
    next_reference = fields.Integer(
        "Numbers Start at", default=0, copy=False, tracking=True,
        help="Lower item references are not given out any more. Raise it over numbers that another system gave.",
    )  # fmt: skip
    capacity = fields.Float("Numbers in All", compute="_compute_left", digits=(16, 0))
    left = fields.Float("Numbers Left", compute="_compute_left", digits=(16, 0))

    _prefix_unique = models.Constraint("unique(prefix)", "This prefix is here already.")
    _percent = models.Constraint("CHECK(warn_percent BETWEEN 0 AND 100)", "Warn below 0 to 100 percent.")

    @api.depends("prefix", "next_reference")
    def _compute_left(self):
        for record in self:
            try:
                record.capacity = capacity(record.prefix or "")
            except InvalidUdiError:
                record.capacity = record.left = 0
                continue
            record.left = record._numbers_left()

    @api.constrains("prefix")
    def _check_prefix(self):
        for record in self:
            try:
                capacity(record.prefix)
            except InvalidUdiError as error:
                raise ValidationError(error.errors[0].tell(in_language(self.env))) from error
            others = self.sudo().search([("id", "!=", record.id)])
            if clash := others.filtered(
                lambda one, new=record.prefix: new.startswith(one.prefix) or one.prefix.startswith(new)
            ):
                raise ValidationError(
                    self.env._(
                        "Prefix %(new)s and prefix %(old)s hold the same numbers.",
                        new=record.prefix,
                        old=clash[0].prefix,
                    )
                )

    def write(self, vals):
        for record in self:
            if vals.get("next_reference", record.next_reference) < record.next_reference:
                raise AccessError(
                    self.env._("Numbers of prefix %s that were given out are not given again.", record.prefix)
                )
            if vals.get("prefix", record.prefix) != record.prefix and record.next_reference:
                raise UserError(self.env._("Prefix %s has given out numbers and stays as it is.", record.prefix))
        return super().write(vals)

    def unlink(self):
        if not is_uninstalling(self.env):
            self._check_not_used()
        return super().unlink()

    def _check_not_used(self):
        for record in self:
            if record.next_reference:
                raise UserError(self.env._("Prefix %s has given out numbers and stays as it is.", record.prefix))

    # --- giving out ---------------------------------------------------------------------------------------------

    @api.model
    def _next_gtin(self, company):
        """The next free GTIN of a base package, as 14 digits; nobody else gets it."""
        prefixes = self.sudo().search([("company_id", "=", company.id)])
        if not prefixes:
            raise UserError(self.env._("%s has no GS1 prefix. Enter it under Identification, Settings.", company.name))
        for prefix in prefixes:
            if number := prefix._give_out():
                return number
        raise UserError(
            self.env._(
                "All numbers of %(prefixes)s are given out. Enter a further prefix.",
                prefixes=", ".join(prefixes.mapped("prefix")),
            )
        )

    def _give_out(self):
        """The next number of this prefix, "" when it is used up."""
        start = self._lock()
        try:
            gtin = next_free_gtin(self.prefix, self._used(), start)
        except InvalidUdiError:
            return ""
        # Written, not only locked: of two transactions at once, the later one begins anew and sees this.
        self.next_reference = item_reference(str(gtin), self.prefix) + 1
        self._warn()
        return str(gtin)

    def _lock(self):
        self.flush_recordset()
        self.env.cr.execute("SELECT next_reference FROM meddev_udi_prefix WHERE id = %s FOR UPDATE", (self.id,))
        return self.env.cr.fetchone()[0] or 0

    @api.model
    def _package_gtin(self, base):
        """The next free GTIN of a package around ``base``: its number with the lowest free indicator."""
        if base.agency != "GS1" or not base.code:
            raise UserError(
                self.env._("%s has no GS1 number yet. Give it one, then its packages.", base.display_name or "?")
            )
        gtin = normalise_gtin(base.code)
        wait_for(base)
        for indicator in range(1, 9):
            number = str(gtin.package(indicator))
            if number != base.code and number not in self._given([number]):
                return number
        raise UserError(self.env._("All eight package numbers of %s are given out.", base.display_name))

    def _used(self):
        """Codes with this prefix, given out or standing on a product as its barcode."""
        pattern = f"%{self.prefix}%"
        codes = (
            self.env["meddev.udi.di"].sudo().search([("agency", "=", "GS1"), ("code", "like", pattern)]).mapped("code")
        )
        for model in ("product.product", "product.uom"):
            found = self.env[model].sudo().with_context(active_test=False).search([("barcode", "like", pattern)])
            codes += [code for code in found.mapped("barcode") if code.isdigit()]
        return codes

    def _given(self, codes):
        found = set(self.env["meddev.udi.di"].sudo().search([("code", "in", codes)]).mapped("code"))
        for model in ("product.product", "product.uom"):
            rows = self.env[model].sudo().with_context(active_test=False).search([("barcode", "in", codes)])
            found |= set(rows.mapped("barcode"))
        return found

    def _numbers_left(self):
        """Numbers that are neither given out nor below the start."""
        used = {item_reference(code, self.prefix) for code in self._used()} - {None}
        later = sum(number >= self.next_reference for number in used)
        return max(capacity(self.prefix) - self.next_reference - later, 0)

    def _warn(self):
        """Tell the responsible person once, while there is still time to order a further prefix."""
        left = self._numbers_left()
        summary = self.env._("Prefix %s is running out", self.prefix)
        if left > capacity(self.prefix) * self.warn_percent / 100 or self.activity_ids:
            return
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            note=self.env._("%s numbers are left. Order a further prefix from GS1.", left),
            user_id=self.user_id.id,
        )
