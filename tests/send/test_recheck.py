"""The clean copy proved again: every formula, and every grand total that has a name."""

from __future__ import annotations

import sys

import pytest

from tests.books import package, sheet
from tests.check.typed import plan_of, programme, project
from workbook_tools import InputError
from workbook_tools.excel.package import pack
from workbook_tools.read.source import Source
from workbook_tools.send.recheck import prove_copy

PLAN = plan_of(programme(), project("1.1", 2, 3))
TOTAL = '<definedName name="TongCong_KP">PhuLuc!$C$1</definedName>'


def copy(third: str = "<f>SUM(A1:B1)</f><v>5</v>", kind: str = "", names: str = TOTAL) -> Source:
    """A copy with 2, 3 and what is given, beside each other."""
    row = (
        f'<row r="1"><c r="A1"><v>2</v></c><c r="B1"><v>3</v></c><c r="C1"{kind}>{third}</c></row>'
    )
    made = package({"PhuLuc": sheet(row)}, names=names)
    return Source("ban-sach.xlsx", pack(made), made)


def test_the_formulas_are_counted() -> None:
    assert prove_copy(copy(), PLAN) == 1


def test_a_copy_without_formulas_has_nothing_to_prove() -> None:
    assert prove_copy(copy("<v>5</v>"), PLAN) == 0


def test_a_result_that_the_formula_does_not_give_is_named() -> None:
    wrong = copy("<f>SUM(A1:B1)</f><v>6</v>")
    with pytest.raises(
        InputError, match=r"PhuLuc!C1: công thức =SUM\(A1:B1\) của bản gửi đi cho 5.*nhưng ô ghi 6"
    ):
        prove_copy(wrong, PLAN)


def test_an_error_that_a_formula_gives_does_not_go_out() -> None:
    with pytest.raises(InputError, match="PhuLuc!C1: công thức =1/0"):
        prove_copy(copy("<f>1/0</f><v>#DIV/0!</v>", ' t="e"'), PLAN)


def test_a_text_is_compared_too() -> None:
    assert prove_copy(copy('<f>"Năm"</f><v>Năm</v>', ' t="str"', names=""), PLAN) == 1


def test_a_grand_total_that_is_not_the_plans_is_named() -> None:
    with pytest.raises(
        InputError,
        match=r"PhuLuc!C1: tổng cột “Tổng KP thực hiện” của bản gửi đi là 5, kế hoạch là 2",
    ):
        prove_copy(copy(), plan_of(programme(), project("1.1", 2)))


def test_a_grand_total_that_is_a_text_is_not_the_plans() -> None:
    with pytest.raises(InputError, match="của bản gửi đi là “năm”"):
        prove_copy(copy("<is><t>năm</t></is>", ' t="inlineStr"'), PLAN)


def test_each_amount_has_a_name_of_its_own() -> None:
    own = TOTAL.replace("TongCong_KP", "TongCong_KPKC").replace("$C$1", "$A$1")
    assert prove_copy(copy(names=TOTAL + own), PLAN) == 1
    with pytest.raises(InputError, match=r"tổng cột “KPKC ĐP” của bản gửi đi là 3, kế hoạch là 2"):
        prove_copy(copy(names=TOTAL + own.replace("$A$1", "$B$1")), PLAN)


def test_without_names_only_formulas_are_proved() -> None:
    assert prove_copy(copy(names=""), plan_of()) == 1


def test_a_name_that_leads_to_another_sheet_is_passed_over() -> None:
    assert prove_copy(copy(names=TOTAL.replace("PhuLuc", "Khac")), plan_of()) == 1


def test_a_copy_that_cannot_be_calculated_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(InputError, match="Không kiểm lại được bản gửi đi"):
        prove_copy(copy(), PLAN)


def test_a_copy_whose_calculation_takes_too_much_is_a_sentence() -> None:
    heavy = "<f>SUMPRODUCT((A1:XFD1048576+1)*(A1:XFD1048576+2))</f><v>5</v>"
    with pytest.raises(InputError, match="Không kiểm lại được bản gửi đi"):
        prove_copy(copy(heavy), PLAN)
