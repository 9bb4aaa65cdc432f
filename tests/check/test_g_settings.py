"""Family G, settings of the workbook, and formulas that need their own results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from tests.check.typed import cells, fault, faults, on_sheet, plan_of, programme, project, section
from workbook_tools.plan.model import Plan
from workbook_tools.read.source import open_source


def plan(**formulas: str) -> Plan:
    lines = [section(), programme("1", total=5), project("1.1", 2), project("1.2", 3)]
    return on_sheet(plan_of(*lines), formulas=formulas)


def test_g15_says_what_a_setting_does() -> None:
    found = fault("G15", replace(plan(), settings=("manual",)))
    assert found.message == "Sổ đặt chế độ tính tay, nên số đang hiện có thể là số cũ"
    assert str(found.place) == "DeAn!A1"


def test_g15_says_each_setting() -> None:
    assert len(faults("G15", replace(plan(), settings=("iterate", "displayed")))) == 2
    assert faults("G15", plan(I3="SUM(I4:I5)", I4="J4+K4+L4")) == []


def test_g15_tells_a_circle_by_its_cells() -> None:
    found = fault("G15", plan(I3="SUM(I4:I5)", I4="SUM(J4:L4)", J4="I4/2"))
    assert found.message.endswith("công thức ở ô I4 tính vòng qua J4")
    assert found.severity is not None and found.severity.label == "Lỗi"


def test_g15_tells_a_formula_that_takes_its_own_cell() -> None:
    assert fault("G15", plan(I3="SUM(I3:I5)")).message.endswith("tính vòng lấy chính ô của nó")


@pytest.mark.parametrize(
    "formula", ["SUM(I:I)", "SUM(A:XFD)", "SUM($A:$XFD)", "SUM(3:3)", "SUM(DeAn!H:J)"]
)
def test_g15_follows_whole_columns_and_rows(formula: str) -> None:
    assert cells("G15", plan(I3=formula)) == ["DeAn!I3"]


@pytest.mark.parametrize(
    "formula", ["ROW(I3)", "COLUMNS(A:I)", "ROWS(3:3)", "SUM(J:K)", "SUM(4:9)"]
)
def test_g15_knows_what_takes_in_no_value_of_its_own_cell(formula: str) -> None:
    assert cells("G15", plan(I3=formula)) == []


@pytest.mark.parametrize("formula", ["PhuLuc!I3", "[1]DeAn!I3", '"I3"', "SUM(I4:I5"])
def test_g15_follows_no_other_sheet_and_no_text(formula: str) -> None:
    assert cells("G15", plan(I3=formula)) == []


def test_the_settings_are_read_from_the_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.calculation = CalcProperties(calcMode="manual", iterate=True, fullPrecision=False)
    book.save(tmp_path / "a.xlsx")
    assert open_source(tmp_path / "a.xlsx").settings == ("manual", "iterate", "displayed")
    book.calculation = CalcProperties()
    book.save(tmp_path / "a.xlsx")
    assert open_source(tmp_path / "a.xlsx").settings == ()
