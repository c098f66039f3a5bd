"""What an expression that a user writes into the database reaches for: rules, without Odoo.

Odoo evaluates such expressions on the server, with records at hand. From a record it is one step to the environment, to
superuser rights, to private methods and to SQL. What a record rule or a template needs is there without them.
"""

import ast
import re

from lxml import html

REACHING = frozenset({"cr", "env", "pool", "registry", "request", "sudo", "with_env", "with_user"})
READING = frozenset({
    "context_today", "date", "datetime", "filtered", "get", "has_group", "has_groups", "len", "mapped", "now",
    "relativedelta", "str", "strftime", "timedelta", "to_string", "to_utc", "today",
})  # fmt: skip
"""Functions that a record rule may call; none of them changes anything."""
PLACEHOLDER = re.compile(r"(?:\{\{|#\{)(.+?)\}+", re.DOTALL)


def reached(expression, calls=None):
    """Names in ``expression`` that reach beyond the values at hand, sorted.

    :param calls: names of the only functions that may be called; None when all may
    """
    try:
        nodes = list(ast.walk(ast.parse(expression.strip(), mode="eval")))
    except (SyntaxError, ValueError):
        return []  # Odoo evaluates it no more than we do.
    names = {node.attr if isinstance(node, ast.Attribute) else node.id
             for node in nodes if isinstance(node, (ast.Attribute, ast.Name))}  # fmt: skip
    found = {name for name in names if name.startswith("_") or name in REACHING}
    if calls is not None:
        found |= {_called(node) for node in nodes if isinstance(node, ast.Call)} - calls
    return sorted(found)


def _called(call):
    function = call.func
    return getattr(function, "attr", None) or getattr(function, "id", None) or "?"


def in_text(text):
    """Expressions in a text with ``{{ placeholders }}``."""
    return {found.strip() for found in PLACEHOLDER.findall(text or "")}


def in_template(source):
    """Expressions in the ``t-`` attributes of a QWeb template, or of what changes one."""
    found = set()
    for node in html.fragments_fromstring(f"<div>{source or ''}</div>")[0].iter():
        if not isinstance(node.tag, str):
            continue
        pairs = list(node.attrib.items())
        if node.tag == "attribute":
            pairs.append((node.get("name", ""), node.text or ""))
        for name, value in pairs:
            if name.startswith(("t-attf-", "t-call")):
                found |= in_text(value)
            elif name.startswith("t-"):
                found.add(value.strip())
    return found


def reached_anew(old, new):
    """Names that the expressions ``new`` reach for and ``old`` did not have: what was there came with an addon."""
    return sorted({name for expression in new - old for name in reached(expression)})
