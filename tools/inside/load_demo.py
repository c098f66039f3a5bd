# ruff: noqa: F821 - `env` is Odoo's shell's
env["meddev.demo"].with_user(env.ref("base.user_root"))._load()
env.cr.commit()
