from odoo.exceptions import MissingError
from odoo.tools import SQL


def wait_for(records):
    """Lock the rows of ``records`` until the transaction ends, waiting for whoever is at them.

    Odoo's own ``lock_for_update`` gives up at once. Here, where the other changed a row meanwhile, PostgreSQL refuses
    and Odoo runs the request again, with what the other left; where they only looked, it goes on.

    :raises MissingError: a record was deleted
    """
    records = records.sudo()
    query = SQL(
        "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR UPDATE", SQL.identifier(records._table), records.ids
    )
    if len(records.env.execute_query(query)) < len(set(records.ids)):
        raise MissingError(records.env._("A record was deleted meanwhile. Open the list again."))
