"""What is under audit without anybody asking for it, and which columns tell nothing or must not be told."""

# Models of Odoo's apps that medical device records are made of; those of apps not installed are simply not there.
MODELS = (
    "stock.lot", "stock.move", "stock.move.line", "stock.picking", "stock.quant", "stock.location", "stock.scrap",
    "mrp.production", "mrp.bom", "mrp.bom.line", "mrp.bom.byproduct", "mrp.routing.workcenter", "mrp.workcenter",
    "mrp.workorder", "mrp.unbuild",
    "repair.order", "purchase.order", "purchase.order.line", "sale.order", "sale.order.line",
    "product.category", "product.template", "product.product", "product.supplierinfo", "product.uom", "uom.uom",
    "stock.picking.type",
    "res.partner", "res.company", "res.users", "res.groups",
    "ir.config_parameter", "ir.model.access", "ir.rule", "ir.cron", "ir.actions.server", "ir.attachment",
)  # fmt: skip
OURS = "meddev."
# What else belongs in the trail of a record though it can be there without it.
MORE_PARTS = {
    "mrp.production": ("move_raw_ids", "move_finished_ids", "workorder_ids"),
    "stock.picking": ("move_ids", "move_line_ids"),
    "repair.order": ("move_ids",),
    "mrp.bom": ("byproduct_ids", "operation_ids"),
    "product.template": ("seller_ids", "product_variant_ids"),
    "product.product": ("product_uom_ids",),
}
# Its own ledgers would watch themselves; they are protected by the seals. The genealogy is derived from movements that
# are audited, and compared with them every night.
NOT_AUDITED = frozenset({
    "meddev.audit.entry", "meddev.audit.seal", "meddev.audit.archive", "meddev.audit.change",
    "meddev.genealogy.event", "meddev.genealogy.link", "meddev.genealogy.passage",
})  # fmt: skip

# The long texts of a signature are covered by its key_signature, and a scheduler's clockwork is no decision.
IGNORED = {
    "ir.cron": {"lastcall", "nextcall", "failure_count", "first_failure_date"},
    "ir.attachment": {"db_datas", "index_content"},
    "meddev.seal.key": {"statement"},
    "meddev.signature": {"content", "statement"},
    "meddev.signature.void": {"statement"},
    "res.users": {"login_date"},
}
MASKED = {
    "res.users": {"password", "totp_secret", "totp_last_counter"},
    "res.partner": {"signup_token"},
    "res.company": {"smtp_pass"},
}
SECRET_WORDS = ("password", "secret", "token", "private_key")


def is_secret(column):
    """Whether the values of a column are kept out of the trail: that it changed is recorded, to what is not."""
    return any(word in column for word in SECRET_WORDS)


def is_audited_by_default(model):
    return model not in NOT_AUDITED and (model.startswith(OURS) or model in MODELS)
