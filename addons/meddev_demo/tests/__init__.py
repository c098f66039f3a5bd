from . import test_calendar, test_load
