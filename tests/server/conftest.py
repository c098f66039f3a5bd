"""Fixtures for tests against a running server with the demo company (`make test ARGS=server` starts one)."""

import os
import shutil
import subprocess
import xmlrpc.client
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect, sync_playwright

from .session import Session

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-proxy-server",
]  # fmt: skip
expect.set_options(timeout=20_000)  # as long as a screen may take on a busy machine; nothing is slower by it


def pytest_collection_modifyitems(items):
    """The story of the demo company is checked first: what other tests do would be read as a part of it."""
    items.sort(key=lambda item: "test_demo_company" not in item.nodeid)


@pytest.fixture(scope="session")
def url():
    """Address of the running server; without one these tests prove nothing, so they fail."""
    assert "MEDDEV_URL" in os.environ, "No server: run these tests with `make test ARGS=server`"
    return os.environ["MEDDEV_URL"]


@pytest.fixture(scope="session")
def database():
    return os.environ["MEDDEV_DATABASE"]


@pytest.fixture(scope="session")
def rpc(url, database):
    """``rpc(login, model, method, *args, **kwargs)`` over XML-RPC, as a demo user."""
    common = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common", allow_none=True)
    models = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
    uids = {}

    def call(login, model, method, *args, **kwargs):
        password = f"{login}-demo"
        if login not in uids:
            uids[login] = common.authenticate(database, login, password, {})
            assert uids[login], f"{login} cannot sign in"
        return models.execute_kw(database, uids[login], password, model, method, args, kwargs)

    return call


@pytest.fixture(scope="session")
def json2(url, database):
    """``json2(login, model, method, **body)`` over JSON-2, with a key from `make api-key`; ``(status, answer)``."""
    keys = {}

    def call(login, model, method, **body):
        if login not in keys:
            command = ["make", "-s", "api-key", f"LOGIN={login}", f"DB={database}"]
            keys[login] = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()[
                0
            ]
        headers = {"Authorization": f"bearer {keys[login]}"}
        answer = requests.post(f"{url}/json/2/{model}/{method}", json=body, headers=headers, timeout=120)
        return answer.status_code, answer.json()

    return call


@pytest.fixture(scope="session")
def session(url, database):
    """``session(login)``: a signed-in web session."""
    return lambda login, password=None: Session(url, database, login, password)


@pytest.fixture(scope="session")
def browser():
    """Chromium; when it is missing the tests fail, they are not skipped."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    assert executable, "No Chromium is installed: browser tests would prove nothing"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def page_of(browser, url, session, rpc):
    """``page_of(login, lang="en_US", **device)``: a page signed in as a demo user; console errors fail the test."""
    contexts, errors, languages = [], [], {}

    def open_page(login, lang="en_US", **device):
        me = session(login)
        if me.info["user_context"]["lang"] != lang:
            languages.setdefault(login, me.info["user_context"]["lang"])
            rpc("admin", "res.users", "write", [me.info["uid"]], {"lang": lang})
            me = session(login)
        settings = {"viewport": {"width": 1400, "height": 900}, "timezone_id": "Asia/Shanghai", **device}
        context = browser.new_context(locale=lang.replace("_", "-"), **settings)
        contexts.append(context)
        cookie = me.http.cookies["session_id"]
        context.add_cookies([{"name": "session_id", "value": cookie, "url": url}])
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{url}/odoo", wait_until="domcontentloaded")
        page.locator(".o_navbar_apps_menu").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    for login, lang in languages.items():
        rpc("admin", "res.users", "write", [session(login).info["uid"]], {"lang": lang})
    assert not errors, errors
