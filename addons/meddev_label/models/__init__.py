from . import (
    label_account,
    label_entry,
    label_print,
    label_print_line,
    label_template,
    product,
    res_company,
    stock_lot,
    stock_package,
    stock_picking,
)
