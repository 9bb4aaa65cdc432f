"""How flags look: each grade apart from the others, in colour and without."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import etree

from workbook_tools.flags.gathering import GRADES
from workbook_tools.flags.looks import INKS, LOOKS, SIGNS


def element(look: str) -> etree._Element:
    return etree.fromstring(f"<dxf>{LOOKS[look]}</dxf>")


def test_every_grade_has_three_looks() -> None:
    assert set(LOOKS) == {
        f"{grade}{end}" for grade in GRADES for end in ("", "-decimals", "-plain")
    }


def test_no_two_looks_are_alike() -> None:
    assert len(set(LOOKS.values())) == len(LOOKS) and len(set(SIGNS.values())) == len(GRADES)


@pytest.mark.parametrize("look", LOOKS)
def test_parts_stand_in_the_order_of_the_standard(look: str) -> None:
    found = [str(child.tag) for child in element(look)]
    assert found == [name for name in ("font", "numFmt", "fill", "border") if name in found]


@pytest.mark.parametrize("grade", GRADES)
def test_the_sign_stands_before_positive_negative_zero_and_text(grade: str) -> None:
    code = str(element(grade).xpath("numFmt/@formatCode")[0])  # type: ignore[index]
    assert code.count(f'"{SIGNS[grade]} "') == 4 and code.count(";") == 3


@pytest.mark.parametrize("grade", GRADES)
def test_decimals_show_where_they_are_asked_for(grade: str) -> None:
    assert "0.0#" in LOOKS[f"{grade}-decimals"] and "0.0#" not in LOOKS[grade]


@pytest.mark.parametrize("grade", GRADES)
def test_a_look_without_a_sign_hatches_and_leaves_the_number_as_it_is(grade: str) -> None:
    plain = LOOKS[f"{grade}-plain"]
    assert "numFmt" not in plain and not re.search('patternType="(solid|none)"', plain)
    assert plain.count('style="dashed"') == 4


def _mixed(ground: str, hatch: str, share: float) -> str:
    pairs = [(int(ground[at : at + 2], 16), int(hatch[at : at + 2], 16)) for at in (0, 2, 4)]
    return "".join(f"{round(one + (other - one) * share):02X}" for one, other in pairs)


def _light(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_letters_stand_out_from_their_ground(look: str) -> None:
    ink = re.findall(r'<font>.*?<color rgb="FF(.{6})"/></font>', LOOKS[look])[0]
    ground = re.findall(r'<bgColor rgb="FF(.{6})"/>', LOOKS[look])[0]
    hatch = re.findall(r'<fgColor rgb="FF(.{6})"/>', LOOKS[look])
    # LibreOffice shows a hatching as one colour, a quarter of it the hatching's
    shown = _mixed(ground, hatch[0], 0.25) if hatch else ground
    dark, light = sorted((_light(ink), _light(shown)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def grey(colour: str) -> float:
    """How light a colour is once it is printed in black, of 255 (ITU-R BT.601)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (2, 4, 6))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_severities_are_told_apart_in_grey() -> None:
    grounds = sorted(grey(INKS[grade][0]) for grade in ("error", "warning", "note"))
    assert all(after - before > 10 for before, after in pairwise(grounds))
    assert [grey(INKS[grade][0]) for grade in ("error", "warning", "note")] == grounds
