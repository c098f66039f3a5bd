import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { day, moment, quantity } from "./formats";
import { matching, rowsOf, sorted, totals } from "./rows";

const PAGE = 100;

/** The links of a trace as a table: filtered, sorted, added up. */
export class GenealogyTable extends Component {
    static template = "meddev_genealogy.Table";
    static props = { answer: Object, subject: Object, open: Function, isWhole: Boolean };

    setup() {
        Object.assign(this, { day, moment, quantity });
        this.columns = {
            fromName: _t("From"), fromProduct: _t("From Product"), kind_label: _t("Event"), toName: _t("To"),
            toProduct: _t("To Product"), stateLabel: _t("Status of the Lot"), expiry: _t("Expiry of the Lot"),
            quantity: _t("Quantity"), uom: _t("Unit"), grade_label: _t("Grade"), date: _t("Date"), document: _t("Document"),
        };
        this.state = useState({ text: "", kind: "", column: "date", isDescending: false, page: 0 });
        this.rows = rowsOf(this.props.answer);
        onWillUpdateProps(({ answer, subject }) => {
            if (subject !== this.props.subject) {
                Object.assign(this.state, { text: "", kind: "" });
            }
            if (answer !== this.props.answer) {
                this.rows = rowsOf(answer);
                this.state.page = 0;
            }
        });
    }

    get kinds() {
        return Object.entries(Object.fromEntries(this.rows.map((row) => [row.kind, row.kind_label])));
    }

    get matching() {
        return matching(this.rows, this.state);
    }

    /** Rows of the page, and the sums of all that match. */
    get shown() {
        const { column, isDescending, page } = this.state;
        const rows = sorted(this.matching, column, isDescending);
        const pages = Math.max(Math.ceil(rows.length / PAGE), 1);
        return {
            rows: this.props.isWhole ? rows : rows.slice(page * PAGE, (page + 1) * PAGE),
            count: rows.length, pages, totals: totals(rows),
        };
    }

    countText(count) {
        return _t("Links: %s", count);
    }

    /** How many links match, and of how many where the text or the event leaves any out. */
    get matchingText() {
        const [count, all] = [this.matching.length, this.rows.length];
        return count === all ? this.countText(count) : _t("Links: %(count)s of %(all)s", { count, all });
    }

    /** What the table itself leaves out, for the print. */
    get filtersText() {
        const { text, kind } = this.state;
        const event = this.kinds.find(([name]) => name === kind)?.[1] || kind;
        return [text && _t("text “%s”", text), kind && _t("event %s", event)].filter(Boolean).join(", ");
    }

    filter(change) {
        Object.assign(this.state, change, { page: 0 });
    }

    sort(column) {
        const isDescending = this.state.column === column && !this.state.isDescending;
        Object.assign(this.state, { column, isDescending, page: 0 });
    }

    direction(column) {
        return this.state.column !== column ? "none" : this.state.isDescending ? "descending" : "ascending";
    }
}
