"""The work of the benchmark genealogy in a database: takes a command on a line of its input, answers with JSON.

    genealogy_worker.py DATABASE CONFIGURATION

Commands: load SIZE SEED, pick HOTTEST, ask WAY DIRECTION LOT, orders ROUNDS RELEASE, rebuild.
"""

import json
import resource
import sys
import time

from genealogy_factory import Factory
from genealogy_limit import make_limit, pick_lots
from genealogy_load import Book
from genealogy_models import make_master, make_models
from genealogy_orders import time_orders, time_rebuild
from genealogy_ways import ask

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def load(env, size, seed):
    """Seconds it took, and the lot that all devices of the first family hold."""
    started = time.perf_counter()
    factory = Factory(int(seed), int(size))
    products, boms, partners = make_master(env, factory)
    models = make_models(env)
    env.flush_all()
    book = Book(env.cr, models, products, boms, partners)
    factory.run(book)
    book.pour()
    make_limit(env.cr, book.start)
    env.invalidate_all()
    hottest = next(lot for lot in factory.raw_lots if lot.item.is_everlasting)
    return {"seconds": time.perf_counter() - started, "hottest": book.lot_ids[hottest.number]}


COMMANDS = {"load": load, "pick": pick_lots, "ask": ask, "orders": time_orders, "rebuild": time_rebuild}


def main(database, configuration):
    # A way that is stopped is stopped in the middle of a query: no error to show.
    words = ["-c", configuration, "-d", database, "--log-level", "error", "--log-handler", "odoo.sql_db:CRITICAL"]
    config.parse_config(words, setup_logging=True)
    with Registry(database).cursor() as cr:
        # The worker's user is the administrator: a person with rights, not the superuser.
        admin = api.Environment(cr, SUPERUSER_ID, {}).ref("base.user_admin")
        env = api.Environment(cr, admin.id, {"lang": "en_US"})
        answer({})
        for line in sys.stdin:
            command, *arguments = line.split()
            found = COMMANDS[command](env, *arguments)
            cr.commit()
            answer(found)


def answer(found):
    """One line, with the most memory that the process has ever had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "megabytes": peak}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
