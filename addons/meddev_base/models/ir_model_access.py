from odoo import models, tools

AUDITOR = "meddev_base.group_auditor"
# Credentials and keys: nobody's evidence, and an auditor has no use for them.
SECRET_MODELS = frozenset({
    "auth.passkey.key", "auth_totp.device", "auth_totp.rate.limit.log", "fetchmail.server", "iap.account",
    "ir.config_parameter", "ir.mail_server", "res.users.apikeys", "res.users.apikeys.show", "res.users.identitycheck",
})  # fmt: skip
# What the web client itself keeps about its user: preferences, presence, unread counters, favourite filters.
PERSONAL_MODELS = frozenset({
    "bus.presence", "discuss.channel.member", "ir.filters", "mail.presence", "mail.push.device", "res.device.log",
    "res.users.settings", "res.users.settings.volumes",
})  # fmt: skip


class IrModelAccess(models.Model):
    """An auditor reads everything and writes nothing, in every addon present and future.

    Granting the reading row by row would miss the next model, and an application's user group, which an auditor needs
    to see its menus, grants writing along with it. So the rule is stated once, where all access is decided.
    """

    _inherit = "ir.model.access"

    @tools.ormcache("self.env.uid", "mode")
    def _get_allowed_models(self, mode="read"):
        allowed = super()._get_allowed_models(mode)
        if not self.env.user.has_group(AUDITOR):
            return allowed
        if mode == "read":
            stored = {name for name, model in self.env.registry.items() if not model._abstract and not model._transient}
            return (allowed | stored) - SECRET_MODELS
        # Wizards hold a question, not a record; what they then do is checked against the records themselves.
        wizards = {name for name in allowed if name in self.env and self.env[name]._transient}
        return frozenset(wizards | (allowed & PERSONAL_MODELS)) - SECRET_MODELS
