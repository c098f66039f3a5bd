{
    "name": "Medical Devices: foundation",
    "summary": "Roles, application menu, workflow gate and company settings that every other addon stands on",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["base", "mail", "web"],
    "data": [
        "security/groups.xml",
        "views/menus.xml",
        "views/res_company_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            # Debian's package of Odoo lists this file without shipping it, and every page logs an error for it.
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
            "meddev_base/static/src/scan_field/*",
        ],
    },
}
