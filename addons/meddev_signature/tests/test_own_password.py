import xmlrpc.client

from odoo.exceptions import AccessError, UserError
from odoo.http import Request, root
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SignatureCase

UNCONFIRMED = "was set without the former one. Nothing is signed until a quality manager has met"


@tagged("post_install", "-at_install")
class TestOwnPassword(SignatureCase):
    """A password that came another way than through the former one signs nothing until a person was met."""

    def setUp(self):
        super().setUp()
        self.colleague = self.person("identity-colleague", "quality_manager")
        self.administrator = self.person("identity-admin", "system")
        self.contact = self.person("identity-contact", "quality_user")
        self.manager.email = "manager@example.com"
        self.env.company.security_contact_id = self.contact
        self.manager.company_id.security_contact_id = self.contact
        self.env.flush_all()

    def open_link(self):
        """What the holder of a link sends, signed in as nobody."""
        self.manager.with_user(self.env.ref("base.public_user")).sudo().password = "through-the-link"
        self.env.invalidate_all()

    def told(self, user):
        return self.env["mail.message"].search([("partner_ids", "in", user.partner_id.ids)]).mapped("subject")

    # --- the password comes another way ---------------------------------------------------------------------------

    def test_a_reset_link_to_another_address_signs_nothing(self):
        """An administrator changes the address, asks for the link and opens it."""
        self.manager.with_user(self.administrator).email = "thief@example.com"
        self.open_link()
        self.assertIn(UNCONFIRMED, self.refusal(password="through-the-link"))
        self.assertEqual(self.outcomes()[:2], ["unconfirmed", "reset"])

    def test_the_link_over_http_signs_nothing_either(self):
        if "auth_signup" not in self.env.registry._init_modules:
            self.skipTest("no links without auth_signup")
        self.manager.partner_id.sudo().signup_prepare(signup_type="reset")
        token = self.manager.partner_id.sudo()._generate_signup_token()
        self.env.flush_all()
        self.authenticate(None, None)
        page = self.url_open(f"/web/reset_password?token={token}").text
        self.assertIn("confirm_password", page)
        form = {"token": token, "login": self.manager.login, "name": self.manager.name, "password": "Through-1-link",
                "confirm_password": "Through-1-link", "csrf_token": Request.csrf_token(self)}  # fmt: skip
        self.url_open("/web/reset_password", data=form)
        self.env.invalidate_all()
        self.assertIn(UNCONFIRMED, self.refusal(password="Through-1-link"))

    def test_an_administrator_who_sets_it_and_then_changes_it_as_the_user_signs_nothing(self):
        self.manager.with_user(self.administrator).password = "temporary"
        self.manager.with_user(self.manager).change_password("temporary", "mine-now")
        self.env.invalidate_all()
        self.assertIn(UNCONFIRMED, self.refusal(password="mine-now"))

    def test_who_signed_once_is_not_new_again(self):
        self.sign()
        self.policy = self.make_policy("Next")
        self.env.cr.execute("UPDATE res_users SET has_own_password = false WHERE id = %s", (self.manager.id,))
        self.env.invalidate_all()
        self.open_link()
        self.assertIn(UNCONFIRMED, self.refusal(password="through-the-link"))

    def test_writing_ones_own_password_without_the_former_one_signs_nothing(self):
        self.manager.with_user(self.manager).sudo().password = "other"
        self.assertIn(UNCONFIRMED, self.refusal(password="other"))

    def test_the_first_password_of_a_new_person_is_their_own(self):
        newcomer = self.make_user("identity-newcomer", "quality_manager")
        newcomer.with_user(self.env.ref("base.public_user")).sudo().password = "invited"
        self.assertFalse(newcomer.is_identity_pending)
        self.assertTrue(self.sign(user=newcomer, password="invited"))

    def test_changing_it_with_the_former_one_signs_on(self):
        self.manager.with_user(self.manager).change_password(f"{self.manager.login}-secret", "next")
        self.env.invalidate_all()
        self.assertTrue(self.sign(password="next"))

    # --- who is told ----------------------------------------------------------------------------------------------

    def test_the_former_address_and_the_security_contact_are_told(self):
        self.manager.with_user(self.administrator).email = "thief@example.com"
        self.open_link()
        mails = self.env["mail.mail"].search([("email_to", "=", "manager@example.com")])
        mail = mails.filtered(lambda mail: mail.subject == f"E-mail address of {self.manager.name} changed")
        self.assertIn("from manager@example.com to thief@example.com by identity-admin", mail.body_html)
        told = self.told(self.contact)
        self.assertIn(f"E-mail address of {self.manager.name} changed", told)
        self.assertIn(f"Password of {self.manager.name} set anew", told)

    def test_an_address_of_somebody_who_never_signs_changes_in_silence(self):
        partner = self.env["res.partner"].create({"name": "Customer", "email": "a@example.com"})
        partner.email = "b@example.com"
        self.assertFalse(self.env["mail.mail"].search([("email_to", "=", "a@example.com")]))

    # --- confirming -----------------------------------------------------------------------------------------------

    def confirm(self, user):
        self.manager.with_user(user).action_confirm_identity()
        self.env.invalidate_all()

    def test_after_a_quality_manager_confirmed_it_the_person_signs(self):
        self.open_link()
        self.confirm(self.colleague)
        self.assertTrue(self.sign(password="through-the-link"))
        attempt = self.env["meddev.signature.attempt"].search([("outcome", "=", "confirmed")], limit=1)
        self.assertEqual(
            (attempt.user_id, attempt.subject), (self.manager, f"{self.colleague.name} (identity-colleague)")
        )

    def test_the_management_representative_confirms_too(self):
        representative = self.person("identity-representative", "regulatory")
        self.manager.company_id.management_representative_id = representative
        self.open_link()
        self.confirm(representative)
        self.assertFalse(self.manager.is_identity_pending)

    def test_neither_the_person_nor_an_administrator_nor_others_confirm(self):
        self.open_link()
        both = self.person("identity-both", "system", "quality_manager")
        with self.assertRaisesRegex(AccessError, "does not confirm their own identity"):
            self.confirm(self.manager)
        for user in (self.administrator, both, self.contact, self.make_user("identity-fresh", "quality_manager")):
            with self.assertRaisesRegex(AccessError, "A quality manager or the management representative"):
                self.confirm(user)
        self.assertTrue(self.manager.is_identity_pending)

    def test_a_password_that_somebody_else_knows_is_not_confirmed(self):
        self.manager.with_user(self.administrator).password = "temporary"
        with self.assertRaisesRegex(UserError, "They change it first"):
            self.confirm(self.colleague)

    def test_the_button_is_shown_to_who_may_confirm_once_the_person_chose_a_password(self):
        def is_shown(user):
            return self.manager.with_user(user).is_identity_mine_to_confirm

        self.manager.with_user(self.administrator).password = "temporary"
        self.assertFalse(is_shown(self.colleague))
        self.open_link()
        self.env.invalidate_all()
        self.assertTrue(is_shown(self.colleague))
        for user in (self.manager, self.administrator, self.contact):
            self.assertFalse(is_shown(user), user.login)
        self.confirm(self.colleague)
        self.assertFalse(is_shown(self.colleague))

    def test_nothing_is_confirmed_in_advance(self):
        with self.assertRaisesRegex(UserError, "there is nothing to confirm"):
            self.confirm(self.colleague)

    def test_nobody_confirms_by_hand_over_rpc(self):
        self.open_link()
        for vals in ({"is_identity_pending": False}, {"has_own_password": True}):
            with self.assertRaises(xmlrpc.client.Fault), mute_logger("odoo.http"):
                self.xmlrpc(self.administrator, "res.users", "write", self.manager.ids, vals)
        with self.assertRaises(xmlrpc.client.Fault), mute_logger("odoo.http"):
            self.xmlrpc(self.administrator, "res.users", "action_confirm_identity", self.manager.ids)
        self.assertTrue(self.manager.is_identity_pending)

    def test_the_quality_manager_confirms_over_rpc(self):
        self.open_link()
        waiting = self.xmlrpc(self.colleague, "res.users", "search", [("is_identity_pending", "=", True)])
        self.assertEqual(waiting, self.manager.ids)
        self.xmlrpc(self.colleague, "res.users", "action_confirm_identity", waiting)
        self.manager.invalidate_recordset()
        self.assertFalse(self.manager.is_identity_pending)


