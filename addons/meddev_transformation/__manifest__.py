{
    "name": "Medical Devices: transformations",
    "summary": "Lots relabelled, split and merged: signed, carried out as stock movements, traced both ways",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_sequence.xml",
        "report/transformation_report.xml",
        "views/meddev_transformation_views.xml",
        "views/genealogy_buttons.xml",
        "views/stock_lot_views.xml",
    ],
}
