# ruff: noqa: F821 - `env` is Odoo's shell's
print(env["meddev.demo"]._first_answer())
