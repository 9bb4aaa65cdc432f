"""G18: results that stand beside formulas which cannot give them."""

from __future__ import annotations

import pytest

from tests.check.examples import findings_on
from workbook_tools.check.register import TOTAL_UNTOLD, Example


def told(formula: str, result: object, **cells: object) -> list[str]:
    given = {"I13": None, "J13": (f"={formula}", result), **TOTAL_UNTOLD, **cells}
    found = findings_on(Example("", cells=given))
    return [finding.where for finding in found if finding.rule == "G18"]


@pytest.mark.parametrize(
    ("formula", "due"),
    [
        ("4*25000", 100_000),
        ("J12/2", 100_000),
        ("-J12+3*(K8-75000)", 100_000),
        ("SUM(J8:J9,K8,-320000)", 100_000),
        ("SUM(J4:L4)-20000", 100_000),
        ("SUM(C4:F4)+1E5", 100_000),
        (" SUM( J5 , 30000 ) ", 100_000),
        ("0.1+0.2", 0.30000000000000004),
    ],
)
def test_a_result_that_is_the_formulas_is_not_told(formula: str, due: float) -> None:
    assert told(formula, due) == []
    assert told(formula, due + 1) == ["DeAn!J13"]


@pytest.mark.parametrize(
    "formula",
    [
        "ROUND(J12/3,0)",
        "J12*50%",
        "ThongTin!B3*2",
        "C13+1",
        "SUM(J:J)",
        "SUM(1:3)",
        "Ten*2",
        "J12/0",
        "IF(J12>1,2,3)",
        "J12^2",
        '"1"+1',
        "(" * 40 + "1" + ")" * 40,
        "SUM(J4:J5 J5:J6)",
        "J4:J6*2",
        "SUM(J4:J6/2)",
    ],
)
def test_what_is_not_plain_arithmetic_is_left_alone(formula: str) -> None:
    assert told(formula, 12_345) == []


def test_one_dong_in_hundreds_of_trillions_is_told() -> None:
    half = 400_000_000_000
    assert told("SUM(J4,J5)", 2 * half + 0.001, J4=half, J5=half) == ["DeAn!J13"]
    assert told("SUM(J4,J5)", 2 * half, J4=half, J5=half) == []


def test_the_result_of_another_formula_counts_as_it_is_stored() -> None:
    assert told("J12*1", 4711, J12=("=1+1", 4711)) == ["DeAn!J12"]
