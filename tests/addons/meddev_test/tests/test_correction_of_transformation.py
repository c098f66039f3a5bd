from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_correction.tests.common import CorrectionCase


@tagged("post_install", "-at_install")
class TestCorrectionOfTransformation(CorrectionCase):
    """As much comes out of a transformation as went in, and no correction changes that."""

    def test_lines_of_a_transformation_are_not_corrected(self):
        document = self.env["meddev.transformation"].create({
            "kind": "relabel", "product_id": self.pump.id, "reason": "Labels of the wrong language",
            "input_ids": [Command.create({"lot_id": self.other.id, "location_id": self.stock.id, "quantity": 10})],
            "output_ids": [Command.create({"name": "A", "quantity": 10})],
        })  # fmt: skip
        document.action_submit()
        document.with_user(self.manager)._sign(
            "done", {"login": self.manager.login, "password": f"{self.manager.login}-secret"}
        )
        self.assertEqual(document.state, "done")
        lines = document.move_ids.move_line_ids
        self.assertEqual(len(lines), 2)
        for line in lines:
            for values in ({"quantity": 9}, {"lot": self.lot}, {"date": "2026-01-02 03:04:05"}):
                with self.assertRaisesRegex(UserError, "is part of a transformation, of which as much comes out"):
                    self.correction((line, values)).action_request()
