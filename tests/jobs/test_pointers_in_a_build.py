"""What a build says of the user's formulas that point into the sheets that it writes anew."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from tests.plans import SMALL, plan_file, project
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import source_of

TOTAL = "TongCong_KP"


def finished(**others: Any) -> bytes:
    return build_workbook(source_of(plan_file(SMALL, **others), "x.xlsx")).data


def edited(data: bytes, change: Any) -> bytes:
    """A workbook as openpyxl saves it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def said(data: bytes) -> dict[str, str]:
    built = build_workbook(source_of(data, "x.xlsx"))
    return {f.where: f.severity.value for f in built.findings if f.rule == "G13"}


def pointing(data: bytes) -> bytes:
    """With a sheet of the user's that points at the grand total by its address."""

    def add(book: Any) -> None:
        home = book.defined_names[TOTAL].attr_text
        book.create_sheet("Rieng")["A1"] = f"={home}"

    return edited(data, add)


def test_a_cell_that_stays_the_same_is_a_note_that_names_the_name() -> None:
    built = build_workbook(source_of(pointing(finished()), "x.xlsx"))
    (finding,) = [f for f in built.findings if f.rule == "G13"]
    assert finding.severity.value == "note" and TOTAL in finding.hint


def with_a_project_more(data: bytes) -> bytes:
    def add(book: Any) -> None:
        sheet = book["DeAn"]
        row = project("1.9", province=77, name="Mới", total=77)
        sheet.append([None] * 15)
        last = sheet.max_row + 1
        heads = [cell.value for cell in sheet[1]]
        for name, value in {
            "TT": row["tt"],
            "Loại dòng": "Đề án",
            "Tên đề án": row["name"],
            "KPKC ĐP": 77,
            "Đơn vị thực hiện": "Trung tâm",
        }.items():
            sheet.cell(last, heads.index(name) + 1, value)

    return edited(data, add)


def test_a_project_that_came_makes_the_address_another_cell() -> None:
    assert said(with_a_project_more(pointing(finished()))) == {"Rieng!A1": "warning"}


def test_a_formula_that_points_at_another_cell_is_told_by_every_build_after() -> None:
    data = with_a_project_more(pointing(finished()))
    first = build_workbook(source_of(data, "x.xlsx")).data
    assert said(first) == {"Rieng!A1": "warning"}
    assert build_workbook(source_of(first, "x.xlsx")).data == first


def test_a_formula_that_was_written_anew_is_looked_at_anew() -> None:
    def change(book: Any) -> None:
        book["Rieng"]["A1"] = "=PhuLuc!H12"

    first = build_workbook(source_of(with_a_project_more(pointing(finished())), "x.xlsx")).data
    assert said(edited(first, change)) == {"Rieng!A1": "note"}


def test_a_second_build_of_a_plan_that_points_into_what_is_built_is_the_first() -> None:
    data = plan_file(
        SMALL, sheets={"Rieng": [["=PhuLuc!$A$1&1", "=PhuLuc!H14", "=SUM(TongHop!B:B)"]]}
    )
    first = build_workbook(source_of(data, "x.xlsx")).data
    assert build_workbook(source_of(first, "x.xlsx")).data == first


def test_the_sheet_that_points_is_not_flagged() -> None:
    source = source_of(pointing(finished()), "x.xlsx")
    flagged, bare = (
        source_of(build_workbook(source, flags=flags).data, "x.xlsx") for flags in (True, False)
    )
    assert flagged.package.read(flagged.sheets["rieng"].part) == bare.package.read(
        bare.sheets["rieng"].part
    )


def test_the_check_sheet_lists_it() -> None:
    built = build_workbook(source_of(pointing(finished()), "x.xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(built.data))["KiemTra"]
    assert "G13" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_cell_that_is_left_empty_is_told_once() -> None:
    data = plan_file(SMALL, sheets={"Rieng": [["=PhuLuc!H14"]]})
    first = build_workbook(source_of(data, "x.xlsx")).data
    for given in (data, first):
        remarks = build_workbook(source_of(given, "x.xlsx")).remarks
        assert [str(remark.place) for remark in remarks] == ["Rieng!A1"]
