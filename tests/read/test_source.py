"""A workbook's sheets as grids, each read once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from workbook_tools import InputError
from workbook_tools.excel.package import MAIN
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.read import source as source_module
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


def emptied(source: Source) -> Source:
    part = source.sheets["dean"].part
    empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
    return source.with_package(source.package.changed({part: empty}))


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


def test_a_stray_cell_far_outside_is_refused_with_its_sheet() -> None:
    with pytest.raises(InputError, match=r"Trang DeAn: trang trải rộng bất thường"):
        grid(lambda page: page.write("XFD1048576", 1))


def test_the_bound_itself_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "MAX_CELLS", 12)
    assert grid(lambda page: page.write("C4", 1)).at(4, 3) == 1
    with pytest.raises(InputError, match="trải rộng"):
        grid(lambda page: page.write("C5", 1))


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Không có tệp .*k\.xlsx"):
        open_source(tmp_path / "k.xlsx")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Không mở được tệp"):
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
