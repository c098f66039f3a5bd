"""Headers, bodies and footers put together again."""

from .support import load_rule

sheets = load_rule("meddev_print", "sheets").sheets


def body(text, lang=""):
    head = "<head><link rel='stylesheet' href='/web/assets/1/a.css'/><script>x()</script></head>"
    return (
        f"<html>{head}<body class='o_css_margins'><div class='article' data-oe-lang='{lang}'>{text}</div></body></html>"
    )


def headers(*texts):
    inner = "".join(f"<div class='header'>{text}</div>" for text in texts)
    return f"<html><body><div id='minimal_layout_report_headers'>{inner}</div></body></html>"


def test_each_body_gets_its_own_header():
    first, second = sheets([body("A"), body("B")], header=headers("Head A", "Head B"))
    assert "Head A" in first.html
    assert "Head B" not in first.html
    assert "Head B" in second.html


def test_a_plain_document_is_a_header_too():
    (sheet,) = sheets([body("A")], header="<html><body><p>Head</p></body></html>")
    assert "Head" in sheet.html


def test_style_sheets_are_named_and_scripts_left_out():
    (sheet,) = sheets([body("A<script>y()</script>")])
    assert sheet.style_sheets == ("/web/assets/1/a.css",)
    assert "script" not in sheet.html


def test_the_language_is_that_of_the_record_then_of_the_reader():
    assert '<html lang="zh-CN">' in sheets([body("A", "zh_CN")])[0].html
    assert '<html lang="de-DE">' in sheets([body("A")], lang="de_DE")[0].html


def test_the_base_of_a_document_does_not_survive():
    (sheet,) = sheets(["<html><head><base href='http://evil.example/'/></head><body>A</body></html>"])
    assert "evil" not in sheet.html
