{
    "name": "Medical Devices: transformations in valuation",
    "summary": "A transformed lot is worth what went into it",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_transformation", "stock_account"],
    "auto_install": True,
}
