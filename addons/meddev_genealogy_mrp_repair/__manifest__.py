{
    "name": "Medical Devices: repair of units with as-built",
    "summary": "What is in a unit after repairs; a repair takes out what is in the unit, and nothing else",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy_mrp", "repair"],
    "auto_install": True,
}
