from psycopg2.errors import InsufficientPrivilege

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LabelCase


@tagged("post_install", "-at_install")
class TestLabelAccount(LabelCase):
    """issued = applied + spoiled + returned + kept, and nobody writes it otherwise."""

    def test_what_was_issued_is_accounted_for_and_closed(self):
        account = self.printed(10).account_ids
        account._record({"applied": 7, "spoiled": 1})
        account._record({"returned": 1, "kept": 1})
        account.action_close()
        self.assertEqual((account.state, account.issued, account.balance), ("closed", 10, 0))

    def test_an_open_balance_is_not_closed(self):
        account = self.printed(10).account_ids
        account._record({"applied": 9})
        with self.assertRaisesRegex(UserError, "1 of 10 labels are not accounted for"):
            account.action_close()

    def test_an_account_without_labels_is_not_closed(self):
        with self.assertRaisesRegex(UserError, "has no labels issued: there is nothing to close"):
            self.account().action_close()

    def test_more_than_was_issued_is_not_counted(self):
        account = self.printed(3).account_ids
        with self.assertRaisesRegex(UserError, "3 of 3 labels not accounted for, and more were counted"):
            account._record({"applied": 4})

    def test_nothing_is_no_count(self):
        with self.assertRaisesRegex(UserError, "Enter at least one quantity"):
            self.printed().account_ids._record({"applied": 0})

    def test_a_count_is_taken_back_by_an_entry_with_a_reason(self):
        account = self.printed(5).account_ids
        account._record({"applied": 5})
        with self.assertRaisesRegex(UserError, "needs a reason"):
            account._record({"applied": -1, "spoiled": 1})
        account._record({"applied": -1, "spoiled": 1}, "One was torn")
        self.assertEqual((account.applied, account.spoiled, account.balance), (4, 1, 0))
        self.assertEqual(len(account.entry_ids), 4)

    def test_no_more_is_taken_back_than_there_was(self):
        account = self.printed(5).account_ids
        with self.assertRaisesRegex(UserError, "fewer of these labels"):
            account._record({"spoiled": -1}, "Wrong")

    def test_a_closed_account_takes_no_entries(self):
        account = self.printed().account_ids
        account._record({"applied": 1})
        account.action_close()
        with self.assertRaisesRegex(UserError, "is closed"):
            account._record({"kept": 1})

    def test_entries_are_append_only_for_the_orm(self):
        entry = self.printed().account_ids.entry_ids.sudo()
        for act in (lambda: entry.write({"quantity": 2}), entry.unlink, lambda: entry.create({"kind": "applied"})):
            with self.assertRaisesRegex(AccessError, "are evidence"):
                act()

    def test_entries_are_append_only_for_the_database(self):
        entry = self.printed().account_ids.entry_ids
        for query in (
            "UPDATE meddev_label_entry SET quantity = 0 WHERE id = %s",
            "DELETE FROM meddev_label_entry WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"), self.assertRaises(InsufficientPrivilege), self.env.cr.savepoint(),
            ):  # fmt: skip
                self.env.cr.execute(query, [entry.id])

    def test_who_may_only_read_counts_nothing(self):
        account = self.printed().account_ids
        with self.assertRaises(AccessError):
            account.with_user(self.reader)._record({"applied": 1})

    def test_the_first_issue_is_what_the_goods_take(self):
        self.stock(self.lot, 7)
        account = self.account()
        account.write({"planned": 1000})
        account.invalidate_recordset()
        self.assertEqual(account.planned, 7)

    def test_the_form_counts(self):
        account = self.printed(2).account_ids
        form = self.env["meddev.label.count"].with_user(self.operator).create({"account_id": account.id, "applied": 2})
        form.action_record()
        self.assertEqual((account.applied, account.entry_ids[0].user_id), (2, self.operator))
