/** Where boxes stand: columns from left (origin) to right (use), and the lines between them. Plain functions. */

import { DOWN, UP } from "./graph";

export const BOX = { width: 230, height: 48 };
const COLUMN = BOX.width + 190;
/** From the end of a line to its label: room for the button that folds, or for the arrow. */
const LABEL = { start: 18, end: 16 };
/** How much of its rise a line has made at the middle of a label. */
const SLOPE = 0.06;
const ROW = BOX.height + 10;

/**
 * Columns of the boxes: 0 for the roots, negative to the left. A box stands beyond all that lead to it, circles
 * (rework) apart.
 *
 * @returns {Map<string, number>} box id → column
 */
export function columns(boxes, edges) {
    const columns = new Map(boxes.filter((box) => !box.side).map((box) => [box.id, 0]));
    for (const side of [UP, DOWN]) {
        const members = new Set(boxes.filter((box) => !box.side || box.side === side).map((box) => box.id));
        const next = new Map([...members].map((id) => [id, []]));
        for (const box of boxes) {
            if (box.side === side) {
                next.get(box.parent.id)?.push(box.id);
            }
        }
        for (const edge of edges) {
            const [inner, outer] = side === DOWN ? [edge.from, edge.to] : [edge.to, edge.from];
            if (members.has(inner.id) && members.has(outer.id) && outer.side && !inner.isEnd) {
                next.get(inner.id).push(outer.id);
            }
        }
        const starts = boxes.filter((box) => !box.side).map((box) => box.id);
        for (const [id, distance] of longestWays(starts, next)) {
            if (distance || !columns.has(id)) {
                columns.set(id, side * distance);
            }
        }
    }
    return columns;
}

/** The longest way from any of `starts` to each node, going back nowhere: steps that close a circle do not count. */
export function longestWays(starts, next) {
    const order = [];
    const state = new Map();
    const forward = new Map();
    for (const start of starts) {
        const stack = state.has(start) ? [] : [{ id: start, at: 0 }];
        while (stack.length) {
            const top = stack.at(-1);
            if (!top.at) {
                state.set(top.id, "open");
                forward.set(top.id, []);
            }
            const following = next.get(top.id)[top.at++];
            if (following === undefined) {
                state.set(top.id, "done");
                order.push(top.id);
                stack.pop();
            } else if (state.get(following) !== "open") {
                forward.get(top.id).push(following);
                if (!state.has(following)) {
                    stack.push({ id: following, at: 0 });
                }
            }
        }
    }
    const ways = new Map(starts.map((id) => [id, 0]));
    for (const id of order.reverse()) {
        const way = ways.get(id) || 0;
        ways.set(id, way);
        for (const following of forward.get(id)) {
            ways.set(following, Math.max(ways.get(following) || 0, way + 1));
        }
    }
    return ways;
}

/**
 * The place of every box and the line of every edge.
 *
 * @returns {{boxes: Object[], edges: Object[], bounds: {left, top, right, bottom}}} boxes with `x` and `y` of their
 *   left upper corner, edges with `path` (SVG) and where the label is: to the left (`isLabelLeft`) or right of
 *   `labelX`, its middle at `labelY`
 */
export function layout({ boxes, edges }) {
    const columnOf = columns(boxes, edges);
    const inner = innerNeighbours(edges, columnOf);
    const byColumn = new Map();
    for (const box of boxes) {
        const column = columnOf.get(box.id) ?? 0;
        if (!byColumn.has(column)) {
            byColumn.set(column, []);
        }
        byColumn.get(column).push(box);
    }
    const y = new Map();
    const outward = [...byColumn.keys()].sort((one, other) => Math.abs(one) - Math.abs(other));
    for (const column of outward) {
        stack(byColumn.get(column), inner, y);
    }
    const placed = boxes.map((box) => ({ ...box, x: (columnOf.get(box.id) ?? 0) * COLUMN, y: y.get(box.id) }));
    const place = new Map(placed.map((box) => [box.id, box]));
    return { boxes: placed, edges: drawn(edges, place), bounds: boundsOf(placed) };
}

