"""What nobody sees in a finished workbook goes out of it in no way of being hidden, and is told."""

from __future__ import annotations

from functools import cache

import pytest

from tests.plans import SMALL, plan_file
from workbook_tools.excel.package import Package, open_package, pack, sheets
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.send import Choices, prepare
from workbook_tools.read.source import source_of

SECRET = "GiauKin"
ROWS = {
    "height 0": ' ht="0" customHeight="1"',
    "height 0, not said to be its own": ' ht="0"',
    "height 0.01": ' ht="0.01" customHeight="1"',
    "height 1": ' ht="1" customHeight="1"',
    "hidden": ' hidden="1"',
    "hidden by a word": ' hidden="true"',
    "folded away": ' hidden="1" outlineLevel="2"',
}
COLUMNS = {
    "width 0": ' width="0" customWidth="1"',
    "width 0.1": ' width="0.1" customWidth="1"',
    "hidden": ' width="9" hidden="1"',
    "folded away": ' width="9" hidden="1" outlineLevel="1"',
}


@cache
def finished() -> Package:
    return open_package(build_workbook(source_of(plan_file(SMALL), "k.xlsx")).data, "k.xlsx")


def sent(*, row: str = "", column: str = "") -> tuple[Package, str]:
    """The copy of a workbook with a text in a row, or a column, of that look; and what is told."""
    package = finished()
    part = next(sheet.part for sheet in sheets(package) if sheet.name == "PhuLuc")
    at = "AX" if column else "B"
    cell = f'<c r="{at}80" t="inlineStr"><is><t>{SECRET}</t></is></c>'
    xml = package.read(part).decode()
    xml = xml.replace("</sheetData>", f'<row r="80"{row}>{cell}</row></sheetData>')
    if column:
        xml = xml.replace("</cols>", f'<col min="50" max="50"{column}/></cols>')
    source = source_of(pack(package.changed({part: xml.encode()})), "k.xlsx")
    (made,) = prepare(source, Choices(pdf=False))
    return open_package(made.mail.attachments[0].data, "b.xlsx"), "; ".join(made.removed)


def holds(copy: Package) -> bool:
    return any(SECRET.encode() in copy.read(part) for part in copy.parts)


def test_a_row_that_shows_goes_out() -> None:
    copy, told = sent()
    assert holds(copy) and "ẩn" not in told


@pytest.mark.parametrize("way", ROWS)
def test_a_row_that_nobody_sees_stays_here_and_is_told(way: str) -> None:
    copy, told = sent(row=ROWS[way])
    assert not holds(copy) and "nội dung của 1 dòng và 0 cột bị ẩn ở trang tính PhuLuc" in told


@pytest.mark.parametrize("way", COLUMNS)
def test_a_column_that_nobody_sees_stays_here_and_is_told(way: str) -> None:
    copy, told = sent(column=COLUMNS[way])
    assert not holds(copy) and "nội dung của 0 dòng và 1 cột bị ẩn ở trang tính PhuLuc" in told
