import logging
from urllib.parse import urljoin

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import file_open

from ..paper import SHRINKING, Paper
from ..press import check, print_sheets
from ..resources import Resources
from ..sheets import sheets

_logger = logging.getLogger(__name__)
OWN_STYLE = "meddev_print/static/src/print.css"


class IrActionsReport(models.Model):
    """Reports, printed by WeasyPrint wherever Odoo would call wkhtmltopdf."""

    _inherit = "ir.actions.report"

    @api.model
    def get_wkhtmltopdf_state(self):
        """What the web client asks before it prints; a fault is told when it happens, in words (``ok``)."""
        return "ok"

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, header=None, footer=None, landscape=False,
                         specific_paperformat_args=None, set_viewport_size=False):  # fmt: skip
        """The PDF of ``bodies``, one record after the other, each with its own header, footer and page numbers."""
        self._check_press()
        report = self._get_report(report_ref) if report_ref else self
        found = sheets(bodies, header, footer, lang=self.env.lang or "en_US")
        if not found:
            raise UserError(self.env._("There is nothing to print. Choose at least one record."))
        paper = self._paper(report.get_paperformat(), landscape, specific_paperformat_args or {})
        return self._print_sheets(found, paper, report)

    def _print_sheets(self, found, paper, report):
        base_url = self._get_report_url()
        resources = Resources(self.env, base_url)
        addresses = dict.fromkeys(address for sheet in found for address in sheet.style_sheets)
        with file_open(OWN_STYLE) as own:
            styles = [*(resources.style_sheet(urljoin(base_url, address)) for address in addresses), own.read()]
        try:
            return print_sheets([sheet.html for sheet in found], paper, styles, resources.load, base_url)
        except (AssertionError, LookupError, TypeError, ValueError) as error:
            # WeasyPrint's own faults on markup that nobody foresaw.
            _logger.exception("WeasyPrint could not lay out %s", report.report_name or "a page")
            raise UserError(
                self.env._(
                    "%(report)s could not be laid out (%(error)s). The server's log says where; show it to whoever "
                    "keeps the template.",
                    report=report.name or self.env._("The page"),
                    error=error,
                )
            ) from error

    def _check_press(self):
        try:
            check()
        except (OSError, ImportError) as error:
            raise UserError(
                self.env._(
                    "Nothing can be printed: WeasyPrint does not start on the server (%s). Ask an administrator to "
                    "install it with its libraries: pip install -r requirements.txt; apt-get install libpango-1.0-0 "
                    "libpangoft2-1.0-0 libharfbuzz-subset0.",
                    error,
                )
            ) from error

    def _paper(self, paperformat, landscape, specific):
        """The paper of a report: its format's, but for what the report's own template says."""
        paper = Paper()
        if paperformat:
            paper = Paper(
                width=paperformat.print_page_width or paper.width,
                height=paperformat.print_page_height or paper.height,
                top=paperformat.margin_top,
                right=paperformat.margin_right,
                bottom=paperformat.margin_bottom,
                left=paperformat.margin_left,
                header_spacing=paperformat.header_spacing,
                has_header_line=paperformat.header_line,
                # Labels say exactly how large they are.
                zoom=1 if paperformat.disable_shrinking else SHRINKING,
            )
        own = {
            name: float(specific[f"data-report-{key}"])
            for name, key in (("top", "margin-top"), ("bottom", "margin-bottom"), ("header_spacing", "header-spacing"))
            if specific.get(f"data-report-{key}")
        }
        paper = Paper(**{**paper.__dict__, **own})
        return paper.turned() if landscape or specific.get("data-report-landscape") else paper
