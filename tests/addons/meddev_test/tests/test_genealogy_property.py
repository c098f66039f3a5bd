import logging
import os
import random
from collections import Counter

from odoo.tests import new_test_user, tagged

from odoo.addons.meddev_genealogy_mrp.tests.common import ManufacturingCase
from odoo.addons.meddev_genealogy_repair.tests.common import RepairCase

from .genealogy_script import STEPS as KINDS
from .genealogy_script import Script

_logger = logging.getLogger(__name__)
SEED = "MEDDEV_SEED"
SEEDS = "MEDDEV_SEEDS"
STEPS = "MEDDEV_STEPS"


def seeds():
    """The seeds to run: the one of ``MEDDEV_SEED``, else as many as ``MEDDEV_SEEDS`` says."""
    if SEED in os.environ:
        return [int(os.environ[SEED])]
    return list(range(1, 1 + int(os.environ.get(SEEDS, "2"))))


@tagged("post_install", "-at_install")
class TestGenealogyOfRandomStories(ManufacturingCase, RepairCase):
    """What the product tells of a random, legal story is what somebody tells who wrote every event down."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()  # identification opens a transaction of its own
        cls.inspector = new_test_user(cls.env, "story-inspector", groups="meddev_base.group_quality_user")
        cls.manager = new_test_user(cls.env, "story-manager", groups="meddev_base.group_quality_manager")
        cls.manager.with_user(cls.manager).sudo()._change_password("story-manager-own")

    def test_the_genealogy_is_what_the_oracle_tells(self):
        missing = set(KINDS)
        for seed in seeds():
            with self.subTest(seed=seed):
                self.check_story(seed, missing)
        if not {SEED, SEEDS, STEPS} & os.environ.keys():
            self.assertEqual(missing, set(), "steps that no story had")

    def check_story(self, seed, missing):
        script = Script(self, random.Random(seed))
        try:
            script.run(int(os.environ.get(STEPS, "45")), missing)
            self.compare(script, random.Random(seed))
        except BaseException:
            told = "\n".join(f"{number:3} {sentence}" for number, sentence in enumerate(script.told, start=1))
            _logger.error("Story of %s=%s:\n%s", SEED, seed, told)
            raise

    # --- comparing ----------------------------------------------------------------------------------------------

    def compare(self, script, rng):
        oracle, names = script.oracle, script.oracle.lots()
        self.assertEqual(set(names) - script.records.keys(), set())
        inside = oracle.contents()
        reached = {name: oracle.walk([name], "down")[0] for name in names}
        for name in names:
            for way in ("down", "up"):
                self.assertEqual(self.told_links(script, name, way), oracle.links([name], way), (name, way))
            self.assertLessEqual(inside[name], oracle.walk([name], "up")[0], name)
            for part in inside[name]:
                self.assertIn(name, reached[part], part)
        for name in rng.sample(names, min(len(names), 8)):
            for way in ("down", "up"):
                self.compare_summary(script.records[name], way)
        for _time in range(6):
            self.compare_scope(script, rng.sample(names, rng.randint(1, 4)))
        self.compare_balances(script, names)
        answer = self.env["meddev.genealogy.link"]._rebuild()
        self.assertEqual((answer["missing"], answer["wrong"], answer["examples"]), (0, 0, []))

    def told_links(self, script, name, way):
        answer = self.trace(script.records[name], way)
        self.assertEqual((answer["truncated"], answer["hidden"]), (False, 0))
        nodes = {node["key"]: self.node_name(node) for node in answer["nodes"]}
        total = Counter()
        for link in answer["links"]:
            key = (nodes[link["from"]], link["kind"], nodes[link["to"]], self.document(link), link["grade"])
            total[key] += link["quantity"]
        return {key: round(quantity, 6) for key, quantity in total.items()}

    def compare_summary(self, lot, way):
        """The short answer agrees with the long one, which was compared with the oracle."""
        answer = self.trace(lot, way)
        short = self.env["meddev.genealogy"].with_user(self.reader)._summary(lot.with_user(self.reader), way)
        self.assertEqual(short["lots"], sum(node["type"] == "lot" for node in answer["nodes"]), (lot.name, way))
        role = {"down": "customer", "up": "supplier"}[way]
        told = {}
        for one in short["partners"]:
            quantity, lots = told.get(one["key"], (0, 0))
            told[one["key"]] = (round(quantity + one["quantity"], 6), lots + one["lots"])
        known = {one["key"]: (one["quantity"], len(one["lots"])) for one in answer["partners"] if one["role"] == role}
        self.assertEqual(told, known, (lot.name, way))

    def document(self, row):
        """A count has no document of its own; its reference is a sentence of Odoo's."""
        return "" if row.get("kind") == "adjusted" else row["document"]

    def node_name(self, node):
        name = node["lot"] or node["name"]
        _model, _id, *part = node["key"].split(":", 2)
        if part and part[0].startswith("unit:"):
            return f"{name}/{self.env['stock.lot'].browse(int(part[0][5:])).name}"
        return f"{name}/{part[0]}" if part else name

    def compare_scope(self, script, names):
        lots = self.env["stock.lot"].union(*[script.records[name] for name in names]).with_user(self.reader)
        scope, truth = (
            self.env["meddev.genealogy"].with_user(self.reader)._recall_scope(lots),
            script.oracle.scope(names),
        )
        self.assertEqual({row["lot"] for row in scope["lots"]}, truth["lots"], names)
        told = {
            "on_hand": Counter({(row["lot"], row["location"]): row["quantity"] for row in scope["on_hand"]}),
            "shipped": self.added_up(
                scope["shipped"], lambda row: (row["lot"], row["partner"] or row["location"], row["delivery"])
            ),
            "scrapped": self.added_up(scope["scrapped"], lambda row: (row["lot"], row["location"], row["document"])),
            "consumed": self.added_up(
                scope["consumed"], lambda row: (row["lot"], row["kind"], row["document"], row["grade"])
            ),
        }
        for name, rows in told.items():
            self.assertEqual(dict(rows), truth[name], (name, names))
        balances = {row.pop("lot"): row for row in scope["balance"]}
        for lot, balance in truth["balance"].items():
            self.assertEqual({**balances[lot], "product": ""}, {**balance, "difference": 0.0, "product": ""}, lot)

    def added_up(self, rows, key):
        total = Counter()
        for row in rows:
            total[key(row)] += row["quantity"]
        return {key: round(quantity, 6) for key, quantity in total.items()}

    def compare_balances(self, script, names):
        lots = self.env["stock.lot"].union(*[script.records[name] for name in names]).with_user(self.reader)
        for row in self.env["meddev.genealogy"].with_user(self.reader)._balance(lots):
            name, _product = row.pop("lot"), row.pop("product")
            self.assertEqual(row, {**script.oracle.balance(name), "difference": 0.0}, name)
