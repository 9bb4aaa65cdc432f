"""Charts: their ranges, and the values that they show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from lxml import etree

from tests.render.layouts import SHEET, loop, two_groups
from workbook_tools.excel.calculation import Calculated, Value
from workbook_tools.render.moved_charts import fill_chart, hide_empty, move_chart, show_names

SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
C = f"{{{SPACE}}}"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"


def chart(inner: str) -> Any:
    return etree.fromstring(f'<c:chart xmlns:c="{SPACE}">{inner}</c:chart>')


def ranges(root: Any) -> list[str]:
    return [element.text for element in root.iter(f"{C}f")]


def test_ranges_are_stretched() -> None:
    root = chart(f"<c:f>{SHEET}!$A$3</c:f>")
    layout = loop(3)
    assert move_chart(root, layout, layout.sheets[0])
    assert ranges(root) == [f"{SHEET}!$A$2:$A$4"]


def test_a_range_that_falls_apart_is_a_list() -> None:
    root = chart(f"<c:f>{SHEET}!$A$4</c:f>")
    layout = two_groups()
    move_chart(root, layout, layout.sheets[0])
    assert ranges(root) == [f"({SHEET}!$A$2:$A$3,{SHEET}!$A$5)"]


@pytest.mark.parametrize("formula", ["DeAn!$A$3", "{1,2,3}", "?", ""])
def test_a_chart_of_other_things_stays(formula: str) -> None:
    root = chart(f"<c:f>{formula}</c:f>")
    layout = loop(3)
    assert not move_chart(root, layout, layout.sheets[0])
    assert (ranges(root)[0] or "") == formula


CELLS: dict[tuple[int, int], Value] = {
    (1, 1): 1.0,
    (2, 1): 2.5,
    (3, 1): "chữ",
    (1, 2): True,
}


def shown(formula: str, kind: str = "num", cache: str = "") -> list[tuple[str | None, str | None]]:
    """What a chart's cache holds: number of points, then index and value of each."""
    root = chart(f"<c:{kind}Ref><c:f>{formula}</c:f>{cache}</c:{kind}Ref>")
    fill_chart(root, Calculated({"a": 0}, lambda sheet, row, column: CELLS.get((row, column))))
    return [
        (element.get("idx"), element.findtext(f"{C}v") or element.get("val"))
        for element in root.iter(f"{C}ptCount", f"{C}pt")
    ]


def test_numbers_are_shown() -> None:
    assert shown("A!$A$1:$A$2") == [(None, "2"), ("0", "1"), ("1", "2.5")]


def test_what_is_no_number_is_a_gap_among_numbers() -> None:
    assert shown("A!$A$1:$A$4") == [(None, "4"), ("0", "1"), ("1", "2.5")]


def test_everything_is_shown_among_texts() -> None:
    assert shown("A!$A$2:$A$4", "str") == [(None, "3"), ("0", "2.5"), ("1", "chữ")]


def test_ranges_are_read_row_by_row_one_after_the_other() -> None:
    assert shown("(A!$A$1:$B$1,A!$A$2)", "str") == [
        (None, "3"),
        ("0", "1"),
        ("1", "True"),
        ("2", "2.5"),
    ]


@pytest.mark.parametrize("formula", ["B!$A$1", "$A$1", "A!$1:$2", "SUM(A!$A$1)"])
def test_what_cannot_be_told_leaves_what_is_shown(formula: str) -> None:
    cache = '<c:numCache><c:ptCount val="9"/></c:numCache>'
    assert shown(formula, "num", cache) == [(None, "9")]


def test_what_was_shown_is_replaced_and_its_format_stays() -> None:
    cache = "<c:numCache><c:formatCode>0.0</c:formatCode><c:ptCount val='9'/></c:numCache>"
    root = chart(f"<c:numRef><c:f>A!$A$1</c:f>{cache}</c:numRef>")
    fill_chart(root, Calculated({"a": 0}, lambda *cell: 1.0))
    (after,) = root.iter(f"{C}numCache")
    assert after.findtext(f"{C}formatCode") == "0.0"
    assert after.find(f"{C}ptCount").get("val") == "1"


def test_a_formula_outside_of_a_reference_shows_nothing() -> None:
    root = chart("<c:tx><c:f>A!$A$1</c:f></c:tx>")
    fill_chart(root, Calculated({"a": 0}, lambda *cell: 1.0))
    assert len(root[0]) == 1


