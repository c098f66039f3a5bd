"""Labels laid out: everything on the paper, nothing on top of anything else, nothing cut off or too small to read."""

import itertools
import random

import pytest

from .label_support import CSET_82, GTIN, image_of, module, symbols

layout, text, svg = module("layout"), module("text"), module("svg")
SIZES = [(50, 30), (70, 37), (70, 50), (100, 70)]


def label(lot="LOT-2026-0042", serial="", carrier="gs1_datamatrix", **values):
    elements = [("01", GTIN), ("17", "280515"), ("10", lot)] + ([("21", serial)] if serial else [])
    given = {
        "carrier": carrier,
        "data": elements,
        "readable": tuple(f"({code}){value}" for code, value in elements),
        "names": ("Infusion pump", "输液泵"),
        "fields": (("lot", "Lot 批号", lot), ("use_by", "Use by 失效日期", "2028-05-15")),
        "maker": ("Device Works, 12 Huangshan Road, Hefei", "器械有限公司，中国合肥市黄山路12号"),
        "symbols": ("medical_device", "sterile_eo", "single_use", "caution"),
    }
    return symbols.Label(**{**given, **values})


def box(item):
    """``(left, top, right, bottom)``, by the estimate of text that the layout goes by."""
    if isinstance(item, layout.Text):
        ink = text.height_of(item.size) * 0.85  # the rest is space between lines
        return (item.x, item.y, item.x + text.width_of(item.text, item.size), item.y + ink)
    if isinstance(item, layout.Picture):
        return (item.x, item.y, item.x + layout._picture_width(item.name, item.height), item.y + item.height)
    return (item.x, item.y, item.x + item.symbol.columns * item.module, item.y + item.height)


def overlaps(one, other):
    left, right = max(one[0], other[0]), min(one[2], other[2])
    return right - left > 0.01 and min(one[3], other[3]) - max(one[1], other[1]) > 0.15


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_everything_is_on_the_paper_and_on_nothing_else(width, height):
    chance = random.Random(width)
    for _number in range(40):
        lot = "".join(chance.choices(CSET_82, k=chance.randint(1, 20)))
        items = symbols.lay_out(label(lot), width, height)
        boxes = [box(item) for item in items]
        assert all(x >= 0 and y >= 0 and right <= width and bottom <= height for x, y, right, bottom in boxes), lot
        assert not [pair for pair in itertools.combinations(boxes, 2) if overlaps(*pair)], lot


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_lot_number_and_every_element_stand_whole_and_readable(width, height):
    items = symbols.lay_out(label("W" * 20), width, height)
    texts = [item for item in items if isinstance(item, layout.Text)]
    assert "W" * 20 in [item.text for item in texts]
    assert f"(10){'W' * 20}" in "".join(item.text for item in texts)
    assert min(item.size for item in texts) >= 4


@pytest.mark.parametrize(("size", "key"), [((50, 14), "carrier"), ((12, 60), "text")])
def test_what_does_not_fit_is_refused_and_never_cut(size, key):
    with pytest.raises(symbols.LabelError) as refused:
        symbols.lay_out(label("W" * 20, "M" * 20), *size)
    assert refused.value.key in {key, "fields", "text"}


def test_the_udi_symbol_stands_beside_the_carrier():
    for size in SIZES:
        items = symbols.lay_out(label(), *size)
        [code] = [item for item in items if isinstance(item, layout.Code)]
        [udi] = [item for item in items if isinstance(item, layout.Picture) and item.name == "udi"]
        assert 0 <= udi.x - box(code)[2] < 2
        assert code.y - 1 <= udi.y < box(code)[3]


def test_a_label_with_every_symbol_has_room_on_the_larger_sizes():
    named = ("damaged", "no_resterilise", "keep_dry", "medical_device", "sterile_steam", "single_use", "instructions")
    full = label(
        symbols=named, representative=("EU Rep GmbH, Musterstr. 1, 10115 Berlin, Germany",),
        fields=(("lot", "Lot", "L7"), ("temperature", "Store at", "2 °C – 8 °C")),
    )  # fmt: skip
    for size in SIZES[2:]:
        items = symbols.lay_out(full, *size)
        drawn = {item.name for item in items if isinstance(item, layout.Picture)}
        assert {*named, "ec_rep", "temperature", "udi", "manufacturer"} <= drawn
        assert not [pair for pair in itertools.combinations(map(box, items), 2) if overlaps(*pair)]


def test_modules_are_never_smaller_than_a_reader_sees():
    for size in SIZES:
        [code] = [item for item in symbols.lay_out(label("a" * 20), *size) if isinstance(item, layout.Code)]
        assert 0.254 <= code.module <= 0.38


def test_bars_need_a_label_with_room_for_them():
    codes = [item for item in symbols.lay_out(label(carrier="gs1_128"), 100, 70) if isinstance(item, layout.Code)]
    assert [code.height for code in codes] == [12.7]
    with pytest.raises(symbols.LabelError):
        symbols.lay_out(label("W" * 20, carrier="gs1_128"), 50, 30)


def test_chinese_breaks_anywhere_but_before_its_punctuation_and_a_word_nowhere():
    assert text.wrap("器械有限公司，合肥", 6 * 5 * text.MM_PER_POINT, 5) == ["器械有限公", "司，合肥"]
    assert text.wrap("two words", text.width_of("words", 6) + 0.1, 6) == ["two", "words"]
    assert text.wrap("unbreakable", 2, 6) is None


@pytest.mark.parametrize("name", sorted(symbols.DEVICE_SYMBOLS))
def test_every_device_symbol_is_drawn_within_its_frame(name):
    image = image_of(symbols.device_svg(name, 10).replace("<svg ", '<svg style="background:#fff" '), 254)
    ink = image.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert ink
    assert ink[0] >= 0
    assert ink[3] <= image.height
    dots = module("dots").device_image(name, 40)
    dark = sum(not pixel for pixel in dots.getdata())
    assert 40 < dark < dots.width * dots.height * 0.75
