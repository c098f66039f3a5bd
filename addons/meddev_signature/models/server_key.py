"""The use of the server's key.

These are functions of a module and no methods. An expression kept in the database (a record rule, a value that a server
action writes, a template) reaches every record and all methods, private ones too, but imports nothing.
"""

import sys
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tools import config

from .. import keys

FILE = "meddev_seal.key"
ADDONS = "odoo.addons.meddev"


def path():
    """Where the server's key lies."""
    return Path(config["data_dir"]) / FILE


def sign(env, text):
    """``(fingerprint, signature)`` of ``text`` by this server's key."""
    key = _current(env)
    return key.fingerprint, key.sign(text)


def _current(env):
    """This server's key; an error when the database knows keys and not this one.

    A missing key is not replaced in silence: nobody could then tell a restored server from a forger.
    """
    where, ledger = path(), env["meddev.seal.key"]
    known = ledger._public_keys()
    if known and (not where.exists() or keys.load(where).fingerprint not in known):
        raise UserError(
            env._(
                "The server's key %s is not the one that this database was signed with. Restore the file from the "
                "backup. If it is lost for good, begin with a new key: see the page on signatures.",
                where.name,
            )
        )
    key = keys.load(where)
    if not known:
        ledger._record(key)
    return key


def is_addon(frame):
    """Whether ``frame`` runs a function of one of our modules; its globals are then that module's own."""
    name = frame.f_globals.get("__name__") or ""
    return name.startswith(ADDONS) and vars(sys.modules.get(name, object)) is frame.f_globals
