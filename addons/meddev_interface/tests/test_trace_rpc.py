import xmlrpc.client

from odoo.tests import tagged

from .common import API, ApiCase


@tagged("post_install", "-at_install")
class TestTraceOverRpc(ApiCase):
    """The trace as other programs get it."""

    def setUp(self):
        super().setUp()
        self.lot = self.make_lot("STEEL-1", self.make_product("Steel Pin", default_code="PIN"))
        self.receipt = self.receive((self.lot, 10))
        self.delivery = self.ship((self.lot, 3.5))

    def test_both_protocols_answer_the_same(self):
        for arguments in ({}, {"direction": "up"}, {"direction": "down", "max_depth": 2}, {"product": "PIN"}):
            answers = self.both(self.caller, API, "trace", lot="STEEL-1", **arguments)
            self.assertEqual(answers.status, 200)
            self.assertEqual(answers.xmlrpc, answers.json2)
            self.assertTrue(answers.json2["links"], arguments)

    def test_the_answer_tells_who_had_it_and_under_which_document(self):
        answer = self.json2(self.caller, API, "trace", lot="STEEL-1")[1]
        self.assertEqual(
            self.told(answer),
            {("Steel Works", "received", "STEEL-1", 10.0), ("STEEL-1", "shipped", "City Clinic", 3.5)},
        )
        self.assertEqual({link["document"] for link in answer["links"]}, {self.receipt.name, self.delivery.name})
        self.assertEqual((answer["root"]["lot"], answer["root"]["product"]), ("STEEL-1", "PIN"))

    def test_the_answer_has_the_keys_that_callers_rely_on(self):
        answer = self.json2(self.caller, API, "trace", lot="STEEL-1")[1]
        self.assertLessEqual({"root", "nodes", "links", "partners", "truncated"}, answer.keys())
        for node in (answer["root"], *answer["nodes"]):
            self.assertEqual(node.keys(), {"key", "type", "lot", "product", "name", "date"})
        for link in answer["links"]:
            self.assertEqual(link.keys(), {"from", "to", "kind", "quantity", "uom", "grade", "date", "document"})
        for partner in answer["partners"]:
            self.assertEqual(partner.keys(), {"key", "name", "role", "lots", "quantity", "documents"})
        keys = [node["key"] for node in answer["nodes"]]
        self.assertEqual(len(keys), len(set(keys)))
        self.assertEqual({end for link in answer["links"] for end in (link["from"], link["to"])}, set(keys))

    def test_answers_hold_plain_values_only(self):
        bare = self.make_lot("BARE-1")
        self.transfer(self.at_vendor, self.stock, (bare, 1))
        self.make_lot("STILL-1")
        for lot in ("STEEL-1", "BARE-1", "STILL-1"):
            answers = self.both(self.caller, API, "trace", lot=lot)
            self.assert_plain(answers.json2)
            self.assert_plain(answers.xmlrpc)

    def test_a_move_without_document_and_partner_answers_with_empty_text(self):
        move = self.receipt.move_ids
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_move SET reference = NULL WHERE id = %s", [move.id])
        self.env.invalidate_all()
        self.env["meddev.genealogy.link"]._rebuild()
        answer = self.json2(self.caller, API, "trace", lot="STEEL-1", direction="up")[1]
        self.assertEqual(answer["links"][0]["document"], "")
        self.assert_plain(answer)

    def test_an_unknown_lot_is_told_over_both(self):
        expected = "There is no lot or serial number NOWHERE. Check the spelling."
        by_xmlrpc, by_json2, status = self.refused_both(self.caller, "trace", lot="NOWHERE")
        self.assertIn(expected, by_xmlrpc)
        self.assertEqual((by_json2, status), (expected, 422))

    def test_text_that_no_database_keeps_is_answered_in_words(self):
        for name in ("STEEL-1\0", "\ud800"):
            for method, arguments in (
                ("trace", {"lot": name}),
                ("trace", {"lot": "STEEL-1", "product": name}),
                ("trace", {"lot": "STEEL-1", "direction": name}),
                ("trace_summary", {"lot": name}),
                ("trace_summary", {"lot": "STEEL-1", "direction": [name]}),
                ("lot_status", {"lot": name}),
                ("recall_scope", {"lots": [{"lot": name}]}),
                ("recall_scope", {"lots": name}),
            ):
                with self.subTest(method, **arguments):
                    status, answer = self.json2(self.caller, API, method, **arguments)
                    self.assertEqual((status, answer["name"]), (422, "odoo.exceptions.ValidationError"))
                    self.assertIn("\ufffd", answer["message"])

    def test_a_name_that_two_products_share_is_told_over_both(self):
        self.make_lot("STEEL-1", self.make_product("Steel Screw"))
        expected = "2 lots are called STEEL-1: [PIN] Steel Pin; Steel Screw. Name the product too."
        by_xmlrpc, by_json2, _status = self.refused_both(self.caller, "trace", lot="STEEL-1")
        self.assertIn(expected, by_xmlrpc)
        self.assertEqual(by_json2, expected)

    def test_an_unknown_direction_is_told_over_both(self):
        expected = 'The direction is "up", "down" or "both", not "sideways".'
        by_xmlrpc, by_json2, _status = self.refused_both(self.caller, "trace", lot="STEEL-1", direction="sideways")
        self.assertIn(expected, by_xmlrpc)
        self.assertEqual(by_json2, expected)

    def test_a_user_without_any_role_is_refused_over_both(self):
        stranger = self.make_user("rpc-stranger")
        expected = (
            f"{stranger.name} has none of the roles of Medical Devices. An administrator gives them in the user's form."
        )
        by_xmlrpc, by_json2, status = self.refused_both(stranger, "trace", lot="STEEL-1")
        self.assertIn(expected, by_xmlrpc)
        self.assertEqual((by_json2, status), (expected, 403))

    def test_reading_stock_alone_is_no_role(self):
        stockman = self.make_user("rpc-stockman", "stock.group_stock_user")
        by_xmlrpc, by_json2, status = self.refused_both(stockman, "trace", lot="STEEL-1")
        self.assertIn("none of the roles", by_xmlrpc)
        self.assertIn("none of the roles", by_json2)
        self.assertEqual(status, 403)

    def test_an_unknown_keyword_is_refused(self):
        by_xmlrpc, by_json2, status = self.refused_both(self.caller, "trace", lot="STEEL-1", depth=2)
        self.assertEqual(status, 422)
        for text in (by_xmlrpc, by_json2):
            self.assertIn("'depth'", text)

    def test_a_missing_lot_is_refused(self):
        by_xmlrpc, by_json2, status = self.refused_both(self.caller, "trace")
        self.assertEqual(status, 422)
        for text in (by_xmlrpc, by_json2):
            self.assertIn("'lot'", text)

    def test_the_walk_cannot_be_called_around_the_check_of_roles(self):
        stockman = self.make_user("rpc-stockman", "stock.group_stock_user")
        for model, method in (
            ("meddev.genealogy", "_trace"),
            ("meddev.genealogy", "_acts_of_lots"),
            ("stock.lot", "_find_by_name"),
            (API, "_check_role"),
        ):
            with self.assertRaisesRegex(xmlrpc.client.Fault, "cannot be called remotely"):
                self.xmlrpc(stockman, model, method, self.lot.ids)
            self.assertIn(self.json2(stockman, model, method, ids=self.lot.ids)[0], (403, 404), method)

    def test_of_the_genealogy_only_what_its_screen_asks_can_be_called_and_that_by_role(self):
        own = set(dir(self.env["meddev.genealogy"])) - set(dir(self.env["base"]))
        self.assertIn("_trace", own)
        asked = {"explore": ("stock.lot", self.lot.ids), "find": ("STEEL-1",), "recall_scope": (self.lot.ids,),
                 "hold": (self.lot.ids,)}  # fmt: skip
        self.assertEqual({name for name in own if not name.startswith("_")}, set(asked))
        stockman = self.make_user("rpc-stockman", "stock.group_stock_user")
        for method, arguments in asked.items():
            with self.assertRaisesRegex(xmlrpc.client.Fault, "none of the roles|inspectors and quality managers"):
                self.xmlrpc(stockman, "meddev.genealogy", method, *arguments)

    def test_reading_writes_nothing(self):
        api = self.env[API].with_user(self.caller)
        self.env.flush_all()
        before = self.rows_written()
        api.trace(lot="STEEL-1")
        api.ping()
        self.env.flush_all()
        self.assertEqual(self.rows_written(), before)

    def test_both_run_where_nothing_can_be_written(self):
        for method in ("trace", "ping"):
            self.assertTrue(getattr(type(self.env[API]), method)._readonly, method)

    def rows_written(self):
        counts = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
        self.env.cr.execute(counts)
        return self.env.cr.fetchone()[0]
