"""The account of labels: what was issued is applied, spoiled, returned or kept, and nothing is left over."""

from math import ceil

ISSUED = "issued"
USES = ("applied", "spoiled", "returned", "kept")
KINDS = (ISSUED, *USES)


def totals(entries):
    """``{kind: quantity}`` of ``(kind, quantity)``, every kind named."""
    found = dict.fromkeys(KINDS, 0)
    for kind, quantity in entries:
        found[kind] += quantity
    return found


def balance(found):
    """Labels that nobody has accounted for."""
    return found[ISSUED] - sum(found[kind] for kind in USES)


def objection(found, added, reason):
    """Why ``added`` (``{kind: quantity}``, of uses) may not be recorded; "" where nothing speaks against it.

    "nothing": no quantity; "reason": a correction without one; "negative": more taken back than there was; "surplus":
    more accounted for than was issued.
    """
    given = {kind: quantity for kind, quantity in added.items() if quantity}
    if not given:
        return "nothing"
    if min(given.values()) < 0 and not (reason or "").strip():
        return "reason"
    after = {kind: found[kind] + given.get(kind, 0) for kind in KINDS}
    if min(after.values()) < 0:
        return "negative"
    return "surplus" if balance(after) < 0 else ""


def is_reprint(issues):
    """Whether labels are more than the first issue of anything: that takes a reason and a signature.

    :param issues: ``(planned, issued, asked)`` for each lot, and for each order that makes them: labels its goods
        take, labels that came out ever, in whichever account, and those asked for now
    """
    return any(issued + asked > planned for planned, issued, asked in issues)


def packages(units, each):
    """How many packages of ``each`` units ``units`` fill; the last one may be filled in part."""
    return max(ceil(units / (each or 1) - 1e-6), 0)


def settlement(is_required, accounts):
    """Why an order with ``accounts`` (``(issued, balance)``) cannot be closed; "" where it can.

    "missing": labels are required and none was issued; "open": some are not accounted for.
    """
    if is_required and not any(issued for issued, _open in accounts):
        return "missing"
    return "open" if any(left for _issued, left in accounts) else ""
