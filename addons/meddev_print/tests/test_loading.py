import base64
import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..resources import Resources
from .common import PrintCase

LOG = "odoo.addons.meddev_print.resources"
HIDDEN = """
    <link rel="attachment" href="{url}"/>
    <style>@import url({url}); @font-face {{ font-family: X; src: url({url}) }} p {{ background: url({url}) }}</style>
    <img src="{url}"/><object data="{url}"/><embed src="{url}"/>
    <svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>
    <img src="data:image/svg+xml;base64,{svg}"/><p style="font-family: X">Printed all the same</p>
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{url}" width="9" height="9"/></svg>'


@tagged("post_install", "-at_install")
class TestLoading(PrintCase):
    """What printed pages load, and what they never do."""

    def setUp(self):
        super().setUp()
        self.env.company.logo = False
        self.resources = Resources(self.env(user=self.reader), self.env["ir.actions.report"]._get_report_url())

    def picture(self, **values):
        buffer = io.BytesIO()
        Image.new("RGB", (20, 20), "red").save(buffer, "PNG")
        return self.env["ir.attachment"].create({"name": "red.png", "raw": buffer.getvalue(), **values})

    def print_hidden(self, url):
        """Print a page that names ``url`` in every way a page can."""
        body = HIDDEN.format(url=url, svg=base64.b64encode(SVG.format(url=url).encode()).decode())
        with mute_logger(LOG):
            pdf = self.print_page(body)
        self.assertIn("Printed all the same", self.texts(pdf)[0])
        return pdf

    def test_no_page_makes_the_server_call_another_machine(self):
        asked = []

        class Witness(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_error(404)

        server = HTTPServer(("127.0.0.1", 0), Witness)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.print_hidden(f"http://127.0.0.1:{server.server_port}/secret.png")
        self.assertEqual(asked, [])

    def test_no_page_opens_a_connection_not_even_to_this_odoo(self):
        own = self.env["ir.actions.report"]._get_report_url()
        with patch("socket.create_connection", side_effect=AssertionError("a connection was opened")) as connect:
            self.print_hidden("http://169.254.169.254/latest/meta-data/")
            self.print_hidden(f"{own}/web/static/img/logo.png")
        connect.assert_not_called()

    def test_no_page_reads_a_file_of_the_server(self):
        pdf = self.print_hidden("file:///etc/passwd")
        self.assertFalse(pdf.attachments)
        self.assertNotIn("root:", self.texts(pdf)[0])

    def test_addresses_elsewhere_are_refused_by_name(self):
        for url in (
            "http://evil.example/x.png",
            "https://evil.example/x.png",
            "file:///etc/passwd",
            "ftp://evil.example/x",
        ):
            with (
                mute_logger(LOG),
                self.assertRaisesRegex(AccessError, "is not of this Odoo. Printed pages load nothing"),
            ):
                self.resources.load(url)

    def test_an_attachment_that_is_kept_elsewhere_is_not_fetched(self):
        link = self.picture(type="url", url="http://evil.example/x.png", raw=False, public=True)
        with mute_logger(LOG), self.assertRaisesRegex(AccessError, "is kept elsewhere"):
            self.resources.load(self.own(f"/web/image/{link.id}"))

    def test_code_of_an_addon_is_no_static_file(self):
        for path in (
            "/web/static/../models/ir_http.py",
            "/web/static/%2e%2e/__manifest__.py",
            "/web/models/ir_http.py",
        ):
            with mute_logger(LOG), self.assertRaises(AccessError):
                self.resources.load(self.own(path))

    def test_a_static_file_is_read(self):
        content, content_type = self.resources.load(self.own("/web/static/img/logo.png"))
        self.assertEqual((content[:4], content_type), (b"\x89PNG", "image/png"))

    def test_a_missing_static_file_is_told_by_name(self):
        with mute_logger(LOG), self.assertRaisesRegex(AccessError, "There is no file img/none.png in web"):
            self.resources.load(self.own("/web/static/img/none.png"))

    def test_a_picture_that_the_user_may_read_is_printed(self):
        picture = self.picture(res_model="res.partner", res_id=self.partner.id)
        self.assertEqual(len(self.images(self.print_page(f'<img src="/web/image/{picture.id}"/>'))), 1)
        self.assertEqual(len(self.images(self.print_page(f'<img src="{self.own(f"/web/image/{picture.id}")}"/>'))), 1)

    def test_a_picture_that_the_user_may_not_read_is_not_printed(self):
        picture = self.picture(res_model="ir.config_parameter", res_id=1)
        with self.assertLogs(LOG, "WARNING"):
            pdf = self.print_page(f'<img src="/web/image/{picture.id}"/>')
        self.assertFalse(self.images(pdf))

    def test_superuser_mode_of_the_caller_gives_no_further_rights(self):
        picture = self.picture(res_model="ir.config_parameter", res_id=1)
        resources = Resources(self.env(user=self.reader, su=True), self.own(""))
        with mute_logger(LOG), self.assertRaises(AccessError):
            resources.load(self.own(f"/web/image/{picture.id}"))

    def test_a_picture_is_made_as_small_as_asked(self):
        picture = self.picture(res_model="res.partner", res_id=self.partner.id)
        content, content_type = self.resources.load(self.own(f"/web/image/{picture.id}/10x10"))
        self.assertEqual((Image.open(io.BytesIO(content)).size, content_type), ((10, 10), "image/png"))

    def test_a_file_that_is_no_picture_is_not_read(self):
        text = self.picture(raw=b"plain text", name="t.txt", res_model="res.partner", res_id=self.partner.id)
        with mute_logger(LOG), self.assertRaisesRegex(AccessError, "is no image"):
            self.resources.load(self.own(f"/web/image/{text.id}"))

    def test_scripts_are_no_style_sheets(self):
        with mute_logger(LOG), self.assertRaisesRegex(AccessError, "is no style sheet"):
            self.resources.load(self.own("/web/assets/1/web.assets_web.min.js"))

    def own(self, path):
        return self.env["ir.actions.report"]._get_report_url() + path
