from . import test_screen_sales
