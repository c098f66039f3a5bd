import logging
import time
from datetime import date

from odoo import fields, models
from odoo.exceptions import UserError

from ..chapters import CHAPTERS
from ..first_answer import first_answer

_logger = logging.getLogger(__name__)
PARAMETER = "meddev_demo.chapters"


class MeddevDemo(models.AbstractModel):
    """Loads the demo company, chapter by chapter. Nothing of it can be called from outside."""

    _name = "meddev.demo"
    _description = "Demo Company"

    def _load(self, today=None):
        """Load the chapters that are not there yet, in order; each is complete or not at all.

        :param today: the day on which the story ends (date); the same day gives the same story
        :raises UserError: the database holds stock moves of a real company
        """
        done = self._done_chapters()
        if not done and self.env["stock.move"].search_count([], limit=1):
            raise UserError(
                self.env._(
                    "%s already has stock moves of its own. The demo company is only loaded into a new database.",
                    self.env.company.name,
                )
            )
        today = fields.Date.to_date(today) or date.today()
        for name, load in CHAPTERS.items():
            if name in done:
                continue
            start = time.perf_counter()
            load(self.env, today)
            done.append(name)
            self.env["ir.config_parameter"].sudo().set_param(PARAMETER, ",".join(done))
            # A chapter is kept even if the next one is killed.
            self.env.cr.commit()  # pylint: disable=invalid-commit
            _logger.info("demo company: %s loaded in %.1f s", name, time.perf_counter() - start)

    def _done_chapters(self):
        value = self.env["ir.config_parameter"].sudo().get_param(PARAMETER)
        return value.split(",") if value else []

    def _first_answer(self):
        """A question to the trace and its answer, as text for the terminal."""
        return first_answer(self.with_user(self.env.ref("base.user_admin")).env)
