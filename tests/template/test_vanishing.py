"""Control rows vanish: what refers to them, and what hides their tags."""

from __future__ import annotations

from typing import Any

import pytest

from tests.templates import tag, template_of
from workbook_tools.errors import TemplateError

LOOP = tag("for project in plan.projects")
END = tag("endfor")


def faults(rows: dict[int, dict[str, Any]], draw: Any = None) -> list[str]:
    try:
        template_of(rows, draw)
    except TemplateError as error:
        return [str(fault) for fault in error.faults]
    return []


@pytest.mark.parametrize("formula", ["=N(E2)+D3", "=E2", "=SUM($E$2,D3)"])
def test_the_only_row_of_a_loop_may_refer_to_the_row_above(formula: str) -> None:
    rows = {1: {"E": "Luỹ kế"}, 2: LOOP, 3: {"D": 1, "E": formula}, 4: END}
    assert faults(rows) == []


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ({1: LOOP, 2: {"D": 1}, 3: {"E": "=N(E1)+D2"}, 4: END}, "E3"),
        ({1: LOOP, 2: {"E": "=N(E3)"}, 3: END}, "E2"),
        ({1: LOOP, 2: {"E": "=E2"}, 3: END, 4: {"E": "=E3"}}, "E4"),
        ({1: LOOP, 2: {"D": 1}, 3: {"E": "=SUM(D1:D1)"}, 4: END}, "E3"),
        ({1: LOOP, 2: {"D": 1}, 3: {"E": "=SUM(4:4)"}, 4: END}, "E3"),
        ({1: {"C": "=PhuLuc!D2*2"}, 2: LOOP, 3: {"D": 1}, 4: END}, "C1"),
        ({1: LOOP, 2: tag("if project.norm"), 3: {"E": "=N(E2)"}, 4: tag("endif"), 5: END}, "E3"),
        (
            {1: {"D": "=SUM(D2:D3)"}, 2: LOOP, 3: tag("if project.norm"), 4: tag("endif"), 5: END},
            "D1",
        ),
    ],
)
def test_any_other_reference_to_a_row_that_vanishes_is_a_fault(
    rows: dict[int, dict[str, Any]], cell: str
) -> None:
    [fault] = faults(rows)
    assert fault.startswith(f"PhuLuc!{cell}: ") and "dòng điều khiển" in fault


@pytest.mark.parametrize("text", ["=PhuLuc!$D$2", "=PhuLuc!$A$4:$D$4", "=SUM(PhuLuc!$2:$2)"])
def test_a_name_that_points_at_a_control_row_is_a_fault(text: str) -> None:
    def draw(book: Any, page: Any) -> None:
        book.define_name("TongMau", text)

    (fault,) = faults({2: LOOP, 3: {"D": 1}, 4: END}, draw)
    assert fault.startswith(("PhuLuc!D2: ", "PhuLuc!A4: ", "PhuLuc!A2: ")) and "TongMau" in fault


@pytest.mark.parametrize("text", ["=PhuLuc!$D$3", "=PhuLuc!$D$2:$D$4", "=PhuLuc!$D$99", "=1+1"])
def test_a_name_that_points_at_more_than_control_rows_is_none(text: str) -> None:
    def draw(book: Any, page: Any) -> None:
        book.define_name("TongMau", text)

    assert faults({2: LOOP, 3: {"D": 1}, 4: END}, draw) == []


@pytest.mark.parametrize(
    ("values", "cell"),
    [("=PhuLuc!$D$2", "D2"), ("=PhuLuc!$D$3", ""), ("=PhuLuc!$C$4:$D$4", "C4")],
)
def test_a_chart_of_a_control_row_is_a_fault(values: str, cell: str) -> None:
    def draw(book: Any, page: Any) -> None:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": values})
        page.insert_chart("F9", chart)

    found = faults({2: LOOP, 3: {"D": 1}, 4: END}, draw)
    assert [fault.partition(": ")[0] for fault in found] == ([f"PhuLuc!{cell}"] if cell else [])


@pytest.mark.parametrize("formula", ["=SUM(D2:D4)", "=SUM(D3)", "=SUM(D2:D9)", "=DeAn!D2"])
def test_what_takes_in_more_than_control_rows_is_none(formula: str) -> None:
    assert faults({1: {"A": formula}, 2: LOOP, 3: {"D": 1}, 4: END}) == []


@pytest.mark.parametrize(
    ("area", "cell"),
    [("A1:A2", "A2"), ("A3:A5", "A4"), ("A2:B3", "B3"), ("A2:A3", "A2"), ("A4:C5", "A4")],
)
def test_a_merge_that_hides_a_tag_is_a_fault(area: str, cell: str) -> None:
    def draw(book: Any, page: Any) -> None:
        page.merge_range(area, "")
        page.write_string("A2", LOOP["A"])
        page.write_string("A4", END["A"])

    found = faults({1: {"A": "TT"}, 2: LOOP, 3: {"B": "{{ project.name }}"}, 4: END}, draw)
    assert any(fault.startswith(f"PhuLuc!{cell}: ") and area in fault for fault in found)


@pytest.mark.parametrize("area", ["A2:D2", "A4:B4", "B3:D3", "A6:C7"])
def test_a_merge_that_hides_nothing_is_none(area: str) -> None:
    def draw(book: Any, page: Any) -> None:
        page.merge_range(area, "")
        page.write_string("A2", LOOP["A"])
        page.write_string("A4", END["A"])
        page.write_string("B3", "{{ project.name }}")

    rows = {1: {"A": "TT"}, 2: LOOP, 3: {"B": "{{ project.name }}"}, 4: END, 7: {"D": 1}}
    assert faults(rows, draw) == []
