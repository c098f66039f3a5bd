from .triggers import FUNCTIONS, HELPERS


def uninstall_hook(env):
    """Take our triggers off every other table and drop their functions; what was recorded goes with its tables."""
    for name in FUNCTIONS:
        env.cr.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
    for name in reversed(HELPERS):
        env.cr.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")
    env.cr.execute("DROP TABLE IF EXISTS meddev_audit_secret")
