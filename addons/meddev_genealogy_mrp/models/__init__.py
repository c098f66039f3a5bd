from . import (
    as_built,
    as_built_component,
    as_built_order,
    as_built_screen,
    genealogy_link,
    genealogy_screen,
    mrp_production_sealed,
    mrp_unbuild,
    product,
    stock_lot,
    stock_move,
    stock_move_line,
)
