from hashlib import sha256

from psycopg2.extensions import AsIs

from odoo.tools import SQL

KNOWN = "meddev_prepared"
TYPES = {int: "int[]", str: "text[]"}


def execute_prepared(env, query):
    """Like ``env.execute_query(query)``, for a query that takes longer to plan than to run: a connection plans it once.

    Lists of numbers or words in ``query`` may be others the next time; all else belongs to the plan.
    """
    cr, values = env.cr, []
    env.flush_query(query)
    parameters = [_parameter(one, values) for one in query.params]
    text = cr.mogrify(query.code, parameters).decode()
    name = f"meddev_{sha256(text.encode()).hexdigest()[:32]}"
    _prepare(cr, name, text)
    filled = SQL(", ").join(SQL("%s", one) for one in values)
    # Else PostgreSQL plans five times anew. For the rest of the transaction this holds for triggers, too, which are as
    # well off with it.
    cr.execute(SQL("SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE %s (%s)", SQL.identifier(name), filled))
    return cr.fetchall() if cr.description else []


def _parameter(value, values):
    """What stands for ``value`` in the text: a list is left to later, and noted in ``values``."""
    if not isinstance(value, list) or not value:
        return value
    if value not in values:
        values.append(value)
    return AsIs(f"${values.index(value) + 1}::{TYPES[type(value[0])]}")


def _prepare(cr, name, text):
    known = cr.precommit.data.setdefault(KNOWN, set())
    if name in known:
        return
    # Asked in each transaction: a pooler may have changed the connection since the last.
    cr.execute("SELECT FROM pg_prepared_statements WHERE name = %s", [name])
    if not cr.rowcount:
        # The text was filled in by psycopg2.
        cr.execute(f"PREPARE {name} AS {text}")  # pylint: disable=sql-injection
    known.add(name)
