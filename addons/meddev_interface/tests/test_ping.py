from datetime import UTC, datetime, timedelta

from odoo.tests import tagged

from .common import API, ApiCase


@tagged("post_install", "-at_install")
class TestPing(ApiCase):
    def test_both_protocols_answer_the_same(self):
        answers = self.both(self.caller, API, "ping")
        moments = [datetime.fromisoformat(answer.pop("time")) for answer in (answers.xmlrpc, answers.json2)]
        self.assertEqual(answers.xmlrpc, answers.json2)
        self.assertEqual(answers.status, 200)
        for moment in moments:
            self.assertEqual(moment.utcoffset(), timedelta(0))
            self.assertLess(abs(datetime.now(UTC) - moment), timedelta(minutes=1))

    def test_it_says_which_api_which_database_and_as_whom(self):
        answer = self.json2(self.caller, API, "ping")[1]
        self.assertEqual(
            {key: answer[key] for key in ("api", "database", "login")},
            {"api": "v1", "database": self.env.cr.dbname, "login": "rpc-regulatory"},
        )
        self.assertRegex(answer["version"], r"^19\.0\.\d+\.\d+\.\d+$")
        self.assert_plain(answer)

    def test_a_user_without_any_role_learns_that_it_answers(self):
        stranger = self.make_user("rpc-stranger")
        self.assertEqual(self.json2(stranger, API, "ping")[1]["login"], "rpc-stranger")

    def test_a_key_that_was_never_made_is_refused(self):
        nonsense = {"Authorization": "bearer nonsense"}
        response = self.url_open(f"/json/2/{API}/ping", json={"context": {}}, headers=nonsense)
        self.assertEqual(response.status_code, 401)
