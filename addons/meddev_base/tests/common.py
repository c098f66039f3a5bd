"""What tests of every addon share: callers over RPC, and browser tests that cannot be skipped in silence."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

from odoo import fields
from odoo.tests import HttpCase, new_test_user

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class RpcCase(HttpCase):
    """Calls the running server as another program would, with a user's own credentials."""

    def make_user(self, login, *roles):
        """A user with ``roles`` (names of groups of meddev_base, or full XML ids)."""
        groups = [role if "." in role else f"meddev_base.group_{role}" for role in roles] or ["base.group_user"]
        return new_test_user(self.env, login, groups=",".join(groups), password=f"{login}-secret")

    def xmlrpc(self, user, model, method, *args, **kwargs):
        """The answer of ``execute_kw``; a refusal is raised as ``xmlrpc.client.Fault``."""
        login = (self.env.cr.dbname, user.id, f"{user.login}-secret")
        return self.xmlrpc_object.execute_kw(*login, model, method, args, kwargs)

    def json2(self, user, model, method, body=None, **arguments):
        """``(status, answer)`` of a JSON-2 call; ``body`` for arguments that are called as parameters here."""
        # Each user's key is made once: making one is limited in number.
        keys = self.__dict__.setdefault("_api_keys", {})
        if user.login not in keys:
            expires = fields.Datetime.now() + timedelta(days=1)
            keys[user.login] = self.env["res.users.apikeys"].with_user(user)._generate("rpc", "test", expires)
        response = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps({**(body or {}), **arguments}),  # a call without arguments is a POST too
            headers={"Authorization": f"bearer {keys[user.login]}", "Content-Type": "application/json"},
        )
        return response.status_code, response.json()

    def both(self, user, model, method, **kwargs):
        """The answer over XML-RPC and over JSON-2, for a comparison."""
        status, answer = self.json2(user, model, method, **kwargs)
        return SimpleNamespace(xmlrpc=self.xmlrpc(user, model, method, **kwargs), json2=answer, status=status)


class BrowserCase(HttpCase):
    """A test in Chromium. Odoo skips these without a word when something is missing; here that is a failure."""

    @classmethod
    def setUpClass(cls):
        try:
            import websocket  # noqa: F401, PLC0415
        except ImportError:
            raise AssertionError("websocket-client is missing: browser tests would prove nothing") from None
        if not any(map(shutil.which, CHROMIUMS)):
            raise AssertionError("No Chromium is installed: browser tests would prove nothing")
        super().setUpClass()
