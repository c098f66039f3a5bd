/**
 * The answer of a trace as a graph to look at: plain functions without a screen.
 *
 * Up (what it came from) is side -1, to the left; down (what became of it) is side 1, to the right.
 */

export const UP = -1;
export const DOWN = 1;
const ENDS = new Set(["partner", "location", "product"]);
/** Beside the statuses of lots, what a reader may look for: expiry is a fact of its own. */
export const EXPIRED = "expired";
const GRADES = ["exact", "order", "inferred"];

/** Whether a walk through the graph stops at the node: what else a partner received is not of this lot. */
const isEnd = (node) => ENDS.has(node.type);

/** The nodes by key, and each node's links out of it and into it. */
export function index(answer) {
    const nodes = new Map(answer.nodes.map((node) => [node.key, node]));
    const out = new Map();
    const into = new Map();
    for (const key of nodes.keys()) {
        out.set(key, []);
        into.set(key, []);
    }
    for (const link of answer.links) {
        out.get(link.from).push(link);
        into.get(link.to).push(link);
    }
    return { nodes, out, into, links: answer.links, roots: answer.roots.map((root) => root.key) };
}

/** Every node that a walk from `keys` to one side meets, `keys` included. */
export function reach(graph, keys, side) {
    const seen = new Set(keys);
    const waiting = [...keys];
    while (waiting.length) {
        const key = waiting.pop();
        if (isEnd(graph.nodes.get(key)) && !keys.includes(key)) {
            continue;
        }
        for (const next of neighbours(graph, key, side)) {
            if (!seen.has(next.key)) {
                seen.add(next.key);
                waiting.push(next.key);
            }
        }
    }
    return seen;
}

function neighbours(graph, key, side) {
    return side === DOWN
        ? graph.out.get(key).map((link) => ({ key: link.to, link }))
        : graph.into.get(key).map((link) => ({ key: link.from, link }));
}

/**
 * The part of an answer that the filters leave.
 *
 * A product or a status keeps its lots, the way between them and the roots, and where these lots ended; a partner keeps
 * the way to it. A grade keeps the links of that grade, and what is still connected. A time, from `since` until before
 * `until` in milliseconds, keeps the links of that time and the way to them.
 */
export function filtered(
    answer, { product = "", state = "", partner = "", grade = "", hideLocations = false, since = null, until = null } = {}
) {
    const types = new Map(answer.nodes.map((node) => [node.key, node.type]));
    let links = answer.links.filter(
        (link) =>
            (!grade || link.grade === grade) &&
            !(hideLocations && (types.get(link.from) === "location" || types.get(link.to) === "location"))
    );
    const graph = index({ ...answer, links });
    let kept = connected(graph);
    const wishes = [
        product && ((node) => node.product === product),
        state && ((node) => node.type === "lot" && (state === EXPIRED ? node.is_expired : node.state === state)),
        partner && ((node) => node.key === partner),
    ];
    for (const isWanted of wishes.filter(Boolean)) {
        const way = onTheWay(graph, kept, isWanted);
        kept = new Set([...kept].filter((key) => way.has(key)));
    }
    links = links.filter((link) => kept.has(link.from) && kept.has(link.to));
    if (since !== null || until !== null) {
        links = ofTime(index({ ...answer, links }), { since: since ?? -Infinity, until: until ?? Infinity });
        kept = new Set([...graph.roots, ...links.flatMap((link) => [link.from, link.to])]);
    }
    return { ...answer, links, nodes: answer.nodes.filter((node) => kept.has(node.key)) };
}

/** The links of a time, and those by which the roots are connected with them. */
function ofTime(graph, { since, until }) {
    const found = new Set(graph.links.filter(({ date }) => since <= Date.parse(date) && Date.parse(date) < until));
    const result = new Set(found);
    for (const side of [UP, DOWN]) {
        const away = reach(graph, graph.roots, side);
        const nearer = ({ from, to }) => (side === DOWN ? [from, to] : [to, from]).find((key) => away.has(key));
        const near = [...found].map(nearer).filter(Boolean);
        const way = new Set([...reach(graph, near, -side)].filter((key) => away.has(key)));
        graph.links.filter((link) => way.has(link.from) && way.has(link.to)).forEach((link) => result.add(link));
    }
    return graph.links.filter((link) => result.has(link));
}

/** What can be reached from the roots, ends by one more step included. */
function connected(graph) {
    const kept = new Set();
    for (const side of [UP, DOWN]) {
        for (const key of reach(graph, graph.roots, side)) {
            kept.add(key);
        }
    }
    for (const key of [...kept]) {
        if (!isEnd(graph.nodes.get(key))) {
            for (const side of [UP, DOWN]) {
                for (const next of neighbours(graph, key, side)) {
                    if (isEnd(graph.nodes.get(next.key))) {
                        kept.add(next.key);
                    }
                }
            }
        }
    }
    return kept;
}

function onTheWay(graph, kept, isWanted) {
    const wanted = [...kept].filter((key) => isWanted(graph.nodes.get(key)));
    const result = new Set(graph.roots);
    for (const side of [UP, DOWN]) {
        const away = reach(graph, graph.roots, side);
        const targets = wanted.filter((key) => away.has(key));
        for (const key of reach(graph, targets, -side)) {
            // Where else the goods have been on the way, as with a customer who returned them, was not asked.
            if (away.has(key) && (isWanted(graph.nodes.get(key)) || !isEnd(graph.nodes.get(key)))) {
                result.add(key);
            }
        }
        for (const key of targets) {
            for (const next of neighbours(graph, key, side)) {
                if (isEnd(graph.nodes.get(next.key))) {
                    result.add(next.key);
                }
            }
        }
    }
    return result;
}

