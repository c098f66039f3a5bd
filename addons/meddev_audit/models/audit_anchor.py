import base64
import json
import os

from markupsafe import Markup

from odoo import api, fields, models

from . import places

KNOWN = 200  # the newest seals; each names the one before, so the older ones are fixed with them


class MeddevAuditAnchor(models.AbstractModel):
    """What an outsider must keep so that nobody can cut the trail off or make it anew (format meddev-anchor/1)."""

    _name = "meddev.audit.anchor"
    _description = "Outside Anchors of the Seals"

    @api.model
    def _content(self):
        seals = self.env["meddev.audit.seal"]._chain()[-KNOWN:]
        self.env.cr.execute("SELECT fingerprint FROM meddev_seal_key ORDER BY id")
        return {
            "format": "meddev-anchor/1",
            "database": self.env["ir.config_parameter"].sudo().get_param("database.uuid"),  # as in the evidence
            "seals": [{name: seal[name] for name in ("number", "hash", "sealed_on")} for seal in seals],
            "keys": [name for (name,) in self.env.cr.fetchall()],
        }

    @api.model
    def _export(self):
        """Daily: write today's anchor beside the database's files and queue it to the security contacts."""
        self.env["meddev.audit.seal"]._seal()
        text = json.dumps(self._content(), indent=1)
        path = places.anchors(self.env) / f"{fields.Date.today()}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(text)
        draft.replace(path)
        contacts = self.env["res.company"].sudo().search([("security_contact_id", "!=", False)]).security_contact_id
        for user in contacts.filtered("email"):
            self._mail(user, path.name, text)
        return str(path)

    def _mail(self, user, name, text):
        words = self.with_context(lang=user.lang)
        self.env["mail.mail"].sudo().create(
            {
                "subject": words.env._("Anchor of the audit trail, %s", name.removesuffix(".json")),
                "body_html": Markup("<p>{}</p>").format(
                    words.env._("Keep this file outside of the server. With it, a verification finds what was cut off.")
                ),
                "email_to": user.email_formatted,
                "attachment_ids": [(0, 0, {"name": f"meddev-anchor-{name}", "datas": base64.b64encode(text.encode())})],
            }
        )

    @api.model
    def _kept(self):
        """The anchors that were written beside the database's files."""
        anchors = []
        for path in sorted(places.anchors(self.env).glob("*.json")):
            try:
                anchors.append(json.loads(path.read_text()))
            except ValueError:
                anchors.append({"seals": [], "keys": [f"(unreadable file {path.name})"]})
        return anchors
