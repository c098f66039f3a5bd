import { useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks whether to put lots on hold, and why; the reason is kept with each of them. */
export class HoldDialog extends ConfirmationDialog {
    static template = "meddev_genealogy.HoldDialog";

    setup() {
        super.setup();
        this.state = useState({ reason: "" });
        useAutofocus({ refName: "reason" });
    }

    get reason() {
        return this.state.reason.trim();
    }

    async _confirm() {
        return this.execButton(() => this.props.confirm(this.reason));
    }
}
