"""The account of labels: what was issued is applied, spoiled, returned or kept, and nothing is left over."""

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


def is_reprint(planned, issued, asked, is_serial_printed):
    """Whether ``asked`` labels are more than the first issue: it takes a reason and a signature.

    ``planned`` 0: nothing has been issued yet, and what is asked for now is the first issue.
    """
    return is_serial_printed or bool(planned and issued + asked > planned)


def settlement(is_required, accounts):
    """Why an order with ``accounts`` (``(issued, balance)``) cannot be closed; "" where it can.

    "missing": labels are required and none was issued; "open": some are not accounted for.
    """
    if is_required and not any(issued for issued, _open in accounts):
        return "missing"
    return "open" if any(left for _issued, left in accounts) else ""
