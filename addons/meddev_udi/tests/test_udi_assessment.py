import xmlrpc.client

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import UdiCase


@tagged("post_install", "-at_install")
class TestAssessment(UdiCase):
    """Whether a change needs a new identifier is asked for each market, answered and signed."""

    def setUp(self):
        super().setUp()
        self.di = self.activate(self.make_di())
        self.di.write({"is_for_us": True, "is_for_cn": True})

    def begin(self, reference="ECO/1"):
        model = self.env["meddev.udi.assessment"].with_user(self.regulatory)
        return model._begin(self.di, reference, "Other tubing")

    def conclude(self, assessment, yes=()):
        for line in assessment.line_ids:
            line.answer = "yes" if line.question_id.code in yes else "no"
        return self.sign(assessment, "concluded")

    def test_each_market_asks_its_questions(self):
        assessment = self.begin()
        self.assertEqual(set(assessment.line_ids.mapped("market")), {"us", "cn"})
        self.assertEqual(assessment.verdict, "incomplete")
        assessment.is_for_cn = False
        self.assertEqual(set(assessment.line_ids.mapped("market")), {"us"})

    def test_an_open_question_is_not_signed(self):
        assessment = self.begin()
        assessment.line_ids[1:].answer = "no"
        with self.refused("has 1 open questions"):
            self.sign(assessment, "concluded")

    def test_no_market_is_no_assessment(self):
        self.di.write({"is_for_us": False, "is_for_cn": False})
        with self.refused("no market is chosen"):
            self.sign(self.begin(), "concluded")

    def test_a_change_asks_whether_a_new_identifier_is_needed(self):
        self.assertEqual(self.set._needs_new_di("ECO/1"), {"verdict": "incomplete", "new": [], "open": [self.di.code]})
        assessment = self.begin()
        self.conclude(assessment, {"brand"})
        self.assertEqual(self.set._needs_new_di("ECO/1"), {"verdict": "new", "new": [self.di.code], "open": []})
        self.assertEqual(self.set._needs_new_di("ECO/1", ["cn"])["verdict"], "keep")
        self.assertEqual(self.set._needs_new_di("ECO/2")["verdict"], "incomplete")

    def test_all_no_keeps_the_identifier(self):
        self.conclude(self.begin())
        self.assertEqual(self.set._needs_new_di("ECO/1")["verdict"], "keep")

    def test_a_market_that_was_not_asked_is_open(self):
        self.conclude(self.begin())
        self.assertEqual(self.set._needs_new_di("ECO/1", ["eu"])["verdict"], "incomplete")

    def test_what_was_signed_does_not_change(self):
        assessment = self.begin()
        self.conclude(assessment)
        with self.refused("is Concluded"):
            assessment.line_ids[0].answer = "yes"
        with self.refused("is Concluded"):
            assessment.description = "Another"
        with self.refused("is Concluded"):
            assessment.line_ids[0].unlink()
        with self.refused("is Concluded: Files can no longer change"):
            self.env["ir.attachment"].create({"name": "a.txt", "res_model": assessment._name, "res_id": assessment.id})

    def test_a_reworded_question_leaves_the_signature_valid(self):
        assessment = self.begin()
        self.conclude(assessment)
        line = assessment.line_ids[0]
        asked = line.shown
        line.question_id.name = "Something else?"
        self.assertEqual((assessment.signature_status, line.shown, line.question), ("valid", asked, asked))

    def test_a_question_is_read_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        line = self.begin().line_ids[0]
        line.question_id.with_context(lang="zh_CN").sudo().name = "产品名称是否改变？"
        self.assertEqual(line.with_context(lang="zh_CN").shown, "产品名称是否改变？")

    def test_an_engineer_reads_and_does_not_answer(self):
        assessment = self.begin()
        engineer = self.make_user("udi-engineer", "engineering")
        self.assertTrue(assessment.with_user(engineer).line_ids.mapped("question"))
        with self.assertRaises(AccessError):
            assessment.line_ids.with_user(engineer).answer = "no"

    def test_over_rpc_nothing_is_concluded_unsigned(self):
        assessment = self.begin()
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc(
                self.regulatory, "meddev.udi.assessment", "write", [assessment.id], {"state": "concluded"},
                context={"meddev_gate": True},
            )  # fmt: skip
        self.assertEqual(assessment.state, "draft")
