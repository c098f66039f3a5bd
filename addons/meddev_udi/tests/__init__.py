from . import test_udi_product
