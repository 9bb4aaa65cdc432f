"""The calculation engine: what goes in, and what comes out."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from workbook_tools.excel.calculation import (
    Calculated,
    CalculationError,
    calculate,
    calculate_package,
)
from workbook_tools.excel.package import open_package


def workbook(cells: dict[str, Any], note: str = "") -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("Tổng hợp")
    for name, value in cells.items():
        page.write(name, value)
    if note:
        page.write_comment("A1", note)
    book.close()
    return raw.getvalue()


@pytest.fixture(scope="module")
def calculated() -> Calculated:
    return calculate(
        workbook(
            {
                "A1": 2,
                "A2": "=A1*3",
                "A3": '="số "&A1',
                "A4": "=A1>1",
                "A5": "=1/0",
                "A6": "=SUM(A1:A2)",
                "A8": "=A7",
            }
        )
    )


@pytest.mark.parametrize(
    ("row", "value"), [(1, 2.0), (2, 6.0), (3, "số 2"), (4, True), (5, "#DIV/0!"), (6, 8.0)]
)
def test_what_a_cell_gives(calculated: Calculated, row: int, value: object) -> None:
    found = calculated.value("Tổng hợp", row, 1)
    assert found == value and isinstance(found, type(value))


def test_a_sheet_is_found_whatever_its_capitals(calculated: Calculated) -> None:
    assert calculated.value("TỔNG HỢP", 1, 1) == 2.0


def test_an_unknown_sheet_is_a_key_error(calculated: Calculated) -> None:
    with pytest.raises(KeyError):
        calculated.value("DeAn", 1, 1)


def test_a_whole_number_is_a_number_like_any_other() -> None:
    found = Calculated({"a": 0}, lambda sheet, row, column: 3).value("A", 1, 1)
    assert type(found) is float


def test_a_truth_is_no_number() -> None:
    assert Calculated({"a": 0}, lambda sheet, row, column: True).value("A", 1, 1) is True


@pytest.mark.parametrize("data", [b"", b"no workbook", workbook({})[:200]])
def test_what_the_engine_cannot_load_is_its_error(data: bytes) -> None:
    with pytest.raises(CalculationError):
        calculate(data)


def test_the_engine_says_nothing_on_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    calculate(workbook({"A1": 1}))
    assert capfd.readouterr() == ("", "")


def test_notes_are_not_handed_over() -> None:
    package = open_package(workbook({"A1": 1, "A2": "=A1"}, note="ghi chú"), "sổ")
    elsewhere = {"xl/ghichu.xml": package.read("xl/comments1.xml")}
    rels = package.read("xl/worksheets/_rels/sheet1.xml.rels")
    moved = package.changed(
        elsewhere
        | {"xl/worksheets/_rels/sheet1.xml.rels": rels.replace(b"../comments1", b"../ghichu")},
        ["xl/comments1.xml"],
    )
    assert calculate_package(moved).value("Tổng hợp", 2, 1) == 1.0


@pytest.mark.parametrize("empty", [b'<c r="B1" t="n"/>', b'<c r="B1" t="n"></c>'])
def test_an_empty_cell_that_calls_itself_a_number_is_empty(empty: bytes) -> None:
    package = open_package(workbook({"A1": "=ISBLANK(B1)"}), "sổ")
    sheet = package.read("xl/worksheets/sheet1.xml")
    with_empty = sheet.replace(b"</c></row>", b"</c>" + empty + b"</row>")
    assert with_empty != sheet
    changed = package.changed({"xl/worksheets/sheet1.xml": with_empty})
    assert calculate_package(changed).value("Tổng hợp", 1, 1) is True
