"""Scanning what is in each unit, by keyboard alone, in both languages; pictures go to .meddev/screens."""

import uuid

import pytest
from playwright.sync_api import expect

from .test_screens import picture

WORDS = {
    "en_US": (
        "Scan the serial number of a unit.",
        "is no UDI, no barcode of a product and no lot number",
        "nothing is missing",
    ),
    "zh_CN": ("请扫描一台产品的序列号。", "不是 UDI，不是产品条码，也不是已知的批号", "整个制造订单无缺项"),
}
CODE, REFUSAL, MESSAGE = ".o_meddev_as_built input[name=scan]", ".o_as_built_refusal", ".o_as_built_message"


@pytest.fixture
def order(rpc):
    """A confirmed order for two pumps of one rotor and two screws each; their names carry a mark of their own."""
    mark = uuid.uuid4().hex[:5].upper()

    def product(name, tracking, **values):
        values = {"name": f"{name} {mark}", "is_storable": True, "tracking": tracking, **values}
        return rpc("engineer", "product.product", "create", values)

    pump = product("Pump", "serial", is_as_built_required=True)
    rotor, screw = product("Rotor", "serial"), product("Screw", "lot")
    lots = {}
    for name, of, quantity in (("R1", rotor, 1), ("R2", rotor, 1), ("S1", screw, 10), ("P1", pump, 0), ("P2", pump, 0)):
        lots[name] = rpc("operator", "stock.lot", "create", {"name": f"{name}-{mark}", "product_id": of})
        if quantity:
            _put_in_stock(rpc, of, lots[name], quantity)
    number = rpc("operator", "mrp.production", "create", {
        "product_id": pump, "product_qty": 2, "bom_id": False,
        "move_raw_ids": [[0, 0, {"product_id": rotor, "product_uom_qty": 2}],
                         [0, 0, {"product_id": screw, "product_uom_qty": 4}]],
    })  # fmt: skip
    rpc("operator", "mrp.production", "action_confirm", [number])
    serials = {"lot_producing_ids": [[6, 0, [lots["P1"], lots["P2"]]]], "qty_producing": 2}
    rpc("operator", "mrp.production", "write", [number], serials)
    return number, mark


def _put_in_stock(rpc, product, lot, quantity):
    place = rpc("admin", "stock.warehouse", "search_read", [], ["lot_stock_id"])[0]["lot_stock_id"][0]
    values = {"product_id": product, "lot_id": lot, "location_id": place, "inventory_quantity": quantity}
    context = {"inventory_mode": True}
    quant = rpc("admin", "stock.quant", "create", values, context=context)
    rpc("admin", "stock.quant", "action_apply_inventory", [quant], context=context)


def _scan(page, code):
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_an_order_is_scanned_and_closed_by_keyboard_alone(page_of, rpc, url, order, lang):
    number, mark = order
    first, unknown, complete = WORDS[lang]
    page = page_of("operator", lang)
    page.goto(f"{url}/odoo/manufacturing/{number}")
    button = page.locator(".oe_stat_button", has=page.locator(".fa-barcode"))
    expect(button).to_contain_text("4")
    picture(page, f"as-built-order-{lang}")
    button.click()
    expect(page.locator(".o_as_built_hint")).to_have_text(first)
    expect(page.locator(CODE)).to_be_focused()
    picture(page, f"as-built-empty-{lang}")
    _scan(page, f"P1-{mark}")
    _scan(page, f"NONE-{mark}")
    expect(page.locator(REFUSAL)).to_contain_text(unknown)
    picture(page, f"as-built-refused-{lang}")
    _scan(page, f"R1-{mark}")
    expect(page.locator(MESSAGE)).to_contain_text(f"R1-{mark}")
    # As fast as a scanner: nothing waits for the answer before.
    for code in ("S1", "P2", "R2", "S1"):
        _scan(page, f"{code}-{mark}")
    expect(page.locator(MESSAGE)).to_contain_text(complete)
    picture(page, f"as-built-complete-{lang}")
    rpc("operator", "mrp.production", "button_mark_done", [number])
    assert rpc("operator", "mrp.production", "read", [number], ["state"])[0]["state"] == "done"
    page.reload()
    expect(page.locator(CODE)).to_have_count(0)
    expect(page.locator("tr[data-unit]")).to_have_count(2)
    picture(page, f"as-built-done-{lang}")


def test_a_wrong_scan_is_taken_back(page_of, url, order):
    number, mark = order
    page = page_of("operator")
    page.goto(f"{url}/odoo/manufacturing/{number}")
    page.locator(".oe_stat_button", has=page.locator(".fa-barcode")).click()
    expect(page.locator(CODE)).to_be_focused()
    _scan(page, f"P1-{mark}")
    _scan(page, f"R2-{mark}")
    row = page.locator(f"tr[data-unit='P1-{mark}']")
    expect(row).to_contain_text(f"R2-{mark}")
    row.locator("button[title=Remove]").click()
    expect(row).not_to_contain_text(f"R2-{mark}")
    expect(page.locator(CODE)).to_be_focused()
    page.locator(".o_meddev_as_built input[name=quantity]").fill("1")
    page.locator(CODE).focus()
    _scan(page, f"S1-{mark}")
    expect(row).to_contain_text("1 Units missing")


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_the_list_of_components_on_record_opens(page_of, url, lang):
    page = page_of("auditor", lang)
    page.goto(f"{url}/odoo/action-meddev_genealogy_mrp.as_built_action")
    expect(page.locator(".o_data_row").first).to_be_visible()
    picture(page, f"as-built-list-{lang}")
