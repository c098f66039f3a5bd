import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { startAuthentication } from "@auth_passkey/../lib/simplewebauthn";

/** Asks the passkey before Sign is sent; its answer travels where the password would. */
export class SignaturePasskeyFormController extends FormController {
    async beforeExecuteActionButton(clickParams) {
        const record = this.model.root;
        if (clickParams.name === "action_sign" && record.data.identify_by === "passkey") {
            if (!(await record.checkValidity({ displayNotification: true }))) {
                return false;
            }
            const options = await rpc("/auth/passkey/start-auth");
            // Refused by the person or by the device: nothing is sent, the form stays.
            const answer = await startAuthentication(options).catch(() => null);
            if (!answer) {
                this.env.services.notification.add(
                    _t("The passkey gave no answer. Nothing was signed. Try again, or sign with the password."),
                    { type: "warning" }
                );
                return false;
            }
            await record.update({ passkey: JSON.stringify(answer) });
        }
        return super.beforeExecuteActionButton(...arguments);
    }
}

registry.category("views").add("meddev_signature_passkey_form", {
    ...formView,
    Controller: SignaturePasskeyFormController,
});
