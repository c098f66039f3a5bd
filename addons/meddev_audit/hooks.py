from .column_function import PREFIX
from .triggers import FUNCTIONS, HELPERS


def uninstall_hook(env):
    """Take our triggers off every other table and drop their functions; what was recorded goes with its tables."""
    env.cr.execute("SELECT proname FROM pg_proc WHERE starts_with(proname, %s)", (PREFIX,))
    for name in [*FUNCTIONS, *(name for (name,) in env.cr.fetchall())]:
        env.cr.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
    for name in reversed(HELPERS):
        env.cr.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")
    env.cr.execute("DROP TABLE IF EXISTS meddev_audit_secret")