def ring(*values: str, points: str = "<c:dPt/>") -> Any:
    """A chart of one series with a legend."""
    held = "".join(
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value
    )
    cache = f'<c:numCache><c:ptCount val="{len(values)}"/>{held}</c:numCache>'
    series = f"<c:ser>{points}<c:val><c:numRef><c:f>A!A1</c:f>{cache}</c:numRef></c:val></c:ser>"
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
    return etree.fromstring(
        f'<c:chartSpace xmlns:c="{SPACE}"><c:chart>{series}{legend}</c:chart></c:chartSpace>'
    )


def hidden(root: Any) -> list[str]:
    hide_empty(root)
    return [entry.find(f"{C}idx").get("val") for entry in root.iter(f"{C}legendEntry")]


def test_points_without_an_amount_are_not_in_the_legend() -> None:
    assert hidden(ring("5", "0", "3", "")) == ["1", "3"]


def test_entries_stand_where_the_standard_wants_them() -> None:
    root = ring("5", "0")
    hide_empty(root)
    legend = root.find(f"{C}chart/{C}legend")
    assert [etree.QName(child).localname for child in legend] == [
        "legendPos",
        "legendEntry",
        "overlay",
    ]


def test_where_nothing_is_shown_the_legend_stays() -> None:
    assert hidden(ring("0", "")) == []


def test_a_series_without_points_of_its_own_stays() -> None:
    assert hidden(ring("5", "0", points="")) == []


def bars(*series: Sequence[str], grouping: str = "stacked") -> list[str]:
    """The series that are left of stacked bars, by the first value of each."""
    held = ""
    for values in series:
        points = [f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values)]
        cache = f'<c:numCache><c:ptCount val="{len(values)}"/>{"".join(points)}</c:numCache>'
        held += f"<c:ser><c:val><c:numRef><c:f>A!A1</c:f>{cache}</c:numRef></c:val></c:ser>"
    root = etree.fromstring(
        f'<c:chartSpace xmlns:c="{SPACE}"><c:chart><c:barChart><c:grouping val="{grouping}"/>{held}'
        "</c:barChart></c:chart></c:chartSpace>"
    )
    hide_empty(root)
    return [str(one.findtext(f".//{C}v")) for one in root.iter(f"{C}ser")]


def test_stacked_bars_have_no_series_without_an_amount() -> None:
    assert bars(["5", "0"], ["0", "0"], ["7"]) == ["5", "7"]


def test_where_no_series_shows_anything_all_stay() -> None:
    assert bars(["0"], ["0"]) == ["0", "0"]


def test_bars_side_by_side_keep_all_their_series() -> None:
    assert bars(["5"], ["0"], grouping="clustered") == ["5", "0"]


def named(count: int, lies: str = "bar", axis: str = "") -> tuple[str | None, bool]:
    """The size of the letters beside so many bars, and whether every one is to be named."""
    cache = f'<c:numCache><c:ptCount val="{count}"/></c:numCache>'
    root = etree.fromstring(
        f'<c:chartSpace xmlns:c="{SPACE}" xmlns:a="{DRAWN}"><c:barDir val="{lies}"/><c:ser><c:val>'
        f"<c:numRef>{cache}</c:numRef></c:val></c:ser><c:catAx>{axis}<c:crossAx val='1'/>"
        "<c:lblOffset val='100'/></c:catAx></c:chartSpace>"
    )
    show_names(root)
    size = next(root.iter(f"{{{DRAWN}}}defRPr"), None)
    turned = [body.get("rot") for body in root.iter(f"{{{DRAWN}}}bodyPr")] == ["0"]
    every = [one.get("val") for one in root.iter(f"{C}tickLblSkip")] == ["1"]
    return (size.get("sz") if size is not None else None, every and turned)


@pytest.mark.parametrize(("count", "size"), [(9, "800"), (12, "700"), (15, "600"), (20, "500")])
def test_many_bars_have_all_their_names_in_smaller_letters(count: int, size: str) -> None:
    assert named(count) == (size, True)


@pytest.mark.parametrize("count", [1, 8, 21])
def test_few_bars_and_too_many_are_left_to_the_program(count: int) -> None:
    assert named(count) == (None, False)


def test_standing_bars_are_left_to_the_program() -> None:
    assert named(12, lies="col") == (None, False)


def test_letters_that_the_template_sets_stay() -> None:
    own = '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1400"/></a:pPr></a:p></c:txPr>'
    assert named(12, axis=own) == ("1400", False)
