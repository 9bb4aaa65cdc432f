"""A new plan with sources of its own: it can be typed into, read and checked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange

from tests.judges import openxml
from workbook_tools.errors import InputError
from workbook_tools.jobs.new_plan import new_plan_file
from workbook_tools.plan.form import KNOWN_FURTHER, KNOWN_SOURCES
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import read_plan


def new(folder: Path, *sources: str, unit: str = "") -> Path:
    """The file of a new plan."""
    path = folder / "moi.xlsx"
    new_plan_file(path, "Phú Thọ", 2027, sources=sources, unit=unit)
    return path


def typed(path: Path, *rows: dict[str, Any]) -> Plan:
    """The plan after rows were typed into ``DeAn``, by headings."""
    book = openpyxl.load_workbook(path)
    sheet = book["DeAn"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, 2):
        for heading, value in row.items():
            sheet.cell(number, columns[heading], value)
    book.save(path)
    return read_plan(path)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_each_source_has_a_column_and_a_row(tmp_path: Path, count: int) -> None:
    names = list(KNOWN_SOURCES)[:count]
    row: dict[str, Any] = {"TT": "1", "Loại dòng": "Đề án", "Tên đề án": "Một"}
    row |= {KNOWN_SOURCES[name].heading: 10 for name in names}
    plan = typed(new(tmp_path, *names), row)
    assert plan.form.keys == tuple(KNOWN_SOURCES[name].key for name in names)
    assert plan.total == Decimal(10 * count)


def test_lists_and_limits_stand_in_their_columns(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(new(tmp_path, *KNOWN_SOURCES))["DeAn"]
    areas = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert areas == {"B2:B3000", "G2:H3000", "I2:M3000", "O2:O3000", "Q1:T1"}
    assert sheet.tables["tblDeAn"].ref == "A1:P2"


@pytest.mark.parametrize("count", [1, 3, 4])
def test_the_further_columns_that_are_known_are_offered_beside_the_table(
    tmp_path: Path, count: int
) -> None:
    sheet = openpyxl.load_workbook(new(tmp_path, *list(KNOWN_SOURCES)[:count]))["DeAn"]
    rules = sheet.data_validations.dataValidation
    (offered,) = [rule for rule in rules if "Địa điểm" in str(rule.formula1)]
    assert str(offered.formula1).strip('"').split(",") == list(KNOWN_FURTHER)
    table, area = sheet.tables["tblDeAn"].ref, CellRange(str(offered.sqref))
    assert (area.min_row, area.min_col) == (1, CellRange(table).max_col + 1)
    assert area.size["columns"] == len(KNOWN_FURTHER) and not offered.showErrorMessage


def test_without_sources_there_is_no_such_sheet(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(new(tmp_path, unit="triệu đồng"))
    assert "NguonKP" not in book.sheetnames
    assert {row[0].value: row[1].value for row in book["ThongTin"]}["Đơn vị tính"] == "triệu đồng"


@pytest.mark.judge("validator")
def test_the_new_plan_is_valid(tmp_path: Path) -> None:
    path = new(tmp_path, "kcqg", "khac")
    assert [*openxml.sdk_errors([path]).values()] == [[]]


def test_a_source_that_nobody_knows_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"“kcdq”.*có phải “kc"):
        new(tmp_path, "kcdq")
    assert not list(tmp_path.iterdir())


def test_a_unit_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="“cái”"):
        new(tmp_path, unit="cái")


def test_an_amount_of_a_source_is_had_by_its_code(tmp_path: Path) -> None:
    row = {
        "TT": "1",
        "Loại dòng": "Đề án",
        "Tên đề án": "Một",
        "KPKC QG": 7,
        "Tổng KP thực hiện": 9,
    }
    plan = typed(new(tmp_path, "kcqg", "khac"), row)
    assert (plan["KCQG"], plan["other"], plan[plan.sources[0]]) == (7, 2, 7)
    assert plan.projects[0].balancing == "Khac"
