from . import genealogy_link, stock_picking
