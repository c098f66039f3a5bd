from odoo import api, models
from odoo.exceptions import UserError

from .. import as_built


class MeddevAsBuiltScreen(models.AbstractModel):
    """What the scanning screen asks and tells; rights and checks are those of the record itself."""

    _name = "meddev.as.built.screen"
    _description = "As-Built Scanning Screen"

    @api.model
    def grid(self, production):
        """Units, components and what is recorded, as the screen shows it.

        :return: ``{"production", "id", "is_open", "missing": int, "unnamed": int, "components": [{"id", "name", "uom",
            "needed", "is_serial"}], "units": [{"id", "name", "is_listed", "is_complete", "cells": [{"component",
            "missing", "entries": [{"lot", "quantity"}]}]}]}``
        """
        order = self._entries()._find_order(production)
        return self._grid(order)

    @api.model
    def scan(self, production, code, unit=None, quantity=None, before=()):
        """One scan: of a unit, which makes its row the current one, or of a component of the current unit.

        :param unit: database id or serial number of the current unit
        :param quantity: of the component, where it is not what the unit wants
        :param before: what the last answer had as ``before``
        :return: ``{"unit": id of the unit that is current now or 0, "message": what was done, "grid": as grid(),
            "before": codes of a label whose number is still to be scanned}``
        """
        order = self._entries()._find_order(production, to_write=True)
        current = self._entries()._find_unit(order, unit) if unit else self._only_unit(order)
        lot, wait = self._read_scan(order, code, before)
        if wait:
            return {**self._scan_answer(order, current, wait["message"]), "before": wait["before"]}
        if self._is_scan_of_unit(order, lot, current):
            return self._scan_answer(order, lot, self.env._("Unit %s. Scan its components.", lot.name))
        if not current:
            raise UserError(
                self.env._("%s is no unit of this order. Scan the serial number of a unit first.", lot.name)
            )
        self._entries()._put(order, current, lot, quantity)
        return self._scan_answer(order, current, self._words_of_progress(order, current, lot))

    def _entries(self):
        return self.env["meddev.as.built"]

    def _read_scan(self, order, code, before):
        """``(lot, None)`` that a scanned text names; an addon that reads labels may answer that one is incomplete.

        :return: or ``(no lot, {"message", "before"})``, where the number of the label is still to be scanned
        """
        code = code.strip() if isinstance(code, str) else ""
        unit = order.lot_producing_ids.filtered(lambda lot: lot.name == code)
        return unit or self._entries()._find_lot(order, code), None

    def _is_scan_of_unit(self, order, lot, current):
        """In rework the unit may be its own component: scanned a second time it is."""
        if lot not in order.lot_producing_ids:
            return False
        return lot != current or lot.product_id not in order._as_built_needs()

    def _only_unit(self, order):
        return order.lot_producing_ids if len(order.lot_producing_ids) == 1 else self.env["stock.lot"]

    def _words_of_progress(self, order, unit, lot):
        lacking = as_built.missing([unit], order._as_built_needs(), order._as_built_entries(unit)._as_rules())
        words = {"lot": lot.name, "unit": unit.name}
        if lacking:
            following = lacking[0].component.display_name
            return self.env._("%(lot)s is in unit %(unit)s. Next: %(next)s.", next=following, **words)
        if order._as_built_missing():
            return self.env._("%(lot)s completes unit %(unit)s. Scan the next unit.", **words)
        return self.env._("%(lot)s completes unit %(unit)s and the order: nothing is missing.", **words)

    def _scan_answer(self, order, unit, message):
        return {"unit": unit.id, "message": message, "before": [], "grid": self._grid(order)}

    def _grid(self, order):
        is_required = order._is_as_built_required()
        needs = order.sudo()._as_built_needs() if is_required else {}
        entries = order._as_built_entries(None)
        components = [*needs, *(entries.component_id - self.env["product.product"].union(*needs))]
        listed = order._as_built_units()
        units = listed | entries.lot_id
        lacking = as_built.missing(listed, needs, entries._as_rules()) if order.state != "done" else []
        return {
            "production": order.name,
            "id": order.id,
            "is_open": is_required and order.state not in ("draft", "done", "cancel"),
            "missing": order.as_built_missing,
            "unnamed": max(round(order.product_qty) - len(listed), 0) if order.state != "done" else 0,
            "components": [self._grid_column(component, needs) for component in components],
            "units": [self._grid_row(unit, unit in listed, components, entries, lacking) for unit in units],
        }

    def _grid_column(self, component, needs):
        component = component.sudo()
        return {
            "id": component.id,
            "name": component.with_context(display_default_code=False).display_name,
            "code": component.default_code or "",
            "uom": component.uom_id.name,
            "needed": needs[component].usual if component in needs else 0,
            "is_serial": component.tracking == "serial",
        }

    def _grid_row(self, unit, is_listed, components, entries, lacking):
        own = [lack for lack in lacking if lack.unit == unit]
        return {
            "id": unit.id,
            "name": unit.name,
            "is_listed": is_listed,
            "is_complete": is_listed and not own,
            "cells": [
                {
                    "component": component.id,
                    "missing": sum(lack.quantity for lack in own if lack.component == component),
                    "entries": [
                        {"lot": entry.component_lot_id.name, "quantity": entry.quantity}
                        for entry in entries
                        if entry.lot_id == unit and entry.component_id == component
                    ],
                }
                for component in components
            ],
        }
