from . import test_screen_purchases
