from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..workflow import refusal
from .locking import wait_for


def is_uninstalling(env):
    """Whether an addon is being uninstalled right now.

    Odoo's own flag in the context is not enough: an RPC caller can send it, and it silences every ``@api.ondelete``
    that does not ask to run at uninstallation. While an addon is being removed the registry serves no caller.
    """
    return bool(env.context.get(MODULE_UNINSTALL_FLAG)) and not env.registry.ready


class Gate:
    """Opens the guarded fields of some records for the one write that holds it.

    It travels in the context, and stays out of reach there: what an RPC caller sends is plain JSON or XML-RPC data,
    never an instance of this class.
    """

    __slots__ = ("ids", "model")

    def __init__(self, records):
        self.model = records._name
        self.ids = frozenset(records._ids)

    def is_open_for(self, records):
        return records._name == self.model and self.ids.issuperset(records._ids)


class MeddevWorkflowMixin(models.AbstractModel):
    """A record that goes through states in an order that holds for every caller.

    A model names its states in a ``state`` selection with a default, and says the rest as data. States change through
    :meth:`_move_to` alone; the web client, an import, a scheduled action and RPC meet the same rule.
    """

    _name = "meddev.workflow.mixin"
    _description = "Workflow with Guarded States"

    _transitions = {}
    """``{state: {states that may follow}}``"""
    _final_states = frozenset()
    """States in which ``_sealed_fields`` no longer change."""
    _guarded_fields = frozenset({"state"})
    """Fields that only the code of the workflow writes: the state, who decided, when."""
    _sealed_fields = frozenset()
    """Fields that freeze in a final state; for signed models ``attachments`` stands for the record's files."""

    # --- ORM: the gate ------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        initial = self._guarded_initial_values()
        for vals in vals_list:
            if forged := sorted(name for name in initial.keys() & vals.keys() if vals[name] != initial[name]):
                raise self._guarded_error(forged)
        # Named explicitly, so that neither a default in the context nor a user's own default can step in.
        return super().create([{**vals, **initial} for vals in vals_list])

    def write(self, vals):
        if not self._is_gate_open():
            if guarded := sorted(self._guarded_names() & vals.keys()):
                raise self._guarded_error(guarded)
            self._check_not_sealed(vals)
        return super().write(vals)

    def unlink(self):
        if not is_uninstalling(self.env):
            self._check_not_begun()
        return super().unlink()

    def _check_not_begun(self):
        initial = self._initial_state()
        for record in self:
            if record.state != initial:
                raise UserError(
                    self.env._(
                        "%(record)s is %(state)s and stays on file. Only records in state %(initial)s can be deleted.",
                        record=record.display_name,
                        state=record._state_label(),
                        initial=self._label_of_state(initial),
                    )
                )

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        return [{name: value for name, value in vals.items() if name not in self._guarded_names()} for vals in copies]

    # --- the act ------------------------------------------------------------------------------------------------

    def _move_to(self, target, **stamps):
        """Move all records to ``target``, writing ``stamps`` (field values) along, or move none.

        :raises UserError: when the workflow does not lead from a record's state to ``target``
        :raises AccessError: when the user may not write the records
        """
        self.check_access("write")
        wait_for(self)
        for record in self:
            record._check_can_move(target)
            record._check_signed(target)
        result = self._through_gate({"state": target, **stamps})
        self._after_move(target)
        return result

    def _through_gate(self, vals):
        return self.with_context(meddev_gate=Gate(self)).write(vals)

    def _check_can_move(self, target):
        """Raise when this record may not go to ``target`` now. Models add their conditions to it."""
        reason = refusal(self._transitions, self.state, target)
        if not reason:
            return
        words = {"record": self.display_name, "state": self._state_label(), "target": self._label_of_state(target)}
        if reason == "final":
            raise UserError(self.env._("%(record)s is %(state)s, which is final.", **words))
        following = ", ".join(self._label_of_state(name) for name in sorted(self._transitions[self.state]))
        raise UserError(
            self.env._(
                "%(record)s is %(state)s and cannot become %(target)s. What can follow: %(following)s.",
                following=following,
                **words,
            )
        )

    def _check_signed(self, target):
        """Raise when signatures are missing on the way to ``target``; for the addon that knows signatures."""

    def _after_move(self, target):
        """Called once the records are in ``target``; for what follows from it."""

    # --- helpers ------------------------------------------------------------------------------------------------

    def _is_gate_open(self):
        gate = self.env.context.get("meddev_gate")
        return isinstance(gate, Gate) and gate.is_open_for(self)

    def _guarded_names(self):
        """Names of the fields that only the code of the workflow writes; an addon below may guard more of them."""
        return self._guarded_fields

    def _guarded_initial_values(self):
        """Values of the guarded stored fields on a new record: the defaults in the code, and nothing else."""
        values = {}
        for name in self._guarded_names():
            field = self._fields[name]
            if field.store and not field.compute:
                default = field.default(self) if field.default else False
                values[name] = field.convert_to_write(default, self) if default else False
        return values

    def _check_not_sealed(self, vals):
        if not (touched := sorted(self._sealed_fields & vals.keys())):
            return
        for record in self:
            if record.state in self._final_states:
                raise UserError(
                    self.env._(
                        "%(record)s is %(state)s: %(fields)s can no longer change.",
                        record=record.display_name,
                        state=record._state_label(),
                        fields=self._labels(touched),
                    )
                )

    def _guarded_error(self, names):
        return AccessError(self.env._("%s is set by the buttons of the form, never by hand.", self._labels(names)))

    def _labels(self, names):
        return ", ".join(self._label_of_field(name) for name in names)

    def _label_of_field(self, name):
        return self.fields_get([name], ["string"]).get(name, {}).get("string", name)

    def _initial_state(self):
        return self._fields["state"].default(self)

    def _state_label(self):
        return self._label_of_state(self.state)

    def _label_of_state(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state, state)
