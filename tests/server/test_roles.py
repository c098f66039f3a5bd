"""What each role of the demo company can open, and what it is refused."""

import xmlrpc.client

import pytest

from .session import Refused

LOGINS = ("admin", "operator", "inspector", "qa", "regulatory", "engineer", "steward", "auditor")
EVERY_LOGIN = pytest.mark.parametrize("login", LOGINS)


@EVERY_LOGIN
def test_every_role_signs_in_and_finds_the_application(session, login):
    names = {menu["name"] for menu in session(login).menus().values()}
    assert {"Medical Devices", "Lots and Serial Numbers"} <= names


@EVERY_LOGIN
def test_every_menu_of_every_role_opens_without_an_error(session, login):
    me, broken, opened = session(login), {}, 0
    for menu in me.menus().values():
        if menu.get("actionID"):
            opened += 1
            try:
                me.open_action(menu["actionID"])
            except Refused as refusal:
                broken[menu["name"]] = str(refusal)
    assert opened > 3
    assert not broken


def test_a_wrong_password_is_refused(session):
    with pytest.raises(Refused, match="Access Denied"):
        session("qa", "wrong")


def test_the_auditor_reads_a_delivery_and_cannot_change_it(rpc):
    [picking] = rpc("auditor", "stock.picking", "search_read", [("state", "=", "done")], ["name"], limit=1)
    with pytest.raises(xmlrpc.client.Fault, match="not allowed to modify"):
        rpc("auditor", "stock.picking", "write", [picking["id"]], {"origin": "X"})


def test_an_administrator_of_the_system_is_no_quality_manager(session, rpc):
    for group in ("meddev_base.group_quality_user", "meddev_base.group_quality_manager"):
        assert rpc("admin", "res.users", "has_group", [session("admin").info["uid"]], group) is False
