"""Where files lie that are kept beside the database.

These are functions of a module and no methods: from a path that a method answers, an expression kept in the database
could walk to the server's key (``meddev_signature/models/server_key.py``).
"""

from pathlib import Path

from odoo.tools import config


def anchors(env):
    """The folder of the daily anchors of this database."""
    return Path(config["data_dir"], "meddev_anchors", env.cr.dbname)


def archives(env):
    """The folder of the archive files of this database."""
    return Path(config["data_dir"], "meddev_archive", env.cr.dbname)


def archive_file(archive):
    """The file of one archive."""
    return archives(archive.env) / archive.sudo().file_name
