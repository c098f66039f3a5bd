{
    "name": "Medical Devices: genealogy",
    "summary": "For any lot: what it came from, what it went into, who has it, and how sure that is",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_signature", "stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron.xml",
        "data/stock_lot_cron.xml",
        "views/stock_lot_views.xml",
        "views/stock_lot_duplicate_views.xml",
        "views/product_views.xml",
    ],
    "post_init_hook": "prepare_database",
}
