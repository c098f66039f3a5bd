{
    "name": "Medical Devices: genealogy of manufacturing",
    "summary": "Manufacturing orders, by-products and unbuilds in the genealogy of a lot",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy", "mrp"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/as_built_views.xml",
        "views/genealogy_buttons.xml",
        "views/mrp_production_views.xml",
        "views/product_views.xml",
    ],
    "assets": {"web.assets_backend": ["meddev_genealogy_mrp/static/src/*"]},
    "auto_install": True,
}
