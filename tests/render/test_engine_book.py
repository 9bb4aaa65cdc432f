"""The small workbook in which the engine calculates: only what the generated sheets' formulas lead
to is in it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.books import sheet
from tests.plans import SMALL, plan_file, source
from tests.render.outputs import build, cells, results
from tests.templates import ROWS, template_of
from workbook_tools import TemplateError
from workbook_tools.excel.calculation import Calculated
from workbook_tools.excel.package import pack, sheets
from workbook_tools.jobs.build import template_data
from workbook_tools.plan.grid import Grid
from workbook_tools.read import read_plan
from workbook_tools.read.source import Source, source_of
from workbook_tools.render import engine_book
from workbook_tools.render.layout import lay_out
from workbook_tools.render.transplant import draft_of

PRICES: dict[str, list[list[Any]]] = {
    "Giá cả": [["Mã", "Tiền", "Ngày"], ["x", 7, date(2021, 5, 10)], ["y", 11, None]]
}


def one_formula(formula: str) -> dict[int, dict[str, Any]]:
    return {1: {"A": 5, "B": 6, "C": "chữ"}, 2: {"D": f"={formula}"}}


def calculated(plan: Source, formula: str, asked: list[str] | None = None) -> Calculated:
    """A template of one formula, calculated; ``asked`` lists the user's sheets that were read."""
    model = read_plan(plan)
    draft = draft_of(
        plan.package, lay_out(template_of(one_formula(formula)), template_data(model, ()))
    )

    def grid(name: str) -> Grid | None:
        if asked is not None:
            asked.append(name)
        return plan.grid(name)

    return engine_book.calculated(draft, grid)


def own(**options: Any) -> Source:
    return source(SMALL, sheets=PRICES, **options)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("A1*B1", 30.0),
        ('"#1 "&C1', "#1 chữ"),
        ("'Giá cả'!B2+1", 8.0),
        ("VLOOKUP(\"y\",'Giá cả'!A:B,2,0)", 11.0),
        ("SUM('Giá cả'!B:B)", 18.0),
        ("SUMIFS('Giá cả'!B:B,'Giá cả'!A:A,\"x\")", 7.0),
        ("YEAR('Giá cả'!C2)", 2021.0),
        ("ISBLANK('Giá cả'!C3)", True),
        ("COUNTA('Giá cả'!1:1)", 3.0),
        ("Đơn_giá*2", 14.0),
        ("SUM(CộtTiền)", 18.0),
        ("SUM(tblGiá[Tiền])", 18.0),
        ("A1:B1", "#VALUE!"),
    ],
)
def test_a_formula_gives_what_excel_gives(formula: str, value: object) -> None:
    def more(book: Any) -> None:
        book.define_name("Đơn_giá", "='Giá cả'!$B$2")
        book.define_name("CộtTiền", "='Giá cả'!$B:$B")
        page = book.get_worksheet_by_name("Giá cả")
        heads = [{"header": head} for head in PRICES["Giá cả"][0]]
        page.add_table("A1:C3", {"name": "tblGiá", "columns": heads})

    assert calculated(own(extra=more), formula).value("PhuLuc", 2, 4) == value


def test_only_the_sheets_that_are_led_to_are_read() -> None:
    asked: list[str] = []
    calculated(own(), "SUM(A1:B1)", asked)
    assert asked == []
    found = calculated(own(), "'Giá cả'!B2", asked)
    assert set(asked) == {"Giá cả"} and set(found.index) == {"phuluc", "giá cả"}


STRANGE = sheet('<row r="1"><c r="A1"><f>SUM(1+</f></c><c r="B1" s="999"><v>x</v></c></row>')


def test_a_sheet_of_the_users_that_is_not_led_to_may_be_anything() -> None:
    plan = own()
    part = next(own.part for own in sheets(plan.package) if own.name == "Giá cả")
    broken = plan.with_package(plan.package.changed({part: STRANGE}))
    found = calculated(Source("k", broken.data, broken.package), "A1+B1")
    assert found.value("PhuLuc", 2, 4) == 11.0


@pytest.mark.parametrize(
    "formula", ["SUM(A:A)+1", "'Vòng quanh'!A1+1", "WEBSERVICE(B2)", "'[1]Khác'!A1", "LayGia(A1)"]
)
def test_formulas_of_the_users_own_do_not_reach_the_engine(formula: str) -> None:
    def more(book: Any) -> None:
        page = book.add_worksheet("Vòng quanh")
        page.write_formula("A1", f"={formula}", None, 4711)

    found = results(build(source(SMALL, extra=more), template_of(ROWS)), "PhuLuc")
    assert found["C9"] == "195"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("BAHTTEXT(A1)", "PhuLuc!D2: hàm BAHTTEXT"),
        ("SUM((A1,B1))", r"PhuLuc!D2: .*SUM\(a,b\)"),
        ("KhongCo", "PhuLuc!D2: tên KhongCo"),
        ('TEXT(A1,"#.##0")', "PhuLuc!D2: hàm TEXT"),
        ("IFERROR(Trang9!A1,0)", "PhuLuc!D2: trang tính Trang9"),
    ],
)
def test_what_the_engine_cannot_do_is_a_fault_with_its_cell(formula: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        build(source(SMALL), template_of(one_formula(formula)))


def test_results_about_days_are_left_out_where_days_count_from_1904() -> None:
    template = template_of({1: {"A": "=YEAR(B1)", "B": "{{ plan.particulars['Ngày'] }}"}})
    day = {"Ngày": date(2021, 5, 10)}
    usual = source(SMALL, particulars=day)
    assert results(build(usual, template), "PhuLuc")["A1"] is not None
    package = usual.package
    book = package.read("xl/workbook.xml").replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
    changed = package.changed({"xl/workbook.xml": book})
    old = source_of(pack(changed), "k.xlsx")
    found = build(old, template)
    assert cells(found, "PhuLuc")["A1"] == "=YEAR(B1)"
    assert results(found, "PhuLuc")["A1"] is None


def test_whole_columns_are_cut_to_what_is_in_use() -> None:
    rows = [["k", 1]] * 300
    plan = source_of(plan_file(SMALL, sheets={"Giá cả": rows}), "k.xlsx")
    model = read_plan(plan)
    template = template_of(one_formula("VLOOKUP(\"k\",'Giá cả'!A:B,2,0)"))
    draft = draft_of(plan.package, lay_out(template, template_data(model, ())))
    book = engine_book.book(draft, plan.grid)
    given = [formula.text for sheet in book for formula in sheet.formulas]
    assert given == ["VLOOKUP(\"k\",'Giá cả'!A1:B300,2,0)"]
