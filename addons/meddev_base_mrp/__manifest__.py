{
    "name": "Medical Devices: roles in Manufacturing",
    "summary": "What the roles of the medical device company may do in Manufacturing",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_base", "mrp"],
    "data": ["security/groups.xml", "security/ir.model.access.csv"],
    "auto_install": True,
}
