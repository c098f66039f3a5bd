"""Reading records into the plain content that is signed."""

import base64
import hashlib

from odoo import fields
from odoo.tools import float_repr

from ..content import tree

FILE = ("res_id", "name", "mimetype", "type", "url", "store_fname")
"""Columns of an attachment that say what is signed of it, and where it belongs."""
_file_hashes = {}


def read_contents(records, paths, is_named=True):
    """``{record id: values}`` that ``paths`` name on ``records``, as plain JSON types, whoever asks, in any language.

    A record referred to is ``{"id", "model", "name"}``, a file ``{"name", "mimetype", "size", "sha256"}``, a line a
    dictionary with its ``id``; numbers with decimals are text, so that no rounding creeps in. The number of queries
    does not grow with the number of records.

    :param is_named: False leaves out the names of records referred to, which ``essence`` drops anyway
    """
    plain = records.sudo().with_context(lang="en_US", active_test=False, bin_size=False, tz="UTC")
    branch, found = tree(paths), {}
    for company, group in plain.grouped(_company).items():
        own = group.with_company(company) if company else group
        found |= zip(own._ids, _read(own, branch, is_named), strict=True)
    return found


def _company(record):
    return record.company_id if "company_id" in record._fields else record.env["res.company"]


def _read(records, branch, is_named):
    """What ``branch`` names, a dictionary for each record."""
    columns = {name: _values(records, name, below, is_named) for name, below in branch.items()}
    return [{name: values[place] for name, values in columns.items()} for place in range(len(records))]


def _values(records, name, below, is_named):
    """The values of one name, in the order of ``records``."""
    if name == "attachments" and name not in records._fields:
        return _attached(records)
    field = records._fields[name]
    if field.relational:
        return _related(field, records, below, is_named)
    values = [record[name] for record in records]
    if field.type == "binary":
        return [_bytes(base64.b64decode(value)) if value else None for value in values]
    return [_plain(field, value, records.env) for value in values]


def _attached(records):
    domain = [("res_model", "=", records._name), ("res_id", "in", records.ids), ("res_field", "=", False)]
    by_record = records.env["ir.attachment"].search_fetch(domain, FILE, order="id").grouped("res_id")
    return [[_file(attachment) for attachment in by_record.get(record.id, ())] for record in records]


def _plain(field, value, env):
    if field.type in {"float", "monetary"}:
        digits = field.get_digits(env) if field.type == "float" else None
        return float_repr(value, digits[1]) if digits else repr(value)
    if field.type in {"boolean", "integer", "json", "properties"}:
        return value
    if field.type == "datetime" and value:
        return fields.Datetime.to_string(value)
    return str(value or "")


def _related(field, records, below, is_named):
    related = records.mapped(field.name)
    told = dict(zip(related._ids, _told(related, below, is_named), strict=True))
    found = [[told[number] for number in record[field.name].sorted("id")._ids] for record in records]
    return [one[0] if one else None for one in found] if field.type == "many2one" else found


def _told(related, below, is_named):
    """What is said of each record referred to."""
    if below:
        lines = zip(related, _read(related, below, is_named), strict=True)
        return [{"id": line.id, **values} for line, values in lines]
    if related._name == "ir.attachment":
        return [_file(attachment) for attachment in related]
    if not is_named:
        return [{"id": one.id, "model": one._name} for one in related]
    return [{"id": one.id, "model": one._name, "name": one.display_name or ""} for one in related]


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
