{
    "name": "Medical Devices: signatures with a passkey",
    "summary": "Who has a passkey may sign with it instead of user ID and password",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_signature", "auth_passkey"],
    "auto_install": True,
    "data": ["views/auth_passkey_key_views.xml", "wizards/signature_wizard_views.xml"],
    "assets": {"web.assets_backend": ["meddev_signature_auth_passkey/static/src/*"]},
}
