from odoo import http
from odoo.exceptions import MissingError
from odoo.http import content_disposition, request


class EvidenceController(http.Controller):
    @http.route("/meddev/evidence/<string:model>/<int:record_id>", type="http", auth="user", readonly=False)
    def evidence(self, model, record_id):
        """The evidence bundle of one record, as a download."""
        if not hasattr(request.env.get(model), "_signature_content"):
            raise MissingError(request.env._("Records of this kind are not signed."))
        record = request.env[model].browse(record_id)
        if not record.exists():
            raise MissingError(request.env._("This record is gone."))
        packed = request.env["meddev.signature.evidence"]._bundle(record)
        name = "".join(char if char.isalnum() or char in "-_." else "-" for char in record.display_name)
        headers = [
            ("Content-Type", "application/zip"),
            ("Content-Disposition", content_disposition(f"evidence-{name}.zip")),
        ]
        return request.make_response(packed, headers)
