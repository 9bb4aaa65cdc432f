"""Formulas of the user's that look into generated sheets: which, at what, what feeds the plan."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plans import SMALL, plan_file
from workbook_tools.check import Severity, check_plan
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_DEPENDENT
from workbook_tools.excel.package import open_package, pack
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.pointers import judged, pointers
from workbook_tools.read.source import Source, source_of

APPENDIX = [["a", 1], ["b", 2], ["c", 3]]


def workbook(own: list[list[Any]], name: str = "Rieng", free: str = "", **others: Any) -> Source:
    """A plan with a sheet ``PhuLuc`` and one of the user's own."""

    def named(book: Any) -> None:
        book.define_name("TongCong_KP", "=PhuLuc!$B$3")
        if free:
            book.get_worksheet_by_name("ThongTin").write_formula("A60", free)

    sheets = {"PhuLuc": APPENDIX, name: own}
    return source_of(plan_file(SMALL, sheets=sheets, extra=named, **others), "x.xlsx")


def found(source: Source) -> dict[str, tuple[str, str]]:
    """What G13 and G14 say, by the cell: the code and the severity."""
    return {
        finding.where: (finding.rule, finding.severity.value)
        for finding in check_plan(read_plan(source))
        if finding.rule in ("G13", "G14")
    }


def test_an_address_in_a_generated_sheet_is_noted() -> None:
    (pointer,) = pointers(workbook([["=SUM(PhuLuc!B1:B3)"]]))
    assert (str(pointer.place), pointer.sheet, pointer.area) == ("Rieng!A1", "PhuLuc", (1, 2, 3, 2))
    assert not pointer.moved and not pointer.feeds


def test_the_name_to_use_is_known() -> None:
    (pointer,) = pointers(workbook([["=PhuLuc!$B$3*2"]]))
    assert pointer.name == "TongCong_KP"


def test_an_empty_cell_that_is_pointed_at_is_a_warning() -> None:
    assert found(workbook([["=PhuLuc!H34"]])) == {"Rieng!A1": ("G13", "warning")}


def test_an_address_that_still_holds_the_same_is_a_note() -> None:
    assert found(workbook([["=SUM(PhuLuc!B1:B2)"]])) == {"Rieng!A1": ("G13", "note")}


@pytest.mark.parametrize("formula", ["=TongCong_KP", "=TongCong_KP*2", "=Rieng!B1", "=1+2"])
def test_what_does_not_point_by_address_is_left_alone(formula: str) -> None:
    assert found(workbook([[formula, 4]])) == {}


@pytest.mark.parametrize("formula", ["=PhuLuc!B2", "=TongCong_KP", "=Rieng!B1"])
def test_a_plan_that_feeds_on_its_output_is_an_error(formula: str) -> None:
    source = workbook([["x", "=TongCong_KP"]], cells={"J4": formula})
    assert found(source)["DeAn!J4"] == ("G14", "error")


def test_a_free_cell_of_the_particulars_is_no_part_of_the_plan() -> None:
    source = workbook([["x"]], free='=TEXT(TongCong_KP,"#.##0")')
    assert found(source) == {}


def test_a_filled_particular_is_part_of_the_plan() -> None:
    source = workbook([["x"]], particulars={"Tổng cộng bằng chữ": "=TongCong_KP"})
    assert {rule for rule, _ in found(source).values()} == {"G14"}


def test_a_workbook_whose_formulas_name_no_generated_sheet_has_none() -> None:
    sheets = {"Rieng": [["=DeAn!I2"]]}
    assert pointers(source_of(plan_file(SMALL, sheets=sheets), "x.xlsx")) == ()


def test_a_sheet_that_is_not_there_yet_is_pointed_at_all_the_same() -> None:
    sheets = {"Rieng": [["=PhuLuc!H34"]]}
    source = source_of(plan_file(SMALL, sheets=sheets), "x.xlsx")
    assert found(source) == {"Rieng!A1": ("G13", "note")}
    (pointer,) = judged(pointers(source), source, workbook([]))
    assert not pointer.moved


def test_a_name_that_stands_for_the_cell_only_after_a_build_is_known() -> None:
    source = source_of(plan_file(SMALL, sheets={"Rieng": [["=PhuLuc!B3"]]}), "x.xlsx")
    (pointer,) = judged(pointers(source), source, workbook([]))
    assert pointer.name == "TongCong_KP"


@pytest.mark.parametrize("hidden", ["_xlnm.Print_Area", "_xlnm._FilterDatabase"])
def test_a_name_that_excel_gives_itself_is_no_name_to_use(hidden: str) -> None:
    data = workbook([["=PhuLuc!$B$3"]]).data
    package = open_package(data, "x.xlsx")
    book = package.read("xl/workbook.xml").replace(b"TongCong_KP", hidden.encode())
    source = source_of(pack(package.changed({"xl/workbook.xml": book})), "x.xlsx")
    (pointer,) = pointers(source)
    assert pointer.name == ""


@pytest.mark.parametrize(
    ("rows", "moved"), [([["a", 1], ["b", 2]], False), ([["a", 1], ["b", 5]], True), ([], True)]
)
def test_after_a_build_what_holds_something_else_has_moved(
    rows: list[list[Any]], moved: bool
) -> None:
    source = workbook([["=PhuLuc!B2+1"]])
    after = source_of(plan_file(SMALL, sheets={"PhuLuc": rows}), "y.xlsx")
    assert [pointer.moved for pointer in judged(pointers(source), source, after)] == [moved]


def test_severity_of_the_rule_itself_is_a_warning() -> None:
    source = workbook([["=PhuLuc!H34"]])
    (finding,) = [f for f in check_plan(read_plan(source)) if f.rule == "G13"]
    assert finding.severity is Severity.WARNING
    assert "PhuLuc!H34" in finding.message and "TongCong_KP" in finding.hint


def test_a_plan_would_feed_on_a_sheet_that_is_not_there_yet() -> None:
    data = plan_file(SMALL, cells={"J4": "=PhuLuc!B2"})
    assert found(source_of(data, "x.xlsx"))["DeAn!J4"] == ("G14", "error")


@pytest.mark.parametrize("formula", ["=PhuLuc!B{0}", "=TongCong_KP+{0}"], ids=["address", "name"])
def test_more_formulas_than_can_be_told_are_refused_at_once(formula: str) -> None:
    def own(count: int) -> list[list[Any]]:
        return [[formula.format(at % 3 + 1)] for at in range(count)]

    pointers(workbook([["x"], *own(MAX_DEPENDENT)]))
    with pytest.raises(InputError, match=r"Rieng!A2: .*quá 50\.000 công thức.*K238"):
        pointers(workbook([["x"], *own(MAX_DEPENDENT + 1)]))
