from . import meddev_test_review
from . import meddev_test_review_line
