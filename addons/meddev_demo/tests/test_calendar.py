from datetime import date, datetime
from unittest.mock import Mock

from odoo.tests import TransactionCase, tagged

from ..clock import Clock, is_working_day, next_working_day


@tagged("post_install", "-at_install")
class TestCalendar(TransactionCase):
    def test_nobody_works_at_weekends(self):
        self.assertTrue(is_working_day(date(2026, 3, 6)))
        self.assertEqual(next_working_day(date(2026, 3, 7)), date(2026, 3, 9))

    def test_the_week_of_chinese_new_year_is_quiet_whenever_it_falls(self):
        self.assertEqual(next_working_day(date(2026, 2, 16)), date(2026, 2, 24))
        self.assertFalse(is_working_day(date(2027, 2, 8)))

    def test_the_clock_never_goes_back(self):
        env, frozen = Mock(), Mock()
        clock = Clock(env, frozen)
        clock.set(date(2026, 3, 6), 15)
        clock.set(date(2026, 3, 4), 9)
        self.assertEqual(clock.moment, datetime(2026, 3, 6, 7, 15))
        frozen.move_to.assert_called_with(clock.moment)
        self.assertEqual(env.cr._now, clock.moment)
