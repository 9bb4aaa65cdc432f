"""Rows of sections and programmes that nobody typed: they are not printed, and what they would sum
stands in their place, whatever the template.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.plans import line, project, source
from tests.render.outputs import build, cells
from tests.templates import ROWS, tag, template_of

ALONE = (project("1", 7, 1, 0), project("2", 9, 1, 0))
IN_SECTIONS = (line("Mục", "I"), *ALONE, line("Mục", "II"), project("1", 4, 0, 0))
ONE, TWO = line("Chương trình", "1"), line("Chương trình", "2")
IN_PROGRAMMES = (ONE, *ALONE, TWO, project("1", 4, 0, 0))
MIXED = (ALONE[0], *IN_SECTIONS, line("Chương trình", "1"), project("1.1", 5, 0, 0))


def made(*plan: dict[str, Any], rows: dict[int, dict[str, Any]] = ROWS) -> dict[str, Any]:
    return cells(build(source(plan), template_of(rows), flags=False), "PhuLuc")


@pytest.mark.parametrize(
    ("plan", "names", "sums"),
    [
        (ALONE, ["1", "2"], {"C5": "=SUM(C3:C4)", "D5": "=SUM(D3:D4)"}),
        (
            IN_SECTIONS,
            ["I", "1", "2", "II", "1"],
            {"C3": "=SUM(C4:C5)", "C6": "=SUM(C7)", "C8": "=SUM(C3,C6)"},
        ),
        (
            IN_PROGRAMMES,
            ["1", "1", "2", "2", "1"],
            {"C3": "=SUM(C4:C5)", "C6": "=SUM(C7)", "C8": "=SUM(C3,C6)"},
        ),
        (
            MIXED,
            ["1", "I", "1", "2", "II", "1", "1", "1.1"],
            {"C4": "=SUM(C5:C6)", "C7": "=SUM(C8,C9)", "C11": "=SUM(C3,C4,C7)"},
        ),
    ],
)
def test_sums_take_in_what_stands_under_nothing(
    plan: tuple[dict[str, Any], ...], names: list[str], sums: dict[str, str]
) -> None:
    held = made(*plan)
    assert [str(held[f"A{row}"]) for row in range(3, 3 + len(names))] == names
    assert held[f"A{3 + len(names)}"] == "Cộng"
    assert {cell: held[cell] for cell in sums} == sums


ACROSS: dict[int, dict[str, Any]] = {
    **ROWS,
    4: {"A": "{{ section.name }}", "C": "=SUM(D4:E4)", "D": "=SUM(D6)", "E": "=SUM(E6)"},
    6: {"B": "{{ programme.name }}", "C": "=D6+E6", "D": "=SUM(D8)", "E": "=SUM(E8)"},
}
"""The total of a section or a programme is the sum of its own row."""


def test_a_sum_of_its_own_row_leads_on_to_what_each_cell_sums() -> None:
    assert made(*ALONE, rows=ACROSS)["C5"] == "=SUM(D3:D4,E3:E4)"


VALUES: dict[int, dict[str, Any]] = {
    **ROWS,
    4: {"A": "Mục {{ section.name }}", "C": "{{ section.total }}", "D": "{{ section.province }}"},
    6: {"A": "{{ programme.name }}", "C": "{{ programme.total }}", "D": "{{ programme.province }}"},
}


def test_where_a_row_states_values_the_rows_below_are_summed() -> None:
    held = made(*IN_SECTIONS, rows=VALUES)
    assert (held["A3"], held["C8"]) == ("Mục Mục I", "=SUM(C3,C6)")
    assert made(*ALONE, rows=VALUES)["C5"] == "=SUM(C3:C4)"


def test_a_text_in_place_of_a_name_is_printed() -> None:
    rows = {**ROWS, 6: {**ROWS[6], "A": "", "B": "{{ programme.name or 'Đề án đứng riêng' }}"}}
    held = made(*IN_SECTIONS, rows=rows)
    assert (held["B4"], held["C3"]) == ("Đề án đứng riêng", "=SUM(C4)")


def test_another_sheet_asks_for_the_row_and_gets_what_it_would_sum() -> None:
    def second(book: Any) -> None:
        page = book.add_worksheet("TongHop")
        for number, row in {
            1: tag("for programme in plan.programmes"),
            2: {"A": "{{ programme.tt or '–' }}", "B": "=PhuLuc!C6", "C": "=PhuLuc!C6*2"},
            3: tag("endfor"),
            4: {"A": "Cộng", "B": "=SUM(B2)"},
        }.items():
            for column, value in row.items():
                page.write(f"{column}{number}", value)

    data = build(source(MIXED), template_of(ROWS, more=second), flags=False)
    found = cells(data, "TongHop")
    assert [found[f"A{row}"] for row in (1, 2, 3, 4)] == ["–", "–", "–", "1"]
    assert [found[f"B{row}"] for row in (1, 2, 3, 4)] == [
        "=SUM(PhuLuc!C3)",
        "=SUM(PhuLuc!C5:C6)",
        "=SUM(PhuLuc!C8)",
        "=PhuLuc!C9",
    ]
    assert (found["C2"], found["B5"]) == ("=SUM(PhuLuc!C5:C6)*2", "=SUM(B1:B4)")


def test_rows_that_show_the_name_are_left_out_on_every_sheet() -> None:
    def second(book: Any) -> None:
        page = book.add_worksheet("TongHop")
        for number, row in {
            1: tag("for section in plan.sections"),
            2: {"A": "{{ section.name }}", "B": "=PhuLuc!C4"},
            3: tag("endfor"),
            4: {"A": "Cộng", "B": "=SUM(B2)"},
        }.items():
            for column, value in row.items():
                page.write(f"{column}{number}", value)

    found = cells(build(source(MIXED), template_of(ROWS, more=second), flags=False), "TongHop")
    assert [found[f"A{row}"] for row in (1, 2, 3)] == ["Mục I", "Mục II", "Cộng"]
    assert found["B3"] == "=SUM(PhuLuc!C3,B1:B2)"
