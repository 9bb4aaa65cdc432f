"""Family G, formulas of totals: typed amounts inside them, errors hidden by them."""

from __future__ import annotations

import pytest

from tests.check.typed import cells, fault, faults, on_sheet, plan_of, programme, project, section
from workbook_tools.plan.model import Plan


def total(formula: str, cell: str = "I3") -> Plan:
    """A programme of two projects whose total is a formula."""
    lines = [section(), programme("1", total=5), project("1.1", 2), project("1.2", 3)]
    return on_sheet(plan_of(*lines), formulas={cell: formula})


def test_g16_tells_the_number_inside_the_formula() -> None:
    found = fault("G16", total("SUM(I4:I5)+150000"))
    assert found.message == (
        "1 Chương trình 1: công thức =SUM(I4:I5)+150000 cộng cả số gõ tay 150.000 ngàn đồng"
    )
    assert (str(found.place), found.column) == ("DeAn!I3", "total")


@pytest.mark.parametrize(
    "formula",
    [
        "150+SUM(I4:I5)",
        "I4+I5-20",
        "SUM(I4:I5,150)",
        "SUM(150,I4:I5)",
        "(I4+150)+I5",
        "SUM(I4:I5) + 1.5",
        "-7+I4",
    ],
)
def test_g16_finds_it_wherever_it_is_added(formula: str) -> None:
    assert cells("G16", total(formula)) == ["DeAn!I3"]


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(I4:I5)",
        "SUM(I4:I5)+0",
        "SUBTOTAL(9,I4:I5)",
        "ROUND(SUM(I4:I5),3)",
        "SUM(I4:I5)*1",
        "SUM(I4:I5)/1000",
        "I4+2*I5",
        "IF(I4>0,I4+I5,0)",
        "100+50",
        "TongCong_KP",
    ],
)
def test_g16_leaves_what_adds_no_amount(formula: str) -> None:
    assert faults("G16", total(formula)) == []


def test_g16_leaves_what_a_person_adds_up_for_a_source() -> None:
    assert faults("G16", total("K4+150", "J4")) == []
    assert cells("G16", total("SUM(J4:L4)+150", "I4")) == ["DeAn!I4"]


def test_g17_tells_the_function_that_hides_errors() -> None:
    found = fault("G17", total("IFERROR(SUM(I4:I5),0)"))
    assert found.message == (
        "1 Chương trình 1: công thức =IFERROR(SUM(I4:I5),0) dùng IFERROR, nên lỗi ở các ô bên "
        "dưới không hiện ra"
    )
    assert found.hint == "Bỏ IFERROR, chỉ để phép cộng; rồi sửa ô nào báo lỗi."


def test_g17_is_told_once_a_cell() -> None:
    assert cells("G17", total("IF(ISERROR(I4),0,IFERROR(I5,0))")) == ["DeAn!I3"]


@pytest.mark.parametrize("formula", ["SUM(I4:I5)", "IF(I4>0,I4,0)", '"IFERROR("&I4'])
def test_g17_leaves_other_formulas(formula: str) -> None:
    assert faults("G17", total(formula)) == []
