"""Formulas relative to an area, and lists of references, in the output."""

from __future__ import annotations

import pytest

from tests.render.layouts import SHEET, loop, two_groups
from workbook_tools.render.layout import Layout
from workbook_tools.render.spread import spread, stretched


def spread_in(layout: Layout, square: str, *formulas: str) -> list[tuple[str, list[str]]]:
    return spread(layout, layout.sheets[0], square, list(formulas))


@pytest.mark.parametrize(
    ("formula", "first"),
    [
        ("TRUE", "TRUE"),
        ("$A3>1", "$A2>1"),
        ("A3>$A$1", "A2>$A$1"),
        ("A3>A$1", "A2>A$1"),
        ("A3>DeAn!$A$1", "A2>DeAn!$A$1"),
        ("A3>SUM($A$1:$A$5)", "A2>SUM($A$1:$A$5)"),
        ("COUNTIF(A:A,A3)>1", "COUNTIF(A:A,A2)>1"),
    ],
)
def test_one_area_is_enough_where_all_copies_read_alike(formula: str, first: str) -> None:
    assert spread_in(loop(3), "A3:B3", formula) == [("A2:B4", [first])]


@pytest.mark.parametrize("formula", ["A3>A1", "A3>DeAn!A3", "A3>$A$3"])
def test_a_formula_on_other_rows_is_written_for_each_row(formula: str) -> None:
    assert [area for area, _ in spread_in(loop(2), "A3", formula)] == ["A2", "A3"]


def test_each_copy_reads_the_rows_of_its_item() -> None:
    assert spread_in(two_groups(), "A4", "A4>A2") == [
        ("A2", ["A2>A1"]),
        ("A3", ["A3>A1"]),
        ("A5", ["A5>A4"]),
    ]


def test_a_formula_moves_down_an_area_of_several_rows() -> None:
    found = spread_in(loop(1), "A1:A5", "A1>A3")
    assert found[0] == ("A1", ["A1>A2"])


def test_all_formulas_of_an_area_go_together() -> None:
    assert spread_in(loop(2), "A3", "A3>1", "A3>A1") == [
        ("A2", ["A2>1", "A2>A1"]),
        ("A3", ["A3>1", "A3>A1"]),
    ]


def test_an_area_of_no_row_gives_nothing() -> None:
    assert spread_in(loop(0), "A3", "A3>1") == []
    assert spread_in(loop(0), "A3", "A3>A1") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SHEET}!$A$3", f"{SHEET}!$A$2:$A$4"),
        (f"{SHEET}!$1:$2", f"{SHEET}!$1:$1"),
        ("DeAn!$A$3", "DeAn!$A$3"),
        ("https://example.com/?a='", "https://example.com/?a='"),
    ],
)
def test_a_list_of_references_is_stretched(text: str, expected: str) -> None:
    layout = loop(3)
    assert stretched(layout, layout.sheets[0], text) == expected


def test_a_list_that_falls_apart_is_put_in_brackets() -> None:
    layout = two_groups()
    found = stretched(layout, layout.sheets[0], f"{SHEET}!$A$4")
    assert found == f"({SHEET}!$A$2:$A$3,{SHEET}!$A$5)"


def test_brackets_that_are_there_are_enough() -> None:
    layout = two_groups()
    found = stretched(layout, layout.sheets[0], f"({SHEET}!$A$4)")
    assert found == f"({SHEET}!$A$2:$A$3,{SHEET}!$A$5)"


def test_what_is_gone_is_said_to_be() -> None:
    layout = loop(0)
    assert stretched(layout, layout.sheets[0], f"{SHEET}!$A$3") == "#REF!"


def test_a_copys_list_keeps_to_its_item() -> None:
    layout = two_groups()
    sheet = layout.sheets[0]
    assert stretched(layout, sheet, f"{SHEET}!A4", sheet.of(2)[1]) == f"{SHEET}!A5"
