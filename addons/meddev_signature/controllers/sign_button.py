from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.web.controllers.dataset import DataSet
from odoo.addons.web.controllers.utils import clean_action


class SignButton(DataSet):
    """A button whose transition a policy has signed opens the signing form instead of failing."""

    @http.route()
    def call_button(self, model, method, args, kwargs, path=None):
        if model not in request.env or not hasattr(request.env[model], "_signed_transitions"):
            return super().call_button(model, method, args, kwargs, path)
        try:
            with request.env.cr.savepoint():
                return super().call_button(model, method, args, kwargs, path)
        except UserError as error:
            records, target = getattr(error, "unsigned", (None, None))
            if records is None or records._name != model:
                raise
            return clean_action(request.env[model].browse(records.ids).action_sign(target), env=request.env)
