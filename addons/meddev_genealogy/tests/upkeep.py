from odoo.addons.meddev_genealogy.models.sealed_movement import opened


class UpkeepChecks:
    """For tests of changes to done movements: what is kept afterwards is what a rebuild derives."""

    def assert_kept(self, *lots):
        """A rebuild finds nothing to mend, and nothing of ``lots`` is unaccounted for."""
        answer = self.env["meddev.genealogy.link"]._rebuild()
        self.assertEqual((answer["missing"], answer["wrong"], answer["examples"]), (0, 0, []))
        for row in self.env["meddev.genealogy"]._balance(self.env["stock.lot"].union(*lots)):
            self.assertEqual(row["difference"], 0.0, row)

    def change(self, records, **values):
        """Write into done movements as code does that holds the seal's key."""
        opened(records.sudo(), values).write(values)

    def add_line(self, line, **values):
        """A further line of the done movement of ``line``."""
        return opened(line.sudo(), {"move_id"}).copy({**values, "move_id": line.move_id.id}).with_env(self.env)
