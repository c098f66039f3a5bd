"""Odoo's clock in the past, so that a year of operation carries the dates it would have had."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from freezegun import freeze_time

SHANGHAI = timedelta(hours=8)


class Clock:
    """The moment that Odoo, its cursor and Python all believe it is."""

    def __init__(self, env, frozen):
        self.env, self.frozen = env, frozen

    def set(self, day, hour=9, minute=0):
        """Move to ``day`` at ``hour``:``minute`` in Shanghai. What was done before is written with its own time."""
        self.env.flush_all()
        moment = datetime(day.year, day.month, day.day, hour, minute) - SHANGHAI
        self.frozen.move_to(moment)
        self.env.cr._now = moment  # the cursor asks PostgreSQL once and would answer with the real present


@contextmanager
def past(env, day):
    """A :class:`Clock` that starts on ``day``; the present is back afterwards."""
    with freeze_time(datetime(day.year, day.month, day.day)) as frozen:
        clock = Clock(env, frozen)
        clock.set(day)
        yield clock
        env.flush_all()
    env.cr._now = None


def is_working_day(day):
    """Monday to Friday outside the weeks around Chinese New Year and the National Day holiday."""
    quiet = (day.month == 2 and 10 <= day.day <= 20) or (day.month == 10 and day.day <= 7)
    return day.weekday() < 5 and not quiet


def next_working_day(day):
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
