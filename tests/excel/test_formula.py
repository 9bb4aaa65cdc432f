"""Formula text as pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.excel.formula import (
    MAX_STRING,
    Ref,
    Token,
    functions,
    join,
    sheet_name,
    shift,
    string_literal,
    tokenize,
)


def kinds(formula: str) -> list[str]:
    return ["ref" if isinstance(piece, Ref) else piece.kind for piece in tokenize(formula)]


def ref(formula: str) -> Ref:
    [piece] = tokenize(formula)
    assert isinstance(piece, Ref)
    return piece


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:B2)+'Tổng hợp'!$C$3*2%",
        'IF(A1="a""b",1.5E-3,#N/A)',
        "{1,2;3,4}",
        "BảngMột[[#All],[Cột]]+[@Số]",
        "[1]DuToan!A1+$3:$5+A:$C",
        "SUM( A1 , B2 )",
        "A1#+@B2",
    ],
)
def test_the_pieces_joined_are_the_formula(formula: str) -> None:
    assert join(tokenize(formula)) == formula


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("A1", ["ref"]),
        ("$3:$5", ["ref"]),
        ("A:C", ["columns"]),
        ("SUM(A1)", ["function", "operator", "ref", "operator"]),
        ("LOG10(A1)", ["function", "operator", "ref", "operator"]),
        ("LOG10", ["ref"]),
        ("TongCong", ["name"]),
        ("Hai!Rieng", ["name"]),
        ("A1_b", ["name"]),
        ("Bang[Cot]", ["name"]),
        ("[@Cot]", ["structured"]),
        ('"A1"', ["string"]),
        ("#REF!", ["error"]),
        (".5", ["number"]),
        ("1>=2", ["number", "operator", "number"]),
        ("A1 B1", ["ref", "space", "ref"]),
    ],
)
def test_what_each_piece_is(formula: str, found: list[str]) -> None:
    assert kinds(formula) == found


@pytest.mark.parametrize("formula", ['"a', "A1 ~ B1", "'a!A1", "A1\\"])
def test_what_no_formula_can_hold(formula: str) -> None:
    with pytest.raises(ValueError, match="ở vị trí"):
        tokenize(formula)


def test_a_cell() -> None:
    assert ref("b7") == Ref(None, 7, 2, 7, 2)


def test_an_area_with_some_edges_fixed() -> None:
    found = ref("$B2:C$5")
    assert (found.top, found.left, found.bottom, found.right) == (2, 2, 5, 3)
    assert (found.top_fixed, found.left_fixed) == (False, True)
    assert (found.bottom_fixed, found.right_fixed) == (True, False)
    assert found.area


def test_whole_rows_have_no_columns() -> None:
    found = ref("$3:5")
    assert (found.top, found.bottom, found.left, found.right) == (3, 5, 0, 0)
    assert (found.top_fixed, found.bottom_fixed) == (True, False)


@pytest.mark.parametrize(
    ("formula", "sheet"),
    [("DeAn!A1", "DeAn"), ("'Tổng hợp'!A1", "Tổng hợp"), ("'it''s'!A1", "it's"), ("A1", None)],
)
def test_the_sheet_of_a_reference(formula: str, sheet: str | None) -> None:
    assert ref(formula).sheet == sheet


def test_a_sheet_of_another_workbook_keeps_its_number() -> None:
    assert ref("[2]DuToan!$A$1").sheet == "[2]DuToan"


def test_a_sheets_name_out_of_its_prefix() -> None:
    assert sheet_name("'a''b'!") == "a'b"


@pytest.mark.parametrize(
    ("formula", "text"),
    [("A1", "A4"), ("$A$1", "$A$4"), ("A1:$B$1", "A4:$B$4"), ("DeAn!A1", "DeAn!A4")],
)
def test_a_reference_with_another_row(formula: str, text: str) -> None:
    assert ref(formula).text(4, 4) == text


def test_a_cell_stretched_over_rows_becomes_an_area() -> None:
    assert ref("C1").text(4, 6) == "C4:C6"


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "moved"),
    [
        ("A1+$B$2", 1, 1, "B2+$B$2"),
        ("A$1", 5, 1, "B$1"),
        ("$A1", 5, 1, "$A6"),
        ("SUM(A1:A3)", 2, 0, "SUM(A3:A5)"),
        ("2:3", 1, 4, "3:4"),
        ("$2:3", 1, 0, "$2:4"),
        ('"A1"&A1', 1, 0, '"A1"&A2'),
        ("DeAn!B2", -1, -1, "DeAn!A1"),
        ("A:A", 3, 3, "A:A"),
    ],
)
def test_a_formula_copied_elsewhere(formula: str, rows: int, columns: int, moved: str) -> None:
    assert shift(formula, rows, columns) == moved


@pytest.mark.parametrize(("rows", "columns"), [(-1, 0), (0, -1)])
def test_a_reference_that_leaves_the_sheet_is_lost(rows: int, columns: int) -> None:
    assert shift("A1+$A$1", rows, columns) == "#REF!+$A$1"


@given(st.integers(1, 50), st.integers(1, 50))
def test_there_and_back_again(rows: int, columns: int) -> None:
    formula = "SUM($B3:C$4)+D5"
    assert shift(shift(formula, rows, columns), -rows, -columns) == formula


@pytest.mark.parametrize(("text", "literal"), [("", '""'), ("a", '"a"'), ('"', '""""')])
def test_a_text_as_a_formulas_string(text: str, literal: str) -> None:
    assert string_literal(text) == literal


@pytest.mark.parametrize(("length", "parts"), [(MAX_STRING, 1), (MAX_STRING + 1, 2)])
def test_a_long_text_is_joined_of_parts_that_excel_allows(length: int, parts: int) -> None:
    pieces = tokenize(string_literal("a" * length))
    strings = [piece for piece in pieces if isinstance(piece, Token) and piece.kind == "string"]
    assert len(strings) == parts
    assert "".join(piece.text.strip('"') for piece in strings) == "a" * length


def test_the_functions_that_a_formula_calls() -> None:
    pieces = tokenize("sum(A1)+_xlfn.IFS(B1,_xlfn._xlws.SORT(C1))")
    assert functions(pieces) == {"SUM", "IFS", "SORT"}


def test_a_function_named_in_a_string_is_not_called() -> None:
    assert functions(tokenize('"NOW()"&NOW')) == set()
