"""Which addresses a printed page may load: the rule, without Odoo.

Only this Odoo's own images, style sheets, barcodes and static files. Everything else, whatever its scheme or host, has
no place here, so that no report makes the server call another machine or read a file of its own.
"""

from urllib.parse import parse_qsl, unquote, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

PORTS = {"http": 80, "https": 443}
_SIZE = "/<int:width>x<int:height>"
_RECORDS = (
    "<string:xmlid>",
    "<string:model>/<int:id>/<string:field>",
    "<int:id>",
    "<int:id>-<string:unique>",
)
_PLACES = {
    "static": ["/<string:module>/static/<path:resource>"],
    "asset": ["/web/assets/<string:unique>/<string:filename>"],
    "barcode": ["/report/barcode", "/report/barcode/<string:barcode_type>/<path:value>"],
    "logo": ["/logo", "/logo.png", "/web/binary/company_logo"],
    "image": ["/web/image"]
    + [
        f"/web/image/{record}{size}{name}"
        for record in _RECORDS
        for size in ("", _SIZE)
        for name in ("", "/<string:filename>")
    ],
}
"""The same routes as Odoo's controllers."""
_MAP = Map(
    [Rule(path, endpoint=kind) for kind, paths in _PLACES.items() for path in paths],
    strict_slashes=False,
    merge_slashes=False,
)


def origin(url):
    """``(scheme, host, port)`` of an http address; None of anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme]


def place(url, own):
    """``(kind, arguments)`` of what ``url`` names in this Odoo; None for everything else.

    :param own: origins under which this Odoo is known
    """
    if origin(url) not in own:
        return None
    parts = urlsplit(url)
    path = unquote(parts.path)
    if ".." in path.split("/") or "\\" in path or "\0" in path:
        return None
    try:
        kind, arguments = _MAP.bind("").match(path, method="GET")
    except HTTPException:
        return None
    return kind, {**dict(parse_qsl(parts.query)), **arguments}
