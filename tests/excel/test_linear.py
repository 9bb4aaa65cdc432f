from __future__ import annotations

import pytest

from workbook_tools.excel.linear import linear_terms


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("SUM(A1:A2)-B3", [(1, 1, 1), (2, 1, 1), (3, 2, -1)]),
        ("+A1-(B1+C1)", [(1, 1, 1), (1, 2, -1), (1, 3, -1)]),
        ("SUM(A1,B2:B3)", [(1, 1, 1), (2, 2, 1), (3, 2, 1)]),
        ("0", []),
    ],
)
def test_what_a_formula_adds_up(formula: str, cells: list[tuple[int, int, int]]) -> None:
    assert [(term.row, term.column, term.sign) for term in linear_terms(formula)] == cells


@pytest.mark.parametrize(
    "formula",
    [
        "A1*2",
        "SUM(A:A)",
        "ROUND(A1,0)",
        "A1:A2",
        "SUBTOTAL(9,A1:A2)",
        "SUM(A1",
        "SUM(A1:XFD1048576)",
    ],
)
def test_anything_else_is_no_sum(formula: str) -> None:
    with pytest.raises(ValueError):
        linear_terms(formula)


def test_subtotals_where_they_are_asked_for() -> None:
    assert [
        term.skips_subtotals for term in linear_terms("SUBTOTAL(9,A1:A2)+A3", subtotals=True)
    ] == [True, True, False]
    with pytest.raises(ValueError):
        linear_terms("SUBTOTAL(1,A1:A2)", subtotals=True)


def by_rows(sheet: str | None, row: int, column: int) -> bool:
    return (sheet, column) == (None, 3) and row % 2 == 0


def test_a_sum_by_a_column_takes_in_the_cells_beside_what_is_filled() -> None:
    found = list(linear_terms('SUMIF($C$4:$C$9,"<>",H4:H9)-H2', filled=by_rows))
    assert [(term.row, term.column, term.sign) for term in found] == [
        (4, 8, 1),
        (6, 8, 1),
        (8, 8, 1),
        (2, 8, -1),
    ]


@pytest.mark.parametrize(
    "formula",
    [
        'SUMIF(C4:C9,">0",H4:H9)',
        'SUMIF(C4:C9,"<>",H4:H8)',
        'SUMIF(C4:C9,"<>",H5:H10)',
        'SUMIF(C4:D9,"<>",H4:I9)',
        'SUMIF(C4:C9,"<>")',
        'SUMIF(1,"<>",H4:H9)',
    ],
)
def test_other_conditional_sums_are_no_sums(formula: str) -> None:
    with pytest.raises(ValueError):
        list(linear_terms(formula, filled=by_rows))


def test_without_knowing_what_is_filled_a_conditional_sum_is_none() -> None:
    with pytest.raises(ValueError):
        list(linear_terms('SUMIF(C4:C9,"<>",H4:H9)'))
