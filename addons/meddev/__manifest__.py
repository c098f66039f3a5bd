{
    "name": "Medical Devices",
    "summary": "Turns Odoo into the ERP of a medical device company: identification, traceability, quality, compliance",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        # What a device company runs on
        "maintenance",
        "mrp",
        "mrp_subcontracting",
        "mrp_subcontracting_purchase",
        "product_expiry",
        "purchase_stock",
        "repair",
        "sale_management",
        "sale_stock",
        "stock",
        # The suite
        "meddev_audit",
        "meddev_base",
        "meddev_correction",
        "meddev_genealogy",
        "meddev_interface",
        "meddev_udi",
    ],
}
