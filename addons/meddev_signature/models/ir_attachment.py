from odoo import api, models

from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling


class IrAttachment(models.Model):
    """A file that is signed along with its record: another file is another content.

    Where a model seals its ``attachments``, a file is neither added nor changed nor taken away any more.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_not_sealed()
        attachments._tell_signed_records()
        return attachments

    def write(self, vals):
        self._check_not_sealed()
        signed = self._signed_records()
        result = super().write(vals)
        self._check_not_sealed()
        for records in signed:
            records._content_changed()
        self._tell_signed_records()
        return result

    def unlink(self):
        self._check_not_sealed()
        signed = self._signed_records()
        result = super().unlink()
        for records in signed:
            records.exists()._content_changed()
        return result

    def _check_not_sealed(self):
        if not is_uninstalling(self.env):
            for records in self._signed_records():
                records._check_not_sealed({"attachments": self})

    def _tell_signed_records(self):
        for records in self._signed_records():
            records._content_changed()

    def _signed_records(self):
        """Records, one set for each model, whose signed content contains these files."""
        found = []
        for model, attachments in (
            self.sudo().filtered(lambda one: one.res_model and not one.res_field).grouped("res_model").items()
        ):
            if model in self.env and "attachments" in getattr(self.env[model], "_signed_content", ()):
                found.append(self.env[model].browse(attachments.mapped("res_id")).exists())
        return found
