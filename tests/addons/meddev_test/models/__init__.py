from . import meddev_test_dossier, meddev_test_review, meddev_test_review_line
