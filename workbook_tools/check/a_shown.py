"""Family A, what is seen: figures that are rounded where they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from workbook_tools.check.fields import column_numbers
from workbook_tools.check.register import (
    TOTAL_UNTOLD,
    Example,
    Fault,
    Severity,
    fault,
    money,
    named,
    rule,
)
from workbook_tools.plan.form import TOTAL
from workbook_tools.plan.model import Line, Plan

_MOST_DECIMALS = 6


class _Sum(NamedTuple):
    """A stated sum: its line and field, the lines and fields of its parts."""

    line: Line
    field: str
    parts: Sequence[tuple[Line, str]]


class _Figure(NamedTuple):
    """A number as it is held, and as it is shown."""

    held: Decimal
    shown: Decimal


@rule(
    "A11",
    Severity.NOTE,
    "Các số đang hiện cộng lại không ra tổng đang hiện (do làm tròn khi hiển thị)",
    bad=Example(
        "Đơn vị triệu đồng, không hiện số lẻ: 33,4 + 33,4 + 33,4 hiện là 33, 33, 33; tổng 100,2 "
        "hiện là 100",
        cells={"I13": 100000.2, "J13": 33333.4, "K13": 33333.4, "L13": 33333.4, **TOTAL_UNTOLD},
        at="I13",
        says="3.2 Trang tin điện tử: cột “Tổng KP thực hiện” hiện 100.000 ngàn đồng, "
        "nhưng các số đang hiện cộng lại là 99.999 ngàn đồng, do làm tròn khi hiển "
        "thị",
        marks=("shown #,##0",),
    ),
    good=Example(
        "Hiện một chữ số lẻ: 33,4 + 33,4 + 33,4 = 100,2",
        cells={"I13": 100000.2, "J13": 33333.4, "K13": 33333.4, "L13": 33333.4, **TOTAL_UNTOLD},
        marks=("shown #,##0.0",),
    ),
    fault=("rounded_where_shown",),
)
def shown_otherwise(plan: Plan) -> Iterator[Fault]:
    """Ô chỉ hiện số đã làm tròn thì người đọc cộng các số in ra sẽ không đúng tổng in ra, dù số
    trong ô là đúng."""
    if plan.grid is None or not plan.grid.decimals:
        return
    columns = column_numbers(plan)
    for stated in _sums(plan):
        total = _figure(plan, columns, stated.line, stated.field)
        held = [_figure(plan, columns, *part) for part in stated.parts]
        figures = [figure for figure in held if figure is not None]
        if total is not None and len(figures) == len(held):
            yield from _told(plan, stated, total, figures)


def _told(plan: Plan, stated: _Sum, total: _Figure, parts: Sequence[_Figure]) -> Iterator[Fault]:
    """A fault where a sum is right, and what is shown of it is not."""
    seen = sum((part.shown for part in parts), Decimal(0))
    right = total.held == sum((part.held for part in parts), Decimal(0))
    if right and seen != total.shown:
        line, field = stated.line, stated.field
        yield fault(
            plan,
            line,
            field,
            f"{named(line) or 'Tổng cộng'}: cột “{plan.heading(field)}” hiện "
            f"{money(plan, total.shown)}, nhưng các số đang hiện cộng lại là "
            f"{money(plan, seen)}, do làm tròn khi hiển thị",
            f"Định dạng các ô này với {_needed([total, *parts])} chữ số lẻ thì cộng khớp.",
        )


def _sums(plan: Plan) -> Iterator[_Sum]:
    """The sums that a plan may state: of a project its sources, of lines above projects what is
    summed in each column.
    """
    for project in plan.projects:
        yield _Sum(project, TOTAL, [(project, source) for source in project.form.keys])
    for section in plan.sections:
        yield from _by_column(plan, section, section.programmes)
        for programme in section.programmes:
            yield from _by_column(plan, programme, programme.projects)
    if plan.stated is not None:
        yield from _by_column(plan, plan.stated, plan.sections)


def _by_column(plan: Plan, line: Line, parts: Sequence[Line]) -> Iterator[_Sum]:
    for field in plan.form.amounts if line.row and parts else ():
        yield _Sum(line, field, [(part, field) for part in parts])


def _figure(plan: Plan, columns: Mapping[str, int], line: Line, field: str) -> _Figure | None:
    """A stated amount; ``None`` where the cell holds none."""
    held = line.stated.get(field)
    if held is None or plan.grid is None:
        return None
    row = line.stated_row or line.row
    decimals = plan.grid.decimals.get((row, columns.get(field, 0)))
    if decimals is None:
        return _Figure(held, held)
    return _Figure(held, held.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _needed(figures: Sequence[_Figure]) -> int:
    """With how many decimals all figures are shown whole."""
    for places in range(_MOST_DECIMALS):
        if all(figure.held == round(figure.held, places) for figure in figures):
            return places
    return _MOST_DECIMALS
