from . import (
    meddev_genealogy,
    meddev_scan,
    res_config_settings,
    scan_document,
    scan_lot_checks,
    scan_moves,
    scan_reading,
    stock_location,
    stock_move_line,
    stock_picking,
    stock_picking_type,
)
