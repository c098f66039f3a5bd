"""ZPL of a label, taken apart again: what a printer is told to draw is what is meant."""

import random
import re

import pytest
from PIL import Image

from .label_support import CSET_82, GTIN, meant, module, read, symbols
from .test_label_layout import label
from .udi_support import grammar

invocation = module("code_128").invocation


def commands(zpl, opening):
    return [line for line in zpl.splitlines() if opening in line]


def field_data(line):
    """``^FD`` with the hexadecimal escapes of ``^FH_`` undone."""
    [data] = re.findall(r"\^FD(.*)\^FS", line)
    return re.sub("_([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), data)


def spoken(invoked):
    """What a printer makes of ``^BC``'s data: the text, FNC1 as GS, with the code sets it goes through."""
    text, code_set, place = "", "", 0
    literals = {">0": ">", "><": "^", ">=": "~"}
    while place < len(invoked):
        pair = invoked[place : place + 2]
        if pair in {">:", ">6"}:
            code_set = "B"
        elif pair in {">;", ">5"}:
            code_set = "C"
        elif pair == ">8":
            text += "\x1d"
        elif pair in literals:
            assert code_set == "B"
            text += literals[pair]
        elif code_set == "C":
            assert re.fullmatch(r"\d\d", pair)
            text += pair
        else:
            assert invoked[place] not in ">^~"
            text += invoked[place]
            place -= 1
        place += 2
    return text


def test_a_datamatrix_opens_with_fnc1_and_has_it_behind_each_variable_element():
    zpl = symbols.label_zpl(label("A_B#"[:3], "S1"), 70, 50)
    [line] = commands(zpl, "^BX")
    assert re.search(r"\^FO\d+,\d+\^BXN,3,200,,,,#,1\^FH_\^FD", line)
    assert field_data(line) == f"#101{GTIN}1728051510A_B#121S1"


def test_every_lot_goes_into_a_datamatrix_as_the_grammar_writes_it():
    chance = random.Random(5)
    for _number in range(60):
        lot, serial = ("".join(chance.choices(CSET_82, k=chance.randint(1, 20))) for _one in range(2))
        one = label(lot, serial)
        [line] = commands(symbols.label_zpl(one, 100, 70), "^BX")
        assert field_data(line).startswith("#1")
        assert field_data(line)[2:].replace("#1", "\x1d").encode() == meant(one.data)


def test_bars_name_their_code_sets_and_begin_with_fnc1():
    assert invocation("0106901234567892" + "10AB", is_gs1=True) == ">;>80106901234567892" + "10>6AB"
    assert invocation("10AB\x1d211234", is_gs1=True) == ">:>810AB>5>8211234"
    assert invocation("A>B^C~1") == ">:A>0B><C>=1"
    assert invocation("12345A") == ">;1234>65A"


def test_any_lot_comes_out_of_the_bars_as_it_went_in():
    chance = random.Random(9)
    for _number in range(500):
        data = "".join(chance.choices(CSET_82 + "0123456789" * 12, k=chance.randint(1, 30)))
        assert spoken(invocation(data)) == data
        elements = [("01", GTIN), ("10", data[:20]), ("21", data[::-1][:10])]
        assert spoken(invocation(meant(elements).decode(), is_gs1=True)).encode() == b"\x1d" + meant(elements)


def test_a_qr_code_with_fnc1_comes_as_dots_that_are_read_back():
    one = label("LOT7", carrier="gs1_qr")
    graphics = commands(symbols.label_zpl(one, 70, 50), "^GFA")
    found = [answer for line in graphics for answer in read(printed(line))]
    assert found == [("]Q3", meant(one.data))]


def printed(line):
    total, _total, stride, data = re.search(r"\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS", line).groups()
    assert len(data) == int(total) * 2
    size = (int(stride) * 8, int(total) // int(stride))
    dots = Image.frombytes("1", size, bytes(255 - byte for byte in bytes.fromhex(data))).convert("L")
    canvas = Image.new("L", (size[0] + 40, size[1] + 40), 255)
    canvas.paste(dots, (20, 20))
    return canvas


def test_a_link_goes_to_the_printer_with_error_correction_m():
    link = grammar.write_digital_link([("01", GTIN), ("10", "A/B_1")], "https://id.example.com")
    [line] = commands(symbols.label_zpl(label(carrier="qr", data=link), 70, 50), "^BQ")
    assert field_data(line) == f"MA,{link}"


def test_text_is_utf_8_and_chinese_has_a_font_that_has_it():
    zpl = symbols.label_zpl(label(), 70, 50, font="E:NOTO.TTF")
    assert zpl.splitlines()[:4] == ["^XA", "^CI28", "^PW560^LL400", "^LH0,0"]
    [line] = commands(zpl, "输液泵")
    assert "^A@N," in line
    assert ",E:NOTO.TTF^FH_" in line
    assert zpl.rstrip().endswith("^PQ1\n^XZ")


def test_no_text_is_taken_for_a_command():
    zpl = symbols.label_zpl(label(names=("Pump ^XZ ~JA _5E",)), 70, 50)
    [line] = commands(zpl, "Pump")
    assert "^XZ" not in line
    assert "~JA" not in line
    assert field_data(line) == "Pump ^XZ ~JA _5E"


def test_a_printer_too_coarse_for_the_symbol_is_refused():
    one = label()
    code = module("layout").Code(0, 0, symbols.draw(one.carrier, one.data), 0.3, 7)
    with pytest.raises(symbols.LabelError, match="carrier"):
        module("zpl")._code(code, 6)


def test_nothing_stands_outside_the_paper():
    for line in commands(symbols.label_zpl(label(), 50, 30), "^FO"):
        x, y = map(int, re.search(r"\^FO(\d+),(\d+)", line).groups())
        assert x < 400
        assert y < 240


def test_a_specimen_says_so():
    assert "^FDSPECIMEN^FS" in symbols.label_zpl(label(is_specimen=True), 70, 50)
