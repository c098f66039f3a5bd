import { Component, onMounted, useExternalListener, useRef, useState } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { play } from "./sounds";

const GROUP_SEPARATOR = "\x1d";
const LONGEST_ROW = 50;
const SHORT_NUMBER = /^([0-9]{1,5}([.,][0-9]{1,3})?)?$/;

/**
 * The field that every screen with scans has. A scanner that acts as a keyboard writes into it wherever the focus is;
 * scans that come faster than the server answers wait for each other, and after a refusal those behind it are dropped
 * and named, because they were meant for what did not happen.
 *
 * `onScan(code, quantity)` answers whether the scan was taken, or "waiting" where the label goes on in another code;
 * `quantity` is what was typed beside it, or "". It is kept until a scan was taken.
 * `onDropped(codes)` is told what has to be scanned again.
 */
export class ScanField extends Component {
    static template = "meddev_base.ScanField";
    static props = {
        onScan: Function,
        onDropped: { type: Function, optional: true },
        hasQuantity: { type: Boolean, optional: true },
        placeholder: { type: String, optional: true },
        label: { type: String, optional: true },
        quantityHint: { type: String, optional: true },
    };

    setup() {
        this.input = useRef("code");
        this.isTouch = hasTouch();
        this.state = useState({ quantity: "", hasKeyboard: !hasTouch() });
        this.waiting = [];
        this.isBusy = false;
        onMounted(() => this.focus());
        useExternalListener(window, "keydown", (event) => this.catchStray(event), { capture: true });
    }

    get placeholder() {
        return this.props.placeholder || _t("Scan or type, then Enter");
    }

    focus() {
        this.input.el?.focus();
    }

    /** Keys of a scanner that would go nowhere: the field takes them, from the first one on. */
    catchStray(event) {
        const isText = (event.key?.length === 1 && !event.ctrlKey && !event.metaKey) || isSeparator(event);
        const isButton = event.key === " " && event.target.closest?.("button, a, [role=button]");
        const isElsewhere = isButton || event.target.closest?.("input, textarea, select, [contenteditable=true], .modal, .o_popover");
        if (isText && !isElsewhere && !document.querySelector(".modal")) {
            this.input.el?.select();
            this.focus();
        }
    }

    onKeydown(event) {
        if (isSeparator(event)) {
            // Scanners send the separator, which no key has, as Ctrl+] or F8.
            event.preventDefault();
            const { selectionStart, selectionEnd } = this.input.el;
            this.input.el.setRangeText(GROUP_SEPARATOR, selectionStart, selectionEnd, "end");
        } else if (event.key === "Enter") {
            event.preventDefault();
            this.send();
        }
    }

    send() {
        let code = this.input.el.value;
        if (!code.trim() && !SHORT_NUMBER.test(this.state.quantity.trim())) {
            code = this.state.quantity; // scanned while the cursor was in the other field
            this.state.quantity = "";
        }
        if (!code.trim()) {
            this.focus();
            return;
        }
        if (this.waiting.length >= LONGEST_ROW) {
            play("refused"); // what is in the field stays there
            return;
        }
        this.waiting.push({ code, quantity: this.state.quantity.trim() });
        this.input.el.value = "";
        this.state.quantity = "";
        this.focus();
        if (!this.isBusy) {
            this.work();
        }
    }

    async work() {
        this.isBusy = true;
        let current = null;
        try {
            while (this.waiting.length) {
                current = this.waiting.shift();
                const { code, quantity } = current;
                const answer = await this.props.onScan(code, quantity);
                play(answer ? "taken" : "refused");
                if (answer !== true) {
                    this.state.quantity = this.state.quantity || quantity;
                }
                if (!answer) {
                    this.drop(code);
                }
            }
        } catch (error) {
            play("refused");
            this.drop(current.code);
            throw error;
        } finally {
            this.isBusy = false;
        }
    }

    /** What was refused stays in the field, marked, for the eye and for the next scan to replace. */
    drop(code) {
        const codes = this.waiting.map((one) => one.code);
        this.waiting = [];
        if (codes.length) {
            this.props.onDropped?.(codes);
        }
        if (this.input.el && !this.input.el.value) {
            this.input.el.value = code;
            this.input.el.select();
        }
    }

    /** On a tablet the scanner's keys must not bring up the keyboard on the screen; who has none asks for it. */
    toggleKeyboard() {
        this.state.hasKeyboard = !this.state.hasKeyboard;
        this.input.el.blur();
        setTimeout(() => this.focus());
    }
}

function isSeparator(event) {
    return event.key === GROUP_SEPARATOR || event.key === "F8" || (event.ctrlKey && event.key === "]");
}