/** For each box the boxes in columns nearer to the roots that it is linked to. */
function innerNeighbours(edges, columnOf) {
    const inner = new Map();
    for (const { from, to } of edges) {
        const distance = (box) => Math.abs(columnOf.get(box.id) ?? 0);
        const [near, far] = distance(from) < distance(to) ? [from, to] : [to, from];
        if (distance(near) < distance(far)) {
            inner.set(far.id, [...(inner.get(far.id) || []), near.id]);
        }
    }
    return inner;
}

/** Stand the boxes of one column below each other, each as near as can be to the middle of those it comes from. */
function stack(column, inner, y) {
    const wish = new Map();
    for (const box of column) {
        const heights = (inner.get(box.id) || []).map((id) => y.get(id)).filter((height) => height !== undefined);
        const sum = heights.reduce((total, height) => total + height, 0);
        wish.set(box.id, heights.length ? sum / heights.length : 0);
    }
    const ordered = column
        .map((box, at) => ({ box, at }))
        .sort((one, other) => wish.get(one.box.id) - wish.get(other.box.id) || one.at - other.at)
        .map(({ box }) => box);
    let last = -Infinity;
    let excess = 0;
    for (const box of ordered) {
        last = Math.max(wish.get(box.id), last + ROW);
        y.set(box.id, last);
        excess += last - wish.get(box.id);
    }
    const shift = excess / ordered.length;
    for (const box of ordered) {
        y.set(box.id, y.get(box.id) - shift);
    }
}

function drawn(edges, place) {
    const leaving = new Map();
    const entering = new Map();
    for (const { from, to } of edges) {
        leaving.set(from.id, (leaving.get(from.id) || 0) + 1);
        entering.set(to.id, (entering.get(to.id) || 0) + 1);
    }
    return edges.map((edge) => {
        const [from, to] = [place.get(edge.from.id), place.get(edge.to.id)];
        const isBack = to.x < from.x;
        const x1 = isBack ? from.x : from.x + BOX.width;
        const x2 = isBack || to.x === from.x ? to.x + BOX.width : to.x;
        // A link back stands a little lower than the one forth, so that both can be read.
        const y1 = from.y + BOX.height / 2 + (isBack ? 14 : 0);
        const y2 = to.y + BOX.height / 2 + (isBack ? 14 : 0);
        const bend = to.x === from.x ? 120 : Math.abs(x2 - x1) / 2;
        const c1 = isBack ? x1 - bend : x1 + bend;
        const c2 = isBack || to.x === from.x ? x2 + bend : x2 - bend;
        // The label stands beside the box with fewer lines, where other lines are farthest.
        const atEnd = leaving.get(edge.from.id) > entering.get(edge.to.id);
        const isLeft = atEnd ? !isBack && to.x !== from.x : isBack;
        const away = (atEnd ? LABEL.end : LABEL.start) * (isLeft ? -1 : 1);
        const height = (atEnd ? y2 - SLOPE * (y2 - y1) : y1 + SLOPE * (y2 - y1)) + (isBack ? 24 : 0);
        return {
            ...edge,
            path: `M ${x1} ${y1} C ${c1} ${y1}, ${c2} ${y2}, ${x2} ${y2}`,
            labelX: (atEnd ? x2 : x1) + away, labelY: height, isLabelLeft: isLeft,
            left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2),
        };
    });
}

function boundsOf(boxes) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of boxes) {
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x + BOX.width);
        bottom = Math.max(bottom, y + BOX.height);
    }
    return { left, top, right, bottom };
}

/** What of a layout touches the window: `{left, top, right, bottom}` in the layout's own units. */
export function within({ boxes, edges }, window) {
    const meets = (left, top, right, bottom) =>
        left < window.right && right > window.left && top < window.bottom && bottom > window.top;
    return {
        boxes: boxes.filter(({ x, y }) => meets(x, y, x + BOX.width, y + BOX.height)),
        edges: edges.filter((edge) => meets(edge.left, edge.top, edge.right, edge.bottom + 1)),
    };
}

/** The box nearest to `box` in the direction of an arrow key, or undefined. */
export function nearest(boxes, box, key) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best;
    let least = Infinity;
    for (const other of boxes) {
        const [along, aside] = dx
            ? [(other.x - box.x) * dx, Math.abs(other.y - box.y)]
            : [(other.y - box.y) * dy, Math.abs(other.x - box.x) * 4];
        const cost = along + aside * (dx ? 2 : 1);
        if (along > 0 && cost < least) {
            [best, least] = [other, cost];
        }
    }
    return best;
}
