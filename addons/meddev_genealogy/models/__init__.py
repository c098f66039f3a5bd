from . import meddev_genealogy, product, stock_lot, stock_lot_status, stock_move, stock_move_line
