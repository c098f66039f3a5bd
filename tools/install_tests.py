"""Does each addon install alone, upgrade, and leave again without breaking the others?"""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from . import database
from .odoo_server import command
from .steps import LOGS, Problem, run, say
from .tally import Tally

ONE_COPY = Lock()
"""PostgreSQL copies no database that another copy is reading."""
TROUBLE = re.compile(r" (ERROR|CRITICAL) ")


def run_install_tests():
    """The tally of: every addon alone on a database with nothing of ours, all upgraded, each uninstalled."""
    with ThreadPoolExecutor() as pool:
        halves = [pool.submit(_alone), pool.submit(_together)]
        tally = Tally()
        for half in halves:
            tally += half.result()
    return tally


def _alone():
    tally = Tally()
    for addon in database.our_addons():
        _count(tally, f"{addon} installs alone", _install_alone, addon)
    return tally


def _together():
    tally = Tally()
    _count(tally, "all addons install and upgrade together", _upgrade_all)
    for addon in reversed(database.by_layer(database.our_addons())):
        _count(tally, f"{addon} uninstalls and leaves the others working", _uninstall, addon)
    return tally


def _count(tally, title, check, *arguments):
    try:
        check(*arguments)
        tally.passed += 1
        say(f"    passed: {title}")
    except Problem as problem:
        tally.failures.append(f"{title}: {problem}")
        say(f"    FAILED: {title}: {problem}")


def _install_alone(addon):
    """Install ``addon`` where only its Odoo apps are, so that nothing it forgot to depend on is there by luck."""
    apps = database.odoo_apps_of(addon)
    with ONE_COPY:
        database.copy(database.ensure_apps(apps), "meddev_test_alone")
    database.install("meddev_test_alone", [addon], log="test-alone")
    _check_log("test-alone")


def _upgrade_all():
    with ONE_COPY:
        database.ensure_template()
        database.copy(database.TEMPLATE, "meddev_test_all")
    database.install("meddev_test_all", database.our_addons(), log="test-all")
    _check_log("test-all")
    run(command("-d", "meddev_test_all", "-u", "meddev_base", "--stop-after-init", "--no-http"), log="test-upgrade")
    _check_log("test-upgrade")


def _uninstall(addon):
    database.run_inside("meddev_test_all", "uninstall", log="test-uninstall", addon=addon)
    _check_log("test-uninstall")


def _check_log(name):
    lines = (LOGS / f"{name}.log").read_text(errors="replace").splitlines()
    if trouble := [line for line in lines if TROUBLE.search(line)]:
        raise Problem(trouble[0][:300])
