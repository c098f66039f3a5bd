# ruff: noqa: F821 - `env` is Odoo's shell's, `addon` comes from the caller
module = env["ir.module.module"].search([("name", "=", addon), ("state", "=", "installed")])
if module:
    module.button_immediate_uninstall()
    env = env(cr=env.cr)
    env.cr.commit()
left = env["ir.module.module"].search([("name", "=like", "meddev%"), ("state", "=", "installed")])
# What is left must still open: every view of ours and of the apps combines without an error.
for view in env["ir.ui.view"].search(
    [("inherit_id", "=", False), ("type", "in", ["form", "list", "kanban", "search"])]
):
    if view.model in env:
        env[view.model].get_view(view.id, view.type)
if env["ir.model.data"].search_count([("module", "=", addon)]):
    raise SystemExit(f"{addon} left records behind")
