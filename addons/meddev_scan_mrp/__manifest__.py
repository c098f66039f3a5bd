{
    "name": "Medical Devices: scanning in manufacturing",
    "summary": "Components into orders and into units by scanning their UDIs",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_scan", "meddev_genealogy_mrp"],
    "data": ["views/mrp_production_views.xml", "views/stock_picking_type_views.xml"],
    "auto_install": True,
}
