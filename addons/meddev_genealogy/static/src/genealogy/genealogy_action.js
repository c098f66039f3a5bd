import { Component, markRaw, onMounted, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ScanField } from "@meddev_base/scan_field/scan_field";
import { day, minute, quantity } from "./formats";
import { GenealogyGraph } from "./genealogy_graph";
import { GenealogyRecall, holdText } from "./genealogy_recall";
import { GenealogyTable } from "./genealogy_table";
import { EXPIRED, compare, filtered } from "./graph";
import { HoldDialog } from "./hold_dialog";

const MODEL = "meddev.genealogy";
const MOST_IDS_IN_URL = 50;
/** What the reader chose to leave out; "" and false leave nothing out. */
const FILTERS = { product: "", state: "", partner: "", grade: "", since: "", until: "", hideLocations: false };

/** Where lots came from, what became of them, and what a recall of them reaches. */
export class GenealogyAction extends Component {
    static template = "meddev_genealogy.Action";
    static components = { ControlPanel, ScanField, GenealogyGraph, GenealogyTable, GenealogyRecall };
    static props = { ...standardActionServiceProps, "*": true };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.bar = useRef("bar");
        this.tabs = { graph: _t("Graph"), table: _t("Table"), recall: _t("Recall Scope") };
        this.directions = { up: _t("Came from"), both: _t("Both ways"), down: _t("Went into") };
        this.levels = [1, 2, 3, 5, 10];
        this.state = useState({
            subject: null, answer: null, scope: null, error: "", found: null, isLoading: false, isPrinting: false,
            tab: this.props.action.params?.tab || "graph",
            direction: "both", depth: 0, ...FILTERS,
            ...this.props.state,
        });
        useSetupAction({ getLocalState: () => this.localState() });
        onWillStart(async () => {
            this.isQuality = await user.hasGroup("meddev_base.group_quality_user");
            const subject = this.state.subject || asked(this.props);
            if (subject) {
                await this.show(subject);
            }
        });
        onMounted(() => this.remember());
        useEffect(() => this.printNow(), () => [this.state.isPrinting]);
    }

    // --- what is shown ---------------------------------------------------------------------------------------------

    get filters() {
        return Object.fromEntries(Object.keys(FILTERS).map((name) => [name, this.state[name]]));
    }

    /** The answer as far as the filters leave it; the same object until one of them changes. */
    get shown() {
        const { answer } = this.state;
        const name = JSON.stringify(this.filters);
        if (this.shownOf !== answer || this.shownName !== name) {
            Object.assign(this, { shownOf: answer, shownName: name, lastShown: filtered(answer, inMilliseconds(this.filters)) });
        }
        return this.lastShown;
    }

    get products() {
        const names = new Map();
        for (const { product, product_name: name } of this.state.answer.nodes) {
            if (product) {
                names.set(product, name && name !== product ? `${product} · ${name}` : product);
            }
        }
        return [...names].map(([code, name]) => ({ code, name })).sort((one, other) => compare(one.code, other.code));
    }

    get grades() {
        return Object.entries(
            Object.fromEntries(this.state.answer.links.map((link) => [link.grade, link.grade_label]))
        );
    }

    /** The statuses of the lots that are there, and whether any of them has expired. */
    get states() {
        const lots = this.state.answer.nodes.filter(({ type, state }) => type === "lot" && state);
        const states = Object.entries(Object.fromEntries(lots.map((lot) => [lot.state, lot.state_label])));
        return lots.some((lot) => lot.is_expired) ? [...states, [EXPIRED, _t("Expired")]] : states;
    }

    get partners() {
        const partners = this.state.answer.nodes.filter(({ type }) => type === "partner");
        return partners
            .map(({ key, name, type_label: label }) => ({ key, name: `${name} · ${label}` }))
            .sort((one, other) => compare(one.name, other.name));
    }

    get title() {
        const { roots, subject } = this.state.answer;
        const [root] = roots;
        return roots.length === 1 && root.lot ? `${root.lot} · ${root.product_name || root.product}` : subject.name;
    }

    /** What is printed: there is no graph on paper, its links are printed as the table. */
    get printedTab() {
        return this.state.tab === "graph" ? "table" : this.state.tab;
    }

    /** What makes the answer less than the whole, in sentences. */
    get warnings() {
        const { answer, scope, tab } = this.state;
        const hidden = Math.max(answer.hidden, (tab === "recall" && scope?.hidden) || 0);
        const { lots, lots_in_all: inAll } = answer.subject;
        return [
            hidden &&
                _t("Not the whole: %s movements in companies that you may not see are left out. Before a recall, ask as a user of those companies.", hidden),
            tab !== "recall" && answer.truncated && _t("Not the whole: cut at the chosen number of levels. Choose all levels to see the rest."),
            tab !== "recall" && lots < inAll && _t("The latest %(lots)s of %(all)s lots are shown. Scan a lot to see another one.", { lots, all: inAll }),
        ].filter(Boolean);
    }

    levelText(level) {
        return _t("Levels: %s", level);
    }

    get printedText() {
        const words = { time: this.askedOn, name: user.name, direction: this.directions[this.state.direction] };
        return this.state.tab === "recall"
            ? _t("As of %(time)s, asked by %(name)s.", words)
            : _t("As of %(time)s, asked by %(name)s. Direction: %(direction)s.", words);
    }

    get isFiltered() {
        return Object.values(this.filters).some(Boolean);
    }

    /** The filters that are set, as they are chosen. */
    get filtersText() {
        const { product, state, partner, grade, since, until, hideLocations } = this.state;
        const label = (pairs, name) => pairs.find(([one]) => one === name)?.[1] || name;
        return [
            product && _t("product %s", product),
            state && _t("status %s", label(this.states, state)),
            partner && _t("partner %s", this.partners.find(({ key }) => key === partner)?.name),
            grade && _t("grade %s", label(this.grades, grade)),
            since && _t("from %s", day(since)),
            until && _t("until %s", day(until)),
            hideLocations && _t("without locations"),
        ].filter(Boolean).join(", ");
    }

    get emptyText() {
        return this.state.direction === "both"
            ? _t("No link is recorded yet.")
            : _t("No link is recorded in this direction.");
    }

    /** How much of the answer the filters hide; "" for nothing. */
    get hiddenText() {
        const all = this.state.answer.links.length;
        const count = all - this.shown.links.length;
        if (!count) {
            return "";
        }
        if (count === all) {
            return _t("All links hidden by filters: %s.", quantity(all));
        }
        return count === 1 ? _t("1 link hidden by filters.") : _t("%s links hidden by filters.", quantity(count));
    }

    // --- asking ----------------------------------------------------------------------------------------------------

    /** Another subject is shown whole; the same one, asked again, as far as the filters leave it. */
    async show(subject) {
        if (!isSame(subject, this.state.subject)) {
            this.clearFilters();
        }
        const { direction, depth } = this.state;
        const question = {};
        this.question = question;
        Object.assign(this.state, { subject, found: null, error: "", isLoading: true });
        const answer = await this.ask("explore", [subject.model, subject.ids, direction, depth || null]);
        if (this.question !== question) {
            return; // meanwhile something else was asked
        }
        this.askedOn = minute(luxon.DateTime.now());
        Object.assign(this.state, { answer: answer && markRaw(answer), scope: null, isLoading: false });
        if (answer) {
            this.keepFilters();
        }
        await this.loadScope();
        this.remember();
    }

    clearFilters() {
        Object.assign(this.state, FILTERS);
    }

    /** Of the filters those that the new answer can have. */
    keepFilters() {
        const { product, state, partner, grade } = this.state;
        Object.assign(this.state, {
            product: this.products.some(({ code }) => code === product) ? product : "",
            state: this.states.some(([name]) => name === state) ? state : "",
            partner: this.partners.some(({ key }) => key === partner) ? partner : "",
            grade: this.grades.some(([name]) => name === grade) ? grade : "",
        });
    }

    async ask(method, parameters) {
        try {
            return await this.orm.call(MODEL, method, parameters);
        } catch (error) {
            if (!error.data?.message) {
                throw error;
            }
            this.state.error = error.data.message;
            return null;
        }
    }

    async loadScope() {
        const { answer, scope, subject, tab } = this.state;
        if (tab === "recall" && answer && !scope) {
            this.state.isLoading = true;
            const found = await this.ask("recall_scope", [subject.ids, subject.model]);
            Object.assign(this.state, { scope: found && markRaw(found), isLoading: false });
        }
    }

    async onScan(code) {
        this.state.error = "";
        const found = await this.ask("find", [code]);
        if (!found?.ids.length) {
            this.state.found = found;
            return false;
        }
        await this.show({ model: found.model, ids: found.ids });
        return true;
    }

    async choose({ model, ids }) {
        await this.show({ model, ids });
        this.bar.el?.querySelector("input")?.focus();
    }

    async setTab(tab) {
        this.state.tab = tab;
        await this.loadScope();
    }

    async askAgain(change) {
        Object.assign(this.state, change);
        await this.show(this.state.subject);
    }

    // --- acting ----------------------------------------------------------------------------------------------------

    open({ model, id }) {
        this.action.doAction({
            type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]],
            context: { display_complete: true },
        });
    }

    askHold(lots) {
        const products = Object.entries(countBy(lots, (lot) => lot.product));
        const balances = new Map(this.state.scope.balance.map((row) => [row.id, row]));
        const having = (column) => lots.filter((lot) => balances.get(lot.id)[column] > 0).length;
        this.dialog.add(HoldDialog, {
            title: _t("Put lots on hold"),
            body: _t(
                "Lots to put on hold: %(count)s (%(products)s). On hand here: %(here)s. With customers: %(shipped)s; a hold does not bring these back. What is reserved is taken away at once and those who wait for it are told. Only quality lifts a hold.",
                {
                    count: lots.length, products: products.map(([name, count]) => `${name}: ${count}`).join(", "),
                    here: having("on_hand"), shipped: having("shipped"),
                }
            ),
            confirmLabel: holdText(lots.length),
            confirm: (reason) => this.hold(lots, reason),
            cancel: () => {},
        });
    }

    async hold(lots, reason) {
        const answer = await this.ask("hold", [lots.map((lot) => lot.id), reason]);
        if (!answer) {
            return;
        }
        const left = answer.left.map((one) => `${one.lot}: ${one.reason}`);
        const told = [_t("Lots put on hold: %s.", answer.held), left.length && _t("Left as they are: %s.", left.length)];
        this.notification.add([...told, ...left.slice(0, 10)].filter(Boolean).join(" "), {
            type: answer.held ? "success" : "warning", sticky: Boolean(left.length),
        });
        await this.show(this.state.subject);
    }

    print() {
        this.state.isPrinting = true;
    }

    /** Once all rows are there. */
    printNow() {
        if (this.state.isPrinting) {
            window.print();
            this.state.isPrinting = false;
        }
    }

    async spreadsheet() {
        const { subject, direction, depth } = this.state;
        const data = { model: subject.model, ids: subject.ids.join(","), direction };
        await download({ url: "/meddev_genealogy/spreadsheet", data: depth ? { ...data, max_depth: depth } : data });
    }

    // --- coming back -----------------------------------------------------------------------------------------------

    localState() {
        const { subject, tab, direction, depth } = this.state;
        return { subject, tab, direction, depth, ...this.filters };
    }

    /** Keep what is asked in the address, so that reloading the page, or sending its address, shows it again. */
    remember() {
        const { subject } = this.state;
        const roots = this.state.answer?.roots || [];
        if (roots.length === 1) {
            this.props.updateActionState?.({ active_id: roots[0].id });
        } else if (roots.length && subject.ids.length <= MOST_IDS_IN_URL && !isRecord(this.props.action)) {
            this.props.updateActionState?.({ active_id: `${subject.model}:${subject.ids.join(",")}` });
        }
    }
}

/** What an action asks about: the lot in the address, the records it was opened from. */
function asked({ action: { context } }) {
    if (typeof context.active_id === "string" && context.active_id.includes(":")) {
        const [model, ids] = context.active_id.split(":");
        return { model, ids: ids.split(",").map(Number) };
    }
    // A number in the address is that of a lot.
    return context.active_ids?.length ? { model: context.active_model || "stock.lot", ids: context.active_ids } : null;
}

const isSame = (one, other) => one.model === other?.model && String(one.ids) === String(other.ids);

/** Whether an action was opened from one record's form; its address then names that record already. */
const isRecord = ({ context }) => Boolean(context.active_model) && context.active_ids?.length === 1;

/** The filters with their days, the last one included, as moments on the reader's clock. */
function inMilliseconds({ since, until, ...filters }) {
    const moment = (text, more) => (text ? luxon.DateTime.fromISO(text).plus({ days: more }).toMillis() : null);
    return { ...filters, since: moment(since, 0), until: moment(until, 1) };
}

function countBy(list, name) {
    const counts = {};
    for (const one of list) {
        counts[name(one)] = (counts[name(one)] || 0) + 1;
    }
    return counts;
}

registry.category("actions").add("meddev_genealogy.graph", GenealogyAction);
