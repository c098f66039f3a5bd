"""Loading an addon's plain-Python rules without Odoo."""

import ast
import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"


def load_rule(addon, module):
    """Import ``addons/<addon>/<module>.py`` by its path: the addon's own package would import Odoo.

    Rules of one addon may import each other relatively; their package is made up for the purpose.
    """
    package = f"rules_of_{addon}"
    if package not in sys.modules:
        spec = importlib.util.spec_from_loader(package, loader=None, is_package=True)
        sys.modules[package] = importlib.util.module_from_spec(spec)
        sys.modules[package].__path__ = [str(ADDONS / addon)]
    return importlib.import_module(f"{package}.{module}")


def manifests():
    """``{addon: manifest}`` of all our addons."""
    return {path.parent.name: ast.literal_eval(path.read_text()) for path in sorted(ADDONS.glob("*/__manifest__.py"))}
