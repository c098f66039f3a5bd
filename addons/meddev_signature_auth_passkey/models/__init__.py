from . import auth_passkey_key, res_users
