"""Reading records of FDA's GUDID and checking them before anything is made of them.

XML as FDA publishes it (``<device xmlns="http://www.fda.gov/cdrh/gudid">``), or CSV with a row for each identifier
and the columns ``COLUMNS``.
"""

import csv
from dataclasses import dataclass, field

from lxml import etree

from .grammar import GS1, HIBCC, ICCBBA
from .identifiers import chain_fault, normalise

COLUMNS = (
    "primaryDI", "deviceId", "deviceIdType", "deviceIdIssuingAgency", "containsDINumber", "pkgQuantity", "pkgType",
    "brandName", "versionModelNumber", "catalogNumber", "companyName", "deviceCount", "lotBatch", "serialNumber",
    "manufacturingDate", "expirationDate", "singleUse", "deviceSterile", "sterilizationPriorToUse", "deviceKit",
    "MRISafetyStatus", "gmdnCode", "submissionNumber", "devicePublishDate", "deviceCommDistributionEndDate",
    "donationIdNumber", "pkgStatus",
)  # fmt: skip
KINDS = {
    "Primary": "base", "Package": "package", "Unit of Use": "unit_of_use", "Direct Marking": "direct_marking",
    "Secondary": "secondary", "Previous": "previous",
}  # fmt: skip
AGENCIES = {"GS1": GS1, "HIBCC": HIBCC, "ICCBBA": ICCBBA}
_NAMESPACE = "{http://www.fda.gov/cdrh/gudid}"
_SHARED = {"unit_of_use", "direct_marking", "base"}


@dataclass
class DeviceIdentifier:
    """One identifier of a record, as published."""

    code: str
    kind: str
    agency: str
    contains: str = ""
    quantity: str = ""
    package_type: str = ""
    status: str = ""

    @property
    def is_past(self):
        """No longer put on labels: an earlier identifier, or a package that is not sold any more."""
        return self.kind == "previous" or self.status.strip().lower() == "not in commercial distribution"


@dataclass
class Device:
    """One record: its place in the file (from 1), its identifiers and its fields by FDA's names."""

    number: int
    identifiers: list
    values: dict
    faults: list = field(default_factory=list)

    @property
    def base(self):
        return next((one for one in self.identifiers if one.kind == "base"), None)

    def of_kind(self, kind):
        return [one for one in self.identifiers if one.kind == kind]

    def is_yes(self, name):
        return (self.values.get(name) or "").strip().lower() == "true"


def read_file(path):
    """The devices of the XML or CSV file at ``path``, in its order. Raises ``ValueError`` where it is neither."""
    with open(path, "rb") as file:
        start = file.read(200).lstrip(b"\xef\xbb\xbf \r\n\t")
    return list(read_xml(path) if start.startswith(b"<") else read_csv(path))


def read_xml(path):
    """Devices of FDA's XML, one at a time; entities and outside references are not followed."""
    number = 0
    try:
        for _event, element in etree.iterparse(
            path, tag=f"{_NAMESPACE}device", resolve_entities=False, no_network=True, load_dtd=False
        ):
            number += 1
            yield _device_of_xml(number, element)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise ValueError(f"The file is no XML of GUDID: {error}") from error
    if not number:
        raise ValueError("The file holds no device of GUDID.")


def _device_of_xml(number, element):
    found = []
    for one in element.iter(f"{_NAMESPACE}identifier"):
        texts = {child.tag.removeprefix(_NAMESPACE): child.text for child in one}
        found.append(_identifier(texts))
    values = {}
    for child in element.iter():
        if isinstance(child.tag, str) and not len(child) and (child.text or "").strip():
            values.setdefault(child.tag.removeprefix(_NAMESPACE), child.text.strip())
    sizes = [_size(one) for one in element.iter(f"{_NAMESPACE}deviceSize")]
    storage = [_storage(one) for one in element.iter(f"{_NAMESPACE}storageHandling")]
    methods = [one.text.strip() for one in element.iter(f"{_NAMESPACE}sterilizationMethod") if one.text]
    return Device(number, found, {
        **values, "sizes": "; ".join(filter(None, sizes)), "storage": "; ".join(filter(None, storage)),
        "methods": "; ".join(methods),
    })  # fmt: skip


