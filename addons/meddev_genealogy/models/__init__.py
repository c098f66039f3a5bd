from . import meddev_genealogy, stock_lot, stock_move_line
