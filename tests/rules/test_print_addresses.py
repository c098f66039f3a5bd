"""Which addresses a printed page may load."""

import pytest

from .support import load_rule

addresses = load_rule("meddev_print", "addresses")
OWN = {addresses.origin("http://localhost:8069")}
HERE = "http://localhost:8069"


@pytest.mark.parametrize(
    ("path", "kind", "arguments"),
    [
        ("/web/static/img/logo.png", "static", {"module": "web", "resource": "img/logo.png"}),
        ("/web/image/7", "image", {"id": 7}),
        ("/web/image/7-ab12/300x200/pump.png", "image",
         {"id": 7, "unique": "ab12", "width": 300, "height": 200, "filename": "pump.png"}),
        ("/web/image/res.partner/7/avatar_128", "image", {"model": "res.partner", "id": 7, "field": "avatar_128"}),
        ("/web/image?model=res.partner&id=7&field=image_128", "image",
         {"model": "res.partner", "id": "7", "field": "image_128"}),
        ("/web/image/base.main_company", "image", {"xmlid": "base.main_company"}),
        ("/report/barcode/QR/L%201?width=200", "barcode", {"barcode_type": "QR", "value": "L 1", "width": "200"}),
        ("/report/barcode/?barcode_type=QR&value=L1", "barcode", {"barcode_type": "QR", "value": "L1"}),
        ("/web/assets/ab12/web.report_assets_common.min.css", "asset",
         {"unique": "ab12", "filename": "web.report_assets_common.min.css"}),
        ("/logo.png?company=1", "logo", {"company": "1"}),
    ],
)  # fmt: skip
def test_own_addresses_are_understood(path, kind, arguments):
    assert addresses.place(HERE + path, OWN) == (kind, arguments)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:5432/",
        "https://localhost:8069/web/static/img/logo.png",
        "http://localhost:8069@evil.example/web/static/img/logo.png",
        "http://localhost:8069.evil.example/web/static/img/logo.png",
        "http://evil.example/web/image/7",
        "//evil.example/web/image/7",
        "http://localhost:99999/web/image/7",
        "http://[/web/image/7",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "file://localhost:8069/web/static/img/logo.png",
        "ftp://localhost:8069/web/static/img/logo.png",
        "gopher://localhost:8069/_x",
        "",
    ],
)
def test_addresses_elsewhere_are_refused(url):
    assert addresses.place(url, OWN) is None


@pytest.mark.parametrize(
    "path",
    [
        "/web/static/../models/ir_http.py",
        "/web/static/%2e%2e/models/ir_http.py",
        "/web/static/..%5c..%5cmodels/ir_http.py",
        "/web/static/img/%00logo.png",
        "/web/content/7",
        "/web/session/logout",
        "/web/dataset/call_kw",
        "/report/pdf/stock.report_lot_label/1",
        "/",
    ],
)
def test_other_places_of_this_odoo_are_refused(path):
    assert addresses.place(HERE + path, OWN) is None


def test_the_usual_port_need_not_be_named():
    assert addresses.origin("https://erp.example") == addresses.origin("https://ERP.example:443/web")
