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
    cr.execute(SQL("EXECUTE %s (%s)", SQL.identifier(name), SQL(", ").join(SQL("%s", one) for one in values)))
    return cr.fetchall() if cr.description else []


def _parameter(value, values):
    """What stands for ``value`` in the text: a list is left to later, and noted in ``values``.

    In a SELECT of its own PostgreSQL does not look into it: it expects as much of any list as of the one at hand, and
    so keeps the plan from the sixth time on.
    """
    if not isinstance(value, list) or not value:
        return value
    if value not in values:
        values.append(value)
    kind = TYPES[type(value[0])]
    return AsIs(f"(SELECT ${values.index(value) + 1}::{kind})::{kind}")


def _prepare(cr, name, text):
    known = cr.precommit.data.setdefault(KNOWN, set())
    if name in known:
        return
    # Asked in each transaction: a pooler may have changed the connection since the last.
    cr.execute("SELECT FROM pg_prepared_statements WHERE name = %s", [name])
    if not cr.rowcount:
        cr.execute(f"PREPARE {name} AS {text}")
    known.add(name)
