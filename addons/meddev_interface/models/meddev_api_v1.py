from datetime import UTC, datetime

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.meddev_base.texts import takes_texts

ROLES = ("operator", "quality_user", "regulatory", "engineering", "data_steward", "auditor", "system")
VERIFIERS = ("quality_manager", "regulatory", "auditor", "system")


class MeddevApiV1(models.AbstractModel):
    """Version 1 of the API for other systems: MES, WMS, PLM, reporting.

    Reached over XML-RPC (``execute_kw``) and JSON-2 (``POST /json/2/meddev.api.v1/<method>``) with the same answers.
    Arguments are keywords. Answers are plain JSON types: "" for no text, moments in ISO 8601 with offset, in UTC.
    What could break a caller makes a ``meddev.api.v2``; this one stays.
    """

    _name = "meddev.api.v1"
    _description = "Medical Devices API, Version 1"

    @api.model
    @api.readonly
    def ping(self):
        """Whether the API answers, and as whom it knows the caller.

        :return: ``{"api": "v1", "version": <suite version>, "time": <UTC now>, "database": str, "login": str}``
        """
        return {
            "api": "v1",
            "version": self._suite_version(),
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": self.env.cr.dbname,
            "login": self.env.user.login,
        }

    @api.model
    @api.readonly
    @takes_texts
    def trace(self, lot, product=None, direction="both", max_depth=None):
        """What a lot or serial number came from and what became of it, with documents, quantities and partners.

        :param lot: name of the lot or serial number
        :param product: internal reference, barcode, name or database id; needed where two products share the name
        :param direction: "up" (what it came from), "down" (what became of it) or "both"
        :param max_depth: how many orders or repairs deep; None for all; ``truncated`` tells whether more was there
        :return: ``{"root": node, "nodes": [node], "links": [link], "partners": [partner], "truncated": bool,
            "hidden": int}``; node = ``{"key", "type": "lot"|"order"|"product"|"partner"|"location", "lot", "product",
            "name", "date"}``; link = ``{"from", "to", "kind", "quantity", "uom", "grade": "exact"|"order"|"inferred",
            "date", "document"}``; partner = ``{"key", "name", "role": "supplier"|"subcontractor"|"customer", "lots",
            "quantity", "documents"}``; ``hidden`` counts moves in companies that the caller may not see
        :raises ValidationError: unknown lot; one name on several products; unknown direction or depth
        :raises AccessError: the caller has none of the roles
        """
        self._check_role()
        found = self.env["stock.lot"]._find_by_name(lot, product)
        answer = self.env["meddev.genealogy"]._trace(found, direction, max_depth)
        answer.pop("roots")
        return answer

    @api.model
    @api.readonly
    @takes_texts
    def trace_summary(self, lot, product=None, direction="down"):
        """How far a lot went, or how much it came from, without every link: the first answer in a recall.

        :param lot: name of the lot or serial number
        :param product: internal reference, barcode, name or database id; needed where two products share the name
        :param direction: "down" (what became of it) or "up" (what it came from)
        :return: ``{"lots": number of lots, itself included, "products": [{"product", "lots"}], "partners": [{"key",
            "name", "role": "customer"|"supplier", "product", "quantity", "uom", "lots"}], "grade": the least sure link
            on the way, "hidden": int}``; a row for each partner and product; what customers returned is taken off
        :raises ValidationError: unknown lot; one name on several products; unknown direction
        :raises AccessError: the caller has none of the roles
        """
        self._check_role()
        return self.env["meddev.genealogy"]._summary(self.env["stock.lot"]._find_by_name(lot, product), direction)

    @api.model
    @api.readonly
    @takes_texts
    def recall_scope(self, lots):
        """What a recall of these lots reaches: where it is, who has it, what it went into, and whether that is all.

        :param lots: list of ``{"lot": name, "product"?: internal reference, barcode, name or database id}``
        :return: ``{"lots": [{"lot", "product", "status", "expiry", "grade"}], "on_hand": [{"lot", "product",
            "location", "quantity"}], "shipped": [{"lot", "product", "partner", "delivery", "date", "quantity",
            "grade"}], "consumed": [{"lot", "product", "into", "unit", "kind", "document", "date", "quantity",
            "grade"}], "scrapped": [{"lot", "product", "location", "document", "date", "quantity"}], "balance": [{"lot",
            "product", "made", "on_hand", "shipped", "consumed", "scrapped", "adjusted", "returned_to_vendor",
            "difference"}], "hidden": int}``; quantities in the product's own unit; what a customer returned
            is in "shipped" below zero
        :raises ValidationError: no lots; an unknown lot; one name on several products
        :raises AccessError: the caller has none of the roles
        """
        self._check_role()
        found = self.env["stock.lot"].union(*(self._lot_asked(one) for one in self._list_of_lots(lots)))
        return self.env["meddev.genealogy"]._recall_scope(found)

    def _list_of_lots(self, lots):
        if not isinstance(lots, list) or not lots:
            raise ValidationError(
                self.env._(
                    'Name the lots as a list such as [{"lot": "LB05", "product": "BAT-100"}]; this is none: %s', lots
                )
            )
        return lots

    def _lot_asked(self, asked):
        if not isinstance(asked, dict) or not asked.get("lot") or asked.keys() - {"lot", "product"}:
            raise ValidationError(
                self.env._('Each lot is {"lot": name} or {"lot": name, "product": code}; this is neither: %s', asked)
            )
        return self.env["stock.lot"]._find_by_name(asked["lot"], asked.get("product"))

    @api.model
    @api.readonly
    @takes_texts
    def lot_status(self, lot, product=None):
        """Whether a lot may be used, and what stands in the way.

        :param lot: name of the lot or serial number
        :param product: internal reference, barcode, name or database id; needed where two products share the name
        :return: ``{"lot", "product", "status": "quarantine"|"released"|"hold"|"rejected", "expiry": <UTC>|"",
            "on_hand": number, "reasons": [str]}``; quantity in the product's own unit, in own and transit stock
        :raises ValidationError: unknown lot; one name on several products
        :raises AccessError: the caller has none of the roles
        """
        self._check_role()
        return self.env["stock.lot"]._find_by_name(lot, product)._status()

    @api.model
    @api.readonly
    def udi_parse(self, code):
        """What a device identifier says; a bad code is answered with ``valid: false`` and reasons.

        :param code: the text as scanned or typed: GS1, HIBC, ICCBBA, MA or AHM
        :return: ``{"agency": "GS1"|"HIBCC"|"ICCBBA"|"MA"|"AHM"|"", "di", "lot", "serial", "expiry": "YYYY-MM-DD"|"",
            "production": "YYYY-MM-DD"|"", "quantity": number|None, "valid": bool, "errors": [str],
            "product": {"id", "code", "name"}|None, "package_level"}``
        :raises AccessError: the caller has none of the roles
        """
        self._check_role()
        return self.env["meddev.udi"]._parse(code)

    @api.model
    @takes_texts
    def verify(self, scope="all"):
        """Whether signatures, audit trail and seals are what they were when they were made.

        Finished entries are sealed first, so the call writes. On a large database it takes about a minute for each
        million entries.

        :param scope: "all", "signatures", "audit" or "seals"
        :return: ``{"ok": bool, "checked": int, "broken": [{"model", "id", "reason"}]}``
        :raises ValidationError: unknown scope
        :raises AccessError: the caller is no quality manager, regulatory affairs, auditor or system administrator
        """
        self._check_role(VERIFIERS)
        return self.env["meddev.audit.verification"]._run(scope)

    def _check_role(self, roles=ROLES):
        if not any(self.env.user.has_group(f"meddev_base.group_{role}") for role in ROLES):
            raise AccessError(
                self.env._(
                    "%s has none of the roles of Medical Devices. An administrator gives them in the user's form.",
                    self.env.user.name,
                )
            )
        if not any(self.env.user.has_group(f"meddev_base.group_{role}") for role in roles):
            raise AccessError(
                self.env._(
                    "%s has none of the roles that may ask this. An administrator gives them in the user's form.",
                    self.env.user.name,
                )
            )

    def _suite_version(self):
        modules = self.env["ir.module.module"].sudo()
        suite = modules.search([("name", "=", "meddev"), ("state", "=", "installed")])
        return (suite or modules.search([("name", "=", "meddev_interface")])).latest_version or ""
