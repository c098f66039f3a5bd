import threading

import odoo.sql_db
from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import UdiCase

PREFIX = "95060001350"


@tagged("post_install", "-at_install")
class TestPrefix(UdiCase):
    """Numbers from the company's prefix: the next free one, never the same twice, and a word before they run out."""

    def setUp(self):
        super().setUp()
        self.prefixes = self.env["meddev.udi.prefix"].with_user(self.regulatory)

    def make_prefix(self, prefix=PREFIX, **values):
        return self.prefixes.create({"prefix": prefix, **values})

    def allocate(self, **values):
        di = self.make_di(False, **values)
        di.action_allocate()
        return di

    def test_a_draft_gets_the_next_free_number(self):
        prefix = self.make_prefix()
        self.assertEqual([self.allocate().code[1:13] for _turn in range(2)], [f"{PREFIX}0", f"{PREFIX}1"])
        self.assertEqual((prefix.capacity, prefix.left), (10, 8))

    def test_numbers_that_stand_on_products_are_not_given(self):
        self.make_prefix()
        self.make_product("OLD", barcode="9506000135007")
        self.assertEqual(self.allocate().code[1:13], f"{PREFIX}1")

    def test_a_deleted_draft_gives_no_number_back(self):
        self.make_prefix()
        first = self.allocate()
        code = first.code
        first.unlink()
        self.assertNotEqual(self.allocate().code, code)

    def test_a_package_has_the_number_of_its_base_and_an_indicator(self):
        self.make_prefix()
        base = self.allocate()
        case = self.allocate(kind="package", contains_id=base.id)
        pallet = self.allocate(kind="package", contains_id=case.id)
        self.assertEqual([case.code[:13], pallet.code[:13]], [f"1{base.code[1:13]}", f"2{base.code[1:13]}"])

    def test_before_the_numbers_run_out_somebody_is_told_once(self):
        prefix = self.make_prefix(warn_percent=80)
        self.allocate()
        self.assertFalse(prefix.activity_ids)
        self.allocate()
        self.allocate()
        self.assertEqual(prefix.activity_ids.mapped("user_id"), self.regulatory)
        self.assertEqual(len(prefix.activity_ids), 1)
        self.assertIn("8 numbers are left", prefix.activity_ids.note)

    def test_a_used_up_prefix_is_followed_by_the_next_and_then_says_so(self):
        self.make_prefix("950600013501", sequence=1)
        self.make_prefix("950600013502", sequence=2)
        codes = [self.allocate().code for _turn in range(2)]
        self.assertEqual([code[1:13] for code in codes], ["950600013501", "950600013502"])
        with self.refused("All numbers of 950600013501, 950600013502 are given out"):
            self.allocate()

    def test_without_a_prefix_the_next_step_is_named(self):
        with self.refused("has no GS1 prefix"):
            self.allocate()

    def test_numbers_do_not_go_back(self):
        prefix = self.make_prefix(next_reference=4)
        self.assertEqual(self.allocate().code[1:13], f"{PREFIX}4")
        with self.refused("are not given again", AccessError):
            prefix.next_reference = 0
        with self.refused("stays as it is"):
            prefix.prefix = "95060001351"
        with self.refused("stays as it is"):
            prefix.unlink()

    def test_a_wrong_or_overlapping_prefix_is_refused(self):
        with self.refused("4 to 12 digits", ValidationError):
            self.make_prefix("95A")
        self.make_prefix()
        with self.refused("hold the same numbers", ValidationError):
            self.make_prefix(PREFIX[:7])

    def test_two_transactions_at_once_get_different_numbers(self):
        """On connections of their own, as in life: the test's own transaction would hide the race."""
        database = odoo.sql_db.db_connect(self.env.cr.dbname)
        prefix = "950600099999"[:10]
        with database.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env.ref("base.main_company")
            record_id = env["meddev.udi.prefix"].create({"prefix": prefix, "company_id": company.id}).id
            cr.commit()  # pylint: disable=invalid-commit
        given, barrier = [], threading.Barrier(2)

        def take():
            with database.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                record = env["meddev.udi.prefix"].browse(record_id)
                record.read(["prefix"])  # the snapshot of this transaction begins here
                if barrier.n_waiting < 2 and not given:
                    barrier.wait(10)
                number = retrying(lambda: record._give_out(), env)
                given.append(number)

        try:
            with mute_logger("odoo.sql_db", "odoo.service.model"):
                threads = [threading.Thread(target=take) for _turn in range(2)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join(30)
            self.assertEqual(len(given), 2)
            self.assertEqual(len(set(given)), 2, given)
        finally:
            with database.cursor() as cr:
                cr.execute("DELETE FROM meddev_udi_prefix WHERE id = %s", (record_id,))
                cr.execute("DELETE FROM mail_message WHERE model = 'meddev.udi.prefix' AND res_id = %s", (record_id,))
                cr.commit()  # pylint: disable=invalid-commit
