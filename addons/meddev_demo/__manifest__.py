{
    "name": "Medical Devices: demo company",
    "summary": "A maker of infusion pumps, sterile sets and implants, with a year of operation; loaded by command",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev", "l10n_cn"],
    "external_dependencies": {"python": ["freezegun"]},
}
