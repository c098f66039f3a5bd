{
    "name": "Medical Devices: scanning",
    "summary": "Receipts, deliveries and counts by scanning UDIs: what is wrong is refused at once",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy", "meddev_udi"],
    "data": [
        "views/scan_actions.xml",
        "views/stock_picking_views.xml",
        "views/stock_picking_type_views.xml",
        "views/stock_location_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {"web.assets_backend": ["meddev_scan/static/src/*"]},
}
