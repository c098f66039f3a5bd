from . import genealogy_link, genealogy_screen, stock_picking
