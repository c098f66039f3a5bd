import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { day, moment, quantity } from "./formats";

const QUANTITIES = new Set([
    "quantity", "made", "on_hand", "shipped", "consumed", "scrapped", "adjusted", "returned_to_vendor", "difference",
]);
const FIRST = 200;
const HOLDABLE = new Set(["released", "quarantine"]);

export const holdText = (count) => (count === 1 ? _t("Put 1 lot on hold") : _t("Put %s lots on hold", count));

/** What a recall reaches: every lot concerned, where it is now, and whether the quantities add up. */
export class GenealogyRecall extends Component {
    static template = "meddev_genealogy.Recall";
    static props = { scope: Object, isQuality: Boolean, hold: Function, open: Function, isWhole: Boolean };

    setup() {
        this.state = useState({ whole: {} });
        const [lot, product, number, uom, date] = [_t("Lot"), _t("Product"), _t("Quantity"), _t("Unit"), _t("Date")];
        const grade_label = _t("Grade");
        this.parts = [
            { name: "on_hand", title: _t("On hand"), columns: { lot, product, location: _t("Location"), quantity: number, uom } },
            {
                name: "shipped", title: _t("Shipped"),
                columns: {
                    lot, product, partner: _t("Customer"), delivery: _t("Document"), date, quantity: number, uom,
                    grade_label,
                },
            },
            {
                name: "consumed", title: _t("Consumed"),
                columns: {
                    lot, product, into: _t("Into"), document: _t("Document"), date, quantity: number, uom, grade_label,
                },
            },
            {
                name: "scrapped", title: _t("Scrapped"),
                columns: { lot, product, document: _t("Document"), date, quantity: number, uom, grade_label },
            },
            {
                name: "balance", title: _t("Balance"),
                columns: {
                    lot, product, uom, made: _t("Made or received"), on_hand: _t("On hand"), shipped: _t("Shipped"),
                    consumed: _t("Consumed"), scrapped: _t("Scrapped"), adjusted: _t("Adjusted"),
                    returned_to_vendor: _t("Returned to vendor"), difference: _t("Difference"),
                },
            },
        ];
    }

    get holdable() {
        return this.props.scope.lots.filter((lot) => HOLDABLE.has(lot.status));
    }

    /** Numbers of lots: quantities of different products are not added up. */
    get summary() {
        const { balance, lots, shipped } = this.props.scope;
        const customers = new Set(shipped.map((row) => row.partner).filter(Boolean));
        const having = (column) => balance.filter((row) => row[column]).length;
        return [
            { name: "lots", title: _t("Lots concerned"), value: lots.length },
            { name: "on_hand", title: _t("Lots on hand"), value: having("on_hand") },
            { name: "shipped", title: _t("Lots with customers"), value: having("shipped") },
            { name: "customers", title: _t("Customers"), value: customers.size },
            { name: "unbalanced", title: _t("Lots that do not add up"), value: having("difference") },
        ];
    }

    /** The rows of a table; the first ones, until the reader asks for all. */
    rows(name) {
        const rows = this.props.scope[name];
        return this.props.isWhole || this.state.whole[name] ? rows : rows.slice(0, FIRST);
    }

    rest(name) {
        return this.props.scope[name].length - this.rows(name).length;
    }

    moreText(name) {
        return _t("Show %s more", this.rest(name));
    }

    get holdText() {
        return holdText(this.holdable.length);
    }

    isNumber(column) {
        return QUANTITIES.has(column);
    }

    cell(row, column) {
        if (column === "date") {
            return moment(row.date);
        }
        return this.isNumber(column) ? quantity(row[column]) : row[column];
    }

    expiry(lot) {
        return day(lot.expiry);
    }

    openLot(lot) {
        this.props.open({ model: "stock.lot", id: lot.id });
    }
}
