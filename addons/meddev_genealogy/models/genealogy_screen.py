from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from odoo.addons.meddev_base.texts import takes_texts

from ..lot_status import TRANSITIONS

ROLES = ("operator", "quality_user", "regulatory", "engineering", "data_steward", "auditor", "system")
LATEST_LOTS = 20
"""So many lots of a product are shown when the product itself is asked about."""
CANDIDATES = 10


class MeddevGenealogy(models.AbstractModel):
    """What the screen "Genealogy" asks and does. Each method checks role and record access itself."""

    _name = "meddev.genealogy"
    _inherit = ["meddev.genealogy"]

    # --- questions ----------------------------------------------------------------------------------------------

    @api.model
    @api.readonly
    @takes_texts
    def explore(self, model, ids, direction="both", max_depth=None):
        """The trace of the lots of some records, in the reader's words.

        :param model: "stock.lot", or a record that has lots: a transfer, a move, an order, a product
        :param ids: database ids
        :return: the answer of ``trace``, and ``roots`` (nodes, one or more), ``subject`` (``{"model", "ids", "name",
            "lots", "lots_in_all"}``); each node with ``model``, ``id``, ``type_label``, ``product_name``, ``state``,
            ``state_label``, ``expiry``, ``is_expired``; each link with ``kind_label`` and ``grade_label``
        :raises ValidationError: no such records, or they have no lots
        :raises AccessError: the user has none of the roles, or may not read a record
        """
        self._check_screen_role()
        records = self._subject(model, ids)
        lots, in_all = self._lots_to_show(records)
        if not lots:
            raise ValidationError(
                self.env._(
                    "%s has no lots or serial numbers yet. They come with its first goods; open it again then.",
                    ", ".join(records.mapped("display_name")),
                )
            )
        answer = self._trace(lots, direction, max_depth)
        nodes, links = self._told_nodes(answer), self._told_links(answer)
        told = {node["key"]: node for node in nodes}
        names = ", ".join(records[:3].mapped("display_name"))
        return {
            **answer,
            "nodes": nodes,
            "links": links,
            "root": told[answer["root"]["key"]],
            "roots": [told[root["key"]] for root in answer.get("roots") or [answer["root"]]],
            "subject": {
                "model": model,
                "ids": records.ids,
                "name": f"{names}, …" if len(records) > 3 else names,
                "lots": len(lots),
                "lots_in_all": in_all,
            },
        }

    @api.model
    @api.readonly
    @takes_texts
    def find(self, code):
        """What a scanned or typed code names.

        :return: ``{"model", "ids", "name", "message", "candidates"}``; where the code names none or several records,
            ``ids`` is empty, ``message`` says why, and ``candidates`` (``{"model", "ids", "name", "description"}``)
            are the records to choose from
        """
        self._check_screen_role()
        code = code.strip() if isinstance(code, str) else ""
        if not code:
            raise ValidationError(self.env._("Nothing was scanned. Scan or type a lot, a document or a product."))
        found = self._find_code(code)
        if len(found) == 1:
            [record] = found
            return {"model": record._name, "ids": record.ids, "name": record.display_name, "message": "",
                    "candidates": []}  # fmt: skip
        if found:
            message = self.env._("%(code)s names %(count)s records. Choose one.", code=code, count=len(found))
        else:
            found = self._find_similar(code)
            message = self.env._("There is no lot, document or product %s. Check the spelling.", code)
            if found:
                message = self.env._("There is no lot, document or product %s. Similar names are below.", code)
        candidates = [self._candidate(record) for record in found]
        return {"model": "", "ids": [], "name": code, "message": message, "candidates": candidates}

    @api.model
    @api.readonly
    @takes_texts
    def recall_scope(self, lot_ids, model="stock.lot"):
        """Where lots and everything made of them are now: see ``_recall_scope``, with labels for the reader.

        :param lot_ids: database ids of lots, or of records of ``model``: then of all lots that they have, also where
            ``explore`` shows the latest of them only
        :return: its answer; each entry of ``lots`` and ``balance`` also with ``id``, of ``lots`` with
            ``status_label``, each that has a grade with ``grade_label``, and each that has a quantity with ``uom``;
            what a unit consumed names it in ``into``
        """
        self._check_screen_role()
        asked = self._lots_of(self._subject(model, lot_ids))
        scope = self._recall_scope(asked)
        reached = sorted({lot for lot, _apart, _depth in self._reach(asked.ids, "down")}) if asked else []
        units = self._units_of_lots(reached)
        states = dict(self.env["stock.lot"]._fields["state"]._description_selection(self.env))
        grades = self._grade_labels()
        for part in ("on_hand", "shipped", "consumed", "scrapped", "balance"):
            for row in scope[part]:
                row["uom"] = units[row["lot"], row["product"]]
        for part in ("lots", "shipped", "consumed", "scrapped"):
            for row in scope[part]:
                row["grade_label"] = grades.get(row["grade"], row["grade"])
        for row in scope["consumed"]:
            row["into"] = " · ".join(filter(None, (row["into"], row["unit"])))
        for lot_id, lot, balance in zip(reached, scope["lots"], scope["balance"], strict=True):
            lot.update(id=lot_id, status_label=states.get(lot["status"], lot["status"]))
            balance["id"] = lot_id
        return scope

    def _units_of_lots(self, lot_ids):
        """``{(lot name, product code): unit of measure}``, as the rows of a recall scope name their lots."""
        rows = self._rows("stock.lot", lot_ids, SQL("name, product_id"))
        words = self._product_words({product for _id, _name, product in rows})
        return {(name, words[product].code): words[product].unit for _id, name, product in rows}

    # --- the act ------------------------------------------------------------------------------------------------

    @api.model
    @takes_texts
    def hold(self, lot_ids, reason=""):
        """Put all of these lots on hold that can be, and say which could not.

        :param reason: why, in the user's words; kept in the history of each lot that is put on hold
        :return: ``{"held": number, "left": [{"lot", "product", "reason"}]}``
        :raises AccessError: the user is no inspector and no quality manager
        """
        self._check_screen_role()
        lots = self._subject("stock.lot", lot_ids)
        lots._check_quality_role()
        reasons = {lot: self._hold_refusal(lot) for lot in lots}
        held = lots.filtered(lambda lot: not reasons[lot])
        if held:
            if reason := str(reason or "").strip():
                held._track_set_log_message(self.env._("Put on hold: %s", reason))
            held.action_hold()
        left = [
            {"lot": lot.name, "product": lot.product_id.default_code or lot.product_id.name, "reason": reason}
            for lot, reason in reasons.items()
            if reason
        ]
        return {"held": len(held), "left": left}

    def _hold_refusal(self, lot):
        """Why a lot is not put on hold, or ""."""
        if not lot.has_access("write"):
            return self.env._("You may not change this lot.")
        if "hold" not in TRANSITIONS.get(lot.state, ()):
            return self.env._("It is already %s.", lot._state_label())
        return ""

    # --- what is asked about ------------------------------------------------------------------------------------

    def _check_screen_role(self):
        if not any(self.env.user.has_group(f"meddev_base.group_{role}") for role in ROLES):
            raise AccessError(
                self.env._(
                    "%s has none of the roles of Medical Devices. An administrator gives them in the user's form.",
                    self.env.user.name,
                )
            )

    def _lot_paths(self):
        """``{model: path to its lots}`` of the models that the screen opens from; "" for a lot itself."""
        return {
            "stock.lot": "",
            "stock.picking": "move_line_ids.lot_id",
            "stock.move": "move_line_ids.lot_id",
            "stock.move.line": "lot_id",
            "stock.quant": "lot_id",
            "product.product": "",
            "product.template": "",
        }

    def _subject(self, model, ids):
        if not isinstance(model, str) or model not in self._lot_paths():
            raise ValidationError(
                self.env._("%s is nothing that has lots. Open a lot, a transfer or a product.", model)
            )
        if not isinstance(ids, (list, tuple)) or not ids or any(type(one) is not int for one in ids):
            raise ValidationError(self.env._("Nothing was chosen. Choose one or more records, then ask again."))
        records = self.env[model].browse(dict.fromkeys(ids)).exists()
        if len(records) < len(set(ids)):
            raise ValidationError(self.env._("What was chosen is no longer there. Search for it again."))
        records.check_access("read")
        return records

    def _lots_of(self, records):
        """The lots of ``records``, newest first for a product; a bridge adds its own models' lots."""
        if records._name == "stock.lot":
            return records
        if records._name in {"product.product", "product.template"}:
            path = "product_id" if records._name == "product.product" else "product_id.product_tmpl_id"
            return self.env["stock.lot"].search([(path, "in", records.ids)], order="id desc")
        return records.mapped(self._lot_paths()[records._name])

    def _lots_to_show(self, records):
        """``(lots, number of lots in all)``: of a product the latest, of anything else all."""
        lots = self._lots_of(records)
        if records._name in {"product.product", "product.template"}:
            return lots[:LATEST_LOTS], len(lots)
        return lots, len(lots)

    # --- codes --------------------------------------------------------------------------------------------------

    def _find_code(self, code):
        """Records that ``code`` names exactly, best first; an addon adds what else can be scanned."""
        for model, names in self._code_fields().items():
            if not self.env[model].has_access("read"):
                continue
            domain = fields.Domain.OR(fields.Domain(name, "=", code) for name in names)
            if found := self.env[model].search(domain, limit=CANDIDATES):
                return list(found)
        return []

    def _find_similar(self, code):
        found = []
        for model, names in self._code_fields().items():
            if self.env[model].has_access("read") and len(found) < CANDIDATES:
                domain = fields.Domain.OR(fields.Domain(name, "ilike", code) for name in names)
                found += self.env[model].search(domain, limit=CANDIDATES - len(found))
        return found

    def _code_fields(self):
        """``{model: fields that hold what is scanned}``, in the order in which they are tried."""
        return {
            "stock.lot": ["name"],
            "stock.picking": ["name"],
            "product.product": ["default_code", "barcode"],
        }

    def _candidate(self, record):
        description = self.env["ir.model"]._get(record._name).sudo().name
        if record._name == "stock.lot":
            description = record.product_id.display_name
        return {"model": record._name, "ids": record.ids, "name": record.display_name, "description": description}
