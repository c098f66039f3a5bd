"""Paper as CSS."""

from .support import load_rule

Paper = load_rule("meddev_print", "paper").Paper


def test_lengths_are_laid_out_larger_by_the_zoom_they_are_written_with():
    css = Paper(width=100, height=200, zoom=0.5).css()
    assert "size: 200.00mm 400.00mm" in css
    assert "margin: 20.00mm 20.00mm 20.00mm 20.00mm" in css


def test_landscape_turns_a_portrait_and_keeps_a_landscape():
    assert (Paper().turned().width, Paper().turned().height) == (297, 210)
    assert Paper().turned().turned() == Paper().turned()


def test_the_header_begins_its_spacing_above_the_content():
    assert "padding-top: 5.00mm" in Paper(top=40, header_spacing=35, zoom=1).css()
    assert "padding-top: 0.00mm" in Paper(top=10, header_spacing=35, zoom=1).css()


def test_a_tall_header_is_given_room_and_a_low_one_takes_none_away():
    paper = Paper(top=40, bottom=30, header_spacing=35)
    assert paper.with_room(top=55, bottom=10) == Paper(top=55, bottom=30, header_spacing=50)
    assert paper.with_room(top=20, bottom=20) == paper


def test_a_line_below_the_header_is_drawn_where_the_format_asks_for_it():
    assert "border-bottom" in Paper(has_header_line=True).css()
    assert "border-bottom" not in Paper().css()
