"""Which formulas depend on which cells, by whatever way a formula can lead there."""

from __future__ import annotations

from typing import Any

import pytest

from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.defined_names import DefinedName
from workbook_tools.excel.dependence import Book, Dependence
from workbook_tools.excel.tables import Table
from workbook_tools.place import cell_name

SHEETS = ("ThongTin", "Made", "DeAn", "Bob's")
NAMED = {sheet.casefold(): sheet for sheet in SHEETS}
TABLE = Table("tblX", "Made", (1, 1, 9, 3), 1, 1, ("TT", "Tổng KP", "Ghi chú"))
OWN = Table("tblOwn", "DeAn", (1, 1, 9, 3), 1, 0, ("a", "b", "it's"))
NAMES = (
    DefinedName("Total", None, "Made!$H$9"),
    DefinedName("Twice", None, "Total*2"),
    DefinedName("Here", "DeAn", "Made!$A$1"),
    DefinedName("Loose", None, "Made!B2"),
    DefinedName("Round", None, "Around"),
    DefinedName("Around", None, "Round+Made!$B$2"),
    DefinedName("Elsewhere", None, "DeAn!$A$1"),
)


def book(formulas: dict[str, dict[str, str]], **others: Any) -> Dependence:
    return Dependence(
        Book(
            SHEETS,
            {
                sheet: {split_cell(cell): text for cell, text in cells.items()}
                for sheet, cells in formulas.items()
            },
            NAMES,
            {"tblx": TABLE, "tblown": OWN},
            **others,
        )
    )


def dependent(formulas: dict[str, dict[str, str]], **others: Any) -> set[str]:
    """The cells that depend on the sheet Made."""
    known = book(formulas, **others)
    return {
        f"{NAMED[sheet]}!{cell_name(*cell)}"
        for sheet, cell in known.reached(known.that_read(["Made"]))
    }


@pytest.mark.parametrize(
    "formula",
    [
        "Made!A1",
        "made!$A$1+1",
        "'Made'!A1",
        "SUM(Made!A:A)",
        "SUM(Made!1:3)",
        "Total",
        "TOTAL",
        "Twice",
        "Here",
        "DeAn!Here",
        "Loose",
        "Round",
        "tblX[Tổng KP]",
        "SUM(tblx[[#Totals],[Tổng KP]])",
        "SUM(ThongTin:DeAn!A1)",
        "SUM('ThongTin:DeAn'!A1:B2)",
        "SUM(Made:Made!A1)",
        "IF(A1,Made!A1,0)",
        'TEXT(Total,"#.##0")',
        "Made!A1:Made!B7",
        "OFFSET(A1,Made!A1,0)",
        "_xlfn.XLOOKUP(1,Made!A:A,B:B)",
    ],
)
def test_a_formula_that_leads_to_the_sheet_depends_on_it(formula: str) -> None:
    assert dependent({"DeAn": {"K5": formula}}) == {"DeAn!K5"}


@pytest.mark.parametrize(
    "formula",
    [
        "A1+B1",
        '"Made!A1"',
        "[1]Made!A1",
        'INDIRECT("Made!A1")',
        "OFFSET(Made!A1,1,1)",
        "Elsewhere",
        "tblOwn[a]",
        "Madeira!A1",
        "Unknown",
        "Made!",
        "SUM(DeAn:'Bob''s'!A1)",
        "ThongTin!Nowhere",
    ],
)
def test_a_formula_that_does_not_or_that_cannot_be_resolved_is_independent(formula: str) -> None:
    assert dependent({"DeAn": {"K5": formula}}) == set()


def test_dependence_goes_through_other_formulas_across_sheets() -> None:
    formulas = {
        "ThongTin": {"B2": "Total", "B3": "B2*2", "B9": "1+1"},
        "DeAn": {"K1": "SUM(ThongTin!B:B)", "K2": "K1", "K3": "K4", "K4": "L9"},
    }
    assert dependent(formulas) == {"ThongTin!B2", "ThongTin!B3", "DeAn!K1", "DeAn!K2"}


def test_a_circle_ends() -> None:
    assert dependent({"DeAn": {"A1": "B1", "B1": "A1+Total"}}) == {"DeAn!A1", "DeAn!B1"}


def test_a_sheet_with_an_apostrophe_is_found_by_its_doubled_one() -> None:
    formulas = {"Bob's": {"A1": "Total"}, "DeAn": {"A1": "'Bob''s'!A1"}}
    assert dependent(formulas) == {"Bob's!A1", "DeAn!A1"}


def test_what_reads_a_cell_that_an_array_fills_depends_on_the_array() -> None:
    formulas = {"DeAn": {"A1": "Made!A1:A9", "C1": "A7", "C2": "A12"}}
    arrays = {"DeAn": {(1, 1): (1, 1, 9, 1)}}
    assert dependent(formulas, arrays=arrays) == {"DeAn!A1", "DeAn!C1"}


def test_a_column_of_a_table_is_not_the_next_one() -> None:
    own = {"A3": "Total", "B3": "[@a]", "C3": "[@b]", "E3": "tblOwn[[#This Row],[it''s]]"}
    assert dependent({"DeAn": own}) == {"DeAn!A3", "DeAn!B3", "DeAn!C3", "DeAn!E3"}
    assert dependent({"DeAn": {"A3": "Total", "E4": "[@a]", "E5": "tblOwn[b]"}}) == {"DeAn!A3"}


def test_sums_that_grow_row_by_row_are_not_taken_apart_into_pairs() -> None:
    """A running total over n rows has n²/2 pairs of cells; the areas are met, not the pairs."""
    rows = 4_000
    cells = {f"B{row}": f"SUM(A$1:A{row})" for row in range(1, rows + 1)}
    assert len(dependent({"DeAn": cells | {"A1": "Total"}})) == rows + 1
