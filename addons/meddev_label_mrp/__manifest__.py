{
    "name": "Medical Devices: labels of manufacturing",
    "summary": "Labels of a manufacturing order, which is closed only when all of them are accounted for",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_label", "mrp"],
    "data": ["views/mrp_production_views.xml"],
    "auto_install": True,
}
