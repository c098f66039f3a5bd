{
    "name": "Medical Devices: genealogy of sales orders",
    "summary": "From a sales order to the genealogy of the lots that it delivered",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy", "sale_stock"],
    "data": ["views/genealogy_buttons.xml"],
    "auto_install": True,
}
