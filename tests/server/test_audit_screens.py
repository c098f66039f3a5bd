"""The audit trail in Chromium, in both languages; pictures go to .meddev/screens."""

import pytest
from playwright.sync_api import expect

from .test_screens import picture

WORDS = {"en_US": ("Audit Trail", "New Value"), "zh_CN": ("审计追踪", "新值")}


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_from_a_record_to_its_trail(page_of, rpc, url, lang):
    page = page_of("auditor", lang)
    number = rpc("auditor", "res.users", "search", [("login", "=", "auditor")])[0]
    partner = rpc("auditor", "res.users", "read", [number], ["partner_id"])[0]["partner_id"][0]
    button, column = WORDS[lang]
    page.goto(f"{url}/odoo/res.partner/{partner}")
    page.locator("button[name=action_audit_trail]").filter(has_text=button).first.click()
    expect(page.locator(".o_list_view th", has_text=column)).to_be_visible()
    page.locator(".o_list_view .o_data_row").first.wait_for()
    picture(page, f"audit-trail-{lang}")


def test_the_trail_opens_from_the_menu_of_more_buttons_too(page_of, rpc, url):
    product = rpc("qa", "product.template", "search", [("default_code", "=", "FG-PUMP")])[0]
    page = page_of("qa")
    page.goto(f"{url}/odoo/product.template/{product}")
    page.locator(".o_button_more").click()
    page.locator(".o-dropdown--menu button[name=action_audit_trail]").click()
    expect(page.locator(".o_list_view th", has_text="New Value")).to_be_visible()
