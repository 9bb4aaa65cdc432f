"""What a total takes in, whatever the values are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plans import SMALL, line, project, source
from tests.render.layouts import laid_out
from tests.templates import tag
from workbook_tools.errors import ProofError
from workbook_tools.read import read_plan
from workbook_tools.render.cell_amounts import cell_amounts
from workbook_tools.render.coverage import Shape, place_of, prove_coverage
from workbook_tools.render.rows import Written

COLUMNS = ("total", "province", "beneficiary", "other")
LETTERS = "BCDE"


def row_of(name: str, *, tt: bool = True) -> dict[str, Any]:
    amounts = dict(zip(LETTERS, COLUMNS, strict=True))
    cells = {letter: f"{{{{ {name}.{amount} }}}}" for letter, amount in amounts.items()}
    return {"A": f"{{{{ {name}.tt }}}}" if tt else "Cộng", **cells}


SHEET: dict[int, dict[str, Any]] = {
    1: tag("for section in plan.sections"),
    2: row_of("section"),
    3: tag("for programme in section.programmes"),
    4: row_of("programme"),
    5: tag("for project in programme.projects"),
    6: row_of("project"),
    7: tag("endfor"),
    8: tag("endfor"),
    9: tag("endfor"),
    10: row_of("plan", tt=False),
    11: row_of("plan", tt=False),
}
PLAN = (*SMALL, line("Mục", "II"), line("Chương trình", "3"), project("3.1", 1, 2, 3))
"""Output rows: 1 I, 2 programme 1, 3 and 4 its projects, 5 programme 2, 6, 7 II, 8 programme 3, 9,
10 and 11 the plan. Columns: B the total, C to E the sources.
"""


def covers(row: int, column: str, text: str, proved: set[Shape] | None = None) -> None:
    """Prove a formula in a cell of the sheet."""
    layout = laid_out(SHEET, plan=read_plan(source(PLAN)))
    sheet = layout.sheets[0]
    pattern = sheet.instances[row - 1].pattern
    formula = Written(row, " ABCDEFG".index(column), pattern, text, None, True)
    prove_coverage(sheet, formula, cell_amounts(layout), set() if proved is None else proved)


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (3, "B", "SUM(C3:E3)"),
        (3, "B", "C3+D3+E3"),
        (2, "B", "SUM(B3:B4)"),
        (2, "B", "SUM(C3:E4)"),
        (2, "B", "SUM(C2:E2)"),
        (2, "C", "C3+C4"),
        (1, "C", "SUM(C2,C5)"),
        (1, "C", "SUM(C3,C4,C6)"),
        (10, "B", "B1+B7"),
        (10, "B", "SUM(B2,B5,B8)"),
        (10, "B", "SUM(C3:E4)+SUM(C6:E6,C9:E9)"),
        (10, "B", "B11"),
        (10, "B", "B1+B7+B1-B1"),
        (3, "C", "B3-D3-E3"),
        (10, "B", "PhuLuc!B11"),
    ],
)
def test_every_way_to_the_same_parts_is_proved(row: int, column: str, text: str) -> None:
    covers(row, column, text)


@pytest.mark.parametrize(
    ("row", "column", "text", "said"),
    [
        (2, "B", "SUM(B3:B3)", "0 lần, cần 1 lần"),
        (2, "B", "SUM(B3:B4)+B4", "2 lần, cần 1 lần"),
        (2, "B", "SUM(B3:B4)+B6", "1 lần, cần 0 lần"),
        (2, "B", "B3-B4", "-1 lần, cần 1 lần"),
        (2, "B", "SUM(C3:C4)", "0 lần, cần 1 lần"),
        (10, "B", "B1", "0 lần, cần 1 lần"),
        (10, "C", "B11", "1 lần, cần 0 lần"),
        (3, "B", "C3+D3", "0 lần, cần 1 lần"),
    ],
)
def test_a_part_that_is_not_taken_in_once_is_named(
    row: int, column: str, text: str, said: str
) -> None:
    with pytest.raises(ProofError) as caught:
        covers(row, column, text)
    assert said in str(caught.value.found)


def test_a_cell_that_holds_no_amount_is_named() -> None:
    with pytest.raises(ProofError) as caught:
        covers(2, "B", "SUM(B3:B4)+A1")
    assert "PhuLuc!A1, không thuộc khoản nào" in str(caught.value.found)


def test_a_cell_of_another_sheet_is_named() -> None:
    with pytest.raises(ProofError) as caught:
        covers(2, "B", "DeAn!I4")
    assert "DeAn!I4" in str(caught.value.found)


@pytest.mark.parametrize("text", ["SUM(B3:B4)*2", "MAX(B3:B4)", "IF(TRUE,B3,B4)", "100"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        covers(2, "B", text)


def test_a_formula_where_no_amount_stands_is_not_asked() -> None:
    covers(2, "A", "MAX(B3:B4)")


def test_sums_of_their_own_row_are_proved_once_for_all_copies() -> None:
    proved: set[Shape] = set()
    covers(3, "B", "SUM(C3:E3)", proved)
    assert len(proved) == 1
    covers(2, "B", "SUM(B3:B4)", proved)
    covers(4, "B", "C4+D4+E4", proved)
    assert len(proved) == 1


def test_a_sum_that_fails_is_not_taken_for_proved() -> None:
    proved: set[Shape] = set()
    with pytest.raises(ProofError):
        covers(3, "B", "SUM(C3:D3)", proved)
    assert proved == set()


def test_an_error_names_the_cell_and_what_was_expected() -> None:
    with pytest.raises(ProofError) as caught:
        covers(10, "C", "C1")
    assert str(caught.value.place) == "PhuLuc!C10"
    assert str(caught.value.expected) == "mỗi khoản của KPKC ĐP của toàn kế hoạch đúng một lần"


def test_the_place_of_a_formula_is_where_it_is_written() -> None:
    layout = laid_out(SHEET, plan=read_plan(source(PLAN)))
    sheet = layout.sheets[0]
    written = Written(3, 2, sheet.instances[2].pattern, "", None, True)
    assert str(place_of(sheet, written)) == "PhuLuc!B3"
