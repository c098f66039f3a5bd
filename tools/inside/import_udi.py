# ruff: noqa: F821 - `env` is Odoo's shell's, `path` and `keep_good` come from the caller
import time

from odoo.addons.meddev_udi.gudid import read_file

start = time.monotonic()
try:
    devices = read_file(path)
except ValueError as error:
    print(f"udi: {error}")
else:
    answer = env["meddev.udi.import"]._load(devices, keep_good=keep_good)
    env.cr.commit()
    for number, code, reason in answer["faults"]:
        print(f"udi: record {number}, {code or 'without a primary identifier'}: {reason}")
    wrong = len({number for number, _code, _reason in answer["faults"]})
    print(
        f"udi: {answer['records']} records: {answer['loaded']} loaded ({answer['identifiers']} identifiers, "
        f"{answer['products']} new products), {answer['known']} here already, {wrong} wrong; "
        f"{time.monotonic() - start:.1f} s"
    )
    if wrong and not keep_good:
        print("udi: Nothing was loaded. Correct the records, or load the right ones with REST=1.")
