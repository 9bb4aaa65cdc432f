"""What was made is known again, and what was changed is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.send.workbooks import changed
from workbook_tools.excel.defined_names import defined_names
from workbook_tools.excel.package import pack, sheets
from workbook_tools.place import Place
from workbook_tools.read.source import Source, source_of
from workbook_tools.render import digest
from workbook_tools.render.digest import PREFIX, digests, edited, same_cells, with_digest


def book(path: Path, rows: int, columns: int = 5) -> Source:
    """A workbook of one sheet ``Số liệu`` with so many cells, and its digest."""
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("Số liệu")
    for row in range(rows):
        for column in range(columns - 1):
            sheet.write(row, column, row * columns + column + 0.5)
        sheet.write_formula(row, columns - 1, f"=SUM(A{row + 1}:C{row + 1})", None, 0)
    made.close()
    package = source_of(path.read_bytes(), path.name).package
    return source_of(pack(with_digest(package)), path.name)


def put(cell: str, value: Any) -> Any:
    def change(opened: Any) -> None:
        opened.worksheets[0][cell] = value

    return change


def edits(source: Source, change: Any) -> list[str]:
    found = edited(changed(source, change).package)
    assert found is not None
    return [str(place) for place in found]


@pytest.fixture
def small(tmp_path: Path) -> Source:
    return book(tmp_path / "k.xlsx", 20)


def test_without_a_digest_nothing_is_known(tmp_path: Path) -> None:
    made = book(tmp_path / "k.xlsx", 3)
    names = {name.name for name in defined_names(made.package)}
    assert names
    assert all(name.startswith(PREFIX) for name in names)
    assert edited(source_of((tmp_path / "k.xlsx").read_bytes(), "k").package) is None


def test_what_was_made_is_not_edited(small: Source) -> None:
    assert edited(small.package) == []


def test_made_again_it_has_the_same_bytes(small: Source) -> None:
    assert pack(with_digest(small.package)) == pack(small.package)


def test_each_text_in_a_name_is_one_that_excel_takes(tmp_path: Path) -> None:
    made = book(tmp_path / "k.xlsx", 2000)
    assert max(len(name.text) for name in defined_names(made.package)) <= 255


@pytest.mark.parametrize("value", [7, "chữ", "=A1", True, None])
def test_a_cell_that_is_changed_is_named(small: Source, value: Any) -> None:
    assert edits(small, put("B7", value)) == ["Số liệu!B7"]


def test_a_formula_that_is_typed_over_is_named(small: Source) -> None:
    assert edits(small, put("E7", 0)) == ["Số liệu!E7"]


@pytest.mark.parametrize("cell", ["G7", "B40", "ZZ1"])
def test_a_cell_beyond_what_was_made_is_named(small: Source, cell: str) -> None:
    assert edits(small, put(cell, 1)) == [f"Số liệu!{cell}"]


def test_a_sheet_that_is_gone_is_not_named(small: Source) -> None:
    def change(opened: Any) -> None:
        opened.create_sheet("Khác")
        del opened["Số liệu"]

    assert edits(small, change) == ["Khác"]


def test_where_there_are_too_many_cells_the_row_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "MAX_CELLS", 50)
    assert edits(book(tmp_path / "k.xlsx", 20), put("B7", 1)) == ["Số liệu!7:7"]


def test_where_there_are_too_many_rows_several_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "MAX_BYTES", 1_000_000_000)
    made = book(tmp_path / "k.xlsx", 10_001)
    assert digests(made.package)["Số liệu"].group == 3
    assert edits(made, put("B8", 1)) == ["Số liệu!7:9"]


def test_a_digest_stays_small(tmp_path: Path) -> None:
    made = book(tmp_path / "k.xlsx", 10_001)
    assert sum(len(name.text) for name in defined_names(made.package)) < 25_000


def test_a_digest_that_is_not_whole_is_none(small: Source) -> None:
    def change(opened: Any) -> None:
        del opened.defined_names[f"{PREFIX}0001"]

    assert edited(changed(small, change).package) is None


def test_of_a_large_sheet_of_the_users_own_the_bytes_are_known(
    small: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "MAX_BYTES", 100)
    made = with_digest(small.package)
    assert edited(made) == []
    part = sheets(made)[0].part
    saved = made.changed({part: made.read(part).replace(b"</worksheet>", b" </worksheet>")})
    assert edited(saved) == [Place("Số liệu")]
    assert same_cells(made, saved, "Số liệu")


@pytest.mark.parametrize("index", ["#REF!", "²", "-1", "1.5", ""])
def test_an_index_that_is_none_is_a_text_that_is_not_there(index: str, tmp_path: Path) -> None:
    package = book(tmp_path / "a.xlsx", 3).package
    part = sheets(package)[0].part
    xml = package.read(part)
    odd = f'<c r="ZZ1" t="s"><v>{index}</v></c></row>'.encode()
    changed_ = package.changed({part: xml.replace(b"</row>", odd, 1)})
    assert set(digests(changed_)) == set(digests(package))
