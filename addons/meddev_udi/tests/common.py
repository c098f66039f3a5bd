"""What the tests of identifiers share: regulatory affairs, a device in three packages, and signing."""

from contextlib import contextmanager

from odoo.exceptions import UserError

from odoo.addons.meddev_base.tests.common import RpcCase

BASE, CASE, PALLET = "09506000134352", "19506000134359", "29506000134356"


class UdiCase(RpcCase):
    def setUp(self):
        super().setUp()
        self.regulatory = self.person("udi-regulatory", "regulatory")
        self.set = self.make_product("SET")
        self.dis = self.env["meddev.udi.di"].with_user(self.regulatory)

    @contextmanager
    def refused(self, words, error=UserError):
        """A refusal with these words, after which the database is as before."""
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            yield

    def person(self, login, *roles):
        """A user who chose the password ``<login>-secret``."""
        user = self.make_user(login, *roles)
        user.with_user(user).sudo()._change_password(f"{login}-secret")
        return user

    def make_product(self, code, tracking="lot", **values):
        return self.env["product.product"].create(
            {"name": f"Product {code}", "default_code": code, "is_storable": True, "tracking": tracking, **values}
        )

    def make_di(self, code=BASE, **values):
        return self.dis.create({"code": code, "product_id": self.set.id, "has_lot": True, **values})

    def make_levels(self):
        """Base, case of 10 and pallet of 12 cases, as drafts."""
        base = self.make_di()
        case = self.make_di(CASE, kind="package", contains_id=base.id, quantity=10, package_type="Case")
        return base, case, self.make_di(PALLET, kind="package", contains_id=case.id, quantity=12, package_type="Pallet")

    def sign(self, records, target, user=None, reason="As agreed with regulatory affairs"):
        user = user or self.regulatory
        credentials = {"login": user.login, "password": f"{user.login}-secret"}
        return records.with_user(user)._sign(target, credentials, reason)

    def activate(self, *records):
        for record in records:
            self.sign(record, "active")
        return records[0]
