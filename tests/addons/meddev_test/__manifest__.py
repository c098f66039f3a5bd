{
    "name": "Medical Devices: test models",
    "summary": "A review with lines that uses the workflow as real records do; for tests only",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": [
        "meddev_audit",
        "meddev_correction",
        "meddev_genealogy_mrp_subcontracting",
        "meddev_genealogy_repair",
        "meddev_print",
        "meddev_transformation",
        "sale_stock",
    ],
    "data": ["security/ir.model.access.csv", "security/rules.xml"],
    "installable": True,
}
