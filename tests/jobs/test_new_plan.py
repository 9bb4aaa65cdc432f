"""An empty plan: the sheets to type into, with province and year, and no file written over."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.check.typed import fault
from tests.judges.packages import package_faults
from tests.plans import SMALL, plan_file
from workbook_tools.errors import InputError
from workbook_tools.excel.package import open_package, pack, sheets
from workbook_tools.jobs.new_plan import (
    fill_cells,
    new_plan,
    new_plan_file,
    only_sheets,
    plan_of_next_year,
)
from workbook_tools.jobs.new_sources import known_sources
from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import source_of


def three_sheets(book: Any) -> None:
    book.add_worksheet("Khác")
    page = book.get_worksheet_by_name("DeAn")
    page.data_validation("B2:B9", {"validate": "list", "source": ["a", "b"]})
    book.define_name("Chung", "=DeAn!$A$1")
    book.define_name("CuaKhac", "=Khác!$A$1")
    book.define_name("DeAn!Rieng", "=DeAn!$A$2")
    book.define_name("ThongTin!Rieng", "=ThongTin!$A$2")


def kept(*names: str) -> bytes:
    package = open_package(plan_file(SMALL, extra=three_sheets), "k.xlsx")
    return pack(only_sheets(package, names))


def test_only_the_named_sheets_stay() -> None:
    assert [sheet.name for sheet in sheets(open_package(kept("DeAn"), "k.xlsx"))] == ["DeAn"]


def test_no_part_of_the_others_stays() -> None:
    package = open_package(kept("DeAn"), "k.xlsx")
    assert len([name for name in package.parts if name.startswith("xl/worksheets/sheet")]) == 1
    assert package_faults(kept("DeAn")) == []


def test_names_that_lead_elsewhere_go() -> None:
    book = openpyxl.load_workbook(io.BytesIO(kept("DeAn", "ThongTin")))
    assert list(book.defined_names) == ["Chung"]


def test_names_of_one_sheet_stay_with_their_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(kept("DeAn")))
    assert book["DeAn"].defined_names["Rieng"].attr_text == "DeAn!$A$2"


def test_without_a_name_that_stays_there_is_no_list_of_names() -> None:
    package = open_package(kept("Khác"), "k.xlsx")
    data = only_sheets(package, ("Khác",))
    assert b"CuaKhac" in data.read("xl/workbook.xml")
    bare = only_sheets(open_package(plan_file(SMALL), "k.xlsx"), ("DeAn",))
    assert b"definedNames" not in bare.read("xl/workbook.xml")


def test_the_first_sheet_is_shown() -> None:
    def last_one_shown(book: Any) -> None:
        book.add_worksheet("Khác").activate()

    package = open_package(plan_file(SMALL, extra=last_one_shown), "k.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(pack(only_sheets(package, ("DeAn",)))))
    assert book.active is not None and book.active.title == "DeAn"


def test_values_are_put_beside_their_names() -> None:
    package = open_package(plan_file(SMALL), "k.xlsx")
    data = pack(fill_cells(package, "ThongTin", {"Tỉnh": "Bắc <Ninh>", "Năm kế hoạch": 2030}))
    grid = source_of(data, "k.xlsx").grid("ThongTin")
    assert grid is not None
    held = {row[0]: row[1] for row in grid.rows[1:]}
    assert held["Tỉnh"] == "Bắc <Ninh>" and held["Năm kế hoạch"] == 2030


def test_a_text_that_xml_cannot_hold_is_written_as_excel_does() -> None:
    package = open_package(plan_file(SMALL), "k.xlsx")
    data = pack(fill_cells(package, "ThongTin", {"Tỉnh": "a\x01b"}))
    assert b"a_x0001_b" in open_package(data, "k.xlsx").read("xl/worksheets/sheet1.xml")


def test_an_empty_plan_is_the_same_bytes_each_time() -> None:
    assert new_plan("Đồng Nai", 2027) == new_plan("Đồng Nai", 2027)
    assert package_faults(new_plan("Đồng Nai", 2027)) == []


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_that_is_none_is_refused(tmp_path: Path, year: int) -> None:
    with pytest.raises(InputError, match=f"Năm {year} không hợp lệ"):
        new_plan_file(tmp_path / "a.xlsx", "X", year)


@pytest.mark.parametrize("year", [2000, 2100])
def test_the_years_at_the_ends_are_years(tmp_path: Path, year: int) -> None:
    new_plan_file(tmp_path / "a.xlsx", "X", year)
    assert (tmp_path / "a.xlsx").read_bytes() == new_plan("X", year)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"phải có đuôi \.xlsx"):
        new_plan_file(tmp_path / "a.xls", "X", 2027)


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"mine")
    with pytest.raises(InputError, match="chọn tên khác"):
        new_plan_file(file, "X", 2027)
    assert file.read_bytes() == b"mine"


def test_next_years_plan_lies_in_the_documents_under_a_free_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    documents = tmp_path / "Documents"
    documents.mkdir()
    made = [plan_of_next_year(date(2026, 12, 31)) for _ in range(3)]
    assert [path.name for path in made] == [
        "KeHoach2027.xlsx",
        "KeHoach2027 (2).xlsx",
        "KeHoach2027 (3).xlsx",
    ]
    assert {path.parent for path in made} == {documents}


def test_without_documents_it_lies_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert plan_of_next_year(date(2026, 1, 1)) == tmp_path / "KeHoach2027.xlsx"


def with_a_project(note: str) -> Plan:
    """A new plan of 2027 with one project."""
    book = openpyxl.load_workbook(io.BytesIO(new_plan("Huế", 2027)))
    line = {"level": "Đề án", "tt": "1", "name": "Tập huấn", "province": 5, "note": note}
    for column, field in enumerate(COLUMNS, 1):
        book["DeAn"].cell(2, column, line.get(field))
    book.save(data := io.BytesIO())
    return read_plan(source_of(data.getvalue(), "k.xlsx"))


def test_a_new_plan_knows_national_documents_and_norms_only() -> None:
    plan = with_a_project("")
    assert len(plan.documents) == 10
    assert not [document for document in plan.documents if "UBND" in document.number]
    assert not [norm for norm in plan.norms if "Đồng Nai" in norm.source or norm.is_verified]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1881/QĐ-TTg", "hết hiệu lực từ 31/12/2025"),
        ("28/2018/TT-BTC", "đã được sửa đổi bởi 64/2024/TT-BTC"),
        ("26/2014/TTLT-BTC-BCT", "đã bị thay thế bởi 28/2018/TT-BTC"),
    ],
)
def test_a_new_plan_tells_lapsed_amended_and_replaced_documents_apart(
    number: str, said: str
) -> None:
    assert fault("E04", with_a_project(f"Căn cứ {number}")).message.endswith(f"{number} {said}")


@pytest.mark.parametrize(
    ("province", "heading"),
    [
        ("Phú Thọ", "KPKC ĐP (nguồn KC tỉnh)"),
        ("thành phố Huế", "KPKC ĐP (nguồn KC thành phố)"),
        ("Đà Nẵng", "KPKC ĐP (nguồn KC thành phố)"),
    ],
)
def test_a_new_plan_prints_the_money_of_its_province_or_city(province: str, heading: str) -> None:
    made = new_plan(province, 2028, sources=known_sources(["kcqg", "kcdp"]))
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert [cell.value for cell in book["NguonKP"]["C"]][1:] == [
        "KPKC QG (nguồn KC quốc gia)",
        heading,
    ]