/**
 * What is drawn: boxes, each one node or a group of siblings, and the edges between them.
 *
 * @param {Object} graph see `index`
 * @param {Object} options `limit`: more siblings of one kind than this are one group; `budget`: once so many boxes are
 *   there, the rest stays folded until opened; `open`: Map `${side}${box id}` → whether the reader opened or folded
 *   it; `pages`: Map group id → number of the page whose members are shown one by one
 * @returns {{boxes: Object[], edges: Object[]}}
 */
export function view(graph, { limit = 12, budget = 150, open = new Map(), pages = new Map() } = {}) {
    const boxes = [];
    const boxOf = new Map();
    const add = (box) => {
        boxes.push(box);
        for (const key of box.keys) {
            boxOf.set(key, box);
        }
        return box;
    };
    const put = (keys, side, parent, id) => {
        if (keys.length <= limit) {
            keys.forEach((key) => add(single(graph, key, side, parent)));
            return;
        }
        const page = pages.get(id);
        const shown = new Set(page === undefined ? [] : keys.slice(page * limit, (page + 1) * limit));
        const rest = keys.filter((key) => !shown.has(key));
        add(group(graph, rest, side, parent, { id, page, pages: Math.ceil(keys.length / limit) }));
        shown.forEach((key) => add(single(graph, key, side, parent)));
    };
    for (const [, keys] of partition(graph.roots.map((key) => ({ key, link: { kind: "" } })), graph)) {
        put(keys, 0, null, `roots|${keys[0]}`);
    }
    for (let at = 0; at < boxes.length; at++) {
        const box = boxes[at];
        for (const side of sidesOf(box)) {
            box.isOpen[side] = open.get(`${side}${box.id}`) ?? boxes.length < budget;
            if (!box.isOpen[side]) {
                continue;
            }
            const next = nextOf(graph, box, side).filter(({ key }) => !boxOf.has(key));
            for (const [name, keys] of partition(next, graph)) {
                put(keys, side, box, `${side}|${box.id}|${name}`);
            }
        }
    }
    countHidden(graph, boxes, boxOf);
    return { boxes, edges: edgesBetween(graph, boxOf) };
}

const sidesOf = (box) => (box.isEnd ? [] : box.side ? [box.side] : [DOWN, UP]);

function nextOf(graph, box, side) {
    return box.keys.flatMap((key) => neighbours(graph, key, side));
}

/** Siblings by what makes them alike: how they are linked, what they are, of which product. */
function partition(next, graph) {
    const parts = new Map();
    const seen = new Set();
    for (const { key, link } of next) {
        if (seen.has(key)) {
            continue;
        }
        seen.add(key);
        const node = graph.nodes.get(key);
        const name = [link.kind, node.type, node.model, node.type === "lot" ? node.product : ""].join("|");
        if (!parts.has(name)) {
            parts.set(name, []);
        }
        parts.get(name).push(key);
    }
    for (const keys of parts.values()) {
        keys.sort((one, other) => compare(nameOf(graph.nodes.get(one)), nameOf(graph.nodes.get(other))));
    }
    return parts;
}

const collator = new Intl.Collator(undefined, { numeric: true });
export const compare = (one, other) =>
    typeof one === "number" && typeof other === "number" ? one - other : collator.compare(one ?? "", other ?? "");

/** What a node is called by people. */
export const nameOf = (node) => node.lot || node.name || node.product || node.key;

function single(graph, key, side, parent) {
    const node = graph.nodes.get(key);
    return { id: key, keys: [key], node, side, parent, isGroup: false, isEnd: isEnd(node), isOpen: {}, hidden: {} };
}

function group(graph, keys, side, parent, { id, page, pages }) {
    const node = graph.nodes.get(keys[0]);
    const states = new Map();
    for (const key of keys) {
        const { state_label: label, state } = graph.nodes.get(key);
        if (label) {
            const entry = states.get(state) || { state, label, count: 0 };
            entry.count += 1;
            states.set(state, entry);
        }
    }
    return {
        id, keys, node, side, parent, page, pages, isGroup: true, isEnd: isEnd(node), isOpen: {}, hidden: {},
        expired: keys.filter((key) => graph.nodes.get(key).is_expired).length,
        states: [...states.values()].sort((one, other) => other.count - one.count),
    };
}

/** How many direct neighbours of each box are not drawn, by side; null where there never are any. */
function countHidden(graph, boxes, boxOf) {
    for (const box of boxes) {
        for (const side of sidesOf(box)) {
            const next = new Set(nextOf(graph, box, side).map(({ key }) => key));
            box.hidden[side] = next.size ? [...next].filter((key) => !boxOf.has(key)).length : null;
        }
    }
}

/** One edge for each ordered pair of boxes, with one line for each kind, grade and unit. */
function edgesBetween(graph, boxOf) {
    const edges = new Map();
    for (const link of graph.links) {
        const from = boxOf.get(link.from);
        const to = boxOf.get(link.to);
        if (!from || !to || from === to) {
            continue;
        }
        const id = `${from.id} > ${to.id}`;
        const edge = edges.get(id) || { id, from, to, grade: "exact", lines: new Map() };
        if (GRADES.indexOf(link.grade) > GRADES.indexOf(edge.grade)) {
            edge.grade = link.grade;
        }
        const name = [link.kind, link.grade, link.uom].join("|");
        const line = edge.lines.get(name) || { ...link, quantity: 0, documents: new Set() };
        line.quantity = rounded(line.quantity + link.quantity);
        line.documents.add(link.document);
        edge.lines.set(name, line);
        edges.set(id, edge);
    }
    return [...edges.values()].map((edge) => ({ ...edge, lines: [...edge.lines.values()] }));
}

export const rounded = (number) => Math.round(number * 1e6) / 1e6;
