# ruff: noqa: F821 - `env` is Odoo's shell's, `login` comes from the caller
from datetime import timedelta

from odoo import fields

user = env["res.users"].search([("login", "=", login)])
if not user:
    known = ", ".join(env["res.users"].search([]).mapped("login"))
    raise SystemExit(f"No user has the login {login}. Logins here: {known}.")
expires = fields.Datetime.now() + timedelta(days=90)
print("key:", env["res.users.apikeys"].with_user(user)._generate("rpc", "make api-key", expires))
env.cr.commit()
