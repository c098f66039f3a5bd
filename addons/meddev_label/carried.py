"""From a UDI to what the carrier on a label holds."""

from odoo.addons.meddev_udi.grammar import GS1, parse, write_digital_link

PLAIN = {"gs1_datamatrix": "datamatrix", "gs1_128": "code_128", "gs1_qr": "qr", "qr": "qr"}
"""What stands in for GS1's carriers where another agency gave the identifier."""


def carried(udi, carrier, link_stem):
    """``(carrier, data, human readable parts)``.

    :param udi: as ``stock.lot._udi`` answers
    :param carrier: of the template
    """
    if udi["agency"] != GS1:
        return PLAIN[carrier], udi["plain"], (udi["human"],)
    elements = [(element.identifier, element.value) for element in parse(udi["bracketed"]).elements]
    readable = tuple(f"({code}){value}" for code, value in elements)
    return carrier, write_digital_link(elements, link_stem) if carrier == "qr" else elements, readable
