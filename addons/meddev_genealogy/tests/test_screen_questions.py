from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import GenealogyCase


class ScreenCase(GenealogyCase):
    def screen(self, user=None):
        return self.env["meddev.genealogy"].with_user(user or self.reader)

    def lots_shown(self, record, user=None):
        return [root["lot"] for root in self.screen(user).explore(record._name, record.ids)["roots"]]


@tagged("post_install", "-at_install")
class TestScreenExplore(ScreenCase):
    def test_every_record_with_lots_opens(self):
        lot = self.make_lot("SCR-1")
        picking = self.receive((lot, 5))
        quant = self.env["stock.quant"].search([("lot_id", "=", lot.id), ("quantity", ">", 0)])
        product = lot.product_id
        for record in (lot, picking, picking.move_ids, picking.move_line_ids, quant, product, product.product_tmpl_id):
            self.assertEqual(self.lots_shown(record), ["SCR-1"], record._name)

    def test_several_lots_are_traced_together(self):
        product = self.make_product("Twin")
        lots = self.make_lot("SCR-1", product) + self.make_lot("SCR-2", product)
        self.receive((lots[0], 5), (lots[1], 3))
        answer = self.screen().explore("stock.lot", lots.ids)
        self.assertEqual([root["lot"] for root in answer["roots"]], ["SCR-1", "SCR-2"])
        self.assertEqual({link["quantity"] for link in answer["links"]}, {5.0, 3.0})

    def test_nodes_and_links_tell_it_in_words(self):
        lot = self.make_lot("SCR-1", self.make_product("Bone screw", default_code="SCREW"))
        self.receive((lot, 5))
        lot.sudo().action_hold()
        answer = self.screen().explore("stock.lot", lot.ids)
        nodes = {node["type"]: node for node in answer["nodes"]}
        told = {
            name: nodes["lot"][name] for name in ("model", "id", "state", "state_label", "type_label", "product_name")
        }
        self.assertEqual(
            told,
            {"model": "stock.lot", "id": lot.id, "state": "hold", "state_label": "On Hold", "type_label": "Lot",
             "product_name": "Bone screw"},
        )  # fmt: skip
        self.assertEqual(nodes["partner"]["type_label"], "Supplier")
        [link] = answer["links"]
        self.assertEqual((link["kind_label"], link["grade_label"]), ("Received", "Exact"))
        self.assertEqual(answer["roots"][0], nodes["lot"])

    def test_it_speaks_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["meddev_genealogy"], ["zh_CN"])
        lot = self.make_lot("SCR-1")
        self.receive((lot, 5))
        answer = self.screen().with_context(lang="zh_CN").explore("stock.lot", lot.ids)
        self.assertEqual(answer["root"]["state_label"], "已放行")

    def test_an_expired_lot_says_so(self):
        lot = self.make_lot("SCR-1")
        if "expiration_date" not in lot._fields:
            self.skipTest("Lots have no expiry without product_expiry")
        lot.product_id.use_expiration_date = True
        lot.expiration_date = "2020-01-31 10:00:00"
        root = self.screen().explore("stock.lot", lot.ids)["root"]
        self.assertEqual((root["expiry"], root["is_expired"]), ("2020-01-31T10:00:00+00:00", True))

    def test_a_product_shows_its_latest_lots_and_says_how_many_there_are(self):
        product = self.make_product("Screw")
        lots = self.env["stock.lot"].create([{"name": f"S-{n:02}", "product_id": product.id} for n in range(25)])
        answer = self.screen().explore("product.product", product.ids)
        self.assertEqual((answer["subject"]["lots"], answer["subject"]["lots_in_all"]), (20, 25))
        self.assertEqual({root["id"] for root in answer["roots"]}, set(lots[5:].ids))

    def test_the_recall_scope_of_a_product_takes_all_its_lots(self):
        product = self.make_product("Screw")
        lots = self.env["stock.lot"].create([{"name": f"S-{n:02}", "product_id": product.id} for n in range(25)])
        for record in (product, product.product_tmpl_id):
            scope = self.screen().recall_scope(record.ids, record._name)
            self.assertEqual({one["id"] for one in scope["lots"]}, set(lots.ids))

    def test_a_recall_scope_tells_the_unit_of_each_quantity(self):
        wire = self.make_lot("WIRE-1", self.make_product("Wire", uom_id=self.env.ref("uom.product_uom_meter").id))
        pin = self.make_lot("PIN-1")
        self.receive((wire, 5), (pin, 3))
        self.ship((wire, 2), (pin, 1))
        scope = self.screen().recall_scope([pin.id, wire.id])
        for part in ("on_hand", "shipped", "balance"):
            told = {(row["lot"], row["uom"]) for row in scope[part]}
            self.assertEqual(told, {("WIRE-1", "m"), ("PIN-1", "Units")}, part)
        self.assertEqual({row["id"]: row["shipped"] for row in scope["balance"]}, {wire.id: 2.0, pin.id: 1.0})

    def test_a_recall_scope_of_what_has_no_lots_is_empty(self):
        product = self.make_product("Lonely")
        scope = self.screen().recall_scope(product.ids, "product.product")
        self.assertEqual((scope["lots"], scope["balance"]), ([], []))

    def test_a_record_without_lots_says_so(self):
        product = self.make_product("Lonely")
        with self.assertRaisesRegex(ValidationError, "Lonely has no lots or serial numbers yet"):
            self.screen().explore("product.product", product.ids)

    def test_what_has_no_lots_is_refused(self):
        for model in ("res.users", "meddev.nothing", None, ["stock.lot"]):
            with self.assertRaisesRegex(ValidationError, "is nothing that has lots"):
                self.screen().explore(model, [1])

    def test_ids_are_a_list_of_numbers(self):
        for ids in ([], None, "1", [True], ["1"], 5):
            with self.assertRaisesRegex(ValidationError, "Nothing was chosen"):
                self.screen().explore("stock.lot", ids)

    def test_a_deleted_record_is_told(self):
        lot = self.make_lot("SCR-1")
        number = lot.id
        self.env.cr.execute("DELETE FROM stock_lot WHERE id = %s", [number])
        other = self.make_lot("SCR-2")
        for ids in ([number], [other.id, number]):
            with self.subTest(ids), self.assertRaisesRegex(ValidationError, "no longer there"):
                self.screen().explore("stock.lot", ids)

    def test_a_code_that_no_database_keeps_is_answered(self):
        found = self.screen().find("SCR-1\0\ud800")
        self.assertEqual(found["ids"], [])
        self.assertIn("There is no lot, document or product SCR-1\ufffd\ufffd", found["message"])


