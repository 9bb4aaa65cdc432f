"""Whether what goes out still says what the list says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.books import package, sheet
from workbook_tools.excel.package import pack
from workbook_tools.place import Place
from workbook_tools.plan.money import DONG
from workbook_tools.read.source import Source
from workbook_tools.send.current import outdated, said


def source(**cells: Any) -> Source:
    """A workbook with a sheet of these cells (of one row), and another sheet."""
    held = "".join(f'<c r="{name}"{_cell(value)}</c>' for name, value in cells.items())
    made = package({"PhuLuc": sheet(f'<row r="1">{held}</row>'), "Khac": sheet()})
    return Source("k.xlsx", pack(made), made)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return f' t="inlineStr"><is><t>{value}</t></is>'
    return f"><v>{value}</v>"


def found(now: Source, then: Source, *names: str) -> list[str]:
    return [str(place) for place in outdated(now, then, names or ("PhuLuc",), DONG)]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ({"A1": 5}, {"A1": 5}),
        ({"A1": 5}, {"A1": 5.0000000001}),
        ({"A1": 0}, {}),
        ({"A1": "x"}, {"A1": "x"}),
    ],
)
def test_what_a_reader_sees_alike_is_no_difference(now: Any, then: Any) -> None:
    assert found(source(**now), source(**then)) == []


@pytest.mark.parametrize(
    ("now", "then", "cells"),
    [
        ({"A1": 5}, {"A1": 6}, ["PhuLuc!A1"]),
        ({"A1": 900_000_000_001}, {"A1": 900_000_000_000}, ["PhuLuc!A1"]),
        ({"A1": 9_000_000_000_000_399}, {"A1": 9_000_000_000_000_400}, ["PhuLuc!A1"]),
        ({"A1": "x"}, {"A1": "y"}, ["PhuLuc!A1"]),
        ({"B1": 5}, {}, ["PhuLuc!B1"]),
        ({}, {"C1": 5}, ["PhuLuc!C1"]),
        ({"A1": 1, "B1": 2}, {"A1": 2, "B1": 1}, ["PhuLuc!A1", "PhuLuc!B1"]),
    ],
)
def test_a_cell_that_says_something_else_is_named(now: Any, then: Any, cells: list[str]) -> None:
    assert found(source(**now), source(**then)) == cells


def test_only_the_sheets_that_go_out_are_compared() -> None:
    assert found(source(A1=5), source(A1=6), "Khac") == []


def test_a_sheet_that_one_of_them_has_not_is_passed_over() -> None:
    assert found(source(A1=5), source(A1=6), "KhongCo") == []


def test_one_place_is_a_sentence() -> None:
    assert said([Place("PhuLuc", "A1")]).startswith("PhuLuc!A1 khác với danh sách đề án")


def test_more_places_are_counted() -> None:
    places = [Place("PhuLuc", cell) for cell in ("A1", "A2", "A3")]
    assert said(places).startswith("PhuLuc!A1 và 2 ô nữa khác với")
