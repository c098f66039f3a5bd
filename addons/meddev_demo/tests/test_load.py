from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase, tagged

from ..clock import past
from ..models import meddev_demo


@tagged("post_install", "-at_install")
class TestLoad(TransactionCase):
    """How the demo company is loaded; what it then is, is asked in tests/server of a loaded database."""

    def setUp(self):
        super().setUp()
        self.demo = self.env["meddev.demo"]
        self.told = []
        chapters = {name: lambda _env, _today, name=name: self.told.append(name) for name in ("first", "second")}
        self.startPatcher(patch.object(meddev_demo, "CHAPTERS", chapters))
        self.startPatcher(patch.object(self.env.cr, "commit", self.env.cr.flush))

    def test_chapters_are_told_in_order_and_once(self):
        self.demo._load()
        self.demo._load()
        self.assertEqual(self.told, ["first", "second"])

    def test_a_later_chapter_is_added_to_a_database_that_has_the_earlier_ones(self):
        self.demo._load()
        meddev_demo.CHAPTERS["third"] = lambda _env, _today: self.told.append("third")
        self.demo._load()
        self.assertEqual(self.told, ["first", "second", "third"])

    def test_a_chapter_that_failed_is_told_again_from_its_start(self):
        with patch.dict(meddev_demo.CHAPTERS, {"second": lambda _env, _today: 1 / 0}):
            try:  # assertRaises would roll the first chapter back, which in life is committed by then
                self.demo._load()
            except ZeroDivisionError:
                self.told.append("killed")
        self.demo._load()
        self.assertEqual(self.told, ["first", "killed", "second"])

    def test_a_company_with_stock_moves_of_its_own_is_left_alone(self):
        product = self.env["product.product"].create({"name": "Real", "is_storable": True})
        location = self.env.ref("stock.stock_location_stock")
        self.env["stock.quant"]._update_available_quantity(product, location, 1)
        self.env["stock.move"].create({
            "product_id": product.id, "product_uom_qty": 1, "location_id": location.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        })  # fmt: skip
        with self.assertRaisesRegex(UserError, "already has stock moves of its own"):
            self.demo._load()
        self.assertFalse(self.told)

    def test_nothing_of_it_can_be_called_from_outside(self):
        for name in ("_load", "_first_answer"):
            with self.assertRaises(AccessError):
                get_public_method(self.demo, name)

    def test_the_clock_dates_records_in_the_past_and_returns_to_the_present(self):
        with past(self.env, date(2025, 3, 3)) as clock:
            clock.set(date(2025, 3, 4), 10, 30)
            partner = self.env["res.partner"].create({"name": "A hospital"})
            self.assertEqual(str(partner.create_date), "2025-03-04 02:30:00")
        self.assertGreater(self.env["res.partner"].create({"name": "Another"}).create_date.year, 2025)
