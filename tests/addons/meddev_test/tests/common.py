"""What the promises are made about: everything of ours that is installed."""

PREFIX = "meddev"
ROLES = (
    "operator", "quality_user", "quality_manager", "regulatory", "engineering", "data_steward", "auditor", "system",
)  # fmt: skip


def our_modules(env):
    """Names of our installed addons."""
    return env["ir.module.module"].search([("name", "=like", f"{PREFIX}%"), ("state", "=", "installed")]).mapped("name")


def our_models(env):
    """Models that one of our addons brings, tables and wizards alike."""
    return [model for name, model in env.items() if model._original_module.startswith(PREFIX) and not model._abstract]


def workflow_models(env):
    """Models whose states go through the workflow's gate."""
    mixin = env.registry["meddev.workflow.mixin"]
    return [model for model in env.values() if not model._abstract and issubclass(type(model), mixin)]
