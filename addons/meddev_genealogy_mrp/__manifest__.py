{
    "name": "Medical Devices: genealogy of manufacturing",
    "summary": "Manufacturing orders, by-products and unbuilds in the genealogy of a lot",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy", "mrp"],
    "data": ["views/genealogy_buttons.xml"],
    "auto_install": True,
}
