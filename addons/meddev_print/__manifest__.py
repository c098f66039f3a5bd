{
    "name": "Medical Devices: printing",
    "summary": "Prints every report as PDF without wkhtmltopdf, and loads nothing from outside while it does",
    "version": "19.0.1.0.0",
    "category": "Medical Devices",
    "author": "Meddev",
    "license": "LGPL-3",
    "depends": ["meddev_base"],
    "external_dependencies": {"python": ["weasyprint"]},
}
