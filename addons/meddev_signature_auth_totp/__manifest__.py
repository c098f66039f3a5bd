{
    "name": "Medical Devices: signatures with a one-time code",
    "summary": "Who has a second factor gives its code with every signature",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_signature", "auth_totp"],
    "auto_install": True,
}
