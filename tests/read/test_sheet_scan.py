"""What a scan of a sheet's XML finds besides its values."""

from __future__ import annotations

import pytest

from workbook_tools.errors import InputError
from workbook_tools.excel.package import Package
from workbook_tools.read.sheet_scan import (
    FormulaCells,
    error_cells,
    formula_cells,
    hidden_columns,
    hidden_rows,
    merges,
    shown_text,
)


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    return f"<worksheet>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


# --------------------------------------------------------------------------------------- formulas


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B7"><f>SUM(A1:A3)</f><v>6</v></c>',
        '<c r="B7" s="4"><f ca="1">SUM(A1:A3)</f><v>6</v></c>',
        '<c r="B7" s="4" t="str"><f>SUM(A1:A3)</f><v>a</v></c>',
    ],
)
def test_a_formula_with_its_result(cell: str) -> None:
    assert formula_cells(sheet(cell)) == FormulaCells({(7, 2): "SUM(A1:A3)"}, ())


@pytest.mark.parametrize("result", ["", "<v></v>", "<v/>"])
def test_a_formula_without_a_result_waits(result: str) -> None:
    found = formula_cells(sheet(f'<c r="B7"><f>1+1</f>{result}</c>'))
    assert found == FormulaCells({(7, 2): "1+1"}, ((7, 2),))


def test_a_sheet_without_formulas() -> None:
    assert formula_cells(sheet('<c r="A1"><v>1</v></c>')) == FormulaCells({}, ())


def test_a_formulas_signs_are_as_they_are_typed() -> None:
    found = formula_cells(sheet('<c r="A1"><f>IF(B1&lt;2,"a"&amp;"b")</f><v>a</v></c>'))
    assert found.texts == {(1, 1): 'IF(B1<2,"a"&"b")'}


def test_a_shared_formula_is_written_out_at_each_cell() -> None:
    cells = (
        '<c r="C1"><f t="shared" ref="C1:C2" si="0">A1+$B$1</f><v>1</v></c>'
        '<c r="C2"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="D3"><f t="shared" si="0"/><v>1</v></c>'
    )
    assert formula_cells(sheet(cells)).texts == {
        (1, 3): "A1+$B$1",
        (2, 3): "A2+$B$1",
        (3, 4): "B3+$B$1",
    }


def test_shared_formulas_are_told_apart_by_their_numbers() -> None:
    cells = (
        '<c r="C1"><f t="shared" si="0">A1</f><v>1</v></c>'
        '<c r="D1"><f t="shared" si="1">B1*2</f><v>1</v></c>'
        '<c r="C2"><f t="shared" si="0"/><v>1</v></c>'
    )
    assert formula_cells(sheet(cells)).texts[2, 3] == "A2"


def test_a_shared_formula_that_stands_nowhere_is_empty() -> None:
    assert formula_cells(sheet('<c r="C2"><f t="shared" si="5"/><v>1</v></c>')).texts == {
        (2, 3): ""
    }


# ----------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B7" t="e"><v>#REF!</v></c>',
        '<c r="B7" t="e"><f>1/0</f><v>#REF!</v></c>',
        '<c r="B7" s="1" t="e"><f t="shared" si="0"/><v>#REF!</v></c>',
    ],
)
def test_an_error_and_its_cell(cell: str) -> None:
    assert list(error_cells(sheet(cell))) == [((7, 2), "#REF!")]


@pytest.mark.parametrize(
    "cell", ['<c r="B7" t="str"><v>#REF!</v></c>', '<c r="B7"><v>1</v></c>', '<c r="B7" t="e"/>']
)
def test_what_only_looks_like_an_error_is_none(cell: str) -> None:
    assert list(error_cells(sheet(cell))) == []


# ------------------------------------------------------------------------------- hidden, merged


@pytest.mark.parametrize(
    "row",
    [
        '<row r="3" hidden="1"/>',
        '<row r="3" hidden="true"/>',
        '<row r="3" ht="0" customHeight="1"/>',
        '<row r="3" ht="0.0"/>',
    ],
)
def test_a_hidden_row(row: str) -> None:
    assert hidden_rows(sheet(f'<row r="1"/>{row}<row r="5" ht="15"/>')) == {3}


@pytest.mark.parametrize("row", ['<row r="3" hidden="0"/>', '<row r="3" ht="0.75"/>'])
def test_a_row_that_shows(row: str) -> None:
    assert hidden_rows(sheet(row)) == frozenset()


