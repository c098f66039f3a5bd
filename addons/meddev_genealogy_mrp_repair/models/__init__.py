from . import repair_order, stock_lot, stock_move
