"""Reading a record into the plain content that is signed."""

import base64
import hashlib

from odoo import fields
from odoo.tools import float_repr

from ..content import tree

_file_hashes = {}


def read_content(record, paths):
    """The values that ``paths`` name on ``record``, as plain JSON types, whoever asks and in whichever language.

    A record referred to is ``{"id", "model", "name"}``, a file ``{"name", "mimetype", "size", "sha256"}``, a line a
    dictionary with its ``id``; numbers with decimals are text, so that no rounding creeps in.
    """
    plain = record.sudo().with_context(lang="en_US", active_test=False, bin_size=False, tz="UTC")
    if "company_id" in record._fields and plain.company_id:
        plain = plain.with_company(plain.company_id)
    return _read(plain, tree(paths))


def _read(record, branch):
    return {name: _value(record, name, below) for name, below in branch.items()}


def _value(record, name, below):
    if name == "attachments" and name not in record._fields:
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", False)]
        return [_file(attachment) for attachment in record.env["ir.attachment"].search(domain, order="id")]
    field, value = record._fields[name], record[name]
    if field.relational:
        return _related(field, value.sorted("id"), below)
    if field.type == "binary":
        return _bytes(base64.b64decode(value)) if value else None
    return _plain(field, value, record.env)


def _plain(field, value, env):
    if field.type in {"float", "monetary"}:
        digits = field.get_digits(env) if field.type == "float" else None
        return float_repr(value, digits[1]) if digits else repr(value)
    if field.type in {"boolean", "integer", "json", "properties"}:
        return value
    if field.type == "datetime" and value:
        return fields.Datetime.to_string(value)
    return str(value or "")


def _related(field, records, below):
    if below:
        lines = [{"id": line.id, **_read(line, below)} for line in records]
    elif records._name == "ir.attachment":
        lines = [_file(attachment) for attachment in records]
    else:
        lines = [{"id": line.id, "model": line._name, "name": line.display_name or ""} for line in records]
    return (lines[0] if lines else None) if field.type == "many2one" else lines


def _file(attachment):
    return {"name": attachment.name, "mimetype": attachment.mimetype or "", **_hash_of(attachment)}


def _hash_of(attachment):
    """Size and SHA-256, remembered by the name under which the immutable file is stored."""
    if attachment.type == "url":
        return _bytes((attachment.url or "").encode())
    known = _file_hashes.get(attachment.store_fname)
    if not known or not attachment.store_fname:
        known = _bytes(attachment.raw or b"")
        if attachment.store_fname:
            _file_hashes[attachment.store_fname] = known
    return dict(known)


def _bytes(raw):
    return {"size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
