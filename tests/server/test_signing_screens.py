"""Releasing a lot in Chromium, in both languages; pictures go to .meddev/screens."""

import uuid

import pytest
from playwright.sync_api import expect

from .test_screens import picture

SIGN, BLOCK = "button[name=action_sign]", ".o_meddev_signature_block"


@pytest.fixture
def lot(rpc):
    product = rpc("qa", "product.product", "search", [("default_code", "=", "FG-SET")])[0]
    return rpc("operator", "stock.lot", "create", {"name": f"SCR-{uuid.uuid4().hex[:8]}", "product_id": product})


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_a_lot_is_released_in_three_taps(page_of, rpc, url, lot, lang):
    page = page_of("qa", lang)
    page.goto(f"{url}/odoo/action-meddev_genealogy.stock_lot_release_action/{lot}")
    page.locator("button[name=action_release]").click()
    dialog = page.locator(".modal")
    expect(dialog.locator("[name=summary]")).to_contain_text("SCR-")
    dialog.locator("[name=login] input").fill("qa")
    dialog.locator("[name=password] input").fill("qa-demo")
    picture(page, f"sign-wizard-{lang}")
    dialog.locator(SIGN).click()
    expect(page.locator(BLOCK)).to_contain_text("Chen Jing")
    picture(page, f"sign-block-{lang}")
    assert rpc("qa", "stock.lot", "read", [lot], ["state"])[0]["state"] == "released"


def test_a_wrong_password_is_said_and_can_be_typed_again(page_of, rpc, url, lot):
    page = page_of("qa")
    page.goto(f"{url}/odoo/action-meddev_genealogy.stock_lot_release_action/{lot}")
    page.locator("button[name=action_release]").click()
    dialog = page.locator(".modal").first
    dialog.locator("[name=login] input").fill("qa")
    dialog.locator("[name=password] input").fill("wrong")
    dialog.locator(SIGN).click()
    error = page.locator(".modal").last
    expect(error).to_contain_text("The password is wrong. Nothing was signed.")
    error.locator("footer button").first.click()
    dialog.locator("[name=password] input").fill("qa-demo")
    dialog.locator(SIGN).click()
    expect(page.locator(BLOCK)).to_contain_text("Chen Jing")


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
@pytest.mark.parametrize("action", ["signature", "signature_policy", "signature_requirement", "signature_attempt"])
def test_the_lists_of_signing_open(page_of, url, action, lang):
    page = page_of("qa", lang)
    page.goto(f"{url}/odoo/action-meddev_signature.{action}_action")
    page.locator(".o_list_view, .o_view_nocontent").first.wait_for()
    page.wait_for_timeout(500)
    picture(page, f"{action}-{lang}")
