"""Odoo's clock in the past, so that a year of operation carries the dates it would have had."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta

from freezegun import freeze_time

SHANGHAI = timedelta(hours=8)
SPRING_FESTIVAL = {
    2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
    2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
"""Month and day of Chinese New Year by year."""


class Clock:
    """The moment that Odoo, its cursor and Python all believe it is."""

    def __init__(self, env, frozen):
        self.env, self.frozen, self.moment = env, frozen, None

    def set(self, day, hour=9, minute=0):
        """Move to ``day`` at ``hour``:``minute`` in Shanghai, or a quarter of an hour on when that is already past.

        Never backwards: nothing is shipped before it was made. What was done before is written with its own time,
        the chatter's tracked changes too (they wait for the cursor's own flush).
        """
        self.env.cr.flush()
        moment = datetime(day.year, day.month, day.day, hour, minute) - SHANGHAI
        if self.moment and moment <= self.moment:
            moment = self.moment + timedelta(minutes=15)
        self.moment = moment
        self.frozen.move_to(moment)
        self.env.cr._now = moment  # the cursor asks PostgreSQL once and would answer with the real present


@contextmanager
def past(env, day):
    """A :class:`Clock` that starts on ``day``; the present is back afterwards."""
    with freeze_time(datetime(day.year, day.month, day.day)) as frozen:
        clock = Clock(env, frozen)
        clock.set(day)
        yield clock
        env.cr.flush()
    env.cr._now = None


def is_working_day(day):
    """Monday to Friday outside the week of Chinese New Year and the National Day holiday."""
    eve = date(day.year, *SPRING_FESTIVAL[day.year]) - timedelta(days=1) if day.year in SPRING_FESTIVAL else None
    quiet = (day.month == 10 and day.day <= 7) or (eve and eve <= day <= eve + timedelta(days=7))
    return day.weekday() < 5 and not quiet


def next_working_day(day):
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
