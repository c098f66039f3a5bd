import { Component, useState, xml } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useAutofocus } from "@web/core/utils/hooks";

const NAME = "odoo.addons.meddev_audit.exceptions.ReasonRequired";
const CALLS = /^\/web\/dataset\/(call_kw|call_button)(\/|$)/;

/** Asks why, for an act that the server refused without a reason. */
export class ReasonDialog extends Component {
    static components = { Dialog };
    static props = { close: Function, message: String, answer: Function };
    static template = xml`
        <Dialog title="title" size="'md'" contentClass="'o_meddev_reason'">
            <p t-out="props.message"/>
            <textarea class="form-control" name="audit_reason" rows="3" t-ref="autofocus" t-model="state.reason"
                      t-att-placeholder="title"/>
            <t t-set-slot="footer">
                <button class="btn btn-primary" t-att-disabled="!state.reason.trim()" t-on-click="give" t-out="go"/>
                <button class="btn btn-secondary" t-on-click="props.close" t-out="discard"/>
            </t>
        </Dialog>`;

    setup() {
        this.title = _t("Reason for Change");
        this.go = _t("Continue");
        this.discard = _t("Discard");
        this.state = useState({ reason: "" });
        useAutofocus();
    }

    give() {
        this.props.answer(this.state.reason.trim());
        this.props.close();
    }
}

/** The same call again, through the server's one way to give a reason for an act. */
function again({ model, method, args, kwargs }, reason) {
    return { model: "meddev.audit.reason", method: "call", args: [reason, model, method, args, kwargs], kwargs: {} };
}

const reasonService = {
    dependencies: ["dialog"],
    start(env, { dialog }) {
        const send = rpc._rpc;
        const ask = (message) =>
            new Promise((resolve) => {
                let given = "";
                const props = { message, answer: (reason) => (given = reason) };
                dialog.add(ReasonDialog, props, { onClose: () => resolve(given) });
            });
        rpc._rpc = function (url, params, settings) {
            const sent = send(url, params, settings);
            if (!CALLS.test(url)) {
                return sent;
            }
            const answered = sent.catch(async (error) => {
                if (error.exceptionName !== NAME) {
                    throw error;
                }
                // How to give one is for programs: here the dialog is the way.
                error.data.message = error.data.context.fact;
                const reason = await ask(error.data.message);
                if (!reason) {
                    throw error;
                }
                const route = url.split("/").slice(0, 4).join("/");
                return send(`${route}/meddev.audit.reason/call`, again(params, reason), settings);
            });
            answered.abort = (...flags) => sent.abort?.(...flags);
            return answered;
        };
    },
};

registry.category("services").add("meddev_audit_reason", reasonService);
// Whoever gives none has read why nothing happened.
registry.category("error_notifications").add(NAME, { type: "warning" });
