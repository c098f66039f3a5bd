"""Null over XML-RPC, so that it answers what JSON-2 answers.

The API says null where there is no quantity or no product. Odoo's XML-RPC refuses to write it and answers with a fault,
although every client since 2001 reads ``<nil/>``. A fault becomes an answer; nothing that worked before changes.
"""

from odoo.addons.rpc.controllers.xmlrpc import OdooMarshaller


def _dump_nil(_marshaller, _value, write):
    write("<value><nil/></value>")


OdooMarshaller.dispatch[type(None)] = _dump_nil
