import base64
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from odoo.addons.meddev_base.tests.common import BrowserCase
from odoo.addons.meddev_signature.models.own_password import proven

from .authenticator import PasskeyCase

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "automaticPresenceSimulation": True,
}
SIGN = """
const until = async (find) => {
    for (let tries = 0; tries < 150; tries++) {
        const found = find();
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`not found: ${find}`);
};
const button = (text) => [...document.querySelectorAll("button")].find(
    (one) => one.textContent.trim() === text && one.offsetParent
);
(async () => {
    (await until(() => button("Put into Effect"))).click();
    const reason = await until(() => document.querySelector(".modal [name=reason] textarea"));
    %s
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""
FILL_IN = """
    reason.value = "Agreed";
    reason.dispatchEvent(new Event("input", {bubbles: true}));
    reason.dispatchEvent(new Event("change", {bubbles: true}));
"""


@tagged("post_install", "-at_install")
class TestSigningInBrowser(PasskeyCase, BrowserCase):
    """The signing form in Chromium, with a passkey of Chromium's virtual authenticator."""

    def setUp(self):
        # To a browser an address is no domain that a passkey could belong to.
        self.startPatcher(patch("odoo.tests.common.HOST", "localhost"))
        super().setUp()
        # Odoo's browser tests sign in with the login as password.
        with proven(self.manager):
            self.manager.with_user(self.manager).sudo()._change_password(self.manager.login)
        self.phone = self.register(self.manager)

    def open_form(self, steps, is_verified=True):
        """Open the signing form in a browser whose device holds the passkey and take ``steps`` there."""
        phone, manager = self.phone, self.manager

        def with_device(browser, *args, **kwargs):
            browser._websocket_request("WebAuthn.enable", params={"enableUI": False})
            options = {**DEVICE, "isUserVerified": is_verified}
            device = browser._websocket_request("WebAuthn.addVirtualAuthenticator", params={"options": options})
            credential = {
                "credentialId": base64.b64encode(phone.identifier).decode(),
                "isResidentCredential": True,
                "rpId": "localhost",
                "privateKey": base64.b64encode(phone.pkcs8()).decode(),
                "userHandle": base64.b64encode(str(manager.id).encode()).decode(),
                "signCount": 0,
            }
            params = {"authenticatorId": device["authenticatorId"], "credential": credential}
            browser._websocket_request("WebAuthn.addCredential", params=params)
            return navigate(browser, *args, **kwargs)

        navigate = ChromeBrowser.navigate_to
        url = f"/odoo/m-meddev.signature.policy/{self.policy.id}"
        with patch.object(ChromeBrowser, "navigate_to", with_device):
            self.browser_js(url, SIGN % steps, "odoo.isReady === true", login=self.manager.login)
        self.policy.invalidate_recordset()

    def test_sign_with_passkey_in_the_form_signs(self):
        self.open_form(
            FILL_IN
            + """
            if (document.querySelector(".modal [name=password] input")) throw new Error("the password is asked for");
            (await until(() => button("Sign with passkey"))).click();
            await until(() => !document.querySelector(".modal"));
            await until(() => document.querySelector(".o_arrow_button_current")?.textContent.includes("Effective"));
            """
        )
        self.assertEqual(self.policy.signature_ids.method, "passkey")
        self.assertEqual(self.policy.signature_ids.reason, "Agreed")

    def test_without_a_reason_the_device_is_not_asked(self):
        self.open_form(
            """
            navigator.credentials.get = () => console.error("the device was asked");
            (await until(() => button("Sign with passkey"))).click();
            await until(() => document.querySelector(".modal [name=reason].o_field_invalid"));
            """
        )
        self.assertFalse(self.policy.signature_ids)

    def test_who_is_not_recognised_by_the_device_stays_in_the_form(self):
        self.open_form(
            FILL_IN
            + """
            (await until(() => button("Sign with passkey"))).click();
            const message = await until(() => document.querySelector(".o_notification_content"));
            if (!message.textContent.includes("Nothing was signed")) throw new Error(message.textContent);
            (await until(() => button("Cancel"))).click();
            await until(() => !document.querySelector(".modal"));
            """,
            is_verified=False,
        )
        self.assertFalse(self.policy.signature_ids)

    def test_the_password_signs_in_the_same_form(self):
        self.open_form(
            FILL_IN
            + """
            [...document.querySelectorAll(".modal [name=identify_by] input")][1].click();
            for (const name of ["login", "password"]) {
                const input = await until(() => document.querySelector(`.modal [name=${name}] input`));
                input.value = "LOGIN";
                input.dispatchEvent(new Event("input", {bubbles: true}));
                input.dispatchEvent(new Event("change", {bubbles: true}));
            }
            (await until(() => button("Sign"))).click();
            await until(() => !document.querySelector(".modal"));
            """.replace("LOGIN", self.manager.login)
        )
        self.assertEqual(self.policy.signature_ids.method, "password")
