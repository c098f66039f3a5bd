from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..gudid import check
from .meddev_udi import spellings

MRI = {
    "MR Safe": "safe",
    "MR Conditional": "conditional",
    "MR Unsafe": "unsafe",
    "Labeling does not contain MRI Safety Information": "not_stated",
}
TEXTS = {
    "b4": "brandName", "b5": "versionModelNumber", "catalogue": "catalogNumber", "b9": "sizes", "b13": "gmdnCode",
    "b11": "submissionNumber", "description": "deviceDescription", "storage": "storage", "product_code": "productCode",
    "methods": "methods",
}  # fmt: skip
FLAGS = {
    "b6": "deviceSterile", "single_use": "singleUse", "sterilise_first": "sterilizationPriorToUse", "kit": "deviceKit",
    "b7": "labeledContainsNRL", "dm_exempt": "DMExempt", "premarket_exempt": "premarketExempt", "rx": "rx",
    "otc": "otc",
}  # fmt: skip
LINKS = {"unit_of_use": "unit_of_use_id", "direct_marking": "direct_marking_id", "previous": "replaces_id"}
CHUNK = 500


class MeddevUdiImport(models.AbstractModel):
    """Public records of devices made into identifiers, packages and, where missing, products."""

    _name = "meddev.udi.import"
    _description = "Import of Device Records"

    @api.model
    def _load(self, devices, keep_good=False):
        """Make drafts of ``devices`` (see ``gudid.read_file``), of all of them or of none.

        Earlier identifiers and packages that are no longer sold come in as retired.

        :param keep_good: load those that are right although others are wrong
        :return: ``{"records", "loaded", "known", "products", "identifiers", "faults": [(number, code, reason)]}``;
            ``known`` are records whose primary identifier is here already: they stay as they are
        :raises AccessError: the user is not regulatory affairs
        """
        if not self.env.su and not self.env.user.has_group("meddev_base.group_regulatory"):
            raise AccessError(self.env._("Device records are imported by regulatory affairs."))
        check(devices)
        known = self._note_taken(devices)
        wrong = [device for device in devices if device.faults]
        answer = {
            "records": len(devices), "loaded": 0, "known": len(known), "products": 0, "identifiers": 0,
            "faults": [
                (device.number, device.base.code if device.base else "", reason)
                for device in wrong
                for reason in device.faults
            ],
        }  # fmt: skip
        if wrong and not keep_good:
            return answer
        good = [device for device in devices if not device.faults and device.number not in known]
        for start in range(0, len(good), CHUNK):
            chunk = good[start : start + CHUNK]
            for name, count in self._make(chunk).items():
                answer[name] += count
            # What is made is in the database, not in memory: a full release of FDA has millions of records.
            self.env.flush_all()
            self.env.invalidate_all()
        return answer

    def _note_taken(self, devices):
        """Numbers of the records that are here already; a code that belongs to something else is a fault."""
        codes = list({one.code for device in devices for one in device.identifiers})
        present = {}
        for start in range(0, len(codes), 10000):
            for di in self.env["meddev.udi.di"].sudo().search([("code", "in", codes[start : start + 10000])]):
                present[di.agency, di.code] = di.kind
        known = set()
        for device in devices:
            base = device.base
            if base and present.get((base.agency, base.code)) == "base":
                known.add(device.number)
                continue
            device.faults += [
                self.env._("%s is given already, to another product of this database.", one.code)
                for one in device.identifiers
                if (one.agency, one.code) in present and one.kind not in ("unit_of_use", "direct_marking")
            ]
        return known

    # --- making -------------------------------------------------------------------------------------------------

    def _make(self, devices):
        silent = self.with_context(tracking_disable=True, mail_create_nolog=True)
        products, made = silent._products(devices)
        dis = silent.env["meddev.udi.di"]
        bases = dis.create([silent._base_values(device, product) for device, product in zip(devices, products)])
        count = len(bases) + silent._make_levels(devices, bases)
        return {"loaded": len(devices), "products": made, "identifiers": count}

    def _products(self, devices):
        """The product of each device by barcode, else a new one."""
        catalogue = self.env["product.product"].sudo()
        written = {barcode: device.base.code for device in devices for barcode in spellings(device.base.code)}
        found = {written[one.barcode]: one for one in catalogue.search([("barcode", "in", list(written))])}
        missing = [device for device in devices if device.base.code not in found]
        created = catalogue.create([self._product_values(device) for device in missing])
        found.update({device.base.code: product for device, product in zip(missing, created)})
        return [found[device.base.code].with_env(self.env) for device in devices], len(created)

    def _product_values(self, device):
        values = device.values
        model = values.get("versionModelNumber") or ""
        brand = values.get("brandName") or ""
        return {
            "name": " ".join(part for part in (brand.strip(), model.strip()) if part),
            "default_code": values.get("catalogNumber") or model,
            "type": "consu",
            "is_storable": True,
            "tracking": "serial" if device.is_yes("serialNumber") else "lot" if device.is_yes("lotBatch") else "none",
        }

    def _base_values(self, device, product):
        values = device.values
        return {
            **self._level_values(device, device.base, product),
            "kind": "base",
            "is_for_us": True,
            "labeler_name": values.get("companyName"),
            "unit_count": int(values.get("deviceCount") or 1),
            "publish_date": values.get("devicePublishDate") or False,
            "distribution_end": values.get("deviceCommDistributionEndDate") or False,
            "direct_marking": "other" if device.of_kind("direct_marking") else "none",
            "us_value_ids": self._answer_commands(device),
        }

    def _level_values(self, device, one, product):
        return {
            "code": one.code,
            "agency": one.agency,
            "product_id": product.id,
            "company_id": self.env.company.id,
            "package_type": one.package_type,
            "has_lot": device.is_yes("lotBatch"),
            "has_serial": device.is_yes("serialNumber"),
            "has_production_date": device.is_yes("manufacturingDate"),
            "has_expiry_date": device.is_yes("expirationDate"),
            "has_donation_number": device.is_yes("donationIdNumber"),
        }

    def _make_levels(self, devices, bases):
        """Packages, other agencies' and earlier identifiers, units of use and markings; how many were made."""
        made = {(base.agency, base.code): base for base in bases}
        waiting = []
        for device, base in zip(devices, bases):
            for one in device.identifiers:
                if one.kind != "base":
                    waiting.append((device, base, one))
        count = 0
        # Level by level: a package is made once what it contains is there.
        while waiting:
            ready, later = [], []
            for row in waiting:
                (ready if row[2].kind != "package" or self._inner(row, made) else later).append(row)
            count += self._make_ready(ready, made)
            waiting = later
        return count

    def _inner(self, row, made):
        device, _base, one = row
        return next(
            (
                made[inner.agency, inner.code]
                for inner in device.identifiers
                if inner.code == one.contains and (inner.agency, inner.code) in made
            ),
            None,
        )

    def _make_ready(self, rows, made):
        dis = self.env["meddev.udi.di"]
        fresh = {}
        for row in rows:
            one = row[2]
            key = (one.agency, one.code)
            if key not in made and key not in fresh and not (shared := self._shared(one)):
                fresh[key] = self._other_values(row, made)
            elif key not in made and key not in fresh:
                made[key] = shared
        made.update(zip(fresh, dis.create(list(fresh.values()))))
        past = [made[one.agency, one.code].id for _device, _base, one in rows if one.is_past]
        dis.browse(past)._through_gate({"state": "retired"})
        for _device, base, one in rows:
            if name := LINKS.get(one.kind):
                base[name] = made[one.agency, one.code]
        return len(fresh)

    def _shared(self, one):
        """The identifier of a unit or marking that another record brought."""
        if one.kind not in ("unit_of_use", "direct_marking"):
            return None
        found = self.env["meddev.udi.di"].search([("agency", "=", one.agency), ("code", "=", one.code)])
        return found or None

    def _other_values(self, row, made):
        device, base, one = row
        values = {**self._level_values(device, one, base.product_id), "labeler_name": base.labeler_name}
        if one.kind == "package":
            inner, quantity = self._inner(row, made), int(one.quantity)
            if inner.base_quantity * quantity > 1:
                values.update(has_serial=False, has_donation_number=False)  # of a device, not of several
            return {**values, "kind": "package", "contains_id": inner.id, "quantity": quantity}
        if one.kind == "previous":
            return {**values, "kind": "base"}
        return {**values, "kind": one.kind, "base_id": base.id}

    def _answer_commands(self, device):
        """Lines of what the record says to FDA's attributes."""
        attributes = {one.code: one for one in self.env["meddev.udi.di"]._definitions("us") if not one.source}
        commands = []
        for code, answer in self._answers(device).items():
            if code not in attributes:
                continue
            option = attributes[code].option_ids.filtered(lambda one, answer=answer: one.code == answer)
            is_choice = attributes[code].kind == "choice"
            values = {"option_id": option.id} if is_choice else {"value": answer}
            commands.append(Command.create({"attribute_id": attributes[code].id, **values}))
        return commands

    def _answers(self, device):
        """``{attribute code: text or choice}`` of what the record says."""
        values = device.values
        answers = {code: values[name] for code, name in TEXTS.items() if values.get(name)}
        answers.update({code: "yes" if device.is_yes(name) else "no" for code, name in FLAGS.items() if name in values})
        if device.is_yes("labeledNoNRL"):
            answers["b7"] = "free"
        if values.get("MRISafetyStatus") in MRI:
            answers["b8"] = MRI[values["MRISafetyStatus"]]
        return answers
