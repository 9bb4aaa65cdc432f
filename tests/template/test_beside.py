"""What lies beside repeated columns and over repeated rows in newer parts of a sheet: small charts
in cells, bars, rules that ask another sheet, notes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.judges import openxml
from tests.judges.packages import package_faults
from tests.render.outputs import M
from tests.template.test_twelve import COLUMNS, ROWS, Way, finished, led_to, page
from workbook_tools.template.column_map import ColumnMap, Copy
from workbook_tools.template.stretched_parts import stretch_threads

XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"


def of_extensions(data: bytes, tag: str) -> list[tuple[list[str | None], str | None]]:
    """The formulas and the area of each thing of a kind."""
    return [
        ([one.text for one in element.iter(f"{XM}f")], element.findtext(f"{XM}sqref"))
        for element in page(data).iter(f"{X14}{tag}")
    ]


def sparklines(cell: str, area: str) -> Any:
    def draw(book: Any, page: Any) -> None:
        page.add_sparkline(cell, {"range": f"PhuLuc!{area}", "markers": True})

    return draw


def bars(area: str, most: str) -> Any:
    def draw(book: Any, page: Any) -> None:
        bar = {"type": "data_bar", "data_bar_2010": True, "max_type": "formula"}
        page.conditional_format(area, {**bar, "max_value": f"={most}"})

    return draw


def another(cell: str, area: str) -> Any:
    """A list that stands on another sheet."""

    def draw(book: Any, page: Any) -> None:
        book.add_worksheet("TongHop").write_column("A1", ["a", "b"])
        page.data_validation(cell, {"validate": "list", "source": f"=TongHop!{area}"})

    return draw


def note(*at: str) -> Any:
    def draw(book: Any, page: Any) -> None:
        for cell in at:
            page.write_comment(cell, f"ghi ở {cell}")

    return draw


def notes_seen(data: bytes) -> object:
    (notes,) = led_to(data, "comments")
    found = [(one.get("ref"), "".join(one.itertext())) for one in notes.iter(f"{M}comment")]
    shapes = [one for one in led_to(data, "vmlDrawing")[0] if str(one.tag).endswith("}shape")]
    columns = [next(one.iter("{*}Column")).text for one in shapes]
    assert len({one.get("id") for one in shapes}) == len(shapes)
    return sorted(found), sorted(int(str(column)) for column in columns)


WAYS: dict[str, Way] = {
    "a small chart in a repeated row": Way(
        ROWS,
        sparklines("E3", "B3:C3"),
        lambda data: of_extensions(data, "sparkline"),
        [([f"PhuLuc!B{row}:C{row}"], f"E{row}") for row in (2, 3, 4, 5)],
    ),
    "a small chart of all rows": Way(
        ROWS,
        sparklines("B6", "B3"),
        lambda data: of_extensions(data, "sparkline"),
        [(["PhuLuc!B2:B5"], "B7")],
    ),
    "a small chart in a repeated column": Way(
        COLUMNS,
        sparklines("C6", "C3:C4"),
        lambda data: of_extensions(data, "sparkline"),
        [([f"PhuLuc!{at}2:{at}3"], f"{at}5") for at in "BCDE"],
    ),
    "a small chart of all columns": Way(
        COLUMNS,
        sparklines("F5", "B3:D3"),
        lambda data: of_extensions(data, "sparkline"),
        [(["PhuLuc!B2:E2"], "G4")],
    ),
    "bars over repeated rows": Way(
        ROWS,
        bars("B3", "$B$5"),
        lambda data: of_extensions(data, "conditionalFormatting"),
        [(["$B$6"], "B2:B5")],
    ),
    "bars over repeated columns": Way(
        COLUMNS,
        bars("C3", "$E$3"),
        lambda data: of_extensions(data, "conditionalFormatting"),
        [(["$F$2"], "B2:E2")],
    ),
    "bars over what is repeated and what is not": Way(
        COLUMNS,
        bars("A3:F3", "$E$3"),
        lambda data: of_extensions(data, "conditionalFormatting"),
        [(["$F$2"], "A2:G2")],
    ),
    "a note in a repeated row": Way(
        ROWS,
        note("B3", "A5"),
        notes_seen,
        (
            [("A6", "ghi ở A5"), *((f"B{row}", "ghi ở B3") for row in (2, 3, 4, 5))],
            [0, 1, 1, 1, 1],
        ),
    ),
    "a note in a repeated column": Way(
        COLUMNS,
        note("C3", "E2"),
        notes_seen,
        ([*((f"{at}2", "ghi ở C3") for at in "BCDE"), ("F1", "ghi ở E2")], [1, 2, 3, 4, 5]),
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_it_follows_its_cells(name: str) -> None:
    data = finished(WAYS[name])
    assert WAYS[name].seen(data) == WAYS[name].expected
    assert package_faults(data) == []


@pytest.mark.judge("validator")
def test_the_sdk_finds_nothing_in_any_of_them(tmp_path: Path) -> None:
    files = {}
    for at, (name, way) in enumerate(WAYS.items()):
        files[name] = tmp_path / f"{at}.xlsx"
        files[name].write_bytes(finished(way))
    found = openxml.sdk_errors(files.values())
    assert {name: found[str(file)] for name, file in files.items() if found[str(file)]} == {}


def test_a_list_on_another_sheet_follows_its_column() -> None:
    data = finished(Way(COLUMNS, another("C3", "$A$1:$A$2"), page, None))
    found = [(one.get("sqref"), one[0].text) for one in page(data).iter(f"{M}dataValidation")]
    assert found == [("B2:E2", "TongHop!$A$1:$A$2")]


def test_a_scale_over_columns_apart_stays_one_scale() -> None:
    def draw(book: Any, page: Any) -> None:
        scale = {"type": "3_color_scale", "multi_range": "A3 C3 F3"}
        page.conditional_format("A3", scale)

    data = finished(Way(COLUMNS, draw, page, None))
    areas = [one.get("sqref") for one in page(data).iter(f"{M}conditionalFormatting")]
    assert areas == ["A2 B2:E2 G2"]


@pytest.mark.parametrize(
    ("cell", "moved"), [("C3", "B3"), ("E3", "E3"), ("A2", "A2"), ("G9", None)]
)
def test_a_threaded_comment_goes_to_the_first_copy(cell: str, moved: str | None) -> None:
    copies = tuple(map(Copy, (1, 3, 3, 3, 5)))
    columns = ColumnMap(copies, 8, frozenset({2, 4, 6, 8}), frozenset({3, 7}))
    root: Any = etree.fromstring(
        f'<ThreadedComments><threadedComment ref="{cell}"/></ThreadedComments>'
    )
    stretch_threads(root, columns)
    assert [one.get("ref") for one in root] == ([moved] if moved else [])
