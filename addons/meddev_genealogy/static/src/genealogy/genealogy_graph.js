import { Component, onMounted, onPatched, onWillUpdateProps, onWillUnmount, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { day, moment, quantity } from "./formats";
import { DOWN, UP, index, nameOf, view } from "./graph";
import { BOX, layout, nearest, within } from "./layout";

const ICONS = {
    lot: "fa-cube", order: "fa-cogs", product: "fa-tag", partner: "fa-building-o", location: "fa-map-marker",
};
const SCALE = { least: 0.15, most: 2 };
/** At a smaller scale nobody reads the boxes. */
const READABLE = 0.65;
const MARGIN = 200;
const DRAG = 4;
const LEGEND = 40;

/** The graph of a trace: boxes from left (origin) to right (use), by mouse or by keyboard. */
export class GenealogyGraph extends Component {
    static template = "meddev_genealogy.Graph";
    static props = { answer: Object, open: Function };

    setup() {
        Object.assign(this, { quantity, moment, day, nameOf, DOWN, UP, box: BOX, pane: useRef("pane") });
        // `at`: what point of the drawing is in the upper left corner of the pane; `size`: of the pane on the screen
        this.state = useState({ x: 0, y: 0, scale: 1, width: 0, height: 0, version: 0, current: "" });
        this.folds = { open: new Map(), pages: new Map() };
        this.draw(this.props.answer);
        this.observer = new ResizeObserver(() => this.measure());
        onMounted(() => {
            this.observer.observe(this.pane.el);
            this.measure();
            this.fit();
        });
        onWillUnmount(() => this.observer.disconnect());
        onWillUpdateProps(({ answer }) => {
            if (answer !== this.props.answer) {
                this.folds = { open: new Map(), pages: new Map() };
                this.draw(answer);
                this.fit();
            }
        });
        onPatched(() => this.focusCurrent());
    }

    // --- the drawing -----------------------------------------------------------------------------------------------

    draw(answer) {
        this.answer = answer;
        this.graph = index(answer);
        this.redraw();
    }

    redraw() {
        this.drawing = layout(view(this.graph, this.folds));
        this.state.version += 1;
    }

    /** What is in the pane, and a little around it: the rest need not be made. */
    get visible() {
        const { x, y, scale, width, height } = this.state;
        return within(this.drawing, {
            left: x - MARGIN, top: y - MARGIN, right: x + width / scale + MARGIN, bottom: y + height / scale + MARGIN,
        });
    }

    get transform() {
        const { x, y, scale } = this.state;
        return `transform: scale(${scale}) translate(${-x}px, ${-y}px)`;
    }

    icon(box) {
        return ICONS[box.node.type] || "fa-circle-o";
    }

    isRoot(box) {
        return !box.side;
    }

    name(box) {
        if (!box.isGroup) {
            return nameOf(box.node);
        }
        const what = box.node.type === "lot" ? box.node.product : box.node.type_label;
        const count = quantity(box.keys.length);
        return box.page === undefined ? `${count} × ${what}` : _t("%(count)s more × %(what)s", { count, what });
    }

    about(box) {
        const { node } = box;
        if (node.type === "lot") {
            return box.isGroup ? node.product_name : [node.product, node.product_name].filter(Boolean).join(" · ");
        }
        const type = node.unit ? _t("Unit %s", node.unit) : node.type_label;
        return box.isGroup ? "" : [type, node.product_name].filter(Boolean).join(" · ");
    }

    /** Beside the status of one lot: its expiry; of a group: how many are in which status. */
    notes(box) {
        const { expiry, is_expired: isExpired } = box.node;
        if (box.isGroup) {
            const notes = box.states.map(({ state, label, count }) => ({ state, text: `${quantity(count)} ${label}` }));
            return box.expired ? [...notes, { state: "expired", text: _t("Expired: %s", box.expired) }] : notes;
        }
        if (!expiry) {
            return [];
        }
        const text = isExpired ? _t("Expired %s", day(expiry)) : _t("Exp. %s", day(expiry));
        return [{ state: isExpired ? "expired" : "expiry", text }];
    }

    /** The class of a box: a root, a group, and the status that asks for most attention. */
    look(box) {
        const states = box.isGroup ? box.states.map(({ state }) => state) : [box.node.state];
        const isExpired = box.isGroup ? box.expired : box.node.is_expired;
        const worst = ["rejected", "hold", "quarantine"].find((state) => states.includes(state));
        return [
            `o_meddev_type_${box.node.type}`,
            this.isRoot(box) && "o_meddev_root",
            box.isGroup && "o_meddev_group",
            (worst || isExpired) && `o_meddev_is_${worst || "expired"}`,
        ].filter(Boolean).join(" ");
    }

    title(box) {
        const lines = [this.name(box), this.about(box), ...this.notes(box).map(({ text }) => text)];
        if (!box.isGroup) {
            lines.splice(2, 0, box.node.state_label);
        }
        if (!box.isGroup && box.node.date) {
            lines.push(moment(box.node.date));
        }
        return lines.filter(Boolean).join("\n");
    }

    lineText(line) {
        const grade = line.grade === "exact" ? "" : ` · ${line.grade_label}`;
        return `${quantity(line.quantity)} ${line.uom}${grade}`;
    }

    edgeTitle(edge) {
        return edge.lines
            .map((line) => {
                const documents = [...line.documents].filter(Boolean);
                const named = documents.slice(0, 5).join(", ") + (documents.length > 5 ? ", …" : "");
                return `${line.kind_label}: ${quantity(line.quantity)} ${line.uom}, ${line.grade_label}\n${named}`;
            })
            .join("\n");
    }

    // --- folding ---------------------------------------------------------------------------------------------------

    /** The sides of a box at which there is something to fold or unfold. */
    folding(box) {
        return [UP, DOWN].filter((side) => box.hidden[side] != null && (box.isOpen[side] || box.hidden[side]));
    }

    foldText(box, side) {
        return box.isOpen[side] && !box.hidden[side] ? "−" : `+${box.hidden[side]}`;
    }

    fold(box, side) {
        const isWhole = box.isOpen[side] && !box.hidden[side];
        this.keepInPlace(box, () => this.folds.open.set(`${side}${box.id}`, !isWhole));
    }

    turn(box, step) {
        const { pages } = this.folds;
        const page = (box.page ?? -1) + step;
        this.keepInPlace(box, () =>
            page < 0 || step === null ? pages.delete(box.id) : pages.set(box.id, Math.min(page, box.pages - 1))
        );
    }

    /** Change what is drawn and leave the box where the reader looks at it. */
    keepInPlace(box, change) {
        this.leaveFit();
        change();
        this.redraw();
        const moved = this.drawing.boxes.find(({ id }) => id === box.id);
        if (moved) {
            this.state.x += moved.x - box.x;
            this.state.y += moved.y - box.y;
        }
    }

    activate(box) {
        if (box.isGroup) {
            this.turn(box, 1);
        } else {
            this.props.open(box.node);
        }
    }

    // --- moving about ----------------------------------------------------------------------------------------------

    measure() {
        const { clientWidth: width, clientHeight: height } = this.pane.el;
        Object.assign(this.state, { width, height });
        if (this.fitted) {
            this.fit(this.fitted.least);
        }
    }

    /** Show all of it, no smaller than `least`: where that is too small to show all, the roots. */
    fit(least = READABLE) {
        this.fitted = { least };
        const { left, top, right, bottom } = this.drawing.bounds;
        const { width, height } = this.state;
        const whole = Math.min(width / (right - left + 60), (height - LEGEND) / (bottom - top + 40));
        const scale = Math.min(Math.max(whole, least), 1);
        const root = this.drawing.boxes.find((box) => this.isRoot(box));
        const isWhole = whole >= scale;
        const place = (middle, size, from, to) =>
            isWhole ? (from + to - size) / 2 : Math.max(Math.min(middle - size / 2, to + 40 - size), from - 40);
        Object.assign(this.state, {
            scale,
            x: place(root.x + BOX.width / 2, width / scale, left, right),
            y: place(root.y + BOX.height / 2, (height - LEGEND) / scale, top, bottom),
        });
    }

    /** The reader has looked elsewhere: the drawing stays where it is when the pane changes its size. */
    leaveFit() {
        this.fitted = null;
    }

    zoom(factor, clientX = this.state.width / 2, clientY = this.state.height / 2) {
        this.leaveFit();
        const { x, y, scale } = this.state;
        const next = Math.min(Math.max(scale * factor, Math.min(SCALE.least, scale)), SCALE.most);
        Object.assign(this.state, {
            scale: next, x: x + clientX / scale - clientX / next, y: y + clientY / scale - clientY / next,
        });
    }

    onWheel(event) {
        const { left, top } = this.pane.el.getBoundingClientRect();
        this.zoom(Math.exp(-event.deltaY / 500), event.clientX - left, event.clientY - top);
    }

    onPointerDown(event) {
        if (event.button === 0 && !event.target.closest(".o_meddev_tools")) {
            const { x, y } = this.state;
            this.drag = { clientX: event.clientX, clientY: event.clientY, x, y, isMoved: false };
        }
    }

    onPointerMove(event) {
        const { drag } = this;
        if (!drag || !(event.buttons & 1)) {
            return;
        }
        const [dx, dy] = [event.clientX - drag.clientX, event.clientY - drag.clientY];
        if (drag.isMoved || Math.hypot(dx, dy) > DRAG) {
            drag.isMoved = true;
            this.leaveFit();
            Object.assign(this.state, { x: drag.x - dx / this.state.scale, y: drag.y - dy / this.state.scale });
        }
    }

    /** A drag that ends on a box is no click on it. */
    onClick(event) {
        if (this.drag?.isMoved) {
            event.stopPropagation();
            event.preventDefault();
        }
        this.drag = null;
    }

    onKey(event, box) {
        const { key } = event;
        if (key.startsWith("Arrow")) {
            const next = nearest(this.drawing.boxes, box, key);
            if (next) {
                this.moveTo(next);
            }
        } else if (key === "Enter") {
            this.activate(box);
        } else if (key === "+" || key === "-") {
            this.foldAll(box, key === "+");
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    }

    foldAll(box, isOpen) {
        this.state.current = box.id;
        if (box.isGroup && (isOpen || box.page !== undefined)) {
            this.turn(box, isOpen ? 1 : null);
            return;
        }
        this.keepInPlace(box, () => this.folding(box).forEach((side) => this.folds.open.set(`${side}${box.id}`, isOpen)));
    }

    moveTo(box) {
        const { scale, width, height } = this.state;
        this.leaveFit();
        this.state.current = box.id;
        const [w, h] = [width / scale, height / scale];
        this.state.x = Math.min(Math.max(this.state.x, box.x + BOX.width + 20 - w), box.x - 20);
        this.state.y = Math.min(Math.max(this.state.y, box.y + BOX.height + 20 - h), box.y - 20);
    }

    focusCurrent() {
        const { current } = this.state;
        if (current) {
            const boxes = [...this.pane.el.querySelectorAll(".o_meddev_box")];
            boxes.find((element) => element.dataset.id === current)?.focus({ preventScroll: true });
            this.state.current = "";
        }
    }
}
