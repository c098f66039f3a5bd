"""A signed-in user, talking to the server as the web client does."""

import requests
from lxml import etree


class Refused(Exception):
    """The server answered with an error; its text is the user's."""


class Session:
    def __init__(self, url, database, login, password=None):
        self.url, self.login = url, login
        self.http = requests.Session()
        self.http.trust_env = False
        credentials = {"db": database, "login": login, "password": password or f"{login}-demo"}
        self.info = self.post("/web/session/authenticate", credentials)

    def post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.http.post(self.url + path, json=body, timeout=120).json()
        if error := answer.get("error"):
            raise Refused(error["data"]["message"])
        return answer["result"]

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)

    def menus(self):
        """All menus the user sees, as ``{id: menu}``."""
        return self.http.get(f"{self.url}/web/webclient/load_menus", timeout=120).json()

    def open_action(self, action_id):
        """Load an action and what its first view shows, as the web client would."""
        action = self.post("/web/action/load", {"action_id": action_id})
        if action["type"] == "ir.actions.act_window":
            self._open_window(action)
        return action

    def _open_window(self, action):
        model, context = action["res_model"], self._context(action)
        views = self.call(model, "get_views", views=action["views"], options={"toolbar": True}, context=context)
        kind = action["views"][0][1]  # the one that the menu shows; the others wait for a click
        if kind not in {"list", "kanban", "form"}:
            return
        fields = views["models"][model]["fields"]
        tree = etree.fromstring(views["views"][kind]["arch"])
        named = {node.get("name") for node in tree.iter("field") if not list(node.iterancestors("field"))}
        shown = {name: {} for name in named & fields.keys()}
        if kind == "form":
            self.call(model, "onchange", [], {}, [], shown, context=context)
        else:
            self.call(model, "web_search_read", domain=[], specification=shown, limit=5, context=context)

    def _context(self, action):
        context = action.get("context") or {}
        return {**self.info["user_context"], **(context if isinstance(context, dict) else {})}