@tagged("post_install", "-at_install")
class TestStolenSession(SignatureCase):
    """Whoever finds a session open, identified a minute ago, does not make the user ID their own."""

    def setUp(self):
        super().setUp()
        session = self.authenticate(self.manager.login, f"{self.manager.login}-secret")
        session["identity-check-last"] = 4102444800  # as after the check that Odoo keeps for ten minutes
        root.session_store.save(session)

    def call(self, model, method, *args, **kwargs):
        """The error's text, "" when there was none."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).json()
        self.result = answer.get("result")
        return answer.get("error", {}).get("data", {}).get("message", "")

    def change_password(self, present, new="stolen-1"):
        self.call("change.password.own", "create", [{"new_password": new, "confirm_password": new}])
        context = {"present_password": present} if present else {}
        return self.call("change.password.own", "change_password", self.result, context=context)

    def test_the_password_is_not_changed_without_the_present_one(self):
        for guess in (None, "guess"):
            self.assertEqual(self.change_password(guess), "The present password is wrong. Nothing was changed.")
        self.assertEqual(self.outcomes(), ["password", "password"])
        self.assertTrue(self.sign())

    def test_with_the_present_one_it_is_changed_and_signs(self):
        self.assertEqual(self.change_password(f"{self.manager.login}-secret"), "")
        self.env.invalidate_all()
        self.assertTrue(self.sign(password="stolen-1"))
        self.assertEqual(self.outcomes(), ["signed", "checked"])

    def test_the_present_password_stays_in_no_table(self):
        self.change_password(f"{self.manager.login}-secret")
        self.env.cr.execute("SELECT count(*) FROM res_users_identitycheck WHERE request LIKE '%secret%'")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_guessing_it_locks(self):
        for _attempt in range(4):
            self.change_password("guess")
        self.assertIn("Signing is locked", self.change_password("guess"))
        self.assertIn("Signing is locked", self.change_password(f"{self.manager.login}-secret"))
        self.assertIn("Signing is locked", self.call("res.users", "change_password", "guess", "stolen-1"))


@tagged("post_install", "-at_install")
class TestLimits(SignatureCase):
    """The lockout holds, whatever the parameters say."""

    def test_a_parameter_beyond_the_limits_counts_as_the_limit(self):
        limits = {"max_attempts": (1, 10), "lock_minutes": (1, 1440), "session_minutes": (0, 60)}
        for name, (lowest, highest) in limits.items():
            for value, counts in (("100000", highest), ("-7", lowest), ("0", lowest), ("5", 5)):
                self.env["ir.config_parameter"].sudo().set_param(f"meddev_signature.{name}", value)
                self.assertEqual(self.manager._signing_setting(name), counts, (name, value))

    def test_an_administrator_does_not_lift_the_lock_over_rpc(self):
        administrator = self.person("limits-admin", "system")
        key = "meddev_signature.max_attempts"
        self.xmlrpc(administrator, "ir.config_parameter", "set_param", key, "100000")
        self.env.invalidate_all()
        refusals = [self.refusal(password="guess") for _attempt in range(10)]
        self.assertIn("Signing is locked", refusals[-1])
