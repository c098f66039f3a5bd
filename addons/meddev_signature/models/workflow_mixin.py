from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.meddev_base.models.locking import wait_for

from ..canonical import canonical, digest
from ..content import essence_digest, roots
from ..policy import Step, differing, fallback, next_step, objection
from ..readable import Reader
from ..views_of_signed import add_block
from .clock import database_now
from .content_reader import read_contents
from .ledger_mixin import write_signed


class MeddevWorkflowMixin(models.AbstractModel):
    """Transitions that need signatures, and what is signed.

    A model names its signed transitions and its content; the policy says who signs. A signed transition is taken by
    the last signature and by nothing else.
    """

    _inherit = "meddev.workflow.mixin"  # pylint: disable=consider-merging-classes-inherited

    _signed_transitions = {}
    """``{(state, following state): (step, ...)}``: who signs as delivered; each step a dict of :class:`Step`'s fields.
    Named here, a transition is never taken unsigned, whatever the policies say."""
    _signed_content = ()
    """Dotted paths of what is signed; ``attachments`` stands for the record's files."""
    _blocking_states = frozenset()
    """States that a record keeps though its signatures became void: nothing leaves the house from there."""

    signature_ids = fields.One2many(
        "meddev.signature", "res_id", "Signatures", domain=lambda self: [("res_model", "=", self._name)], readonly=True
    )
    signature_count = fields.Integer("Number of Signatures", readonly=True, copy=False, default=0)
    signature_floor = fields.Integer("Last Signature Used", readonly=True, copy=False, default=0)

    # --- what is signed -----------------------------------------------------------------------------------------

    def _signature_content(self):
        """What there is to sign in this record, as plain JSON types."""
        return self._signature_contents()[self.id]

    def _signature_contents(self):
        """``{record id: what there is to sign in it}``, read for all of these records together."""
        return read_contents(self, self._signed_content)

    def _signature_essences(self):
        """``{record id: hash by which its content is compared}``."""
        contents = read_contents(self, self._signed_content, is_named=False)
        return {number: essence_digest(content) for number, content in contents.items()}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._signed_content:
            self.env["meddev.signature.author"]._note(records)
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & roots(self._signed_content):
            self._content_changed()
        return result

    def _content_changed(self):
        """To be called when what there is to sign may have changed: notes the author and voids what no longer holds."""
        self.env["meddev.signature.author"]._note(self)
        signed = self.sudo().filtered("signature_count")
        if signed:
            self.env["meddev.signature"].invalidate_model(["validity", "validity_text"], flush=False)
        contents = signed._signature_contents()
        for record in signed.with_env(signed.env(user=self.env.uid, su=True)):
            record._void_outdated(contents[record.id])

    def _void_outdated(self, content):
        now = essence_digest(content)
        outdated = self.signature_ids.filtered(lambda one: not one.void_ids and one.essence_hash != now)
        if not outdated:
            return
        user = self.env.user
        write_signed(
            self.env["meddev.signature.void"],
            [
                {
                    "signature_id": signature.id,
                    "voided_on": database_now(self.env.cr),
                    "user_id": user.id,
                    "user_name": user.name,
                    "user_login": user.login,
                    "reason": self.env._("the content changed after signing"),
                    "content_hash": digest(canonical(content)),
                }
                for signature in outdated
            ],
        )
        outdated.invalidate_recordset(["void_ids", "validity", "validity_text"], flush=False)
        self._fall_back(outdated)

    def _fall_back(self, outdated):
        """Return to the state from which the signatures are needed again, and say so."""
        history = [
            (signature.source_state, signature.target_state, bool(signature.void_ids))
            for signature in self.signature_ids.sorted("id")
            if signature.id <= self.signature_floor
        ]
        before, state = self.state, fallback(self.state, history, self._blocking_states | self._final_states)
        if state != before:
            self._set_state_aside_from_transitions(state)
        if hasattr(self, "message_post"):
            body = self.env._(
                "The content changed after signing. No longer valid: %(signers)s. State: %(state)s.",
                signers=", ".join(outdated.mapped("signer_name")),
                state=self._state_label(),
            )
            self.message_post(body=body)

    def _label_of_field(self, name):
        return Reader(self).label((name,))

    # --- signing ------------------------------------------------------------------------------------------------

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            add_block(arch, {
                "title": self.env._("Electronic Signatures"),
                "void": self.env._("No longer signed: the content changed after signing. It has to be signed again."),
                "evidence": self.env._("Download evidence"),
            })  # fmt: skip
        return arch, view

    def action_sign(self, target=""):
        """Open the form in which the user signs the way of these records to the state ``target``."""
        return self.env["meddev.signature.wizard"]._open(self, target)

    def action_evidence_bundle(self):
        """Download everything that proves this record's signatures, with a verifier that needs no Odoo."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/meddev/evidence/{self._name}/{self.id}", "target": "download"}

    def _sign(self, target, credentials, reason="", shown=None):
        """Sign every record on its way to ``target`` by the present user: all or none.

        A record whose last step is signed moves on.

        :param target: state
        :param credentials: ``{"login", "password", "token"}`` as typed, or a passkey's answer (see ``res.users``)
        :param reason: why, in the signer's words; some steps require it
        :param shown: ``{record id: what the signer saw}``, each as of :meth:`_shown`; None when nothing was shown
        :return: the new signatures
        :raises UserError: a step, the content or the transition forbids it
        :raises AccessError: the user has not the authority
        :raises SignatureDenied: the credentials are wrong
        """
        self.check_access("read")
        # One that changes the row makes a second signer's transaction start over, so that it sees the first one's.
        wait_for(self)
        self.invalidate_recordset()
        contents = self._signature_contents()
        steps = {record.id: record._check_can_sign(target, reason, shown, contents[record.id]) for record in self}
        method = self.env.user._identify_for_signature(credentials, ", ".join(self.mapped("display_name"))[:200])
        rows = [record._signature_row(target, steps[record.id], method, reason, contents[record.id]) for record in self]
        signatures = write_signed(self.env["meddev.signature"].sudo(), rows)
        self._count_signatures()
        complete = self.filtered(lambda record: not record._pending_step(target))
        if complete:
            complete._move_to(target)
        return signatures

    def _check_can_begin_signing(self, target):
        """The step that the present user would sign, or the error that says why not."""
        step = self._pending_step(target)
        self._check_step(step, target)
        return step

    def _check_step(self, step, target):
        self._check_can_move(target)
        if not self._signed_content:
            raise UserError(self.env._("%s has no content that could be signed.", self.display_name))
        if not step:
            raise UserError(
                self.env._(
                    "%(record)s: no signature is needed to become %(target)s.",
                    record=self.display_name,
                    target=self._label_of_state(target),
                )
            )
        self._check_authority(step, target)

    def _check_can_sign(self, target, reason, shown, content):
        step = self._pending_step(target)
        if shown is not None:
            self._check_as_shown(shown.get(self.id) or {}, self._shown(target, step, content))
        self._check_step(step, target)
        if step.is_reason_required and not (reason or "").strip():
            raise UserError(self.env._("%(step)s of %(record)s needs a reason. Write why, then sign.",
                                       step=step.name, record=self.display_name))  # fmt: skip
        return step

    def _shown(self, target, step, content):
        """All that a form says is being signed: compared again when Sign is pressed."""
        return {
            "content": digest(canonical(content)),
            "state": self.state,
            "target": target,
            "step": step.key if step else "",
            "step_name": step.name if step else "",
            "meaning": step.meaning if step else "",
        }

    def _check_as_shown(self, shown, now):
        """Refuse to sign another thing than what was shown: other content, another state, another step."""
        if changed := differing(shown, now):
            raise UserError(
                self.env._(
                    "%(record)s is not what was shown: %(changes)s. Nothing was signed. Open the form again, read it, "
                    "then sign.",
                    record=self.display_name,
                    changes=", ".join(self._change_text(name, shown, now) for name in changed),
                )
            )

    def _change_text(self, name, shown, now):
        if name == "content":
            return self.env._("the content changed")
        if name in ("state", "target"):
            before, after = (self._label_of_state(one.get(name) or "") for one in (shown, now))
            return self.env._("the state was %(before)s and is %(now)s", before=before, now=after)
        nothing = self.env._("none")
        before, after = ((one.get("step_name") or nothing) for one in (shown, now))
        return self.env._("the step to sign was %(before)s and is %(now)s", before=before, now=after)

    def _check_authority(self, step, target):
        user = self.env.user
        word = objection(
            step,
            self._steps_to(target),
            user.id,
            in_role=user.has_group(step.group),
            authors=self._authors(),
            signed=[(one.step_key, one.user_id.id) for one in self._counting_signatures(target)],
        )
        if word:
            user._record_signing_attempt("refused", self.display_name)
            raise AccessError(self._objection_text(word, step, user))

    def _objection_text(self, word, step, user):
        role = self.env.ref(step.group).sudo().display_name
        words = {"user": user.name, "step": step.name, "record": self.display_name}
        texts = {
            "role": self.env._(
                "%(step)s of %(record)s is signed by %(role)s, which %(user)s is not.", role=role, **words
            ),
            "named": self.env._(
                "%(step)s of %(record)s is signed by named persons; %(user)s is none of them.", **words
            ),
            "author": self.env._("%(user)s wrote %(record)s. %(step)s is for somebody else.", **words),
            "twice": self.env._("%(user)s signed %(step)s of %(record)s already. Another person signs next.", **words),
            "other step": self.env._(
                "%(user)s signed another step of %(record)s. %(step)s is for somebody else.", **words
            ),
        }
        return texts[word]

    def _signature_row(self, target, step, method, reason, content):
        user, text = self.env.user, canonical(content)
        company = self.company_id if "company_id" in self._fields else self.env["res.company"]
        return {
            "res_model": self._name,
            "res_id": self.id,
            "record_name": self.display_name,
            "source_state": self.state,
            "target_state": target,
            "step": step.name,
            "step_key": step.key,
            "meaning": step.meaning,
            "reason": (reason or "").strip(),
            "user_id": user.id,
            "signer_name": user.name,
            "signer_login": user.login,
            "job_title": user.partner_id.function or "",
            "signed_on": database_now(self.env.cr),
            "timezone": user.tz or "UTC",
            "method": method,
            "origin": user._signing_origin(),
            "company_id": company.id or None,
            "content": text,
            "content_hash": digest(text),
            "essence_hash": essence_digest(content),
        }

    # --- the policy's word on a transition ----------------------------------------------------------------------

    def _steps_to(self, target):
        """Steps that must be signed from this record's state to ``target``; none where no signature is needed."""
        company = ("company_id" in self._fields and self.company_id) or self.env.company
        policies = self.env["meddev.signature.policy"]
        if self._name in policies._governable_models():
            policy = policies._in_effect(self._name, self.state, target, company)
            if policy:
                return policy._steps()
        return self._delivered_steps(self.state, target)

    def _delivered_steps(self, source, target):
        found = []
        for number, step in enumerate(self._signed_transitions.get((source, target), ()), 1):
            label = step["name"]
            found.append(Step(**{**step, "key": f"delivered, {number}", "name": self.env._(label)}))
        return tuple(found)

    def _pending_step(self, target):
        signed = [(one.step_key, one.user_id.id) for one in self._counting_signatures(target)]
        return next_step(self._steps_to(target), signed)

    def _counting_signatures(self, target=None):
        """Signatures that still stand and that no change of state has used up."""
        domain = [("source_state", "=", self.state), ("id", ">", self.signature_floor)]
        return self._signatures_in(domain if target is None else [*domain, ("target_state", "=", target)])._valid()

    def _signatures_in(self, domain):
        """Signatures of these records within ``domain``, the oldest first."""
        own = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ledger = self.env["meddev.signature"].sudo()
        return ledger.search_fetch([*own, *domain], ledger._column_names(), order="id")

    def _authors(self):
        authors = self.env["meddev.signature.author"]._of(self).get(self.id, set())
        return authors | set(self.create_uid.ids)

    def _check_signed(self, target):
        result = super()._check_signed(target)
        if step := self._pending_step(target):
            error = UserError(
                self.env._(
                    "%(record)s becomes %(target)s by signature. Next to sign: %(step)s, %(role)s.",
                    record=self.display_name,
                    target=self._label_of_state(target),
                    step=step.name,
                    role=self.env.ref(step.group).sudo().display_name,
                )
            )
            error.unsigned = (self, target)
            raise error
        if (self.state, target) in self._signed_transitions and not self._steps_to(target):
            raise UserError(self.env._("%s needs a signature, and no policy says whose.", self.display_name))
        return result

    def _move_to(self, target, **stamps):
        try:
            result = super()._move_to(target, **stamps)
        except UserError as error:
            if (unsigned := getattr(error, "unsigned", None)) and unsigned[0] in self:
                error.unsigned = (self, target)  # A button opens the signing form for all of them.
            raise
        self._use_up_signatures()
        return result

    def _set_state_aside_from_transitions(self, state):
        """Take a state that void signatures leave a record in; not a transition of its own."""
        self._through_gate({"state": state})
        self._use_up_signatures()
        self._after_move(state)

    # --- columns of the code ------------------------------------------------------------------------------------

    def _guarded_names(self):
        return {*super()._guarded_names(), "signature_count", "signature_floor"}

    def _count_signatures(self):
        self._update_column("signature_count", "coalesce(signature_count, 0) + 1")

    def _use_up_signatures(self):
        latest = "(SELECT coalesce(max(s.id), 0) FROM meddev_signature s WHERE s.res_model = %s AND s.res_id = t.id)"
        self._update_column("signature_floor", latest, self._name)

    def _update_column(self, column, expression, *parameters):
        self.flush_recordset()
        self.env["meddev.signature"]._before_sql()
        query = f'UPDATE "{self._table}" t SET {column} = {expression} WHERE id = ANY(%s)'  # noqa: S608 - our own names
        self.env.cr.execute(query, (*parameters, self.ids))
        self.invalidate_recordset([column, "signature_ids"], flush=False)
