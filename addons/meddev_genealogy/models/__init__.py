from . import (
    genealogy_answer,
    genealogy_link,
    genealogy_rebuild,
    genealogy_upkeep,
    lot_release_report,
    meddev_genealogy,
    product,
    recall_scope,
    stock_lot,
    stock_lot_status,
    stock_move,
    stock_move_line,
)
