from . import test_correction, test_correction_refusals, test_correction_words
