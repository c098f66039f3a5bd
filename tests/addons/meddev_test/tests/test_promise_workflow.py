import xmlrpc.client

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.meddev_base.tests.common import RpcCase
from odoo.addons.meddev_base.workflow import definition_errors

from .common import workflow_models


def forged_value(field):
    """Some value for ``field`` that is not its default."""
    if field.type == "selection":
        default = field.default(None) if field.default else None
        return next(value for value, _label in field.selection if value != default)
    return {"many2one": 1, "datetime": "2020-01-01 00:00:00", "date": "2020-01-01"}.get(field.type, "1")


@tagged("post_install", "-at_install")
class TestWorkflowPromises(TransactionCase):
    """Promises about every model under the workflow, present and future."""

    def test_there_is_a_model_to_make_promises_about(self):
        self.assertTrue(workflow_models(self.env))

    def test_transitions_name_real_states_and_lead_from_the_first_to_a_final_one(self):
        for model in workflow_models(self.env):
            states = dict(model._fields["state"]._description_selection(self.env))
            errors = definition_errors(states, model._initial_state(), model._transitions, model._final_states)
            self.assertFalse(errors, model._name)

    def test_guarded_and_sealed_fields_exist(self):
        for model in workflow_models(self.env):
            self.assertIn("state", model._guarded_fields, model._name)
            files = {"attachments"} & set(model._signed_content)  # which are no field, and sealed by their own code
            missing = (set(model._guarded_fields) | set(model._sealed_fields)) - set(model._fields) - files
            self.assertFalse(missing, model._name)

    def test_guarded_fields_are_not_written_by_anybody(self):
        for model in workflow_models(self.env):
            for name in model._guarded_fields:
                vals = {name: forged_value(model._fields[name])}
                for caller in (model, model.sudo(), model.with_context(meddev_gate=True)):
                    with self.subTest(model=model._name, field=name), self.assertRaises(AccessError):
                        caller.browse([]).write(vals)
                    with self.subTest(model=model._name, field=name), self.assertRaises(AccessError):
                        caller.create(vals)

    def test_guarded_fields_are_not_imported(self):
        for model in workflow_models(self.env):
            label = model._fields["state"]._description_selection(self.env)
            forged = next(text for value, text in label if value != model._initial_state())
            answer = model.load(["state"], [[forged]])
            self.assertFalse(answer["ids"], model._name)


@tagged("post_install", "-at_install")
class TestWorkflowPromisesOverRpc(RpcCase):
    def test_guarded_fields_are_not_written_over_rpc_with_any_context(self):
        roles = ("operator", "quality_manager", "regulatory", "engineering", "data_steward", "system")
        everybody = self.make_user("promise-everybody", *roles)
        for model in workflow_models(self.env):
            vals = {"state": forged_value(model._fields["state"])}
            context = {"meddev_gate": True, "default_state": vals["state"]}
            for method, arguments in (("write", ([], vals)), ("create", ([vals],))):
                with self.subTest(model=model._name, method=method), self.assertRaises(xmlrpc.client.Fault):
                    self.xmlrpc(everybody, model._name, method, *arguments, context=context)
