from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import content_disposition, request

from ..spreadsheet import workbook

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class GenealogySpreadsheet(http.Controller):
    @http.route("/meddev_genealogy/spreadsheet", type="http", auth="user", methods=["GET", "POST"], readonly=True)
    def spreadsheet(self, model="", ids="", direction="both", max_depth=None):
        """The trace and the recall scope of some records as a workbook; asks what the screen asks, as the user."""
        genealogy = request.env["meddev.genealogy"]
        answer = genealogy.explore(
            model, _numbers(ids), direction, _numbers(max_depth)[0] if max_depth else None
        )  # fmt: skip
        scope = genealogy.recall_scope(answer["subject"]["ids"], answer["subject"]["model"])
        content = workbook(genealogy._sheets(answer, scope, direction))
        name = f"genealogy {answer['subject']['name']}.xlsx"
        headers = [("Content-Type", EXCEL), ("Content-Disposition", content_disposition(name))]
        return request.make_response(content, headers)


def _numbers(text):
    try:
        return [int(part) for part in str(text).split(",")]
    except ValueError:
        raise ValidationError(request.env._("Records are named by numbers, not by %s.", text)) from None
