"""Scanning in Chromium, as the people who do it; pictures go to .meddev/screens."""

import uuid
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from .test_screens import picture

FIELD = "input[name=scan]"
REFUSAL, MESSAGE, WAIT = ".o_meddev_scan_refusal", ".o_meddev_scan_message", ".o_meddev_scan_wait"
BASE, CASE = "10884521010444", "20884521010441"
EXPIRY = (date.today() + timedelta(days=700)).strftime("%y%m%d")
SOUNDS = "window.sounds = []; document.addEventListener('meddev-sound', (event) => window.sounds.push(event.detail));"


@pytest.fixture
def receipt(rpc):
    """A receipt of 300 infusion sets that is expected: a copy of one of the demo company's."""
    product = rpc("operator", "product.product", "search", [("default_code", "=", "FG-SET")])[0]
    kind = rpc("operator", "stock.picking.type", "search", [("code", "=", "incoming")])[0]
    places = rpc(
        "operator", "stock.picking.type", "read", [kind], ["default_location_src_id", "default_location_dest_id"]
    )[0]
    ends = {
        "location_id": places["default_location_src_id"][0],
        "location_dest_id": places["default_location_dest_id"][0],
    }
    number = rpc("operator", "stock.picking", "create", {
        **ends,
        "picking_type_id": kind,
        "move_ids": [(0, 0, {**ends, "product_id": product, "product_uom_qty": 300})],
    })  # fmt: skip
    rpc("operator", "stock.picking", "action_confirm", [number])
    return number


def scan(page, code):
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def opened(page, url, receipt):
    page.goto(f"{url}/odoo/scan?active_id=stock.picking:{receipt}")
    expect(page.locator(FIELD)).to_be_focused()
    page.evaluate(SOUNDS)


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_a_receipt_is_taken_in_by_scanning_alone(page_of, rpc, url, receipt, lang):
    lot, page = f"IN-{uuid.uuid4().hex[:8]}", page_of("operator", lang)
    page.goto(f"{url}/odoo/stock.picking/{receipt}")
    page.locator("button[name=action_scan]").click()
    expect(page.locator(FIELD)).to_be_focused()
    picture(page, f"scan-empty-{lang}")
    label = f"01{CASE}17{EXPIRY}10{lot}"
    scan(page, label)
    expect(page.locator(MESSAGE)).to_contain_text(lot)
    packed = float(page.locator(".o_meddev_scan_taken").inner_text())
    assert packed > 1
    picture(page, f"scan-taken-{lang}")
    rest = round(300 - packed)
    page.locator("input[name=quantity]").fill(str(rest))
    page.locator(FIELD).focus()
    scan(page, f"01{BASE}17{EXPIRY}10{lot}")
    expect(page.locator(".o_meddev_scan_missing.text-bg-success")).to_be_visible()
    picture(page, f"scan-complete-{lang}")
    page.locator("button[name=finish]").click()
    expect(page.locator(".o_meddev_scan_closed")).to_be_visible()
    assert rpc("operator", "stock.picking", "read", [receipt], ["state"])[0]["state"] == "done"
    made = rpc("operator", "stock.lot", "search_read", [("name", "=", lot)], ["expiration_date", "product_qty"])[0]
    assert (made["product_qty"], made["expiration_date"][:10] > str(date.today())) == (300, True)


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_what_is_wrong_is_refused_at_once_with_a_sentence_and_a_sound(page_of, rpc, url, receipt, lang):
    page = page_of("operator", lang)
    opened(page, url, receipt)
    for code, word in (
        ("(01)09506000900001(21)X1", "FG-PUMP"),
        ("4006381333931", "04006381333931"),
        (f"(01){CASE[:-1]}9(10)L1", CASE[:-1]),
        (f"01{BASE}1720010110OLD", "2020-01-01"),
    ):
        scan(page, code)
        expect(page.locator(REFUSAL)).to_contain_text(word)
        expect(page.locator(FIELD)).to_have_value(code)
        expect(page.locator(FIELD)).to_be_focused()
    picture(page, f"scan-refused-{lang}")
    assert page.evaluate("window.sounds") == ["refused"] * 4
    sheet = rpc("operator", "meddev.scan", "sheet", "stock.picking", receipt)
    assert [line["taken"] for line in sheet["lines"]] == [0]
    scan(page, f"01{BASE}17{EXPIRY}10GOOD")
    expect(page.locator(MESSAGE)).to_be_visible()
    assert page.evaluate("window.sounds").count("taken") == 1


def test_scans_faster_than_the_server_wait_and_none_is_lost(page_of, rpc, url, receipt):
    page = page_of("operator")
    opened(page, url, receipt)
    for number in range(8):
        scan(page, f"01{BASE}17{EXPIRY}10ROW{number}")
    expect(page.locator(".o_meddev_scan_taken")).to_have_text("8")
    expect(page.locator(".o_meddev_scan_lot")).to_have_count(8)


