{
    "name": "Medical Devices: genealogy of repairs",
    "summary": "Parts added and removed by repairs in the genealogy of a lot",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy", "repair"],
    "data": ["security/ir.model.access.csv", "views/genealogy_buttons.xml"],
    "post_init_hook": "derive_past_movements",
    "auto_install": True,
}
