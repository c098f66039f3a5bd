"""Every carrier on a label is read back, by a reader that shares nothing with what drew it, to the bytes meant."""

import random

import pytest

from .label_support import CSET_82, GTIN, enlarged, image_of, meant, read, symbols
from .udi_support import grammar

GS1 = ("gs1_datamatrix", "gs1_qr", "gs1_128")
MODULES = {"gs1_datamatrix": 0.38, "gs1_qr": 0.38, "gs1_128": 0.25, "datamatrix": 0.38, "qr": 0.38, "code_128": 0.25}
IDENTIFIERS = {"gs1_datamatrix": "]d2", "gs1_qr": "]Q3", "gs1_128": "]C1"}


def randomly(seed, count):
    """Elements of ``count`` labels: lots and serial numbers of every length and character, dates now and then."""
    chance = random.Random(seed)
    for _number in range(count):
        elements = [("01", GTIN)]
        elements += [("17", "280515")] * chance.randint(0, 1) + [("11", "260131")] * chance.randint(0, 1)
        for code in chance.sample(["10", "21"], chance.randint(1, 2)):
            elements.append((code, "".join(chance.choices(CSET_82, k=chance.randint(1, 20)))))
        yield elements


@pytest.mark.parametrize(
    ("carrier", "length"),
    [
        *(("gs1_datamatrix", length) for length in range(1, 21)),
        *((name, length) for name in GS1[1:] for length in (1, 2, 7, 20)),
    ],
)
def test_every_character_is_read_back_in_lots_of_every_length(carrier, length):
    for character in CSET_82:
        elements = [("01", GTIN), ("10", character * length), ("21", "7")]
        assert read(enlarged(symbols.draw(carrier, elements))) == [(IDENTIFIERS[carrier], meant(elements))], character


@pytest.mark.parametrize("carrier", ["gs1_datamatrix", "gs1_qr"])
def test_any_label_is_read_back_from_its_svg(carrier):
    for elements in randomly(20261124, 60):
        svg = symbols.symbol_svg(symbols.draw(carrier, elements), MODULES[carrier])
        assert read(image_of(svg)) == [(IDENTIFIERS[carrier], meant(elements))]


def test_gs1_128_in_as_many_symbols_as_it_needs_is_one_udi_again():
    for elements in randomly(11, 150):
        found = [read(enlarged(symbol)) for symbol in symbols.draw_gs1_128(elements)]
        assert all(len(one) == 1 for one in found)
        scanned = [identifier + data.decode() for [(identifier, data)] in found]
        assert all(code.startswith("]C1") and len(code) <= 3 + 48 for code in scanned)
        udi = grammar.parse_label(scanned)
        said = {"di": GTIN, "lot": dict(elements).get("10", ""), "serial": dict(elements).get("21", "")}
        assert {name: getattr(udi, name) for name in said} == said
        assert udi.valid


def test_gs1_128_is_read_back_from_its_svg():
    for elements in randomly(12, 6):
        for symbol in symbols.draw_gs1_128(elements):
            assert read(image_of(symbols.symbol_svg(symbol, 0.25))) == [("]C1", meant_of(symbol))]


def meant_of(symbol):
    return grammar.write_gs1(symbol.data, bracketed=False, associations=False).encode()


def test_a_digital_link_is_read_back_and_names_the_same_udi():
    for elements in randomly(7, 40):
        link = grammar.write_digital_link(elements, "https://id.example.com")
        [(identifier, data)] = read(image_of(symbols.symbol_svg(symbols.draw("qr", link), 0.38)))
        assert (identifier, data.decode()) == ("]Q1", link)
        assert grammar.parse(data.decode()).lot == dict(elements).get("10", "")


@pytest.mark.parametrize(("carrier", "identifier"), [("code_128", "]C0"), ("datamatrix", "]d1"), ("qr", "]Q1")])
def test_hibc_is_read_back(carrier, identifier):
    chance, letters = random.Random(3), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for length in range(1, 19):
        lot = "".join(chance.choices(letters, k=length))
        primary = grammar.write_hibc_primary("A999", lot, str(length % 10))
        code = grammar.write_hibc_secondary(lot=lot, primary=primary)
        svg = symbols.symbol_svg(symbols.draw(carrier, code), MODULES[carrier])
        assert read(image_of(svg)) == [(identifier, code.encode())]


def test_every_printable_character_is_read_back_from_carriers_of_plain_text():
    text = "".join(map(chr, range(32, 127)))
    for carrier, identifier in (("datamatrix", "]d1"), ("qr", "]Q1")):
        assert read(enlarged(symbols.draw(carrier, text))) == [(identifier, text.encode())]
    for start in range(0, 95, 20):
        part = text[start : start + 20]
        assert read(enlarged(symbols.draw("code_128", part))) == [("]C0", part.encode())]


def test_a_matrix_grows_with_what_it_holds_and_stays_square():
    sizes = []
    for length in (1, 20):
        symbol = symbols.draw("gs1_datamatrix", [("01", GTIN), ("10", "a" * length), ("21", "Z" * length)])
        assert {len(row) for row in symbol.rows} == {len(symbol.rows)}
        sizes.append(len(symbol.rows))
    assert sizes == [18, 26]


@pytest.mark.parametrize(("carrier", "modules"), [("gs1_datamatrix", 1), ("gs1_qr", 4), ("gs1_128", 10)])
def test_the_quiet_zone_is_part_of_the_drawing_and_light(carrier, modules):
    symbol = symbols.draw(carrier, [("01", GTIN)])
    image = image_of(symbols.symbol_svg(symbol, 1.0, 20), 254)  # ten dots to the module
    assert image.width == symbol.columns * 10
    zone = 10 * modules
    sides = [
        image.crop((0, 0, zone - 1, image.height)),
        image.crop((image.width - zone + 1, 0, image.width, image.height)),
    ]
    assert {side.getextrema() for side in sides} == {(255, 255)}
    assert image.crop((zone, 0, zone + 10, image.height)).getextrema()[0] == 0


@pytest.mark.parametrize("carrier", GS1)
@pytest.mark.parametrize("character", [" ", "#", "@", "[", "^", "~", "批", "\x1d", "é"])
def test_a_character_that_no_lot_may_have_is_refused(carrier, character):
    with pytest.raises(symbols.CarrierError) as refused:
        symbols.draw(carrier, [("01", GTIN), ("10", f"A{character}")])
    assert (refused.value.key, refused.value.value) == ("character", character)


def test_nothing_is_drawn_for_nothing():
    for carrier, data in (("gs1_datamatrix", []), ("gs1_128", [("10", "")]), ("qr", "")):
        with pytest.raises(symbols.CarrierError, match="empty"):
            symbols.draw(carrier, data)


def test_bars_that_are_too_long_for_one_symbol_are_refused():
    with pytest.raises(symbols.CarrierError, match="length"):
        symbols.draw("gs1_128", [("10", "a" * 60)])
