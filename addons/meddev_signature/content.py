"""What is signed: shaping and comparing contents, without Odoo."""

from .canonical import canonical, digest

REFERENCE = {"id", "model", "name"}


def tree(paths):
    """Dotted paths as a tree: ``("name", "line_ids.value")`` -> ``{"name": {}, "line_ids": {"value": {}}}``."""
    found = {}
    for path in paths:
        branch = found
        for name in path.split("."):
            branch = branch.setdefault(name, {})
    return found


def roots(paths):
    """Names of the fields on the record itself that ``paths`` begin with."""
    return {path.split(".")[0] for path in paths}


def essence(content):
    """``content`` without the names of the records it refers to.

    A name is kept for the reader. That a product was given a better name later does not change what was signed about
    its lot; that another product stands there does.
    """
    if isinstance(content, dict):
        if content.keys() == REFERENCE:
            return {"id": content["id"], "model": content["model"]}
        return {key: essence(value) for key, value in content.items()}
    if isinstance(content, list):
        return [essence(value) for value in content]
    return content


def essence_digest(content):
    """Hash by which two contents are compared: equal when the same thing is said."""
    return digest(canonical(essence(content)))
