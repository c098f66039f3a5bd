from odoo import api, models

from ..defaults import MORE_PARTS


class Base(models.AbstractModel):
    """The trail of a record: its own changes and those of its parts, and what of it moved to an archive."""

    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited

    def action_audit_trail(self):
        """Everything that was recorded about these records and their parts."""
        self.check_access("read")
        self.env["meddev.audit.change"].check_access("read")
        told = self._told_together()
        kept = self._archived_words(told)
        name = self.env._("Audit Trail")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Audit Trail (older entries are in archives)") if kept else name,
            "res_model": "meddev.audit.change",
            "views": [(False, "list"), (False, "form")],
            "domain": _about(told),
            "context": {
                "create": False,
                "meddev_one_record": len(told) == 1 and len(self) == 1,
                "meddev_archived": kept,
            },
        }

    def action_audit_archived(self):
        """The archived entries about these records and their parts, read from the files."""
        return self.env["meddev.audit.older"]._open(self)

    def _told_together(self):
        """``{model: [ids]}`` of these records and of their parts, those that are gone included."""
        audited = self.env["meddev.audit.rule"]._audited_models()
        told = {self._name: self.ids}
        for model, inverse in self._trail_parts():
            if model in audited:
                parts = self.env[model].sudo().with_context(active_test=False).search([(inverse, "in", self.ids)])
                if found := {*parts.ids, *self._gone_parts(model, inverse)}:
                    told[model] = sorted({*found, *told.get(model, ())})
        return told

    @api.model
    def _trail_parts(self):
        """``[(model, its field of this record)]`` of what belongs in the trail of one."""
        parts = list(self._part_fields().values())
        for name in MORE_PARTS.get(self._name, ()):
            if (field := self._fields.get(name)) is not None:
                parts.append((field.comodel_name, field.inverse_name))
        return [(model, inverse) for model, inverse in parts if self.env[model]._fields[inverse].store]

    def _gone_parts(self, model, inverse):
        self.env.cr.execute(
            """SELECT record_id FROM meddev_audit_entry
                WHERE model = %s AND operation = 'D' AND (changes::jsonb ->> %s)::integer = ANY(%s)""",
            (model, inverse, self.ids),
        )
        return {number for (number,) in self.env.cr.fetchall()}

    def _archived_words(self, told):
        """How many older entries are in which archive, for people; "" when there are none."""
        archives = self.env["meddev.audit.archive"]
        counts = {}
        for model, ids in told.items():
            for archive, count in archives._holding(model, ids):
                counts[archive] = counts.get(archive, 0) + count
        return "\n".join(
            self.env._("%(month)s: %(count)s older entries in %(file)s",
                       month=archive.month, count=count, file=archive.file_name)
            for archive, count in sorted(counts.items(), key=lambda pair: pair[0].sudo().first_seal)
        )  # fmt: skip


def _about(told):
    """A domain of the changes of ``{model: [ids]}``."""
    domain = ["|"] * (len(told) - 1)
    for model, ids in told.items():
        domain += ["&", ("model", "=", model), ("record_id", "in", ids)]
    return domain