@pytest.mark.parametrize(
    ("column", "hidden"),
    [
        ('<col min="2" max="4" hidden="1"/>', {2, 3, 4}),
        ('<col hidden="true" max="2" min="2"/>', {2}),
        ('<col min="2" max="2" width="0"/>', {2}),
        ('<col min="2" max="2" width="9" hidden="0"/>', set()),
        ('<col min="16384" max="16384" hidden="1"/>', {16_384}),
        ('<col min="16384" max="99999" hidden="1"/>', {16_384}),
        ('<col min="1" max="1" width="9"/>', set()),
    ],
)
def test_hidden_columns(column: str, hidden: set[int]) -> None:
    assert hidden_columns(sheet("", before=f"<cols>{column}</cols>")) == hidden


def test_merged_areas() -> None:
    after = '<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="B5:B6"/></mergeCells>'
    assert merges(sheet("", after=after)) == ((1, 1, 2, 3), (5, 2, 6, 2))


def test_an_area_that_is_merged_a_thousand_times_is_one() -> None:
    assert merges(sheet("", after='<mergeCell ref="A1:XFD9"/>' * 1_000)) == ((1, 1, 9, 16_384),)


@pytest.mark.parametrize(
    ("areas", "kept"),
    [
        (["A1:B2", "B2:C3"], [(1, 1, 2, 2)]),
        (["B5:B9", "A1:C5", "A6:A7"], [(1, 1, 5, 3), (6, 1, 7, 1)]),
        (["A1:A2", "B1:B2", "A3:B3"], [(1, 1, 2, 1), (1, 2, 2, 2), (3, 1, 3, 2)]),
    ],
)
def test_an_area_over_another_is_left_out(areas: list[str], kept: list[tuple[int, ...]]) -> None:
    after = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    assert list(merges(sheet("", after=after))) == kept


def test_an_area_that_no_sheet_has_is_left_out() -> None:
    after = '<mergeCell ref="A:C"/><mergeCell ref="A1:C2"/>'
    assert merges(sheet("", after=after)) == ((1, 1, 2, 3),)


# ----------------------------------------------------------------------------------- within bounds


def shared(cells: int, length: int) -> str:
    master = f'<c r="A1"><f t="shared" ref="A1:A{cells}" si="0">{"1+" * length}1</f><v>1</v></c>'
    rest = "".join(
        f'<c r="A{row}"><f t="shared" si="0"/><v>1</v></c>' for row in range(2, cells + 1)
    )
    return f'<row r="1">{master}{rest}</row>'


@pytest.mark.parametrize(("cells", "length"), [(8_000, 1_100), (5_000, 2_000), (4_100, 4_000)])
def test_shared_formulas_that_write_out_beyond_the_bounds_are_refused(
    cells: int, length: int
) -> None:
    with pytest.raises(InputError, match=r"Phần xl/sheet1\.xml .* quá nhiều công thức dài"):
        formula_cells(sheet(shared(cells, length)), "xl/sheet1.xml")


def strings(*texts: str) -> Package:
    """A package with these shared strings, and nothing that is needed for anything else."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    rel = f'<Relationships xmlns="{space}"><Relationship Id="a" Type="{rels}/%s" Target="%s"/>'
    end = "</Relationships>"
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return Package(
        {
            "_rels/.rels": (rel % ("officeDocument", "book.xml") + end).encode(),
            "_rels/book.xml.rels": (rel % ("sharedStrings", "s.xml") + end).encode(),
            "book.xml": b"<workbook/>",
            "s.xml": f"<sst>{items}</sst>".encode(),
        }
    )


def showing(index: int, cells: int) -> bytes:
    return sheet(f'<row r="1">{f"""<c r="A1" t="s"><v>{index}</v></c>""" * cells}</row>')


@pytest.mark.parametrize(("length", "cells"), [(32_000, 2_000), (10_000, 5_000), (5_000, 30_000)])
def test_a_long_string_counts_in_every_cell_that_shows_it(length: int, cells: int) -> None:
    package = strings("a", "x" * length)
    assert shown_text(package, showing(1, cells)) >= length * cells


def test_short_strings_are_not_counted() -> None:
    assert shown_text(strings("a", "b" * 60), showing(1, 50_000)) == 0


def test_a_string_that_is_not_there_is_as_long_as_nothing() -> None:
    assert shown_text(strings("x" * 32_000), showing(9, 1_000)) < 20_000


def test_a_workbook_without_shared_strings_shows_none() -> None:
    without = strings("a").changed({}, without=["s.xml"])
    assert shown_text(without, showing(0, 1)) == 0
