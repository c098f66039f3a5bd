"""One login for each role, for the demo database only; the password is `<login>-demo`."""

PEOPLE = {
    "operator": ("王芳 Wang Fang", "Operator, assembly", ["operator"]),
    "inspector": ("李强 Li Qiang", "Inspector, incoming goods", ["quality_user"]),
    "qa": ("陈静 Chen Jing", "Quality manager", ["quality_manager"]),
    "regulatory": ("赵敏 Zhao Min", "Regulatory affairs", ["regulatory"]),
    "engineer": ("刘洋 Liu Yang", "Design engineer", ["engineering"]),
    "steward": ("孙磊 Sun Lei", "Data steward", ["data_steward"]),
    "auditor": ("周宁 Zhou Ning", "Auditor", ["auditor"]),
}


def load(env, _today):
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    for login, (name, job, roles) in PEOPLE.items():
        groups = [env.ref(f"meddev_base.group_{role}").id for role in roles]
        user = users.create(
            {
                "name": name,
                "login": login,
                "password": f"{login}-demo",
                "email": f"{login}@anheng.example",
                "tz": "Asia/Shanghai",
                "lang": "en_US",
                "notification_type": "inbox",
                "group_ids": [(6, 0, groups)],
            }
        )
        user.partner_id.function = job
    admin = env.ref("base.user_admin")
    admin.write({"tz": "Asia/Shanghai", "group_ids": [(4, env.ref("meddev_base.group_system").id)]})
    # Writing the password as usual would leave a "Password Changed" mail that nobody can send.
    admin._set_encrypted_password(admin.id, admin._crypt_context().hash("admin-demo"))
    admin.invalidate_recordset(["password"])
    qa = users.search([("login", "=", "qa")])
    env.ref("base.main_company").write({"management_representative_id": qa.id, "security_contact_id": qa.id})


def choose_passwords(env, _today):
    """What each person does at the first sign-in, so that they can sign; without the mail that Odoo sends about it."""
    for login in PEOPLE:
        user = env["res.users"].search([("login", "=", login)])
        person = user.with_user(user).sudo()
        person._set_encrypted_password(user.id, user._crypt_context().hash(f"{login}-demo"))
        person._note_who_chose_password()
