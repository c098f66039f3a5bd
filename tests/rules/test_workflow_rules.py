from .support import load_rule

rules = load_rule("meddev_base", "workflow")
TRANSITIONS = {"draft": {"open"}, "open": {"passed", "draft"}}


def test_a_following_state_is_not_refused():
    assert rules.refusal(TRANSITIONS, "draft", "open") == ""


def test_a_state_that_does_not_follow_is_refused():
    assert rules.refusal(TRANSITIONS, "draft", "passed") == "not next"


def test_nothing_follows_a_final_state():
    assert rules.refusal(TRANSITIONS, "passed", "open") == "final"


def test_a_sound_definition_has_no_errors():
    assert rules.definition_errors({"draft", "open", "passed"}, "draft", TRANSITIONS, {"passed"}) == []


def test_a_state_nobody_defined_is_named():
    errors = rules.definition_errors({"draft", "open"}, "draft", TRANSITIONS, {"passed"})
    assert "'passed' is named and is no state" in errors


def test_a_state_that_cannot_be_reached_is_named():
    errors = rules.definition_errors({"draft", "open", "passed", "lost"}, "draft", TRANSITIONS, {"passed", "lost"})
    assert errors == ["'lost' can never be reached"]


def test_a_dead_end_that_is_not_final_is_named():
    errors = rules.definition_errors({"draft", "open", "passed"}, "draft", TRANSITIONS, set())
    assert errors == ["'passed' has no way out and is not final"]
