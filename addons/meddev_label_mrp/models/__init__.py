from . import label_account, label_print, mrp_production, stock_lot
