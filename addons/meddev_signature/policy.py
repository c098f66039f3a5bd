"""Who has to sign what, in which order: the rules, without Odoo."""

from dataclasses import dataclass

MEANINGS = ("authorship", "review", "approval", "responsibility", "verification", "release", "rejection")
"""What a signature can stand for (21 CFR 11.50(a)(3) names the first four)."""


@dataclass(frozen=True)
class Step:
    """One step of a policy.

    ``group`` is the XML id of the role that may sign; ``users`` (ids) narrows it to named persons, of whom
    ``required`` must sign. Without names any ``required`` holders of the role do.
    """

    key: str
    name: str
    group: str
    meaning: str = "approval"
    required: int = 1
    users: frozenset = frozenset()
    is_reason_required: bool = False
    is_author_excluded: bool = False
    is_distinct: bool = True


def next_step(steps, signed):
    """The first step that still lacks signatures; None when all are there.

    :param signed: ``[(step key, user id)]`` of the signatures that count
    """
    for step in steps:
        if len({user for key, user in signed if key == step.key}) < step.required:
            return step
    return None


def objection(step, steps, user, *, in_role, authors, signed):
    """Why ``user`` may not sign ``step`` now, as one word; "" when nothing speaks against it.

    "role": has not the role; "named": is not among the persons named; "author": wrote the content; "twice": signed
    this step already; "other step": signed another step where each has to be a different person.
    """
    if not in_role:
        return "role"
    if step.users and user not in step.users:
        return "named"
    if step.is_author_excluded and user in authors:
        return "author"
    if (step.key, user) in signed:
        return "twice"
    if step.is_distinct and any(signer == user for key, signer in signed if key in {other.key for other in steps}):
        return "other step"
    return ""


def is_locked(failures, limit):
    """Whether ``failures`` in a row are too many; a limit of zero or less would lock nobody, and counts as one."""
    return failures >= max(limit, 1)


def fallback(state, signatures, blocking):
    """The state a record returns to when signatures became void.

    :param state: where the record is
    :param signatures: ``[(source, target, is_void)]`` that carried the record so far, oldest first
    :param blocking: states that a record keeps even then, because nothing leaves the house from there
    """
    for source, target, is_void in reversed(signatures):
        if state in blocking:
            break
        if is_void and target == state:
            state = source
    return state


def differing(shown, now):
    """Which of the things that a signer was shown are different now: "content", "state", "target", "step".

    A record that another person signed or moved meanwhile may ask for another signature than the one on the screen.
    """
    changed = [name for name in ("content", "state", "target") if shown.get(name) != now[name]]
    if any(shown.get(name) != now[name] for name in ("step", "meaning")):
        changed.append("step")
    return changed
