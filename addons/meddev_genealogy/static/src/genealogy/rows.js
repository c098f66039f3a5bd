/** The links of a trace as rows of a table: filtered, sorted, added up. Plain functions. */

import { compare, nameOf, rounded } from "./graph";

/** One row for each link, with both ends as nodes; one of them is a lot (or a product without lots). */
export function rowsOf(answer) {
    const nodes = new Map(answer.nodes.map((node) => [node.key, node]));
    return answer.links.map((link, number) => {
        const [from, to] = [nodes.get(link.from), nodes.get(link.to)];
        return {
            ...link, number, source: from, target: to, fromName: nameOf(from), toName: nameOf(to),
            fromProduct: from.product, toProduct: to.product, ...statusOf([from, to].find(({ type }) => type === "lot")),
            text: [nameOf(from), nameOf(to), from.product, to.product, from.product_name, to.product_name,
                   link.document, link.kind_label, from.state_label, to.state_label].join("\n").toLowerCase(),
        };
    });
}

const statusOf = (lot) => ({
    state: lot?.state || "", stateLabel: lot?.state_label || "", expiry: lot?.expiry || "", isExpired: Boolean(lot?.is_expired),
});

/** The rows that hold every word of `text` and are of the `kind`. */
export function matching(rows, { text = "", kind = "" } = {}) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return rows.filter((row) => (!kind || row.kind === kind) && words.every((word) => row.text.includes(word)));
}

/** The rows in the order of one column; rows alike in it stay in the order in which they came. */
export function sorted(rows, column, isDescending) {
    const sign = isDescending ? -1 : 1;
    return [...rows].sort((one, other) => sign * compare(one[column], other[column]) || one.number - other.number);
}

/** Total quantity for each kind, grade and unit: quantities of different events are never added up. */
export function totals(rows) {
    const sums = new Map();
    for (const row of rows) {
        const name = [row.kind, row.grade, row.uom].join("|");
        const sum = sums.get(name) || { ...row, name, quantity: 0, count: 0 };
        sum.quantity = rounded(sum.quantity + row.quantity);
        sum.count += 1;
        sums.set(name, sum);
    }
    return [...sums.values()].sort((one, other) => compare(one.kind_label, other.kind_label));
}
