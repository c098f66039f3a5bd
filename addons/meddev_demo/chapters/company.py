"""Suzhou Anheng Medical Technology: who it is to the authorities."""

import base64

from odoo.tools import file_open

COMPANY = {
    "name": "苏州安衡医疗科技有限公司 Suzhou Anheng Medical",
    "street": "星湖街 888 号 / 888 Xinghu Street",
    "city": "苏州 Suzhou",
    "zip": "215000",
    "phone": "+86 512 5555 0100",
    "email": "info@anheng.example",
    "website": "https://anheng.example",
    "device_role": "manufacturer",
    "uscc": "91320594MA1DEM0X5B",
    "production_licence": "苏药监械生产许20240888号",
    "fda_establishment": "3099999999",
    "eu_srn": "CN-MF-000099999",
}


def load(env, _today):
    env["res.lang"]._activate_lang("zh_CN")
    env["ir.module.module"].search([("state", "=", "installed")])._update_translations(["zh_CN"])
    company = env.ref("base.main_company")
    env.ref("base.CNY").active = True
    company.write({**COMPANY, "country_id": env.ref("base.cn").id, "currency_id": env.ref("base.CNY").id})
    env["product.pricelist"].search([("company_id", "in", [company.id, False])]).currency_id = env.ref("base.CNY")
    company.partner_id.tz = "Asia/Shanghai"
    with file_open("meddev/static/description/icon.png", "rb") as icon:
        company.logo = base64.b64encode(icon.read())
    # Nobody signs up to a company's quality records by himself.
    env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
    if "digest.digest" in env:
        env["digest.digest"].search([]).action_deactivate()  # nothing is sent from a demo company
    env["account.chart.template"].try_loading("cn", company, install_demo=False)
    warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
    warehouse.name = "苏州工厂 Suzhou plant"
