"""Column widths that a hand has set stay; those that a program wrote a little otherwise do not."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from tests.send.workbooks import changed
from workbook_tools.excel.package import open_package, pack
from workbook_tools.host.widths import with_kept_widths
from workbook_tools.jobs.build import Built
from workbook_tools.read.source import Source, source_of


@pytest.fixture(scope="module")
def made(built: Built) -> Source:
    return source_of(built.data, "k.xlsx")


def set_to(made: Source, sheet: str, column: str, width: float) -> Source:
    def edit(book: Any) -> None:
        book[sheet].column_dimensions[column].width = width

    return changed(made, edit)


def width(data: bytes, sheet: str, column: str) -> float:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return float(book[sheet].column_dimensions[column].width)


def test_what_nobody_touched_is_the_very_file(made: Source, built: Built) -> None:
    assert with_kept_widths(built.data, made, made) is built.data


def test_a_column_made_wider_stays_so(made: Source, built: Built) -> None:
    now = set_to(made, "PhuLuc", "B", 60)
    assert width(with_kept_widths(built.data, made, now), "PhuLuc", "B") == 60


def test_the_other_columns_and_sheets_stay_as_they_are_made(made: Source, built: Built) -> None:
    kept = with_kept_widths(built.data, made, set_to(made, "PhuLuc", "B", 60))
    before, after = open_package(built.data, "k"), open_package(kept, "k")
    unlike = [name for name in before.parts if before.read(name) != after.read(name)]
    assert unlike == [source_of(kept, "k.xlsx").sheets["phuluc"].part]
    assert width(kept, "PhuLuc", "C") == width(built.data, "PhuLuc", "C")


@pytest.mark.parametrize(("moved", "stays"), [(0.4, False), (0.6, True), (-0.6, True)])
def test_a_program_may_write_it_a_little_otherwise(
    made: Source, built: Built, moved: float, stays: bool
) -> None:
    before = width(built.data, "TongHop", "B")
    kept = with_kept_widths(built.data, made, set_to(made, "TongHop", "B", before + moved))
    assert width(kept, "TongHop", "B") == pytest.approx(before + moved if stays else before)


def test_the_users_own_sheets_are_not_looked_at(made: Source, built: Built) -> None:
    now = set_to(made, "DeAn", "C", 99)
    assert with_kept_widths(built.data, made, now) is built.data


def test_a_sheet_that_was_not_made_is_not_looked_at(made: Source, built: Built) -> None:
    without = changed(made, lambda book: book.remove(book["PhuLuc"]))
    now = set_to(made, "PhuLuc", "B", 60)
    assert with_kept_widths(built.data, without, now) is built.data


def test_columns_that_share_an_element_are_told_apart(made: Source, built: Built) -> None:
    part = made.sheets["phuluc"].part
    xml = made.package.read(part)
    start, end = xml.index(b"<cols>"), xml.index(b"</cols>")
    shared = xml[:start] + b'<cols><col min="1" max="40" width="33" customWidth="1"/>' + xml[end:]
    now = source_of(pack(made.package.changed({part: shared})), "k.xlsx")
    kept = with_kept_widths(built.data, made, now)
    assert {width(kept, "PhuLuc", column) for column in "ABCH"} == {33}
