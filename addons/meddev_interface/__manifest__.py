{
    "name": "Medical Devices: interface",
    "summary": "The versioned API that other systems rely on, over XML-RPC and JSON-2 alike",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["rpc", "meddev_audit", "meddev_base", "meddev_genealogy", "meddev_udi"],
}