def _identifier(texts):
    def text(name):
        return (texts.get(name) or "").strip()

    return DeviceIdentifier(
        text("deviceId"),
        KINDS.get(text("deviceIdType"), text("deviceIdType")),
        AGENCIES.get(text("deviceIdIssuingAgency"), text("deviceIdIssuingAgency")),
        text("containsDINumber"),
        text("pkgQuantity"),
        text("pkgType"),
        text("pkgStatus"),
    )


def _size(element):
    kind = element.findtext(f"{_NAMESPACE}sizeType") or ""
    size = element.find(f"{_NAMESPACE}size")
    value = f"{size.get('value', '')} {size.get('unit', '')}".strip() if size is not None else ""
    text = element.findtext(f"{_NAMESPACE}sizeText") or ""
    return f"{'' if text else kind + ' '}{text or value}".strip() if text or value else ""


def _storage(element):
    kind = element.findtext(f"{_NAMESPACE}storageHandlingType") or ""
    ends = []
    for name in ("Low", "High"):
        one = element.find(f"{_NAMESPACE}storageHandling{name}")
        if one is not None and one.get("value"):
            ends.append(f"{one.get('value')} {one.get('unit', '')}".strip())
    text = element.findtext(f"{_NAMESPACE}storageHandlingSpecialConditionText") or ""
    return text.strip() or f"{kind}: {' – '.join(ends)}" if text.strip() or ends else ""


def read_csv(path):
    """Devices of a CSV file; rows of one ``primaryDI`` that follow each other are one device."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        needed = {"primaryDI", "deviceId", "deviceIdType", "deviceIdIssuingAgency"}
        if lacking := needed - set(rows.fieldnames or ()):
            raise ValueError(f"The file lacks the columns {', '.join(sorted(lacking))}.")
        device, number = None, 0
        for row in rows:
            key = (row["primaryDI"] or "").strip()
            if device is None or device.values["primaryDI"] != key:
                if device:
                    yield device
                number += 1
                device = Device(number, [], {**row, "primaryDI": key})
            device.identifiers.append(_identifier(row))
        if device:
            yield device
    if not number:
        raise ValueError("The file holds no device.")


# --- checking ----------------------------------------------------------------------------------------------------


def check(devices):
    """Write what is wrong with each device into its ``faults``; return those that have any."""
    owners = {}
    for device in devices:
        device.faults = [*_shape_faults(device), *_code_faults(device), *_package_faults(device)]
        for one in device.identifiers:
            device.faults += _owner_fault(owners, device, one)
    return [device for device in devices if device.faults]


def _shape_faults(device):
    if len(device.of_kind("base")) != 1:
        yield f"It has {len(device.of_kind('base'))} primary identifiers instead of one."
    if not (device.values.get("brandName") or device.values.get("versionModelNumber")):
        yield "It has neither a brand name nor a version or model."
    for one in device.identifiers:
        if one.kind not in KINDS.values():
            yield f"{one.code} is of the unknown type {one.kind}."


def _code_faults(device):
    for one in device.identifiers:
        if one.agency not in AGENCIES.values():
            yield f"{one.code} is of the unknown agency {one.agency}."
            continue
        for fault in normalise(one.agency, one.code).faults:
            yield f"{one.code}: {fault}"


def _package_faults(device):
    codes = {one.code for one in device.identifiers}
    contained = {one.code: one.contains or None for one in device.of_kind("package")}
    for one in device.of_kind("package"):
        if not (one.quantity.isdigit() and int(one.quantity) > 0):
            yield f"Package {one.code} does not say how many it holds."
        if one.contains not in codes:
            yield f"Package {one.code} contains {one.contains or 'nothing'}, which is not in the record."
        elif chain_fault(one.code, contained) == "cycle":
            yield f"Package {one.code} contains itself."
    count = device.values.get("deviceCount") or "1"
    if not (count.isdigit() and int(count) > 0):
        yield f"The device count is {count}."


def _owner_fault(owners, device, one):
    """A base or package belongs to one device; a unit of use or a direct marking may be shared."""
    key = (one.agency, one.code)
    before = owners.setdefault(key, (device.number, one.kind))
    if before == (device.number, one.kind) and before[0] == device.number:
        return []
    if before[0] != device.number and {before[1], one.kind} <= _SHARED and (before[1], one.kind) != ("base", "base"):
        return []
    return [f"{one.code} is given already, in record {before[0]}."]
