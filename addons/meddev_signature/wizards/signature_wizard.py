from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.signature import MEANINGS
from ..signed_html import SCROLLED, changes, content_table, folded


class MeddevSignatureWizard(models.TransientModel):
    """Shows what is being signed and what the signature means, and asks who signs.

    What was shown is remembered for each record: where content, state or step is another one meanwhile, nothing is
    signed. The credentials travel in the button's context, as in Odoo's own password check, and are stored nowhere.
    """

    _name = "meddev.signature.wizard"
    _description = "Sign"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    target_state = fields.Char(required=True, readonly=True)
    shown = fields.Json(required=True, readonly=True)
    title = fields.Char(readonly=True)
    step = fields.Char(readonly=True)
    meaning = fields.Selection(MEANINGS, readonly=True)
    summary = fields.Html("What You Sign", readonly=True, sanitize=False)
    changes = fields.Html("Since the Last Signature", readonly=True, sanitize=False)
    signer = fields.Char("Signed By", readonly=True)
    reason = fields.Text()
    is_reason_required = fields.Boolean(readonly=True)
    needs_login = fields.Boolean(readonly=True)
    needs_token = fields.Boolean(readonly=True)
    login = fields.Char("User ID")
    password = fields.Char(store=False)
    token = fields.Char("One-Time Code", store=False)

    @api.model
    def _open(self, records, target):
        """The form for signing ``records`` on their way to ``target``; refuses what could not be signed anyway."""
        if not records:
            raise UserError(self.env._("Nothing is selected. Select the records to sign, then try again."))
        records.check_access("read")
        steps = {record._check_can_begin_signing(target) for record in records}
        if len(steps) > 1:
            raise UserError(
                self.env._("These records wait for different steps: %s. Sign them apart.",
                           ", ".join(sorted(step.name for step in steps)))
            )  # fmt: skip
        step = steps.pop()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign: %s", step.name),
            "res_model": self._name,
            "res_id": self.create(self._question(records, target, step)).id,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }

    def _question(self, records, target, step):
        """What is shown and asked, as values of the wizard."""
        user, contents = self.env.user, records._signature_contents()
        continuing = user._is_signing_session()
        return {
            "res_model": records._name,
            "res_ids": records.ids,
            "target_state": target,
            "shown": {record.id: record._shown(target, step, contents[record.id]) for record in records},
            "title": self._title(records, target),
            "step": step.name,
            "meaning": step.meaning,
            "summary": self._summary(records, contents),
            "changes": self._changes(records, contents[records.id]) if len(records) == 1 else "",
            "signer": ", ".join(filter(None, [user.name, user.partner_id.function])),
            "is_reason_required": step.is_reason_required,
            "needs_login": not continuing,
            "needs_token": user._needs_token() and not continuing,
        }

    def write(self, vals):
        if vals.keys() - self._typed_names():
            raise AccessError(self.env._("What the form shows stays as it was shown. Open it again."))
        return super().write(vals)

    def _typed_names(self):
        """Fields that the signer fills in."""
        return {"reason", *self._credential_names()}

    def action_sign(self):
        """Sign what was shown. The credentials come in the context, from the form's button, as ``signature_<name>``."""
        self.ensure_one()
        typed = {name: self.env.context.get(f"signature_{name}") or "" for name in self._credential_names()}
        plain = dict.fromkeys((f"signature_{name}" for name in typed), None)
        records = self.with_context(**plain).env[self.res_model].browse(self.res_ids)
        shown = {int(number): value for number, value in self.shown.items()}
        records._sign(self.target_state, typed, self.reason or "", shown)
        return {"type": "ir.actions.act_window_close"}

    def _credential_names(self):
        """What a signer may be asked for."""
        return ("login", "password", "token")

    def _title(self, records, target):
        states = dict.fromkeys(record._state_label() for record in records)
        words = {"target": records[0]._label_of_state(target), "state": ", ".join(states)}
        if len(records) == 1:
            return self.env._("%(record)s: %(state)s → %(target)s", record=records.display_name, **words)
        return self.env._("%(count)s records: %(state)s → %(target)s", count=len(records), **words)

    def _summary(self, records, contents):
        if len(records) == 1:
            return content_table(records, contents[records.id])
        return SCROLLED % Markup().join(folded(record, contents[record.id]) for record in records)

    def _changes(self, record, content):
        words, table = changes(record, content)
        return table or (Markup("<p>%s</p>") % words if words else Markup())
