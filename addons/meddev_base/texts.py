"""Text as other programs send it: what no database keeps and no answer carries is told apart first."""

import functools
import re

UNTOLD = re.compile("[\0\ud800-\udfff]")
"""NUL, which PostgreSQL keeps in no text, and lone surrogates, which no UTF-8 has."""


def tellable(value):
    """``value`` with a mark in place of what can neither be stored nor answered; lists and dicts as well.

    >>> tellable(["LB\\0", {"lot": "\\ud800"}, 5])
    ['LB\ufffd', {'lot': '\ufffd'}, 5]
    """
    if isinstance(value, str):
        return UNTOLD.sub("\ufffd", value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(tellable, value))
    if isinstance(value, dict):
        return {tellable(name): tellable(one) for name, one in value.items()}
    return value


def takes_texts(method):
    """Have a method that others call get its arguments as :func:`tellable` tells them."""

    @functools.wraps(method)
    def wrapped(self, *args, **kwargs):
        return method(self, *map(tellable, args), **{name: tellable(value) for name, value in kwargs.items()})

    return wrapped


def number_in_words(number):
    """A quantity as people write it.

    >>> number_in_words(300.0), number_in_words(2.5)
    ('300', '2.5')
    """
    return f"{number:.6f}".rstrip("0").rstrip(".")
