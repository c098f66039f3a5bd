"""The layers of the architecture, held against manifests and imports."""

import ast

import pytest

from .support import ADDONS, manifests

SUITE, OUTWARD, BRIDGES, PROCESSES, MASTER_DATA, FOUNDATION = 6, 5, 4, 3, 2, 1
LAYERS = {
    SUITE: {"meddev", "meddev_demo"},
    OUTWARD: {"meddev_interface", "meddev_submission", "meddev_migration", "meddev_compliance"},
    PROCESSES: {
        "meddev_inspection", "meddev_nonconformity", "meddev_capa", "meddev_change", "meddev_complaint",
        "meddev_recall", "meddev_history_record", "meddev_scan", "meddev_correction", "meddev_transformation",
        "meddev_label",
    },
    MASTER_DATA: {
        "meddev_udi", "meddev_genealogy", "meddev_document", "meddev_equipment", "meddev_supplier",
        "meddev_registration",
    },
    FOUNDATION: {"meddev_base", "meddev_signature", "meddev_audit", "meddev_print"},
}  # fmt: skip
FOUNDATION_MAY_USE = {"base", "mail", "web"}
MANIFESTS = manifests()
EVERY_ADDON = pytest.mark.parametrize("addon", sorted(MANIFESTS))


def ours(addon):
    return [name for name in MANIFESTS[addon]["depends"] if name.startswith("meddev")]


def is_bridge(addon):
    """A bridge is named after one of ours and one of Odoo's apps, and installs itself where both are."""
    return any(addon.startswith(f"{other}_") for other in MANIFESTS) and bool(MANIFESTS[addon].get("auto_install"))


def same_app(addon, other):
    """Whether both are bridges to the same app: where two of ours meet at one, as scanning and as-built at orders."""
    return addon.rpartition("_")[2] == other.rpartition("_")[2]


def layer(addon):
    found = [number for number, names in LAYERS.items() if addon in names]
    return found[0] if found else (BRIDGES if is_bridge(addon) else None)


def reachable(addon):
    """All of ours that ``addon`` depends on, directly or not."""
    return set(ours(addon)).union(*(reachable(name) for name in ours(addon)))


@EVERY_ADDON
def test_every_addon_has_its_layer(addon):
    assert layer(addon), f"{addon} is in no layer: add it to the architecture's table and to this test"


@EVERY_ADDON
def test_dependencies_point_down(addon):
    for name in ours(addon):
        same_bridge = layer(addon) == layer(name) == BRIDGES and (addon.startswith(f"{name}_") or same_app(addon, name))
        same_foundation = layer(addon) == layer(name) == FOUNDATION
        same_suite = layer(addon) == layer(name) == SUITE
        below = layer(name) < layer(addon)
        assert below or same_bridge or same_foundation or same_suite, f"{addon} must not depend on {name}"


@EVERY_ADDON
def test_the_foundation_needs_no_application(addon):
    if layer(addon) == FOUNDATION:
        assert set(MANIFESTS[addon]["depends"]) <= FOUNDATION_MAY_USE | LAYERS[FOUNDATION]


@EVERY_ADDON
def test_a_bridge_joins_one_of_ours_and_one_app_or_its_bridge(addon):
    if layer(addon) == BRIDGES:
        assert len(MANIFESTS[addon]["depends"]) == 2
        first, *others = ours(addon)
        assert addon.startswith(first)
        assert all(layer(other) == BRIDGES and same_app(addon, other) for other in others)


@EVERY_ADDON
def test_python_imports_only_what_the_manifest_names(addon):
    for path in (ADDONS / addon).rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith("odoo.addons.meddev"):
                assert module.split(".")[2] in reachable(addon) | {addon}, f"{path}: {module}"


def test_everything_is_in_the_suite():
    """`meddev` installs the rest: each addon of ours is a dependency of it, direct or not, or a bridge."""
    left_out = set(MANIFESTS) - reachable("meddev") - {"meddev", "meddev_demo"}
    assert {addon for addon in left_out if not is_bridge(addon)} == set()
