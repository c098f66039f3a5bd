import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Opens the genealogy of the record. An ordinary button would save the form first, which a reader is refused. */
export class GenealogyButton extends Component {
    static template = "meddev_genealogy.Button";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
    }

    open() {
        const { resModel, resId } = this.props.record;
        this.action.doAction("meddev_genealogy.genealogy_action", {
            additionalContext: { active_model: resModel, active_id: resId, active_ids: [resId] },
        });
    }
}

registry.category("view_widgets").add("meddev_genealogy", { component: GenealogyButton });
