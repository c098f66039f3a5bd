{
    "name": "Medical Devices: corrections",
    "summary": "What a done movement recorded wrongly and what is right: approved, applied, both versions kept",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_sequence.xml",
        "report/correction_report.xml",
        "views/meddev_correction_views.xml",
        "views/stock_move_line_views.xml",
        "views/stock_picking_views.xml",
        "views/stock_lot_views.xml",
    ],
}
