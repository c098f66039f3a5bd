from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import BrowserCase

from ..models.own_password import proven
from .common import SignatureCase

CHANGE = """
const until = async (find) => {
    for (let tries = 0; tries < 150; tries++) {
        const found = find();
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`not found: ${find}`);
};
const type = async (name, value) => {
    const input = await until(() => document.querySelector(`.modal [name=${name}] input`));
    input.value = value;
    input.dispatchEvent(new Event("input", {bubbles: true}));
    input.dispatchEvent(new Event("change", {bubbles: true}));
};
const press = () => document.querySelector(".modal footer button[name=change_password]").click();
(async () => {
    const services = odoo.__WOWL_DEBUG__.root.env.services;
    // As preference_change_password answers once Odoo's own check has been passed.
    const [res_id] = await services.orm.create("change.password.own", [{}]);
    services.action.doAction({type: "ir.actions.act_window", res_model: "change.password.own", res_id,
                              views: [[false, "form"]], target: "new"});
    await type("current_password", "guess");
    await type("new_password", "browser-own-1");
    await type("confirm_password", "browser-own-1");
    press();
    const refusal = await until(() => document.querySelector(".o_dialog .text-prewrap, .o_notification_content"));
    if (!refusal.textContent.includes("The present password is wrong")) throw new Error(refusal.textContent);
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestOwnPasswordInBrowser(SignatureCase, BrowserCase):
    """Changing one's password in Chromium, as under My Preferences."""

    def setUp(self):
        super().setUp()
        # Odoo's browser tests sign in with the login as password.
        with proven(self.manager):
            self.manager.with_user(self.manager).sudo()._change_password(self.manager.login)

    def change(self, script):
        self.browser_js("/odoo", script, "odoo.isReady === true", login=self.manager.login)
        self.env.invalidate_all()

    def test_the_dialog_asks_for_the_present_password_and_refuses_a_wrong_one(self):
        self.change(CHANGE)
        self.assertTrue(self.sign(password=self.manager.login))

    def test_with_the_right_one_the_new_password_signs(self):
        # The page is loaded anew then, which ends the script that waits.
        accepted = CHANGE[: CHANGE.index("    press();\n    const refusal")].replace(
            "(async () => {", "void (async () => {"
        )
        accepted += """
            window.addEventListener("beforeunload", () => console.log("test successful"));
            press();
        })().catch((error) => console.error(error.message));
        """
        self.change(accepted.replace('"guess"', f'"{self.manager.login}"'))
        self.assertTrue(self.sign(password="browser-own-1"))
