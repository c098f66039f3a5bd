import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ScanField } from "@meddev_base/scan_field/scan_field";

const MODEL = "meddev.scan";

/**
 * One document and one field to scan into; without a document, a scan opens one. A refused scan changes nothing and is
 * said below the field, with a sound: no dialog stands between two scans.
 */
export class ScanScreen extends Component {
    static template = "meddev_scan.Screen";
    static components = { Layout, ScanField };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm").silent;
        this.action = useService("action");
        this.field = useRef("field");
        this.display = { controlPanel: {} };
        this.state = useState({ sheet: null, waiting: [], before: [], message: "", refusal: "", isBusy: false });
        const subject = asked(this.props.action);
        onWillStart(async () => {
            if (subject) {
                this.state.sheet = await this.orm.call(MODEL, "sheet", [subject.model, subject.id]);
                this.remember();
            } else {
                this.state.waiting = await this.orm.call(MODEL, "waiting", []);
            }
        });
    }

    get document() {
        return [this.state.sheet.model, this.state.sheet.id];
    }

    get hint() {
        const { sheet } = this.state;
        const next = sheet.lines.find((line) => line.is_next);
        if (next) {
            return _t("Scan %(product)s.", { product: next.product });
        }
        return sheet.missing || !sheet.lines.length ? _t("Scan the first label.") : _t("Everything is scanned.");
    }

    get missing() {
        return _t("%s to scan", this.state.sheet.missing);
    }

    /** How a line stands, as a word beside its colour. */
    stateOf(line) {
        if (line.wanted === null) {
            return "counted";
        }
        return line.taken > line.wanted ? "over" : line.taken === line.wanted ? "full" : "open";
    }

    more(line) {
        return _t("and %s more", line.more);
    }

    async onScan(code, quantity) {
        if (!this.state.sheet) {
            return this.open(code);
        }
        const isTaken = await this.act("scan", [...this.document, code, this.state.before, quantity || null]);
        return isTaken && this.state.before.length ? "waiting" : isTaken;
    }

    onDropped(codes) {
        this.state.refusal += " " + _t("Scan again what came after it: %s.", codes.join(", "));
    }

    async open(code) {
        const found = await this.ask("find", [code]);
        if (found) {
            await this.show(found);
        }
        return Boolean(found);
    }

    async show(found) {
        if (found.action) {
            this.action.doAction(found.action, { additionalContext: { active_id: found.id } });
        } else if (found.is_sheet) {
            this.state.sheet = await this.ask("sheet", [found.model, found.id]);
            if (this.state.sheet) {
                this.remember();
            }
        } else {
            this.action.doAction({
                type: "ir.actions.act_window", res_model: found.model, res_id: found.id, views: [[false, "form"]],
                context: { display_complete: true },
            });
        }
    }

    async undo(entry) {
        await this.act("undo", [...this.document, entry.id]);
        this.focus();
    }

    async act(method, args) {
        const answer = await this.ask(method, args);
        // Meanwhile the document may have been closed on the screen.
        if (answer && this.state.sheet?.id === answer.sheet.id) {
            Object.assign(this.state, { sheet: answer.sheet, before: answer.before, message: answer.message });
        }
        return Boolean(answer);
    }

    /** The answer of the server, or null after a refusal, which is shown. */
    async ask(method, args) {
        Object.assign(this.state, { refusal: "", message: "" });
        try {
            return await this.orm.call(MODEL, method, args);
        } catch (error) {
            if (!error.data?.message) {
                throw error;
            }
            this.state.refusal = error.data.message;
            return null;
        }
    }

    /** Close the document as its own button does, whatever Odoo asks on the way. */
    async finish() {
        const [model, id] = this.document;
        this.state.refusal = "";
        this.state.isBusy = true;
        try {
            const next = await this.orm.call(model, FINISH[this.state.sheet.finish], [[id]]);
            if (next && typeof next === "object") {
                await this.action.doAction(next, { onClose: () => this.reload() });
            } else {
                await this.reload();
            }
        } catch (error) {
            if (!error.data?.message) {
                throw error;
            }
            this.state.refusal = error.data.message;
        } finally {
            this.state.isBusy = false;
        }
    }

    async reload() {
        this.state.sheet = await this.orm.call(MODEL, "sheet", this.document);
        Object.assign(this.state, { before: [], message: "" });
    }

    /** Give up a label whose lot was not scanned. */
    forget() {
        Object.assign(this.state, { before: [], message: "", refusal: "" });
        this.focus();
    }

    async close() {
        Object.assign(this.state, { sheet: null, before: [], message: "", refusal: "" });
        this.props.updateActionState?.({ active_id: undefined });
        this.focus();
        this.state.waiting = await this.orm.call(MODEL, "waiting", []);
    }

    openDocument() {
        const [model, id] = this.document;
        this.action.doAction({ type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]] });
    }

    focus() {
        this.field.el?.querySelector("input")?.focus();
    }

    /** Keep the document in the address, so that a reload shows it again. */
    remember() {
        const [model, id] = this.document;
        this.props.updateActionState?.({ active_id: `${model}:${id}` });
    }
}

const FINISH = { validate: "button_validate" };

/** The document that an action names: in its parameters, or in the address after a reload. */
function asked({ params, context }) {
    if (params?.model) {
        return params;
    }
    const named = context?.active_id;
    if (typeof named === "string" && named.includes(":")) {
        const [model, id] = named.split(":");
        return { model, id: Number(id) };
    }
    return null;
}

registry.category("actions").add("meddev_scan", ScanScreen);