def test_after_a_refusal_what_was_scanned_behind_it_is_named(page_of, url, receipt):
    page = page_of("operator")
    opened(page, url, receipt)
    page.evaluate("""() => {
        const field = document.querySelector("input[name=scan]");
        for (const code of ["NONSENSE", "AFTER-1", "AFTER-2"]) {
            field.value = code;
            field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        }
    }""")
    expect(page.locator(REFUSAL)).to_contain_text("Scan again what came after it: AFTER-1, AFTER-2.")


def test_a_scanner_writes_into_the_field_wherever_the_focus_is(page_of, url, receipt):
    page = page_of("operator")
    opened(page, url, receipt)
    page.evaluate("document.activeElement.blur()")
    scan(page, f"01{BASE}17{EXPIRY}10STRAY")
    expect(page.locator(MESSAGE)).to_contain_text("STRAY")


@pytest.mark.parametrize("key", ["F8", "Control+]"])
def test_a_separator_that_no_key_has_is_understood(page_of, url, receipt, key):
    page = page_of("operator")
    opened(page, url, receipt)
    page.keyboard.type(f"01{BASE}10SEP-1")
    page.keyboard.press(key)
    page.keyboard.type(f"17{EXPIRY}")
    page.keyboard.press("Enter")
    expect(page.locator(MESSAGE)).to_contain_text("SEP-1")


def test_a_label_in_two_codes_and_a_change_of_mind(page_of, url, receipt):
    page = page_of("operator")
    opened(page, url, receipt)
    scan(page, BASE)
    expect(page.locator(WAIT)).to_contain_text("scan or type its lot number")
    picture(page, "scan-waits")
    page.locator("button[name=forget]").click()
    expect(page.locator(WAIT)).to_have_count(0)
    scan(page, BASE)
    scan(page, f"17{EXPIRY}10TWO-1")
    expect(page.locator(MESSAGE)).to_contain_text("TWO-1")
    page.locator("button[name=undo]").click()
    expect(page.locator(MESSAGE)).to_contain_text("TWO-1 was taken back")
    expect(page.locator(".o_meddev_scan_taken")).to_have_text("0")


def test_on_a_tablet_the_keyboard_stays_away_until_asked_for(page_of, url, receipt):
    page = page_of("operator", has_touch=True, viewport={"width": 820, "height": 1180})
    opened(page, url, receipt)
    expect(page.locator(FIELD)).to_have_attribute("inputmode", "none")
    page.locator("button[name=keyboard]").tap()
    expect(page.locator(FIELD)).to_have_attribute("inputmode", "text")
    page.locator(FIELD).fill(f"01{BASE}17{EXPIRY}10TAB-1")
    page.locator("button[name=enter]").tap()
    expect(page.locator(MESSAGE)).to_contain_text("TAB-1")
    picture(page, "scan-tablet")


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_the_hub_opens_what_is_scanned(page_of, rpc, url, receipt, lang):
    name = rpc("operator", "stock.picking", "read", [receipt], ["name"])[0]["name"]
    page = page_of("inspector", lang)
    page.goto(f"{url}/odoo/scan")
    expect(page.locator(FIELD)).to_be_focused()
    picture(page, f"scan-hub-{lang}")
    scan(page, name)
    expect(page.locator("a[name=document]")).to_have_text(name)
    page.reload()
    expect(page.locator("a[name=document]")).to_have_text(name)
    page.locator("button[name=other]").click()
    page.locator(".o_meddev_scan_waiting button", has_text="WH/IN/").first.click()
    expect(page.locator("a[name=document]")).to_contain_text("WH/IN/")
    page.locator("button[name=other]").click()
    scan(page, "LB05")
    expect(page.locator(".o_form_view [name=product_id]").first).to_be_visible()


def test_a_place_is_counted_by_scanning(page_of, rpc, url):
    place = rpc("operator", "stock.location", "search_read", [("complete_name", "=", "WH/Stock")], ["complete_name"])[0]
    lot = rpc("operator", "stock.lot", "search_read",
              [("product_id.default_code", "=", "FG-SET"), ("product_qty", ">", 0)], ["name"], limit=1)[0]  # fmt: skip
    page = page_of("operator")
    page.goto(f"{url}/odoo/scan")
    expect(page.locator(FIELD)).to_be_focused()
    scan(page, place["complete_name"])
    expect(page.locator("a[name=document]")).to_contain_text(place["complete_name"])
    page.locator("input[name=quantity]").fill("3")
    page.locator(FIELD).focus()
    scan(page, f"(01){BASE}(10){lot['name']}")
    expect(page.locator(MESSAGE)).to_contain_text("3 counted")
    picture(page, "scan-count")
    page.locator(".o_meddev_scan_lot", has_text=lot["name"]).locator("button[name=undo]").click()
    expect(page.locator(MESSAGE)).to_contain_text("taken back")
