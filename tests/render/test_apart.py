"""Functions over rows that lie apart once they are repeated, rows that are not there, and running
totals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.templates import tag, template_of
from workbook_tools.errors import TemplateError
from workbook_tools.render.formulas import formula_writer
from workbook_tools.render.layout import lay_out
from workbook_tools.template.compiled import Formula


@dataclass(frozen=True)
class Group:
    name: str
    items: tuple[int, ...]


def formulas(rows: dict[int, dict[str, Any]], pattern: int, column: int, data: Any) -> list[str]:
    """A pattern row's formula in each of its copies."""
    template = template_of(rows)
    layout = lay_out(template, {"groups": data})
    sheet = layout.sheets[0]
    row = sheet.sheet.rows[pattern]
    [content] = [cell.content for cell in row.cells if cell.column == column]
    assert isinstance(content, Formula)
    write = formula_writer(layout, sheet, row, column, content)
    return [write(instance) for instance in sheet.of(pattern)]


GROUPS = (Group("a", (1, 2)), Group("b", (3,)), Group("c", ()))


def nested(total: str) -> dict[int, dict[str, Any]]:
    return {
        1: tag("for group in groups"),
        2: {"A": "{{ group.name }}"},
        3: tag("for item in group.items"),
        4: {"A": "{{ item }}", "B": "{{ item }}"},
        5: tag("endfor"),
        6: tag("endfor"),
        7: {"C": total},
    }


@pytest.mark.parametrize(
    ("formula", "function"),
    [
        ('=SUMIF(A4,"x",B4)', "SUMIF"),
        ('=COUNTIF(B4,">0")', "COUNTIF"),
        ("=MATCH(1,B4,0)", "MATCH"),
        ("=INDEX(B4,1)", "INDEX"),
        ("=LARGE(B4,1)", "LARGE"),
        ("=ROUND(B4,0)", "ROUND"),
    ],
)
def test_a_function_of_one_area_over_rows_apart_is_a_fault(formula: str, function: str) -> None:
    with pytest.raises(TemplateError) as raised:
        formulas(nested(formula), 7, 3, GROUPS)
    [fault] = raised.value.faults
    assert str(fault).startswith("PhuLuc!C7: ")
    assert f"hàm {function} chỉ nhận một vùng" in str(fault)


@pytest.mark.parametrize("function", ["AVERAGE", "COUNT", "COUNTA", "MEDIAN"])
def test_a_function_of_any_number_of_areas_takes_rows_apart(function: str) -> None:
    assert formulas(nested(f"={function}(B4)"), 7, 3, GROUPS) == [f"{function}(B2:B3,B5)"]


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("=SUM(B4)", "SUM(0)"),
        ("=COUNTA(B4)", "COUNTA(B1048576)"),
        ("=MIN(B4)", "MIN(B1048576)"),
        ('=COUNTIF(B4,">0")', 'COUNTIF(B1048576,">0")'),
        ("=AVERAGE(B4)", "AVERAGE(B1048576)"),
    ],
)
def test_rows_that_are_not_there_are_counted_as_none(formula: str, written: str) -> None:
    assert formulas(nested(formula), 7, 3, (Group("c", ()),)) == [written]


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("=N(C2)+B3", ["N(C1)+B2", "N(C2)+B3", "N(C3)+B4"]),
        ("=SUM($C$2,B3)", ["SUM($C$1,B2)", "SUM($C$2,B3)", "SUM($C$3,B4)"]),
        ('=IF(A3=A2,"",A3)', ['IF(A2=A1,"",A2)', 'IF(A3=A2,"",A3)', 'IF(A4=A3,"",A4)']),
    ],
)
def test_a_running_total_takes_the_row_above(formula: str, written: list[str]) -> None:
    rows = {
        1: {"C": "Luỹ kế"},
        2: tag("for group in groups"),
        3: {"A": "{{ group.name }}", "B": 1, "C": formula},
        4: tag("endfor"),
    }
    assert formulas(rows, 3, 3, GROUPS) == written


def test_a_running_total_at_the_top_of_a_sheet_begins_with_nothing() -> None:
    rows = {1: tag("for group in groups"), 2: {"B": 1, "C": "=N(C1)+B2"}, 3: tag("endfor")}
    assert formulas(rows, 2, 3, GROUPS) == ["N(0)+B1", "N(C1)+B2", "N(C2)+B3"]


def test_a_running_total_begins_again_in_each_group() -> None:
    rows = nested("=B1")
    rows[4]["C"], rows[7] = "=N(C3)+B4", {"D": 1}
    assert formulas(rows, 4, 3, GROUPS) == ["N(C1)+B2", "N(C2)+B3", "N(C4)+B5"]
