from odoo import SUPERUSER_ID, models

TASK = "mail.mail_activity_data_todo"


class WorkflowMixin(models.AbstractModel):
    """Whoever may sign next finds it among the tasks; for models that have activities, too."""

    _name = "meddev.workflow.mixin"
    _inherit = ["meddev.workflow.mixin"]

    def _ask_to_sign(self, target):
        """Give those who may sign the next step to ``target`` a task; :meth:`_end_asking` takes it away again."""
        for record in self:
            if step := record._pending_step(target):
                for user in record._people_of(step):
                    record._give_task(user)

    def _end_asking(self):
        self.sudo().activity_unlink([TASK])

    def _people_of(self, step):
        """Users of the record's company who may sign ``step``, the authors left out where they may not."""
        users = self.env.ref(step.group).sudo().all_user_ids.filtered(
            lambda user: user.active and user.id != SUPERUSER_ID and self.company_id in user.company_ids
            and (not step.users or user.id in step.users)
        )  # fmt: skip
        authors = self._authors() if step.is_author_excluded else ()
        return users.filtered(lambda user: user.id not in authors)

    def _give_task(self, user):
        asked = self.sudo().with_context(lang=user.lang)
        summary = asked.env._("Waits for your approval: %s", self.display_name)
        asked.activity_schedule(TASK, summary=summary, user_id=user.id)
