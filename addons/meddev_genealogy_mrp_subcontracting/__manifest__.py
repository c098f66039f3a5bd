{
    "name": "Medical Devices: genealogy of subcontracting",
    "summary": "The subcontractor who made or treated a lot, in its genealogy",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy_mrp", "mrp_subcontracting"],
    "post_init_hook": "derive_past_movements",
    "auto_install": True,
}
