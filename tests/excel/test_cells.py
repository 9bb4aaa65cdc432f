"""Cell addresses in A1 style."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.excel.cells import (
    MAX_COLUMN,
    MAX_ROW,
    area_name,
    quote_sheet,
    split_area,
    split_cell,
    whole,
)
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.place import runs

ROWS = st.integers(1, MAX_ROW)
COLUMNS = st.integers(1, MAX_COLUMN)


@pytest.mark.parametrize(
    ("reference", "cell"),
    [("A1", (1, 1)), ("$B$7", (7, 2)), ("Z$9", (9, 26)), ("XFD1048576", (MAX_ROW, MAX_COLUMN))],
)
def test_a_cell_is_its_row_and_column(reference: str, cell: tuple[int, int]) -> None:
    assert split_cell(reference) == cell


@pytest.mark.parametrize(
    "reference", ["", "A", "1", "a1", "A1:B2", "A-1", "A1 ", "ABCD1", "Tên1", "A12345678"]
)
def test_anything_else_is_no_cell(reference: str) -> None:
    with pytest.raises(ValueError, match="not a cell"):
        split_cell(reference)


def test_an_area_is_its_four_edges() -> None:
    assert split_area("$B$2:C5") == (2, 2, 5, 3)


def test_one_cell_is_an_area_of_itself() -> None:
    assert split_area("B2") == (2, 2, 2, 2)
    assert area_name(2, 2, 2, 2) == "B2"


@given(ROWS, COLUMNS, ROWS, COLUMNS)
def test_an_area_written_and_read_is_the_same(top: int, left: int, bottom: int, right: int) -> None:
    assert split_area(area_name(top, left, bottom, right)) == (top, left, bottom, right)


@pytest.mark.parametrize("name", ["DeAn", "_a", "Bảng1x", "ABCD1", "RA", "A12345678"])
def test_a_plain_name_needs_no_quotes(name: str) -> None:
    assert quote_sheet(name) == name


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("Tổng hợp", "'Tổng hợp'"),
        ("it's", "'it''s'"),
        ("2021", "'2021'"),
        ("A1", "'A1'"),
        ("xfd12", "'xfd12'"),
        ("R", "'R'"),
        ("c3", "'c3'"),
        ("R1C1", "'R1C1'"),
        ("a-b", "'a-b'"),
        ("", "''"),
    ],
)
def test_a_name_that_reads_as_something_else_is_quoted(name: str, quoted: str) -> None:
    assert quote_sheet(name) == quoted


@given(st.text("aA1 'Đ.-&RC", min_size=1, max_size=8))
def test_a_formula_finds_the_sheet_again(name: str) -> None:
    [ref] = tokenize(f"{quote_sheet(name)}!A1")
    assert isinstance(ref, Ref) and ref.sheet == name


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], []),
        ([3], [(3, 3)]),
        ([3, 4, 5], [(3, 5)]),
        ([3, 4, 7, 9, 10], [(3, 4), (7, 7), (9, 10)]),
    ],
)
def test_runs_of_rows(rows: list[int], found: list[tuple[int, int]]) -> None:
    assert runs(rows) == found


@pytest.mark.parametrize(("text", "number"), [("7", 7), (" 12 ", 12), ("0", 0), ("0000000003", 3)])
def test_a_whole_number_is_read(text: str, number: int) -> None:
    assert whole(text, -1) == number


@pytest.mark.parametrize("text", [None, "", "abc", "-1", "1.5", "²", "٣", "99999999999", "1e3"])
def test_what_is_no_whole_number_is_something_else(text: str | None) -> None:
    assert whole(text, -7) == -7
