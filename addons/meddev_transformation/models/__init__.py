from . import genealogy_link, meddev_transformation, meddev_transformation_line, stock_lot, stock_move
