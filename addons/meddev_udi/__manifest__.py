{
    "name": "Medical Devices: UDI",
    "summary": "Unique device identifiers: parse, check and write the codes of every issuing agency",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_base", "product"],
}
