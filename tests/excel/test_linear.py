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
