import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatFloat } from "@web/core/utils/numbers";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ScanField } from "@meddev_base/scan_field/scan_field";

const RECORD = "meddev.as.built";
const SCREEN = "meddev.as.built.screen";

/**
 * Units as rows, components as columns, one field to scan into. A refused scan changes nothing and is said below the
 * field, which keeps the focus: no dialog stands between two scans.
 */
export class AsBuiltScreen extends Component {
    static template = "meddev_genealogy_mrp.AsBuiltScreen";
    static components = { Layout, ScanField };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm").silent;
        this.action = useService("action");
        this.bar = useRef("bar");
        this.current = useRef("current");
        this.display = { controlPanel: {} };
        this.order = this.props.action.context.active_id;
        this.state = useState({ grid: null, unit: 0, message: "", refusal: "", before: [] });
        onWillStart(async () => {
            this.state.grid = await this.orm.call(SCREEN, "grid", [this.order]);
            const units = this.state.grid.units;
            this.state.unit = units.length === 1 && this.state.grid.is_open ? units[0].id : 0;
        });
        useEffect(
            () => {
                this.current.el?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.unit]
        );
    }

    get hint() {
        const { grid, unit } = this.state;
        const current = grid.units.find((one) => one.id === unit);
        if (!current) {
            return _t("Scan the serial number of a unit.");
        }
        const cell = current.cells.find((one) => one.missing);
        const column = cell && grid.components.find((one) => one.id === cell.component);
        return column ? _t("Unit %(unit)s: scan %(component)s.", { unit: current.name, component: column.name })
            : _t("Unit %s is complete. Scan the next one.", current.name);
    }

    /** Where the next scan of a component goes. */
    isNext(unit, cell) {
        return unit.id === this.state.unit && cell === unit.cells.find((one) => one.missing);
    }

    get missing() {
        return _t("%s missing", this.state.grid.missing);
    }

    get unnamed() {
        return _t("%s units have no serial number yet. Enter them in the order.", this.state.grid.unnamed);
    }

    number(quantity) {
        return formatFloat(quantity, { digits: [16, 6], trailingZeros: false });
    }

    focus() {
        this.bar.el?.querySelector("input")?.focus();
    }

    async onScan(code, quantity) {
        // What is no number goes as it is: the server says so.
        const number = Number(quantity.replace(",", "."));
        const asked = quantity === "" ? null : Number.isNaN(number) ? quantity : number;
        const isTaken = await this.act(SCREEN, "scan", [this.order, code, this.state.unit || null, asked, this.state.before]);
        return isTaken && this.state.before.length ? "waiting" : isTaken;
    }

    onDropped(codes) {
        this.state.refusal += " " + _t("Scan again what came after it: %s.", codes.join(", "));
    }

    async remove(unit, component, lot) {
        await this.act(RECORD, "remove", [this.order, unit.id, lot, component]);
        this.focus();
    }

    async act(model, method, args) {
        this.state.refusal = "";
        try {
            const answer = await this.orm.call(model, method, args);
            this.state.grid = answer.grid || (await this.orm.call(SCREEN, "grid", [this.order]));
            this.state.unit = answer.grid ? answer.unit : args[1];
            this.state.before = answer.before || [];
            this.state.message = answer.message || _t("%s was removed.", args[2]);
            return true;
        } catch (error) {
            if (!error.data) {
                throw error;
            }
            this.state.message = "";
            this.state.refusal = error.data.message;
            return false;
        }
    }

    choose(unit) {
        if (this.state.grid.is_open && unit.is_listed) {
            this.state.unit = unit.id;
            this.state.message = this.state.refusal = "";
        }
        this.focus();
    }

    back() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "mrp.production",
            res_id: this.order,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("meddev_as_built", AsBuiltScreen);
