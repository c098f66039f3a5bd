{
    "name": "Medical Devices: roles in Manufacturing with costs",
    "summary": "Lets the roles that work on manufacturing orders finish them where costs are kept",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_base_mrp", "mrp_account"],
    "data": ["security/ir.model.access.csv"],
    "auto_install": True,
}
