"""Formulas without a result are calculated, among nothing but what they read, and told."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest

from tests.plans import SMALL, plan_file
from workbook_tools.check import check_plan
from workbook_tools.excel.package import pack, sheets
from workbook_tools.plan.grid import NOT_CALCULATED
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, source_of
from workbook_tools.read.waiting import CALCULATED, NOT_POSSIBLE


def workbook(formulas: dict[str, str], others: dict[str, tuple[str, Any]] | None = None) -> Source:
    """A plan whose sheet ``Nháp`` holds formulas without a result, and others with one."""

    def add(book: Any) -> None:
        book.define_name("CuaToi", "='Nháp'!$J$10")
        book.define_name("Kep", "=CuaToi*2")
        sheet = book.add_worksheet("Nháp")
        sheet.write("J10", 21)
        sheet.add_table("L1:M4", {"name": "tblX", "columns": [{"header": "Số"}, {"header": "b"}]})
        sheet.write("L2", 5)
        for cell, formula in formulas.items():
            home, _, address = cell.rpartition("!")
            target = book.get_worksheet_by_name(home) if home else sheet
            target.write_formula(address, formula, None, "")
        for cell, (formula, result) in (others or {}).items():
            sheet.write_formula(cell, formula, None, result)

    data = plan_file(SMALL, extra=add)
    return source_of(data, "k.xlsx")


def value(formula: str, others: dict[str, tuple[str, Any]] | None = None) -> Any:
    grid = workbook({"A1": formula}, others).grid("Nháp")
    assert grid is not None
    return grid.at(1, 1)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=1+1", 2),
        ("=SUM(DeAn!J:J)", 135),
        ('=VLOOKUP("1.1",DeAn!A:J,10,FALSE)', 100),
        ("=CuaToi", 21),
        ("=Kep+1", 43),
        ("=SUM(tblX[Số])", 5),
        ('="a"&"b"', "ab"),
        ("=J10>20", True),
        ("=ROWS(A1:A9)", 9),
    ],
)
def test_a_formula_is_calculated_from_what_stands_on_the_sheets(formula: str, result: Any) -> None:
    assert value(formula) == result


def test_a_stored_result_is_what_another_formula_is_calculated_from() -> None:
    assert value("=B1*2", {"B1": ("=1+1", 4711)}) == 9422


def test_a_formula_without_a_result_counts_for_another_on_another_sheet() -> None:
    source = workbook({"A1": "=DeAn!P4+1", "DeAn!P4": "=J4*2"})
    grid = source.grid("Nháp")
    assert grid is not None
    assert grid.at(1, 1) == 201


@pytest.mark.parametrize("formula", ["=HAM_CUA_MACRO(1)", "=B1", "=KHONG_CO(", "=TenKhongCo+1"])
def test_what_cannot_be_calculated_is_said_so(formula: str) -> None:
    source = workbook({"A1": formula, "B1": "=A1"})
    grid = source.grid("Nháp")
    assert grid is not None
    assert grid.at(1, 1) == NOT_CALCULATED
    assert {remark.evidence for remark in source.remarks if remark.place.cell == "A1"} == {
        NOT_POSSIBLE
    }


@pytest.mark.parametrize(
    "formula", ["=RAND()", "=RANDBETWEEN(1,9)*1000", "=IF(TRUE,rand(),0)", "=NOW()-1"]
)
def test_what_would_be_another_each_time_is_no_result(formula: str) -> None:
    assert value(formula) == NOT_CALCULATED


def test_nor_is_what_depends_on_it() -> None:
    grid = workbook({"A1": "=SUM(B1:B3)*2", "B2": "=RAND()", "C1": "=1+1"}).grid("Nháp")
    assert grid is not None
    assert (grid.at(1, 1), grid.at(1, 3)) == (NOT_CALCULATED, 2)


def test_a_stored_result_of_chance_is_a_number_as_any_other() -> None:
    assert value("=B1*2", {"B1": ("=RAND()", 0.25)}) == 0.5


def test_each_is_told_with_its_cell_formula_and_value() -> None:
    source = workbook({"DeAn!I4": "=J4+K4"})
    assert read_plan(source).projects[0].total == 150
    (remark,) = source.remarks
    assert (str(remark.place), remark.found, remark.read_as, remark.evidence) == (
        "DeAn!I4",
        "=J4+K4",
        "150",
        CALCULATED,
    )


def test_money_that_cannot_be_calculated_is_an_error_at_its_cell() -> None:
    found = check_plan(read_plan(workbook({"DeAn!J4": "=HAM_CUA_MACRO(1)"})))
    (error,) = [finding for finding in found if finding.rule == "G05"]
    assert str(error.place) == "DeAn!J4"
    assert "chưa có kết quả" in error.message


def test_a_formula_that_would_take_minutes_on_the_users_sheets_costs_nothing() -> None:
    slow = {f"B{row}": (f"=SUMPRODUCT((DeAn!A:A=B{row})*(DeAn!J:J>0))", 1) for row in range(1, 40)}
    assert value("=1+1", slow) == 2


@pytest.mark.parametrize("result", ["<v></v>", "<v/>", '<v xml:space="preserve"></v>'])
def test_a_stored_empty_text_is_a_result(result: str) -> None:
    source = stored(' t="str"', result)
    grid = source.grid("Nháp")
    assert grid is not None
    assert grid.at(1, 1) is None
    assert not source.remarks


@pytest.mark.parametrize("result", ["<v></v>", "<v/>"])
def test_a_number_without_digits_is_none(result: str) -> None:
    source = stored("", result)
    grid = source.grid("Nháp")
    assert grid is not None
    assert grid.at(1, 1) == 2
    assert len(source.remarks) == 1


@pytest.mark.parametrize(
    ("mark", "result", "value"),
    [
        (' t="str"', '<v xml:space="preserve"> giu </v>', " giu "),
        ("", '<v xml:space="preserve">4711</v>', 4711),
        (' t="b"', '<v xml:space="default">1</v>', True),
    ],
)
def test_a_result_whose_blanks_are_kept_is_one(mark: str, result: str, value: Any) -> None:
    source = stored(mark, result)
    grid = source.grid("Nháp")
    assert grid is not None
    assert grid.at(1, 1) == value
    assert not source.remarks


def stored(mark: str, result: str) -> Source:
    """A plan whose ``Nháp!A1`` holds ``=1+1`` with what is given beside it."""
    package = workbook({}, {"A1": ("=1+1", 77)}).package
    part = next(sheet.part for sheet in sheets(package) if sheet.name == "Nháp")
    xml, count = re.subn(
        b'<c r="A1">(<f>.*?</f>)<v>77</v>',
        rb'<c r="A1"%b>\1%b' % (mark.encode(), result.encode()),
        package.read(part),
    )
    assert count == 1
    return source_of(pack(package.changed({part: xml})), "k.xlsx")


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize(
    ("formula", "shape", "value"),
    [
        ("=J1+30", "dd/mm/yyyy", date(2021, 6, 9)),
        ("=J1+0.5", "d/m/yy h:mm", datetime(2021, 5, 10, 12)),
        ("=J1+30", "mm/yyyy", date(2021, 6, 9)),
        ("=0.5", "dd/mm/yyyy", 0.5),
        ("=1/4", "hh:mm", 0.25),
        ("=2*4", '#,##0 "ngày, dd"', 8),
        ('="a"', "dd/mm/yyyy", "a"),
    ],
)
def test_a_calculated_number_that_is_shown_as_a_day_is_one(
    from_1904: bool, formula: str, shape: str, value: Any
) -> None:
    def add(book: Any) -> None:
        if from_1904:
            book.epoch = datetime(1904, 1, 1)
            book.date_1904 = True
        sheet = book.add_worksheet("Nháp")
        shown = book.add_format({"num_format": shape})
        sheet.write_formula("A1", formula, shown, "")
        sheet.write_number("J1", 42864 if from_1904 else 44326, shown)

    grid = source_of(plan_file(SMALL, extra=add), "k.xlsx").grid("Nháp")
    assert grid is not None
    assert grid.at(1, 1) == value
    assert type(grid.at(1, 1)) in (type(value), float)
