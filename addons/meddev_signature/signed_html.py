"""What is about to be signed, as HTML for the form: each record's content and what changed since it was signed last."""

import json

from markupsafe import Markup

from .canonical import differences
from .readable import Reader

TABLE = Markup("<table class='table table-sm o_meddev_signed'>%s</table>")
CONTENT = Markup("<tr><th>%s</th><td>%s</td></tr>")
CHANGE = Markup("<tr><th>%s</th><td><s>%s</s></td><td>%s</td></tr>")
RECORD = Markup(
    "<details open class='o_meddev_record'>"
    "<summary><b>%s</b> <span class='text-muted'>%s</span></summary>%s%s</details>"
)
SCROLLED = Markup("<div style='max-height: 45vh; overflow: auto'>%s</div>")


def content_table(record, content):
    """``content``, all that is signed about ``record``, in the reader's language."""
    return as_table(Reader(record, is_current=True).rows(content))


def as_table(rows):
    """``[(label, text)]`` as a table."""
    return TABLE % Markup().join(CONTENT % row for row in rows)


def changes(record, content):
    """``(in one sentence, as a table)``: what is other in ``content`` than in the last signature; empty without one."""
    last = record.sudo().signature_ids.sorted("id")[-1:]
    if not last:
        return "", Markup()
    found = differences(json.loads(last.content), content)
    if not found:
        return record.env._("Nothing changed since %s signed.", last.signer_name), Markup()
    reader = Reader(record)
    rows = (CHANGE % (reader.label(path), reader.text(path, old), reader.text(path, new)) for path, old, new in found)
    words = record.env._("Changed since %(signer)s signed: %(count)s.", count=len(found), signer=last.signer_name)
    return words, TABLE % Markup().join(rows)


def folded(record, content):
    """One record of several: its name and what changed in one line, all of it below; pressing the line folds it."""
    words, table = changes(record, content)
    words = words or record.env._("Not signed so far.")
    return RECORD % (record.display_name, words, content_table(record, content), table)
