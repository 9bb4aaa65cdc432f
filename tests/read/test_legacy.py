"""Sheets typed for fonts of the years before Unicode."""

from __future__ import annotations

import pytest

from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LIKELY, SURE
from workbook_tools.plan.vietnamese import FROM_TCVN3, FROM_VNI
from workbook_tools.read.legacy import in_unicode

TEXTS = ["Tổng kinh phí thực hiện", "Hỗ trợ ứng dụng máy móc", "Sở Công Thương", "Đồng Nai"]


def typed(text: str, encoding: str) -> str:
    """A text as it stands in a file that was typed for an old font."""
    table = FROM_TCVN3 if encoding == "TCVN3" else FROM_VNI
    back = {letter: legacy for legacy, letter in table.items()}
    return "".join(back.get(letter, letter) for letter in text)


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_a_sheet_of_an_old_font(encoding: str) -> None:
    texts = TEXTS if encoding == "VNI" else [text.lower() for text in TEXTS]
    grid, told = in_unicode(Grid("B", [[typed(text, encoding), 5, None] for text in texts]))
    assert [row[0] for row in grid.rows] == texts
    assert [remark.read_as for remark in told] == texts
    assert f"phông {encoding}" in told[0].evidence


def test_short_texts_are_of_the_font_of_the_sheet() -> None:
    rows = [[typed(text.lower(), "TCVN3")] for text in TEXTS]
    grid, told = in_unicode(Grid("B", [*rows, [typed("sở", "TCVN3")]]))
    assert grid.rows[-1] == ["sở"]
    assert {remark.sure for remark in told} <= {SURE, LIKELY}


def test_a_sheet_in_unicode_is_the_same_sheet() -> None:
    grid = Grid("B", [[text] for text in (*TEXTS, "khoá học", "1,5", "Café")])
    assert in_unicode(grid) == (grid, ())
    assert in_unicode(grid)[0] is grid


def test_one_old_text_in_a_sheet_in_unicode_leaves_the_others() -> None:
    old = typed("hỗ trợ ứng dụng máy móc", "TCVN3")
    grid, told = in_unicode(Grid("B", [[text] for text in (*TEXTS, "khoá", old)]))
    assert [row[0] for row in grid.rows] == [*TEXTS, "khoá", "hỗ trợ ứng dụng máy móc"]
    assert len(told) == 1
