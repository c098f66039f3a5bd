# ruff: noqa: F821 - `env` is Odoo's shell's, LABELS and KIND come from the caller
import io
import json
import resource
import time

from odoo.tools.pdf import PdfFileReader

env["res.lang"]._activate_lang("zh_CN")
env.company.write({"label_maker": "Device Works Co., Ltd., 12 Huangshan Road, Hefei, China"})
env.company.with_context(lang="zh_CN").label_maker = "器械有限公司，中国合肥市黄山路12号"
product = env["product.product"].create({
    "name": "Infusion pump", "default_code": "AH-P1", "barcode": "06901234567892", "is_storable": True,
    "tracking": "serial", "label_sterility": "sterile_eo", "is_label_single_use": True,
})  # fmt: skip
identifier = env["meddev.udi.di"].create({"code": "06901234567892", "product_id": product.id, "has_serial": True})
# Signing it is another benchmark's.
identifier._through_gate({"state": "active"})
lots = env["stock.lot"].create([{"name": f"SN{number:06}", "product_id": product.id} for number in range(LABELS)])
template = env.ref("meddev_label.label_template_70x50")
template.second_lang = "zh_CN"
reports = env["ir.actions.report"].with_context(force_report_rendering=True)


def new_print():
    return env["meddev.label.print"].create({
        "template_id": template.id, "line_ids": [(0, 0, {"lot_id": lot.id, "quantity": 1}) for lot in lots],
    })  # fmt: skip


def pages(content):
    return PdfFileReader(io.BytesIO(content)).getNumPages()


KINDS = {
    "ours, PDF": lambda: reports._render_qweb_pdf("meddev_label.label_print_report_pdf", new_print().ids)[0],
    "ours, ZPL": lambda: reports._render_qweb_text("meddev_label.label_print_report_zpl", new_print().ids)[0],
    "Odoo's lot labels, PDF": lambda: reports._render_qweb_pdf("stock.action_report_lot_label", lots.ids)[0],
    "Odoo's lot labels, ZPL": lambda: reports._render_qweb_text("stock.label_lot_template", lots.ids)[0],
}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
wall, processor = time.monotonic(), time.process_time()
content = KINDS[KIND]()
found = {
    "wall": time.monotonic() - wall,
    "processor": time.process_time() - processor,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before,
    "size": len(content) / 1024,
    "labels": pages(content) if "PDF" in KIND else content.count(b"^XZ"),
}
print(json.dumps(found))
