import json

from odoo import http
from odoo.exceptions import MissingError
from odoo.http import request

from ..models import places


class AuditDownload(http.Controller):
    """Files that are kept outside: archives and anchors."""

    @http.route("/meddev_audit/archive/<int:number>", type="http", auth="user", readonly=True)
    def archive(self, number):
        archive = request.env["meddev.audit.archive"].browse(number)
        archive._check_may_download()
        path = places.archive_file(archive)
        if not path.exists():
            raise MissingError(request.env._("The file %s is missing. Restore it from the backup.", archive.file_name))
        stream = http.Stream.from_path(str(path))
        return stream.get_response(as_attachment=True, mimetype="application/gzip")

    @http.route("/meddev_audit/anchor", type="http", auth="user", readonly=True)
    def anchor(self):
        request.env["meddev.audit.seal"].check_access("read")
        text = json.dumps(request.env["meddev.audit.anchor"].sudo()._content(), indent=1)
        name = f"meddev-anchor-{request.env.cr.dbname}.json"
        headers = [("Content-Type", "application/json"), ("Content-Disposition", http.content_disposition(name))]
        return request.make_response(text, headers)
