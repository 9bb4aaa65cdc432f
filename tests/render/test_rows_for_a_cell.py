"""A formula of a template that would need one cell where rows are repeated, or that is written as a
running total of filled-down rows: a fault with its cell, never another number in silence.
"""

from __future__ import annotations

import pytest

from tests.plans import SMALL, plan_file
from tests.templates import tag, template_of
from workbook_tools.errors import TemplateError
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import source_of


def built(total: str = "=SUM(C3)", beside: str = "") -> None:
    rows = {
        1: {"A": "TT", "B": "Tên", "C": "Tổng"},
        2: tag("for project in plan.projects"),
        3: {"A": "{{ project.tt }}", "B": "{{ project.name }}", "C": "{{ project.total }}"},
        4: tag("endfor"),
        5: {"C": total},
    }
    if beside:
        rows[3]["D"] = beside
    build_workbook(source_of(plan_file(SMALL), "k.xlsx"), template_of(rows))


@pytest.mark.parametrize(
    "formula",
    ["=C3", "=C3+1", "=2*C3", "=(C3)", "=ROUND(C3,0)", "=IF(C3>0,1,2)", "=SUM(C3*2)", "=-C3"],
)
def test_a_repeated_row_is_no_single_cell(formula: str) -> None:
    with pytest.raises(TemplateError, match=r"PhuLuc!C5: tham chiếu C3 sau khi lặp thành 3 dòng"):
        built(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(C3)/2",
        "=SUM(C3,C3)",
        "=ROUND(SUM(C3),0)",
        "=SUMPRODUCT(C3*2)",
        "=SUMPRODUCT((C3>0)*C3)",
        "=COUNTIF(C3,100)",
        "=MAX(C3)-MIN(C3)",
        "=INDEX(C3,1)",
        "=IF(SUM(C3)>0,1,2)",
        "=SUM(C3:C3)",
    ],
)
def test_a_repeated_row_is_an_area_where_one_may_stand(formula: str) -> None:
    built(formula)


@pytest.mark.parametrize("formula", ["=C3*2", "=ROUND(C3,0)", "=C3/C$5", "=IF(C3>0,C3,0)"])
def test_a_row_takes_its_own_cells(formula: str) -> None:
    built(beside=formula)


@pytest.mark.parametrize("formula", ["=SUM(C$3:C3)", "=SUM($C$3:C3)", "=C3/SUM($C$3:$C3)"])
def test_a_running_total_as_it_is_filled_down_is_a_fault(formula: str) -> None:
    with pytest.raises(TemplateError, match=r"PhuLuc!D3: vùng .* chỉ khóa \(\$\) một đầu"):
        built(beside=formula)


@pytest.mark.parametrize("formula", ["=N(D2)+C3", "=SUM($C3:C3)", "=SUM(C3:$C3)"])
def test_other_ways_are_none(formula: str) -> None:
    built(beside=formula)