@tagged("post_install", "-at_install")
class TestScreenAccess(ScreenCase):
    def setUp(self):
        super().setUp()
        self.lot = self.make_lot("SCR-1")
        self.receive((self.lot, 5))

    def each_question(self, user):
        screen = self.screen(user)
        yield "explore", lambda: screen.explore("stock.lot", self.lot.ids)
        yield "find", lambda: screen.find("SCR-1")
        yield "recall_scope", lambda: screen.recall_scope(self.lot.ids)
        yield "hold", lambda: screen.hold(self.lot.ids)

    def test_a_user_without_a_role_is_refused(self):
        for groups in ("base.group_user", "stock.group_stock_user", "base.group_portal"):
            user = new_test_user(self.env, f"nobody-{groups}", groups=groups)
            for name, ask in self.each_question(user):
                with self.subTest(groups=groups, name=name), self.assertRaisesRegex(AccessError, "none of the roles"):
                    ask()

    def test_every_role_may_ask(self):
        for role in ("operator", "quality_user", "regulatory", "engineering", "data_steward", "auditor", "system"):
            user = new_test_user(self.env, f"screen-{role}", groups=f"meddev_base.group_{role}")
            self.assertEqual(self.lots_shown(self.lot, user), ["SCR-1"], role)
            self.assertEqual(self.screen(user).find("SCR-1")["ids"], self.lot.ids, role)
            self.assertEqual([one["lot"] for one in self.screen(user).recall_scope(self.lot.ids)["lots"]], ["SCR-1"])

    def test_another_companys_lot_is_refused(self):
        sister = self.env["res.company"].create({"name": "Sister Company"})
        product = self.make_product("Pin of the sister", company_id=sister.id)
        theirs = self.make_lot("THEIRS-1", product, company_id=sister.id)
        inspector = new_test_user(self.env, "screen-inspector", groups="meddev_base.group_quality_user")
        screen = self.screen(inspector)
        for ask in (lambda: screen.explore("stock.lot", theirs.ids), lambda: screen.recall_scope(theirs.ids),
                    lambda: screen.hold((self.lot + theirs).ids)):  # fmt: skip
            with self.assertRaises(AccessError):
                ask()
        self.assertEqual(screen.find("THEIRS-1")["ids"], [])
        self.assertEqual(self.lot.state, "released")


@tagged("post_install", "-at_install")
class TestScreenFind(ScreenCase):
    def test_a_lot_a_transfer_and_a_product_are_found(self):
        lot = self.make_lot("SCR-1", self.make_product("Screw", default_code="SCREW", barcode="0123456789"))
        picking = self.receive((lot, 5))
        for code, record in (("SCR-1", lot), (" SCR-1\n", lot), (picking.name, picking), ("SCREW", lot.product_id),
                             ("0123456789", lot.product_id)):  # fmt: skip
            found = self.screen().find(code)
            self.assertEqual((found["model"], found["ids"]), (record._name, record.ids), code)

    def test_one_name_on_two_products_is_for_the_reader_to_choose(self):
        lots = self.make_lot("SAME-1", self.make_product("One")) + self.make_lot("SAME-1", self.make_product("Other"))
        found = self.screen().find("SAME-1")
        self.assertEqual((found["ids"], found["message"]), ([], "SAME-1 names 2 records. Choose one."))
        self.assertEqual({tuple(one["ids"]) for one in found["candidates"]}, {(lot.id,) for lot in lots})
        self.assertEqual({one["description"] for one in found["candidates"]}, {"One", "Other"})

    def test_an_unknown_code_lists_what_is_similar(self):
        self.make_lot("SIMILAR-17")
        found = self.screen().find("similar")
        self.assertEqual(found["message"], "There is no lot, document or product similar. Similar names are below.")
        self.assertEqual([one["name"] for one in found["candidates"]], ["SIMILAR-17"])

    def test_nothing_similar_says_to_check_the_spelling(self):
        found = self.screen().find("no such thing")
        self.assertEqual(found["candidates"], [])
        self.assertIn("Check the spelling.", found["message"])

    def test_nothing_scanned_is_told(self):
        for code in ("", "  ", None, 5):
            with self.assertRaisesRegex(ValidationError, "Nothing was scanned"):
                self.screen().find(code)
