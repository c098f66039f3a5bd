"""What a lot's status allows: the rule, without Odoo."""

STATES = ("quarantine", "released", "hold", "rejected")
TRANSITIONS = {
    "quarantine": {"released", "hold", "rejected"},
    "released": {"hold"},
    "hold": {"released", "quarantine", "rejected"},
    "rejected": set(),
}
"""A released lot is rejected by way of hold, so that its reservations are gone by then."""
USES = {"customer", "production"}
"""Usages of locations that use a lot up or hand it over; quarantine, scrap and the vendor stay reachable."""


def kind_of_place(usage, has_company):
    """The usage that counts: in transit to another company, goods are out of this one's hands as at a customer.

    >>> kind_of_place("transit", False), kind_of_place("transit", True)
    ('customer', 'transit')
    """
    return "customer" if usage == "transit" and not has_company else usage


def is_use(source_usage, target_usage):
    """Whether a move between locations of these usages ships or consumes what it moves."""
    return target_usage in USES and source_usage != target_usage
