from . import genealogy_link, genealogy_screen, meddev_transformation, meddev_transformation_line, stock_lot, stock_move
