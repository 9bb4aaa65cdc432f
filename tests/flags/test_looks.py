"""How flags look: each grade apart from the others, in colour and without."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from workbook_tools.flags.gathering import GRADES
from workbook_tools.flags.looks import LOOKS, SIGNS


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
