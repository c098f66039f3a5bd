"""What the tests of signing share: persons with passwords of their own, and a dossier."""

from odoo.addons.meddev_base.tests.common import RpcCase


class SigningCase(RpcCase):
    def setUp(self):
        super().setUp()
        self.author = self.person("sign-author", "engineering")
        self.inspector = self.person("sign-inspector", "quality_user")
        self.second = self.person("sign-second", "quality_user")
        self.manager = self.person("sign-manager", "quality_manager")
        self.dossier = self.make_dossier()

    def person(self, login, *roles):
        """A user who chose the password ``<login>-secret``."""
        user = self.make_user(login, *roles)
        user.partner_id.function = f"Title of {login}"
        user.tz = "Asia/Shanghai"
        user.with_user(user).sudo()._change_password(f"{login}-secret")
        return user

    def make_dossier(self, name="D1", **vals):
        values = {"name": name, "amount": 1.5, "line_ids": [(0, 0, {"value": 2.0})], **vals}
        return self.env["meddev.test.dossier"].with_user(self.author).create(values)

    def credentials(self, user, **other):
        return {"login": user.login, "password": f"{user.login}-secret", **other}

    def sign(self, user, target, records=None, reason="", **other):
        records = (self.dossier if records is None else records).with_user(user)
        return records._sign(target, self.credentials(user, **other), reason)

    def approve(self, records=None):
        for user in (self.author, self.inspector, self.second):
            self.sign(user, "approved", records)

    def release(self, records=None):
        self.approve(records)
        return self.sign(self.manager, "released", records, "All tests passed")

    def press_sign(self, user, records, target, reason="", **typed):
        """What the web client does: open the form, fill it in, press Sign."""
        action = records.with_user(user).action_sign(target)
        wizard = self.env["meddev.signature.wizard"].with_user(user).browse(action["res_id"])
        if reason:
            wizard.reason = reason
        typed = {"login": user.login, "password": f"{user.login}-secret", **typed}
        context = {f"signature_{name}": value for name, value in typed.items()}
        return wizard.with_context(**context).action_sign()

    def show(self, user, records, target):
        action = records.with_user(user).action_sign(target)
        return self.env["meddev.signature.wizard"].with_user(user).browse(action["res_id"])
