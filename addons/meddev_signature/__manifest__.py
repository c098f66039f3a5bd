{
    "name": "Medical Devices: electronic signatures",
    "summary": "Who decided what, about which content, when and why: signed, kept, and provable years later",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/signature_views.xml",
        "views/signature_policy_views.xml",
        "views/res_config_settings_views.xml",
        "wizards/signature_wizard_views.xml",
        "report/signature_block.xml",
        "report/certification.xml",
    ],
}
