"""What tests of signing share: a person with a password of their own, and something to sign."""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.meddev_base.tests.common import RpcCase

TRANSITION = "meddev.signature.policy|draft|effective"


class SignatureCase(RpcCase):
    """Signs a signature policy: the one record of this addon that needs signatures itself."""

    def setUp(self):
        super().setUp()
        # Where no other addon has anything to sign there is no transition to choose; the value itself is not at stake.
        policies = self.env.registry["meddev.signature.policy"]
        self.patch(policies, "_selection_transition", lambda policy: [(TRANSITION, "Policy: Draft → Effective")])
        self.manager = self.person("evidence-manager", "quality_manager")
        self.policy = self.make_policy("Release of lots")

    def person(self, login, *roles):
        """A user who chose the password ``<login>-secret``."""
        user = self.make_user(login, *roles)
        user.with_user(user).sudo()._change_password(f"{login}-secret")
        return user

    def make_policy(self, name, **vals):
        """A draft with one step, ready to be signed by a quality manager."""
        group = self.env.ref("meddev_base.group_quality_manager")
        step = {"name": "Release", "group_id": group.id}
        values = {"name": name, "transition": TRANSITION, "step_ids": [(0, 0, step)], **vals}
        return self.env["meddev.signature.policy"].create(values)

    def sign(self, policy=None, user=None, **credentials):
        user = user or self.manager
        typed = {"login": user.login, "password": f"{user.login}-secret", **credentials}
        policy = self.policy if policy is None else policy
        return policy.with_user(user)._sign("effective", typed, "Agreed in the meeting of 3 May")

    def refusal(self, **credentials):
        """Why the manager's signature is refused. ``assertRaises`` would undo the record of the attempt."""
        try:
            self.sign(**credentials)
        except UserError as error:
            return str(error)
        raise AssertionError("signed")

    def outcomes(self):
        """Outcomes of the manager's attempts to sign, the newest first."""
        return self.env["meddev.signature.attempt"].search([("user_id", "=", self.manager.id)]).mapped("outcome")

    def wizard(self, user=None, policy=None):
        """The form in which ``user`` signs, with a reason in it."""
        policy = (self.policy if policy is None else policy).with_user(user or self.manager)
        wizard = policy.env["meddev.signature.wizard"].browse(policy.action_sign("effective")["res_id"])
        wizard.reason = "Agreed in the meeting of 3 May"
        return wizard

    def press_sign(self, wizard, **typed):
        """Send what the browser sends when the manager, who is signed in, presses Sign; the error's text, or ""."""
        typed = {"login": self.manager.login, "password": f"{self.manager.login}-secret", **typed}
        context = {f"signature_{name}": value for name, value in typed.items()}
        call = {"model": wizard._name, "method": "action_sign", "args": [wizard.ids], "kwargs": {"context": context}}
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/web/dataset/call_button/{wizard._name}/action_sign", json={"params": call}).json()
        return answer.get("error", {}).get("data", {}).get("message", "")
