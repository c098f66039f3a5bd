from . import ledger_mixin, printed_record  # isort: skip - what the others inherit from comes first
from . import (
    certification,
    change_control,
    evidence,
    ir_attachment,
    own_password,
    res_config_settings,
    res_users,
    seal_key,
    sealed_line_mixin,
    signature,
    signature_attempt,
    signature_author,
    signature_policy,
    signature_policy_step,
    signature_requirement,
    signature_status,
    signature_void,
    workflow_mixin,
)

from . import signing_task  # isort: skip - adds to the workflow mixin
