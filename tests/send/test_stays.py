"""What a formula of the copy may speak of."""

from __future__ import annotations

import pytest

from workbook_tools.send.stays import Reach

REACH = Reach(frozenset({"phuluc", "tổng hợp"}), frozenset({"tenrieng"}))


@pytest.mark.parametrize(
    "formula",
    [
        "A1+1",
        "SUM(A1:B9)",
        "PHULUC!A1",
        "'Tổng hợp'!A1:B2",
        "PhuLuc!A:B",
        "A:A",
        "3:5",
        '"DeAn!A1"',
        "IF(A1>0,TRUE,1.5%)",
        "KhacTen*2",
        "",
    ],
)
def test_a_formula_that_stays(formula: str) -> None:
    assert REACH.holds(formula, "PhuLuc")


@pytest.mark.parametrize(
    "formula",
    [
        "DeAn!A1",
        "A1+DeAn!A:A",
        "'De An'!A1",
        "[1]PhuLuc!A1",
        "TenRieng*2",
        "PhuLuc!TENRIENG",
        "DeAn!KhacTen",
        "Bang[Cot]",
        "[@Cot]",
        "#REF!",
        "A1+#REF!",
        'A1&"x',
    ],
)
def test_a_formula_that_does_not(formula: str) -> None:
    assert not REACH.holds(formula, "PhuLuc")


def test_on_no_sheet_a_cell_must_say_whose_it_is() -> None:
    assert not REACH.holds("A1", None) and REACH.holds("PhuLuc!A1", None)


def test_a_sheet_is_known_whatever_its_capitals() -> None:
    assert REACH.has_sheet("TỔNG HỢP") and not REACH.has_sheet("DeAn")
