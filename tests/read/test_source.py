"""A workbook's sheets as grids, each read once."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from workbook_tools import InputError
from workbook_tools.excel.package import MAIN
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.read.source import Source, open_source, source_of


def book(write: Any = None) -> bytes:
    """A workbook with the sheets ``DeAn`` and ``Bìa``; ``write`` fills the first."""
    raw = io.BytesIO()
    file = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = file.add_worksheet("DeAn")
    file.add_worksheet("Bìa").write(0, 0, "Kế hoạch")
    if write is not None:
        write(page)
    file.close()
    return raw.getvalue()


def grid(write: Any = None) -> Grid:
    found = source_of(book(write), "k.xlsx").grid("DeAn")
    assert found is not None
    return found


# ------------------------------------------------------------------------------------------ values


def test_values_stand_where_they_are_typed() -> None:
    found = grid(lambda page: page.write_row(1, 1, ["a", 2, 2.5, True]))
    assert [found.at(2, column) for column in range(1, 6)] == [None, "a", 2, 2.5, True]


def test_a_formula_has_its_stored_result() -> None:
    found = grid(lambda page: page.write_formula("B2", "=1+1", None, 7))
    assert (found.at(2, 2), found.formulas) == (7, {(2, 2): "1+1"})


def test_a_formula_without_a_stored_result_is_calculated() -> None:
    def write(page: Any) -> None:
        page.write("A1", 40)
        page.write_formula("C3", "=A1+2", None, "")

    assert grid(write).at(3, 3) == 42


def test_a_formula_whose_result_is_calculated_as_an_error() -> None:
    found = grid(lambda page: page.write_formula("A1", "=1/0", None, "")).at(1, 1)
    assert isinstance(found, ErrorValue) and found == "#DIV/0!"


def test_a_stored_error_is_an_error() -> None:
    found = grid(lambda page: page.write_formula("A1", "=x", None, "#NAME?")).at(1, 1)
    assert isinstance(found, ErrorValue) and found == "#NAME?"


def test_what_is_hidden_and_merged_is_on_the_grid() -> None:
    def write(page: Any) -> None:
        page.write("A9", 1)
        page.merge_range("A1:B2", "x")
        page.set_row(4, None, None, {"hidden": True})
        page.set_column("D:E", None, None, {"hidden": True})

    found = grid(write)
    assert found.merges == ((1, 1, 2, 2),)
    assert found.hidden_rows == {5}
    assert found.hidden_columns == {4, 5}


# -------------------------------------------------------------------------------------- read once


def test_a_sheet_is_read_once_whatever_its_capitals() -> None:
    source = source_of(book(), "k.xlsx")
    assert source.grid("DeAn") is source.grid("DEAN")


def test_sheets_are_told_apart() -> None:
    source = source_of(book(lambda page: page.write("A1", 1)), "k.xlsx")
    first, second = source.grid("DeAn"), source.grid("bìa")
    assert first is not None and second is not None
    assert (first.at(1, 1), second.at(1, 1), second.sheet) == (1, "Kế hoạch", "Bìa")


def test_a_sheet_that_is_not_there() -> None:
    assert source_of(book(), "k.xlsx").grid("ThongTin") is None


def test_the_file_is_opened_once_for_all_its_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    opened: list[object] = []
    real = python_calamine.CalamineWorkbook

    class Counted:
        @staticmethod
        def from_filelike(file: io.BytesIO) -> python_calamine.CalamineWorkbook:
            opened.append(file)
            return real.from_filelike(file)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Counted)
    source = source_of(book(), "k.xlsx")
    for name in ("DeAn", "Bìa", "DeAn"):
        source.grid(name)
    assert len(opened) == 1


# ----------------------------------------------------------------------------------------- parts


def with_rows(source: Source, rows: bytes) -> Source:
    """The workbook with these rows on the sheet ``DeAn``, and nothing else."""
    part = source.sheets["dean"].part
    sheet = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (MAIN.encode(), rows)
    return source.with_package(source.package.changed({part: sheet}))


def emptied(source: Source) -> Source:
    return with_rows(source, b"")


def test_a_workbook_with_other_parts_is_another_value() -> None:
    source = source_of(book(lambda page: page.write("A1", 1)), "k.xlsx")
    before = source.grid("DeAn")
    after = emptied(source).grid("DeAn")
    assert before is not None and after is not None
    assert (before.at(1, 1), after.at(1, 1)) == (1, None)
    assert source.grid("DeAn") is before


def test_a_workbook_with_other_parts_keeps_its_name_and_has_a_file_of_its_own() -> None:
    source = source_of(book(), "k.xlsx")
    other = emptied(source)
    assert other.name == "k.xlsx"
    assert source_of(other.data, "k.xlsx").package.read(
        other.sheets["dean"].part
    ) == other.package.read(other.sheets["dean"].part)


def test_what_has_been_read_makes_no_difference_between_sources() -> None:
    data = book()
    one, other = source_of(data, "k.xlsx"), source_of(data, "k.xlsx")
    one.grid("DeAn")
    assert one.name == other.name and one.package is not other.package
    assert Source("k", data, one.package) == Source("k", data, one.package, {"x": Grid("x", [])})


# --------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("cell", "row", "column"),
    [("XFD1048576", 1_048_576, 16_384), ("ZZ900000", 900_000, 702), ("XFD500", 500, 16_384)],
)
def test_a_stray_cell_far_outside_costs_nothing(cell: str, row: int, column: int) -> None:
    def write(page: Any) -> None:
        page.write("B2", "Đề án")
        page.write("A3", 4.5)
        page.write_formula("C3", "=A3*2", None, 9)
        page.write(cell, 1)

    found = grid(write)
    assert (found.at(2, 2), found.at(3, 1), found.at(3, 3)) == ("Đề án", 4.5, 9)
    assert (found.at(row, column), len(found.rows)) == (1, row)
    assert sum(map(len, found.rows)) <= 16_384 + 5


def test_a_far_cell_without_a_stored_result_is_calculated_beside_the_others() -> None:
    def write(page: Any) -> None:
        page.write("A1", 40)
        page.write("XFD9", 2)
        page.write_formula("A900000", "=A1+XFD9", None, "")

    assert grid(write).at(900_000, 1) == 42


def test_rows_that_lie_out_of_order_are_read_where_they_belong() -> None:
    source = source_of(book(lambda page: page.write("A1", 1)), "k.xlsx")
    far = b'<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
    rows = far + b'<row r="1"><c r="B1"><v>5</v></c></row>'
    found = with_rows(source, rows).grid("DeAn")
    assert found is not None
    assert (found.at(1, 2), found.at(1_048_576, 16_384)) == (5, 7)


def test_cells_that_lie_far_apart_in_every_row_are_refused_with_their_sheet() -> None:
    def write(page: Any) -> None:
        for row in range(400):
            page.write(row * 1_000, 16_383, 1)

    with pytest.raises(InputError, match=r"Ô DeAn!XFD\d+: trang tính trải rộng bất thường"):
        grid(write)


@pytest.mark.parametrize("number", [b"1e400", b"-1e999", b"NaN", b"inf"])
def test_a_number_that_is_none_is_an_error(number: bytes) -> None:
    source = source_of(book(), "k.xlsx")
    found = with_rows(source, b'<row r="1"><c r="A1"><v>%b</v></c></row>' % number).grid("DeAn")
    assert found is not None
    assert isinstance(found.at(1, 1), ErrorValue)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("(" * 100 + "1" + ")" * 100, "ngoặc lồng nhau quá 64 cấp"),
        ("SUM(" * 3_000 + "1" + ")" * 3_000, "dài 15.001 ký tự"),
        ("1+" * 5_000 + "1", "dài 10.001 ký tự"),
    ],
)
def test_a_formula_beyond_excels_limits_is_told_with_its_cell(formula: str, said: str) -> None:
    rows = f'<row r="1"><c r="B7"><f>{formula}</f><v>1</v></c></row>'.encode()
    with pytest.raises(InputError, match=f"Ô DeAn!B7: công thức .*{said}"):
        with_rows(source_of(book(), "k.xlsx"), rows).grid("DeAn")


def test_texts_that_are_shown_too_often_are_refused_with_their_sheet() -> None:
    def write(page: Any) -> None:
        for row in range(1_500):
            page.write(row, 0, "x" * 32_000)

    with pytest.raises(
        InputError, match="Trang tính DeAn: các trang tính của sổ tính chứa quá nhiều chữ"
    ):
        grid(write)


@pytest.mark.parametrize(
    "xml",
    [
        b'<row r="1"><c r="A1"><v>1</v></row>',
        b'<row r="1"><c r="A1" t="s"><v>999</v></c></row>',
        b'<row r="1"><c r="ZZZZ9"><v>1</v></c></row>',
        b"<row" + b">" * 3,
    ],
)
def test_a_damaged_sheet_is_told_in_our_own_words(xml: bytes) -> None:
    with pytest.raises(InputError, match="hãy mở bằng Excel và lưu lại") as caught:
        with_rows(source_of(book(), "k.xlsx"), xml).grid("DeAn")
    assert not re.search("index|expected|error|XML", str(caught.value).replace("xml", ""))


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Không có tệp .*k\.xlsx"):
        open_source(tmp_path / "k.xlsx")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="không phải tệp"):
        open_source(tmp_path)


def test_a_file_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "k.xlsx").write_bytes(book())
    source = open_source(tmp_path / "k.xlsx")
    assert (source.name, list(source.sheets)) == ("k.xlsx", ["dean", "bìa"])


def test_a_workbook_of_charts_alone_has_no_sheet() -> None:
    raw = io.BytesIO()
    file = xlsxwriter.Workbook(raw, {"in_memory": True})
    chart: Any = file.add_chart({"type": "line"})
    chart.add_series({"values": "={1,2}"})
    file.add_chartsheet().set_chart(chart)
    file.close()
    with pytest.raises(InputError, match=r"Tệp k\.xlsx không có trang tính nào"):
        source_of(raw.getvalue(), "k.xlsx")


def test_a_workbook_without_links_has_none() -> None:
    assert source_of(book(), "k.xlsx").outside_links == ()


@pytest.mark.parametrize(
    "rows",
    [b'<row r="1"><c r="ZZZZ9"><v>1</v></c></row>', b"<c>" * 300 + b"</c>" * 300, b"<row"],
    ids=["nowhere", "deep", "cut"],
)
def test_a_sheet_that_may_not_be_read_is_told_by_its_name(rows: bytes) -> None:
    changed = with_rows(source_of(book(), "k.xlsx"), rows)
    with pytest.raises(InputError, match=r"sheet1\.xml \(trang tính DeAn\)"):
        source_of(changed.data, "k.xlsx").grid("DeAn")
