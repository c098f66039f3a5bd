from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import GenealogyCase

REPORT = "meddev_genealogy.lot_release_record"


@tagged("post_install", "-at_install")
class TestLotReleaseRecord(GenealogyCase):
    """What is printed of a lot and the decision about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()  # identification opens a transaction of its own
        cls.manager = new_test_user(cls.env, "test-manager", groups="meddev_base.group_quality_manager")
        cls.manager.with_user(cls.manager).sudo()._change_password("test-manager-own")
        cls.inspector = new_test_user(cls.env, "test-inspector", groups="meddev_base.group_quality_user")
        cls.auditor = new_test_user(cls.env, "test-auditor", groups="meddev_base.group_auditor")
        cls.pump = cls.make_product("Pump", lot_release="required")
        cls.lot = cls.make_lot("P-1", cls.pump)

    def sign(self, target="released", reason="All tests passed"):
        credentials = {"login": self.manager.login, "password": "test-manager-own"}
        return self.lot.with_user(self.manager)._sign(target, credentials, reason)

    def page(self, user=None, lots=None, **context):
        report = self.env["ir.actions.report"].with_user(user or self.inspector).with_context(**context)
        return report._render_qweb_html(REPORT, (lots or self.lot).ids)[0].decode()

    def test_a_released_lot_shows_status_content_and_signature(self):
        signature = self.sign()
        page = self.page()
        for said in ("P-1", "Pump", "Released", signature.content_hash, self.manager.name, "All tests passed", "Valid"):
            self.assertIn(said, page)
        self.assertNotIn("is not released", page)

    def test_a_lot_that_waits_is_printed_as_not_released(self):
        page = self.page()
        self.assertIn("This lot is not released: it is neither shipped nor consumed.", page)
        self.assertIn("Nobody has signed a decision about this lot.", page)

    def test_a_lot_that_needed_no_release_says_that_nobody_signed(self):
        page = self.page(lots=self.make_lot("S-1", self.make_product("Screw")))
        self.assertIn("Nobody signed: the product asked for no release", page)

    def test_a_signature_that_no_longer_holds_is_printed_as_such(self):
        self.sign()
        self.lot.ref = "other content"
        self.assertIn("the content changed after signing", self.page())

    def test_a_rejected_lot_shows_the_rejection(self):
        self.sign("rejected", "Leaks")
        page = self.page()
        for said in ("Rejected", "Rejection", "Leaks", "This lot is not released"):
            self.assertIn(said, page)

    def test_the_auditor_prints_it(self):
        self.assertIn("P-1", self.page(self.auditor))

    def test_who_may_not_read_signed_content_does_not_print_it(self):
        with self.assertRaisesRegex(AccessError, "Lot Release Record is printed by: .*Inspector"):
            self.page(self.operator)

    def test_the_lot_of_another_company_is_not_printed(self):
        other = self.env["res.company"].create({"name": "Other Devices"})
        self.lot.company_id = other
        with self.assertRaises(AccessError):
            self.page()

    def test_the_print_menu_offers_it_to_those_who_may(self):
        def names(user):
            bindings = self.env["ir.actions.actions"].with_user(user).get_bindings("stock.lot")
            return [action["name"] for action in bindings.get("report", ())]

        self.assertIn("Lot Release Record", names(self.inspector))
        self.assertNotIn("Lot Release Record", names(self.operator))
