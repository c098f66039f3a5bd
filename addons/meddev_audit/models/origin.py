"""Where a change comes from."""

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit

from odoo import http

# Set while the code runs on behalf of something that the request's path does not tell.
_special = ContextVar("meddev_origin", default="")
RPC = ("/xmlrpc", "/jsonrpc", "/json/")


@contextmanager
def coming_from(origin):
    """Everything changed inside comes from ``origin``."""
    token = _special.set(origin)
    try:
        yield
    finally:
        _special.reset(token)


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
