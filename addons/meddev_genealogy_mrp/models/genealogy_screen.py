from odoo import models


class MeddevGenealogy(models.AbstractModel):
    """The screen opens from manufacturing orders and unbuilds, and finds them by their number."""

    _inherit = "meddev.genealogy"

    def _lot_paths(self):
        return {**super()._lot_paths(), "mrp.production": "", "mrp.unbuild": "lot_id"}

    def _lots_of(self, records):
        """An order's finished lots; while there are none, those that it consumed."""
        if records._name != "mrp.production":
            return super()._lots_of(records)
        finished = records.lot_producing_ids | records.move_finished_ids.move_line_ids.lot_id
        return finished or records.move_raw_ids.move_line_ids.lot_id

    def _code_fields(self):
        return {**super()._code_fields(), "mrp.production": ["name"]}

    def _told_nodes(self, answer):
        """What went into one unit of an order is told with the ``unit``, in its name and by itself."""
        nodes = super()._told_nodes(answer)
        units = self._units_of_events(node["key"] for node in nodes)
        for node in nodes:
            if unit := units.get(node["key"]):
                node.update(unit=unit, name=self.env._("%(order)s, unit %(unit)s", order=node["name"], unit=unit))
        return nodes

    def _units_of_events(self, keys):
        units = {key: int(key.rpartition(":unit:")[2]) for key in keys if ":unit:" in key}
        words = self._words_of_lots(set(units.values())) if units else {}
        return {**super()._units_of_events(units), **{key: words[unit][0] for key, unit in units.items()}}

    def _kind_labels(self):
        return {
            **super()._kind_labels(),
            "consumed": self.env._("Consumed"),
            "produced": self.env._("Produced"),
            "assembled": self.env._("Unit assembled"),
            "by-product": self.env._("By-product"),
            "unbuilt": self.env._("Unbuilt"),
            "recovered": self.env._("Recovered"),
        }
