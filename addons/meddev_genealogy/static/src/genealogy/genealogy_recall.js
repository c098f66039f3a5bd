import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { day, moment, quantity } from "./formats";
import { rounded } from "./graph";

const QUANTITIES = new Set([
    "quantity", "made", "on_hand", "shipped", "consumed", "scrapped", "adjusted", "returned_to_vendor", "difference",
]);
const HOLDABLE = new Set(["released", "quarantine"]);

/** What a recall reaches: every lot concerned, where it is now, and whether the quantities add up. */
export class GenealogyRecall extends Component {
    static template = "meddev_genealogy.Recall";
    static props = { scope: Object, isQuality: Boolean, hold: Function, open: Function };

    setup() {
        const [lot, product, number, date] = [_t("Lot"), _t("Product"), _t("Quantity"), _t("Date")];
        this.parts = [
            { name: "on_hand", title: _t("On hand"), columns: { lot, product, location: _t("Location"), quantity: number } },
            {
                name: "shipped", title: _t("Shipped"),
                columns: { lot, product, partner: _t("Customer"), delivery: _t("Delivery"), date, quantity: number },
            },
            {
                name: "consumed", title: _t("Consumed"),
                columns: {
                    lot, product, into: _t("Into"), document: _t("Document"), date, quantity: number,
                    grade_label: _t("Grade"),
                },
            },
            {
                name: "scrapped", title: _t("Scrapped"),
                columns: { lot, product, document: _t("Document"), date, quantity: number },
            },
            {
                name: "balance", title: _t("Balance"),
                columns: {
                    lot, product, made: _t("Made or received"), on_hand: _t("On hand"), shipped: _t("Shipped"),
                    consumed: _t("Consumed"), scrapped: _t("Scrapped"), adjusted: _t("Adjusted"),
                    returned_to_vendor: _t("Returned to vendor"), difference: _t("Difference"),
                },
            },
        ];
    }

    get holdable() {
        return this.props.scope.lots.filter((lot) => HOLDABLE.has(lot.status));
    }

    get summary() {
        const { scope } = this.props;
        const sum = (rows) => quantity(rounded(rows.reduce((total, row) => total + row.quantity, 0)));
        const customers = new Set(scope.shipped.map((row) => row.partner).filter(Boolean));
        return [
            { name: "lots", title: _t("Lots concerned"), value: scope.lots.length },
            { name: "on_hand", title: _t("On hand"), value: sum(scope.on_hand) },
            { name: "shipped", title: _t("With customers"), value: sum(scope.shipped) },
            { name: "customers", title: _t("Customers"), value: customers.size },
            { name: "unbalanced", title: _t("Lots that do not add up"), value: scope.balance.filter((row) => row.difference).length },
        ];
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
