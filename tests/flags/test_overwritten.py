"""Conditions on totals that somebody may type over."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from workbook_tools.flags.overwritten import overwritten
from workbook_tools.render.rows import Written
from workbook_tools.template.compiled import Row

PATTERN, OTHER = Row(5), Row(6)


def written(
    row: int,
    column: int,
    text: str,
    pattern: Row = PATTERN,
    expected: Any = Decimal(1),
    bound: bool = True,
) -> Written:
    return Written(row, column, pattern, text, expected, bound)


def found(*formulas: Written) -> list[tuple[str, str]]:
    return list(overwritten(formulas, 0))


def test_a_cell_is_compared_with_its_formula() -> None:
    assert found(written(9, 2, "SUM(B3:B8)")) == [("B9", "ROUND(B9-(SUM(B3:B8)),0)<>0")]


def test_as_many_digits_as_the_unit_has() -> None:
    assert list(overwritten([written(9, 2, "B3")], 3)) == [("B9", "ROUND(B9-(B3),3)<>0")]


def test_copies_that_look_at_their_own_row_share_a_condition() -> None:
    rows = [written(row, 2, f"SUM(C{row}:E{row})") for row in (7, 5, 6, 9)]
    assert found(*rows) == [("B5:B7 B9", "ROUND(B5-(SUM(C5:E5)),0)<>0")]


def test_copies_of_two_pattern_rows_do_not_share() -> None:
    assert len(found(written(5, 2, "C5*2"), written(6, 2, "C6*2", OTHER))) == 2


def test_neighbours_that_are_alike_share_a_condition() -> None:
    row = [
        written(9, column, f"SUM({letter}3:{letter}8)") for column, letter in ((3, "C"), (2, "B"))
    ]
    assert found(*row) == [("B9:C9", "ROUND(B9-(SUM(B3:B8)),0)<>0")]


def test_neighbours_that_are_not_alike_do_not_share() -> None:
    assert [area for area, _ in found(written(9, 2, "B3+B4"), written(9, 3, "C3+C5"))] == [
        "B9",
        "C9",
    ]


def test_alike_but_apart_they_do_not_share() -> None:
    assert [area for area, _ in found(written(9, 2, "B3"), written(9, 4, "D3"))] == ["B9", "D9"]


def test_rows_do_not_share() -> None:
    assert [area for area, _ in found(written(9, 2, "B3"), written(8, 3, "C3"))] == ["B9", "C8"]


def test_a_formula_that_is_too_long_is_only_asked_to_be_one() -> None:
    long = written(9, 2, "+".join(["B3"] * 600))
    assert found(long) == [("B9", "NOT(_xlfn.ISFORMULA(B9))")]


def test_what_the_model_does_not_state_is_not_watched() -> None:
    assert found(written(9, 2, "B3", bound=False), written(9, 3, "C3", expected="x")) == []


def test_a_formula_that_looks_at_another_sheet_is_not_watched() -> None:
    assert found(written(9, 2, "PhuLuc!B3")) == []


def test_nothing_written_gives_nothing() -> None:
    assert found() == []
