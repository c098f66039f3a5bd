"""Rules about state machines that are written as data: ``{state: {states that may follow}}``."""


def refusal(transitions, source, target):
    """Why a record may not go from ``source`` to ``target``: "" (it may), "final" or "not next"."""
    followers = transitions.get(source, ())
    if target in followers:
        return ""
    return "not next" if followers else "final"


def definition_errors(states, initial, transitions, final):
    """What is wrong with a state machine, as sentences.

    :param states: all values of the state field
    :param initial: the state of a new record
    :param transitions: ``{state: {following states}}``
    :param final: the states in which the record is sealed
    """
    states, final = set(states), set(final)
    named = set(transitions).union(*transitions.values(), final)
    errors = [f"{name!r} is named and is no state" for name in sorted(named - states)]
    if initial not in states:
        errors.append(f"the initial state {initial!r} is no state")
    errors += [f"{name!r} can never be reached" for name in sorted(states - _reachable(initial, transitions))]
    errors += [f"{name!r} has no way out and is not final" for name in sorted(states - final - _sources(transitions))]
    return errors


def _sources(transitions):
    return {source for source, targets in transitions.items() if targets}


def _reachable(initial, transitions):
    seen, waiting = set(), [initial]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting.extend(transitions.get(state, ()))
    return seen
