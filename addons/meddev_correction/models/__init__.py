from . import genealogy_screen, meddev_correction, meddev_correction_line, stock_lot, stock_move_line, stock_picking
