{
    "name": "Medical Devices: scanning",
    "summary": "What a scanned UDI means to the work at hand: the lot or product it names",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_genealogy", "meddev_udi"],
}
