"""What a build costs grows with the plan, not with its square, whatever is wrong in it and however
it is built up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.plans import line, project, source
from tests.test_linear_time import calls_of
from workbook_tools.jobs.build import build_workbook, load_template

Rows = list[dict[str, Any]]


def faulty(count: int) -> Rows:
    """Something is wrong in every field of every line."""
    return [
        project(
            f"{at // 50}.{at % 50}.7",
            1000 + at,
            -5,
            "abc",
            total=5,
            executing_unit="",
            start_month=13,
            end_month=2,
            norm_code="X1",
            name=f"Đề án  thử {at % 7}",
        )
        for at in range(count)
    ]


def detailed(count: int) -> Rows:
    """Projects of two details each."""
    return [
        row
        for at in range(1, count // 3)
        for row in (
            project(f"{at}"),
            line("Chi tiết", province=at, beneficiary=1, other=0),
            line("Chi tiết", province=1, beneficiary=at, other=0),
        )
    ]


def programmes(count: int) -> Rows:
    """Programmes of one project each, in one section."""
    pairs = (
        (line("Chương trình", f"{at}"), project(f"{at}.1", at, 1, 0)) for at in range(1, count // 2)
    )
    return [line("Mục", "I"), *(row for pair in pairs for row in pair)]


def without_months(count: int) -> Rows:
    """Texts in place of all months."""
    return [
        project(f"{at}", at, 1, 0, start_month="sớm", end_month="muộn") for at in range(1, count)
    ]


@pytest.mark.parametrize("rows", [faulty, detailed, programmes, without_months])
def test_a_plan_twice_as_long_costs_little_more_than_twice_as_many_calls(
    rows: Callable[[int], Rows],
) -> None:
    template = load_template()

    def building(count: int) -> int:
        plan = source(rows(count))
        return calls_of(lambda: build_workbook(plan, template))

    building(30)
    assert building(1600) <= 2.2 * building(800)
