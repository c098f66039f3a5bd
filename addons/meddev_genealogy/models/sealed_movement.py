"""What keeps a done movement as it was recorded, for lines, moves and transfers alike."""

from odoo.exceptions import UserError

from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling

from ..sealing import Opening

KEY = "meddev_sealed_movement"


def opened(records, fields, only=False):
    """``records`` with the right to write ``fields`` of done movements; of these records alone when ``only``.

    For code that is part of an act which may do so; never for what a caller sends.
    """
    opening = Opening(fields, records._name, records._ids) if only else Opening(fields)
    return records.with_context(**{KEY: opening})


def is_open(records, names):
    opening = records.env.context.get(KEY)
    return isinstance(opening, Opening) and opening.covers(names, records._name, records._ids)


def changed(record, vals, names):
    """Those of ``names`` that ``vals`` would give another value on ``record``."""

    def differs(name):
        field = record._fields[name]
        return field.convert_to_cache(vals[name], record) != field.convert_to_cache(record[name], record)

    return {name for name in names & vals.keys() & record._fields.keys() if differs(name)}


def check_sealed(records, vals, names, document):
    """Refuse ``vals`` where they would change what a done record says.

    :param document: gives the name of the transfer or order of a record
    :raises UserError: one of ``names`` would get another value, and no opening covers it
    """
    if not names & vals.keys():
        return
    for record in records:
        touched = changed(record, vals, names)
        if touched and not is_open(record, touched):
            labels = record.fields_get(touched, ["string"])
            raise UserError(
                record.env._(
                    "%(document)s is done: %(fields)s of %(product)s can no longer change. "
                    "Request a correction of the recorded movement; it keeps both versions.",
                    document=document(record),
                    fields=", ".join(sorted(labels[name]["string"] if name in labels else name for name in touched)),
                    product=record.product_id.display_name or document(record),
                )
            )


def check_not_done(records, document, what):
    """Refuse to add to or take from what is done, for every caller.

    :param what: sentence with ``%(document)s`` and ``%(product)s``, translated
    """
    if done := records.filtered(lambda record: record.state == "done")[:1]:
        raise UserError(what % {"document": document(done), "product": done.product_id.display_name})


def document_of(move):
    return move.reference or move.display_name


def check_not_moved(records, field):
    """Refuse to delete a document under its done movements: the database would take them or their reason along.

    :param field: name of the field of ``stock.move`` that names the document
    """
    if is_uninstalling(records.env):
        return
    domain = [(field, "in", records.ids), ("state", "=", "done")]
    if move := records.env["stock.move"].sudo().search(domain, limit=1):
        raise UserError(
            records.env._(
                "%(document)s moved %(product)s and stays on file. What it recorded wrongly is corrected, not deleted.",
                document=move[field].display_name,
                product=move.product_id.display_name,
            )
        )
