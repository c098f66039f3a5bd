"""The signature block that every form of a record with signatures carries."""

from lxml.builder import E


def add_block(arch, words):
    """Put the warning and the block into the form ``arch``, unless it has one of its own.

    :param words: ``{"title", "void", "evidence"}``, in the reader's language
    """
    sheets = arch.xpath("//sheet")
    if not sheets or arch.xpath("//field[@name='signature_ids']"):
        return
    sheets[0].insert(0, _warning(words))
    sheets[0].append(_block(words))


def _warning(words):
    return E.div(
        E.field(name="signature_status", invisible="1"),
        E.field(name="signature_count", invisible="1"),
        E.div(
            words["void"], {"class": "alert alert-warning", "role": "alert", "invisible": "signature_status != 'void'"}
        ),
        {"class": "o_meddev_signature_warning"},
    )


def _block(words):
    columns = (
        E.field(name="signer_name", width="115px"),
        E.field(name="meaning", width="80px"),
        E.field(name="signed_on_local", width="350px"),
        E.field(name="reason"),
    )
    validity = E.field(
        {
            "name": "validity",
            "widget": "badge",
            "width": "100px",
            "decoration-success": "validity == 'valid'",
            "decoration-warning": "validity == 'void'",
            "decoration-danger": "validity == 'forged'",
        }
    )
    return E.div(
        E.separator(string=words["title"]),
        E.field(
            E.list(*columns, validity, create="0", edit="0", delete="0"),
            name="signature_ids",
            readonly="1",
            nolabel="1",
        ),
        E.button(
            {
                "name": "action_evidence_bundle",
                "type": "object",
                "string": words["evidence"],
                "icon": "fa-download",
                "class": "btn-link",
            }
        ),
        {"class": "o_meddev_signature_block", "invisible": "not signature_count"},
    )
