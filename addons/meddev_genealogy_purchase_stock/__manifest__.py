{
    "name": "Medical Devices: genealogy of purchase orders",
    "summary": "From a purchase order to the genealogy of the lots that it brought",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy", "purchase_stock"],
    "data": ["views/genealogy_buttons.xml"],
    "auto_install": True,
}
