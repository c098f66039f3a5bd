import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Opens the audit trail of the record, and says what of it is in archives. An ordinary button would save the form
 * first, which an auditor, who writes nothing, is refused.
 */
export class AuditTrailButton extends Component {
    static props = { ...standardWidgetProps, label: String };
    static template = xml`
        <button type="button" class="btn btn-outline-secondary oe_stat_button" name="action_audit_trail" t-on-click="open">
            <i class="o_button_icon fa fa-fw fa-history me-1"/>
            <div class="o_stat_info"><span class="o_stat_text" t-out="props.label"/></div>
        </button>`;

    setup() {
        // Not through useService: in the menu "More" this button is gone as soon as it is pressed, and what useService
        // gives would never answer then.
        const { action, notification, orm } = this.env.services;
        Object.assign(this, { action, notification, orm });
    }

    async open() {
        const { resModel, resId } = this.props.record;
        const trail = await this.orm.call(resModel, "action_audit_trail", [[resId]]);
        await this.action.doAction(trail);
        if (trail.context.meddev_archived) {
            const onClick = async () =>
                this.action.doAction(await this.orm.call(resModel, "action_audit_archived", [[resId]]));
            this.notification.add(trail.context.meddev_archived, {
                type: "warning",
                sticky: true,
                buttons: [{ name: _t("Show Archived Entries"), onClick, primary: true }],
            });
        }
    }
}

registry.category("view_widgets").add("meddev_audit_trail", {
    component: AuditTrailButton,
    extractProps: ({ attrs }) => ({ label: attrs.label }),
});
