"""Names of lots that look alike are one name: the rule, without Odoo."""

import re

UNSEEN = re.compile("[\x00-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def tidy(name):
    """``name`` without what nobody sees in it: spaces around it, line ends, characters without width.

    >>> tidy(" H-82\\u200b\\n")
    'H-82'
    """
    return UNSEEN.sub("", name).strip() if isinstance(name, str) else name


def tidied(vals, field):
    """``vals`` with the name in ``field`` tidied, where there is one.

    >>> tidied({"name": "L1 ", "ref": " "}, "name")
    {'name': 'L1', 'ref': ' '}
    """
    return {**vals, field: tidy(vals[field])} if vals.get(field) else vals
