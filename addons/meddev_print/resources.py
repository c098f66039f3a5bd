"""What printed pages load: read from the database and the addons in-process, never over the network."""

import base64
import logging
import mimetypes
from urllib.parse import urljoin

from psycopg2.errors import ReadOnlySqlTransaction

from odoo.exceptions import AccessError, UserError
from odoo.http import root
from odoo.tools.image import image_guess_size_from_field_name, image_process
from odoo.tools.mimetypes import guess_mimetype

from .addresses import origin, place

_logger = logging.getLogger(__name__)


class Resources:
    """Reads what an address names, with the rights of the user who prints and of nobody else."""

    def __init__(self, env, base_url):
        self.env, self.base_url = env(su=False), base_url
        configured = env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        self.own = {found for found in map(origin, (base_url, configured)) if found}

    def load(self, url):
        """``(bytes, content type)`` of what ``url`` names.

        :raises AccessError: it names nothing of this Odoo, or nothing that the user may read
        """
        found = place(url, self.own)
        if not found:
            _logger.info("Not loaded into a printed page, because it is not of this Odoo: %s", url[:200])
            raise AccessError(
                self.env._("%s is not of this Odoo. Printed pages load nothing from elsewhere.", url[:200])
            )
        kind, arguments = found
        try:
            return getattr(self, f"_read_{kind}")(**arguments)
        except ReadOnlySqlTransaction:
            raise
        except Exception as error:
            _logger.warning("Not loaded into a printed page: %s (%s)", url[:200], error)
            raise

    def style_sheet(self, url):
        """The text of the style sheet at ``url``; "" where there is none of ours, and the page is printed without."""
        try:
            return self.load(url)[0].decode()
        except UserError:
            return ""

    def _read_static(self, module, resource, **_query):
        path = root.get_static_file(f"/{module}/static/{resource}")
        if not path:
            raise AccessError(self.env._("There is no file %(file)s in %(module)s.", file=resource, module=module))
        with open(path, "rb") as file:
            return file.read(), mimetypes.guess_type(path)[0] or "application/octet-stream"

    def _read_asset(self, filename, **_query):
        bundle, rtl, kind, autoprefix = self.env["ir.asset"]._parse_bundle_name(filename, False)
        if kind != "css":
            raise AccessError(self.env._("%s is no style sheet. Printed pages run no scripts.", filename))
        assets = self.env["ir.qweb"].sudo()._get_asset_bundle(bundle, js=False, rtl=rtl, autoprefix=autoprefix)
        if self.env.cr.readonly and not assets.get_attachments("min.css"):
            # A bundle is compiled and kept when it is first asked for: Odoo begins the request anew with a cursor
            # that may write.
            raise ReadOnlySqlTransaction(f"{filename} is not compiled yet")
        return assets.css().raw, "text/css"

    def _read_barcode(self, barcode_type="", value="", **options):
        known = {"width", "height", "humanreadable", "quiet", "mask", "barLevel"}
        options = {name: text for name, text in options.items() if name in known}
        return self.env["ir.actions.report"].barcode(barcode_type, value, **options), "image/png"

    def _read_logo(self, company="", **_query):
        companies = self.env["res.company"]
        company = companies.browse(int(company)) if company.isdigit() else self.env.company
        return self._read_image(model="res.company", id=company.id, field="logo_web")

    def _read_image(self, xmlid=None, model="ir.attachment", field="raw", width=0, height=0, crop=False,
                    access_token=None, **query):  # fmt: skip
        number = int(query["id"]) if query.get("id") else None
        record = self.env["ir.binary"]._find_record(xmlid, model, number, access_token, field=field)
        if record._name == "ir.attachment" and record.type == "url":
            return self._read_link(record)
        data = self._binary(record.with_context(bin_size=False), field)
        size = (int(width), int(height))
        size = image_guess_size_from_field_name(field) if size == (0, 0) else size
        mimetype = guess_mimetype(data, default="application/octet-stream")
        if not mimetype.startswith("image/"):
            raise AccessError(self.env._("%s is no image.", record.display_name))
        return image_process(data, size=size, crop=crop), mimetype

    def _read_link(self, attachment):
        kind, arguments = place(urljoin(self.base_url, attachment.url or ""), self.own) or ("", {})
        if kind != "static":
            raise AccessError(
                self.env._("%s is kept elsewhere. Printed pages load nothing from there.", attachment.display_name)
            )
        return self._read_static(**arguments)

    def _binary(self, record, name):
        field = record._fields.get(name)
        if field is None or field.type != "binary":
            raise AccessError(self.env._("%(record)s has no file %(name)s.", record=record.display_name, name=name))
        record._check_field_access(field, "read")
        return record.raw if name == "raw" else base64.b64decode(record[name] or b"")
