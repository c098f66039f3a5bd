from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.meddev_base.models.locking import wait_for

from ..reconciliation import is_reprint
from ..symbols import CarrierError, LabelError, label_html, label_zpl, lay_out

_lt = LazyTranslate(__name__)


class MeddevLabelPrint(models.Model):
    """One print of labels. It comes out once; more than the first issue needs a reason and a signature."""

    _name = "meddev.label.print"
    _description = "Label Print"
    _inherit = ["mail.thread", "meddev.workflow.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {"draft": {"approved", "printed"}, "approved": {"printed"}}
    _final_states = frozenset({"printed"})
    _guarded_fields = frozenset({"state", "printed_by_id", "printed_on"})
    _sealed_fields = frozenset({"name", "di_id", "company_id", "template_id", "line_ids", "reason"})
    _signed_transitions = {
        ("draft", "approved"): (
            {
                "name": _lt("Approval of reprint"),
                "group": "meddev_base.group_quality_manager",
                "is_reason_required": True,
                "is_author_excluded": True,
            },
        ),
    }
    _signed_content = ("name", "di_id", "template_id", "reason", "line_ids.lot_id", "line_ids.quantity")

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Reprint Approved"), ("printed", "Printed")],
        default="draft", readonly=True, index=True, tracking=True,
    )  # fmt: skip
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    di_id = fields.Many2one(
        "meddev.udi.di", "Package Level", check_company=True, domain="[('id', 'in', package_ids)]", ondelete="restrict",
        help="Which package the labels are for; empty: the base package.",
    )  # fmt: skip
    package_ids = fields.Many2many("meddev.udi.di", compute="_compute_package_ids")
    level = fields.Integer(related="di_id.level", string="Level")
    template_id = fields.Many2one("meddev.label.template", "Label", required=True)
    line_ids = fields.One2many("meddev.label.print.line", "print_id", "Labels")
    account_ids = fields.Many2many("meddev.label.account", string="Label Accounts", compute="_compute_account_ids")
    quantity = fields.Integer("Number of Labels", compute="_compute_quantity")
    reason = fields.Char("Reason of Reprint", help="Why more labels are needed than were issued first.")
    is_reprint = fields.Boolean("Reprint", compute="_compute_is_reprint")
    printed_by_id = fields.Many2one("res.users", "Printed by", readonly=True, copy=False)
    printed_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("line_ids.quantity")
    def _compute_quantity(self):
        for job in self:
            job.quantity = sum(job.line_ids.mapped("quantity"))

    @api.depends("line_ids.lot_id")
    def _compute_package_ids(self):
        for job in self:
            job.package_ids = job._packages()

    @api.depends("state")
    def _compute_account_ids(self):
        entries = self.env["meddev.label.entry"].search([("print_id", "in", self.ids)])
        for job in self:
            job.account_ids = entries.filtered(lambda entry, job=job: entry.print_id == job._origin).account_id

    @api.depends("line_ids.quantity", "line_ids.lot_id", "di_id", "state")
    def _compute_is_reprint(self):
        for job in self:
            job.is_reprint = job.state == "approved" or (job.state == "draft" and is_reprint(job._issues()))

    def _issues(self):
        """``(planned, issued, asked)`` of each lot in this print."""
        asked = Counter()
        for line in self.line_ids:
            asked[line.lot_id] += line.quantity
        issued = self.line_ids.lot_id._labels_issued(self.level)
        return [
            (lot._first_issue(self.level, self.di_id), issued.get(lot, 0), number)
            for lot, number in asked.items()
            if lot
        ]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].sudo().next_by_code(self._name) or "/"
        return super().create(vals_list)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _check_can_move(self, target):
        result = super()._check_can_move(target)
        if not self.line_ids or min(self.line_ids.mapped("quantity")) < 1:
            raise UserError(self.env._("%s has no labels. Say of which lot and how many.", self.display_name))
        self._check_package()
        accounts = self.env["meddev.label.account"]
        accounts._check_recorder()
        if target == "printed":
            self._count_alone()
            accounts.browse([account.id for account in self._accounts().values()])._lock()
        if target == "printed" and self.state == "draft" and is_reprint(self._issues()):
            raise UserError(
                self.env._(
                    "%s is a reprint: more labels than its goods take. Write the reason and have a quality manager "
                    "sign it, then print.",
                    self.display_name,
                )
            )
        if target == "approved" and not (self.reason or "").strip():
            raise UserError(self.env._("%s has no reason. Write why labels are printed again.", self.display_name))
        return result

    def _count_alone(self):
        """Keep other prints of these lots from counting on the same room, in whichever account they are entered.

        Of two at once the later one begins anew, and sees what the first issued.
        """
        lots = self.line_ids.lot_id
        wait_for(lots)
        lots.flush_recordset()
        self.env.cr.execute("UPDATE stock_lot SET write_date = write_date WHERE id = ANY(%s)", [lots.ids])

    def _check_package(self):
        """Whether the package chosen is one of the goods'."""
        for di in self.di_id:
            if di not in self._packages():
                raise UserError(
                    self.env._(
                        "%(package)s is no package in use of what %(record)s labels. Choose one of its own, or none "
                        "for the base package.",
                        package=di.display_name,
                        record=self.display_name,
                    )
                )

    def _packages(self):
        """Packages in use around the product of this print; none where it labels several products."""
        product = self.line_ids.lot_id.product_id
        base = product._base_di() if len(product) == 1 else self.env["meddev.udi.di"]
        return base._chain().filtered("level") if base else base

    def _accounts(self):
        """``{lot: open account}`` of what is printed."""
        return self.env["meddev.label.account"]._of_lots(self.line_ids.lot_id, self.level)

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "printed":
            for job in self:
                job._enter()
        return result

    def _enter(self):
        """Enter every label in the account of its lot."""
        accounts = self._accounts()
        common = {"kind": "issued", "print_id": self.id, "reason": self.reason or None}
        return self.env["meddev.label.entry"]._enter_all([
            (accounts[line.lot_id], {**common, "lot_id": line.lot_id.id, "quantity": line.quantity})
            for line in self.line_ids
        ])  # fmt: skip

    def _issue_now(self):
        """The one moment in which these labels come out: enters them in their account, or refuses."""
        return self._move_to("printed", printed_by_id=self.env.uid, printed_on=fields.Datetime.now())

    def _html_pages(self):
        """Pages of labels as HTML, each as large as its paper."""
        self._check_package()
        template, labels = self.template_id, []
        for line in self.line_ids:
            block = Markup(self._drawn(line.lot_id, self._html_label))  # noqa: S704 - made by our own code
            labels += [block] * line.quantity
        per_page = template.columns * template.rows or 1
        pages = [labels[start : start + per_page] for start in range(0, len(labels), per_page)]
        return [self._page(page) for page in pages]

    def _page(self, labels):
        template, size = self.template_id, self.template_id._paper_size()
        places = [
            Markup('<div style="left: %smm; top: %smm">%s</div>')
            % (
                template.margin_left + number % template.columns * template.width if template.columns else 0,
                template.margin_top + number // template.columns * template.height if template.columns else 0,
                label,
            )
            for number, label in enumerate(labels)
        ]
        return Markup('<div class="meddev_sheet" style="width: %smm; height: %smm">%s</div>') % (
            *size,
            Markup().join(places),
        )

    def _html_label(self, label):
        template = self.template_id
        return label_html(lay_out(label, template.width, template.height), template.width, template.height)

    def _zpl(self):
        """The labels in the language of label printers."""
        self._check_package()
        template = self.template_id
        return "".join(
            self._drawn(
                line.lot_id,
                lambda label, line=line: label_zpl(
                    label,
                    template.width,
                    template.height,
                    int(template.dots_per_mm),
                    line.quantity,
                    template.zpl_font or "E:SIMSUN.TTF",
                ),
            )
            for line in self.line_ids
        )

    def _drawn(self, lot, draw):
        """What ``draw`` makes of the label of ``lot``; what cannot be drawn is told in words."""
        try:
            return draw(lot._label(self.template_id, self.di_id or 0))
        except (LabelError, CarrierError) as error:
            words = {"lot": lot.name, "template": self.template_id.name, "what": error.value}
            texts = {
                "character": self.env._(
                    "Lot %(lot)s: no label carries the character %(what)s. Rename the lot.", **words
                ),
                "empty": self.env._("Lot %(lot)s: %(what)s of the identifier is empty.", **words),
                "length": self.env._(
                    "Lot %(lot)s: %(what)s is too long for the data carrier of %(template)s.", **words
                ),
            }
            small = self.env._(
                "Lot %(lot)s: %(template)s is too small for %(what)s. Choose a larger label or one with DataMatrix.",
                **words,
            )
            raise UserError(texts.get(error.key, small)) from error

    # --- buttons ------------------------------------------------------------------------------------------------

    def action_approve(self):
        """Open the form in which a quality manager signs that labels are printed again."""
        return self.action_sign("approved")

    def action_print_pdf(self):
        """Print as PDF; the labels come out, and are entered as issued, when it is made."""
        return self.env.ref("meddev_label.label_print_report_pdf").report_action(self)

    def action_print_zpl(self):
        """Download for a label printer."""
        return self.env.ref("meddev_label.label_print_report_zpl").report_action(self)
