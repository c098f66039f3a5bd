from . import test_transformation_value
