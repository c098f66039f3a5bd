from . import ir_model_access, res_company, res_config_settings, res_users, sealed_line_mixin, workflow_mixin
