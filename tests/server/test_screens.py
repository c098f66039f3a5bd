"""The first screens, in Chromium, in both languages; pictures go to .meddev/screens."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

SCREENS = Path(__file__).resolve().parents[2] / ".meddev/screens"
APPLICATION = {"en_US": "Medical Devices", "zh_CN": "医疗器械"}


def picture(page, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
def test_the_login_page_shows(browser, url, database, lang):
    page = browser.new_context(locale=lang.replace("_", "-"), viewport={"width": 1400, "height": 900}).new_page()
    page.goto(f"{url}/web/login", wait_until="load")
    expect(page.locator("input[name=login]")).to_be_visible()
    picture(page, f"login-{lang}")


@pytest.mark.parametrize("lang", ["en_US", "zh_CN"])
@pytest.mark.parametrize("login", ["operator", "qa"])
def test_from_the_application_menu_to_a_lot(page_of, rpc, url, login, lang):
    page = page_of(login, lang)
    page.locator(".o_navbar_apps_menu button").click()
    application = page.locator("a.o_app", has_text=APPLICATION[lang])
    expect(application).to_be_visible()
    picture(page, f"menu-{login}-{lang}")
    application.click()
    page.locator("[data-menu-xmlid='meddev_base.menu_trace']").click()
    page.locator("[data-menu-xmlid='meddev_genealogy.stock_lot_menu']").click()
    page.locator(".o_list_view .o_data_row").first.wait_for()
    picture(page, f"lots-{login}-{lang}")
    page.locator(".o_searchview_input").fill("LB05")
    page.locator(".o_searchview_autocomplete .o-dropdown-item", has_text="LB05").first.wait_for()
    page.locator(".o_searchview_input").press("Enter")
    expect(page.locator(".o_list_view .o_data_row")).to_have_count(1)
    page.mouse.move(700, 20)  # away from the row, whose tooltip would be in the way
    page.locator(".o_list_view .o_data_row .o_data_cell").first.click()
    expect(page.locator(".o_form_view [name=product_id]").first).to_be_visible()
    page.locator(".o-mail-Chatter").wait_for()
    picture(page, f"lot-{login}-{lang}")
