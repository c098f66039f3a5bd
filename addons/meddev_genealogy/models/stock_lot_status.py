from dataclasses import replace

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ..lot_status import TRANSITIONS

_lt = LazyTranslate(__name__)
RELEASE = {"name": _lt("Lot release"), "group": "meddev_base.group_quality_manager", "meaning": "release"}
REJECTION = {
    "name": _lt("Lot rejection"),
    "group": "meddev_base.group_quality_manager",
    "meaning": "rejection",
    "is_reason_required": True,
}


class StockLot(models.Model):
    """A lot that quality has released, or not yet, or no longer (ISO 13485 8.2.6; 2025 GMP Art. 104)."""

    _name = "stock.lot"
    _inherit = ["stock.lot", "meddev.workflow.mixin"]

    _transitions = TRANSITIONS
    _final_states = frozenset({"rejected"})
    _guarded_fields = frozenset({"state", "was_held"})
    _sealed_fields = frozenset({"name", "product_id", "company_id"})
    _blocking_states = frozenset({"quarantine", "hold"})
    _signed_transitions = {
        ("quarantine", "released"): (RELEASE,),
        ("hold", "released"): ({**RELEASE, "is_reason_required": True},),
        ("quarantine", "rejected"): (REJECTION,),
        ("hold", "rejected"): (REJECTION,),
    }

    state = fields.Selection(
        [("quarantine", "Quarantine"), ("released", "Released"), ("hold", "On Hold"), ("rejected", "Rejected")],
        "Quality Status", default="quarantine", required=True, readonly=True, copy=False, index=True, tracking=True,
        help="Only a released lot is reserved, shipped or consumed.",
    )  # fmt: skip

    was_held = fields.Boolean(
        "Was on Hold", readonly=True, copy=False,
        help="On hold since it was released last, or at all: its next release says why, from the quarantine, too.",
    )  # fmt: skip

    @property
    def _signed_content(self):
        """Name, product and files such as certificates; dates where they are kept."""
        dates = [name for name in ("expiration_date", "production_date") if name in self._fields]
        return ("name", "product_id", "company_id", "ref", "attachments", *dates)

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        free = lots.filtered(lambda lot: not lot.product_id.sudo().product_tmpl_id._is_lot_release_required())
        if free:
            free._through_gate({"state": "released"})
        return lots

    def write(self, vals):
        result = super().write(vals)
        if "product_id" in vals:
            # A lot that was free as another product's waits for its release as this one's.
            waiting = self.filtered(lambda lot: lot.state == "released" and not lot._is_release_settled())
            for lot in waiting:
                lot._set_state_aside_from_transitions("quarantine")
        return result

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """In lists the expiry stands beside the status, where Odoo keeps one and hides it."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "list":
            for column in arch.iterfind("field[@name='expiration_date'][@optional='hide']"):
                column.attrib.update({"optional": "show", "widget": "date", "string": self.env._("Expiry")})
        return arch, view

    def _check_released(self):
        """Refuse to ship or consume lots that quality has not released."""
        for lot in self.sudo().filtered(lambda one: one.state != "released").with_env(self.env):
            raise UserError(
                self.env._(
                    "Lot %(lot)s of %(product)s is %(status)s and is neither shipped nor consumed. "
                    "Take a released lot, or have a quality manager sign its release.",
                    lot=lot.name,
                    product=lot.product_id.display_name,
                    status=lot.sudo()._state_label(),
                )
            )

    def _is_release_settled(self):
        """Whether the lot needs no release, or has a valid signature of it."""
        if not self.product_id.sudo().product_tmpl_id._is_lot_release_required():
            return True
        return bool(self._signatures_in([("target_state", "=", "released")])._valid())

    def _keep_status(self):
        """Have nobody change the status of these lots before this transaction ends: a hold comes before or after."""
        if self:
            self.env.cr.execute("SELECT id FROM stock_lot WHERE id = ANY(%s) ORDER BY id FOR SHARE", (self.ids,))

    def action_release(self):
        """Open the form in which a quality manager signs the release of these lots."""
        return self.action_sign("released")

    def action_reject(self):
        """Open the form in which a quality manager signs that these lots are never used."""
        return self.action_sign("rejected")

    def _steps_to(self, target):
        steps = super()._steps_to(target)
        if target == "released" and self.was_held:
            return tuple(replace(step, is_reason_required=True) for step in steps)
        return steps

    def action_ask_hold(self):
        """Open the form in which an inspector says why these lots are stopped."""
        self._check_quality_role()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put on Hold"),
            "res_model": "meddev.lot.hold",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_lot_ids": self.ids},
        }

    def action_hold(self):
        """Stop these lots wherever they are: existing reservations are taken away and their owners told."""
        self._check_quality_role()
        return self._move_to("hold")

    def action_quarantine(self):
        """Put lots on hold back into quarantine, from where they are released or rejected."""
        self._check_quality_role()
        return self._move_to("quarantine")

    def _decision(self):
        """The signature that was given last, with all it says; for those who may read signed content."""
        return self.sudo().signature_ids.sorted("id")[-1:]

    def _words_without_signature(self):
        """Why nobody signed the release of a lot that is released."""
        return self.env._("Nobody signed: the product asked for no release when this lot was made.")

    def _status(self):
        """What other systems ask about a lot (``lot_status`` of the API)."""
        self.ensure_one()
        expiry = self.expiration_date if "expiration_date" in self._fields else False
        reasons = []
        if self.state != "released":
            reasons.append(self.env._("Quality status: %s.", self._state_label()))
        elif self._void_releases():
            reasons.append(self.env._("The signature of its release no longer holds."))
        if expiry and expiry <= fields.Datetime.now():
            reasons.append(self.env._("Expired on %s.", expiry.date().isoformat()))
        return {
            "lot": self.name,
            "product": self.product_id.default_code or self.product_id.name,
            "status": self.state,
            "expiry": f"{expiry.isoformat()}+00:00" if expiry else "",
            "on_hand": self.product_qty,
            "reasons": reasons,
        }

    def _after_move(self, target):
        result = super()._after_move(target)
        if target != "released":
            self._take_away_reservations()
        return result

    def _take_away_reservations(self):
        """Undo what is reserved of these lots for use, and tell who is waiting for it."""
        lines = self._open_lines().filtered(lambda line: line._is_use())
        told = [(line._document(), line.lot_id) for line in lines if line._document()]
        lines.unlink()
        for document, lot in dict.fromkeys(told):
            lot._tell_waiting(document)

    def _check_quality_role(self):
        if self.env.uid != SUPERUSER_ID and not self.env.user.has_group("meddev_base.group_quality_user"):
            raise AccessError(self.env._("Only inspectors and quality managers stop lots or put them back."))
