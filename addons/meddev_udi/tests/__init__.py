from . import (
    test_udi_assessment,
    test_udi_attributes,
    test_udi_barcode,
    test_udi_di,
    test_udi_import,
    test_udi_lot,
    test_udi_number,
    test_udi_prefix,
    test_udi_product,
)
