import pytest

from .support import load_rule

rules = load_rule("meddev_signature", "expressions")


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("user.env['meddev.signature'].search([])", ["env"]),
        ("env['x']", ["env"]),
        ("[user.partner_id.sudo().id]", ["sudo"]),
        ("record._write_rows([])", ["_write_rows"]),
        ("(lambda one: one.pool)(record)", ["pool"]),
        ("[one.env for one in records]", ["env"]),
        ("request.session", ["request"]),
    ],
)
def test_what_leads_to_everything_is_named(expression, names):
    assert rules.reached(expression) == names


@pytest.mark.parametrize(
    "domain",
    [
        "[('company_id', 'in', company_ids + [False])]",
        "['|', ('user_id', '=', user.id), ('partner_id', 'child_of', user.partner_id.commercial_partner_id.ids)]",
        "[(1, '=', 1)] if user.has_group('base.group_user') else [(0, '=', 1)]",
        "[('date', '<', time.strftime('%Y-%m-%d'))]",
    ],
)
def test_a_record_rule_as_addons_write_it_reaches_nothing(domain):
    assert rules.reached(domain, rules.READING) == []


def test_a_record_rule_changes_nothing():
    assert rules.reached("[('id', '=', user.write({'active': True}))]", rules.READING) == ["write"]
    assert rules.reached("[(user.x)()()]", rules.READING) == ["?", "x"]


def test_what_is_no_expression_reaches_nothing():
    assert rules.reached("not an expression") == []


def test_expressions_in_a_text_are_found():
    assert rules.in_text("Order {{ object.name }} of #{user.name}, {{object.env}}") == {
        "object.name", "user.name", "object.env",
    }  # fmt: skip
    assert rules.in_text(None) == set()


def test_expressions_in_a_template_are_found():
    source = """<data><xpath expr="//p" position="inside"><t t-out="doc.env"/><a t-attf-href="/x/{{ doc.id }}"/>
        <t t-call="web.layout"/><xpath/></xpath><attribute name="t-if">doc.sudo()</attribute></data>"""
    assert rules.in_template(source) == {"doc.env", "doc.id", "doc.sudo()"}
    assert rules.in_template("") == rules.in_template(False) == set()


def test_what_was_there_before_stays():
    old = rules.in_template("<t t-out='doc.sudo().name'/>")
    assert rules.reached_anew(old, old | {"doc.name"}) == []
    assert rules.reached_anew(old, old | {"doc.env.cr"}) == ["cr", "env"]
