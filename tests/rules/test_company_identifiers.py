import pytest

from .support import load_rule

rules = load_rule("meddev_base", "identifiers")


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91000000000000000K"])
def test_a_right_social_credit_code_is_right(code):
    assert rules.uscc_error(code) is None


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("91350100M000100Y44", ("check", "3")),
        ("91350100M000100Y4", ("length", 17)),
        ("91350100I000100Y43", ("character", 9, "I")),
        ("9A350100M000100Y4O", ("character", 18, "O")),
        ("91A50100M000100Y43", ("shape",)),
        ("", ("length", 0)),
    ],
)
def test_a_wrong_social_credit_code_is_told_why(code, error):
    assert rules.uscc_error(code) == error


def test_every_single_wrong_character_is_found():
    code = "91350100M000100Y43"
    for position in range(17):
        for character in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if character != code[position]:
                assert rules.uscc_error(code[:position] + character + code[position + 1 :])


def test_registration_numbers_have_their_shape():
    assert rules.is_srn("CN-MF-000012345")
    assert not rules.is_srn("cn-mf-000012345")
    assert rules.is_fei("3001234567")
    assert rules.is_fei("1234567")
    assert not rules.is_fei("12345678")
