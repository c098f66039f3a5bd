"""Where a change comes from, and why it is made."""

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit

from odoo import http

# Set while the code runs on behalf of something that the request's path does not tell.
_special = ContextVar("meddev_origin", default="")
# What a scheduled action is for is the reason of all that it changes and gives no other reason for.
_standing = ContextVar("meddev_standing_reason", default="")
# (cursor, reason): a reason belongs to one transaction. Kept here and not with the cursor's own data, which Odoo
# clears at every savepoint, and nowhere that a caller could write to.
_given = ContextVar("meddev_reason", default=(None, ""))
RPC = ("/xmlrpc", "/jsonrpc", "/json/")


@contextmanager
def coming_from(origin, reason=""):
    """Everything changed inside comes from ``origin``, for the standing ``reason`` where there is no other."""
    token, standing = _special.set(origin), _standing.set(reason)
    try:
        yield
    finally:
        _special.reset(token)
        _standing.reset(standing)


@contextmanager
def giving(cr, reason):
    """What is changed through ``cr`` inside is changed for ``reason``."""
    token = _given.set((cr, reason))
    try:
        yield
    finally:
        _given.reset(token)


def current_reason(cr):
    """Why something is changed through ``cr`` now; "" when nobody said."""
    owner, reason = _given.get()
    return (reason if owner is cr else "") or _standing.get()


def current_origin():
    """One of the origins of an audit entry."""
    if special := _special.get():
        return special
    if http.request:
        path = http.request.httprequest.path
    else:
        # Odoo takes the request away while it serves XML-RPC; the thread still knows its address.
        path = urlsplit(getattr(threading.current_thread(), "url", "")).path
    if not path:
        return "server"
    return "rpc" if path.startswith(RPC) else "web"
