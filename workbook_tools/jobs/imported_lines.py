"""A plan that was read off somebody's table → the rows of ``DeAn``, each cell with the cell that it
comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from workbook_tools.place import Place, column_number
from workbook_tools.plan.form import DEFAULT_SOURCES, TOTAL, Form, Source
from workbook_tools.plan.grid import ErrorValue
from workbook_tools.plan.model import Line, Plan
from workbook_tools.read.headers import normal
from workbook_tools.read.values import shown
from workbook_tools.read.vocabulary import UNSPLIT


class Typed(NamedTuple):
    """A cell of ``DeAn``: its value, and the cell that it was read from, if any."""

    value: Any
    place: Place | None = None


@dataclass(frozen=True)
class Lines:
    """The rows of ``DeAn``, the headings of its columns, in order, and the form of the plan."""

    form: Form
    headings: tuple[str, ...]
    rows: tuple[tuple[Typed, ...], ...]


class _Leveled(NamedTuple):
    """A line at its level; ``money`` where it holds its own."""

    level: str
    line: Line
    money: bool = True


def lines_of(plan: Plan) -> Lines:
    """The rows of a plan as they stand, nothing computed: stated totals as stated, what a column
    could not hold as it is written, the columns that were not known as columns of the user's own.
    """
    form, further = _form(plan)
    fields = list(form.columns)
    unread = {unread.place: unread.value for unread in plan.unread}
    rows = []
    for leveled in _leveled(plan):
        cells = [_cell(plan, leveled, field, unread) for field in fields]
        cells += [_further(plan, leveled.line, letters) for letters in further]
        rows.append(tuple(cells))
    return Lines(form, (*form.columns.values(), *further.values()), tuple(rows))


# ------------------------------------------------------------------------------------------- form


def _form(plan: Plan) -> tuple[Form, Mapping[str, str]]:
    """The form of the plan's workbook, and the columns of the user's own: column letters →
    heading.
    """
    sources = tuple(_printed(plan, source) for source in plan.form.sources) or (UNSPLIT,)
    form = Form(sources)
    taken = {normal(heading) for heading in form.columns.values()}
    further: dict[str, str] = {}
    for letters, heading in _unknown(plan).items():
        name, number = heading, 1
        while normal(name) in taken:
            number += 1
            name = f"{heading} ({number})"
        taken.add(normal(name))
        further[letters] = name
    return replace(form, further=tuple(further.values())), further


def _printed(plan: Plan, source: Source) -> Source:
    """A source as the table calls it."""
    heading = plan.headings.get(plan.columns.get(source.key, ""), "")
    return replace(source, printed=heading) if heading else source


def is_usual(form: Form) -> bool:
    """Whether the sources are the usual three, and need no sheet ``NguonKP``."""
    return form.sources == DEFAULT_SOURCES


def _unknown(plan: Plan) -> dict[str, str]:
    """The columns with a heading that is none of a line's fields, where any line has something
    there.
    """
    used = set(plan.columns.values())
    rows = [line.row for line in plan.all_lines() if line.row]
    unknown = {at: heading for at, heading in plan.headings.items() if at not in used}
    return {at: heading for at, heading in unknown.items() if _is_filled(plan, at, rows)}


def _is_filled(plan: Plan, letters: str, rows: Iterable[int]) -> bool:
    return any(_raw(plan, row, letters) for row in rows)


def _raw(plan: Plan, row: int, letters: str) -> str:
    """What stands in a cell, as text; nothing where it was moved into another column."""
    moved = ((number, where) for (number, _), where in plan.moved.items())
    if plan.grid is None or (row, letters) in moved:
        return ""
    return shown(plan.grid.at(row, column_number(letters)))


# ------------------------------------------------------------------------------------------- rows


def _leveled(plan: Plan) -> Iterator[_Leveled]:
    """The lines with their levels. A heading that is a project, too, as it has money and nothing
    stands under it, comes as both.
    """
    for index, section in enumerate(plan.sections):
        if section.row:
            yield _Leveled("Mục", section)
        for at, programme in enumerate(section.programmes):
            if programme.row:
                yield _Leveled("Chương trình", programme)
            elif (index if not section.row else at) and programme.projects:
                above = "Chương trình" if section.row else "Mục"
                yield _Leveled(above, programme.projects[0], money=False)
            for project in programme.projects:
                yield _Leveled("Đề án", project)
                yield from (_Leveled("Chi tiết", detail) for detail in project.details)
    if plan.stated is not None:
        yield _Leveled("Tổng cộng", plan.stated)


def _cell(plan: Plan, leveled: _Leveled, field: str, unread: Mapping[Place, object]) -> Typed:
    """The cell of a field: what was read, or what stands there where that could not be."""
    line = leveled.line
    place = plan.place(line, field)
    if field == "level":
        return Typed(leveled.level, plan.place(line, "tt"))
    if field in plan.form.amounts or field == UNSPLIT.key:
        if not leveled.money:
            return Typed(None)
        amount = line.stated.get(field)
        if field == UNSPLIT.key and not plan.form.keys:
            amount, place = line.stated.total, plan.place(line, TOTAL)
        return Typed(unread.get(place) if amount is None else amount, place)
    value = _field(line, field)
    if value in (None, ""):
        value = unread.get(place)
    return Typed(value, place if place.cell else None)


def _field(line: Line, field: str) -> Any:
    """The value of a line's field that is no amount."""
    held: Mapping[str, Any] = {
        "tt": line.tt,
        "name": line.name,
        "executing_unit": line.executing_unit,
        "goal": line.goal,
        "result": line.result,
        "start_month": line.start_month,
        "end_month": line.end_later or line.end_month,
        "note": line.note,
        "norm_code": line.norm_code,
        "quantity": line.quantity,
    }
    return held[field]


def _further(plan: Plan, line: Line, letters: str) -> Typed:
    """The cell of a column of the user's own, as it stands."""
    if plan.grid is None or not _raw(plan, line.row, letters):
        return Typed(None)
    value = plan.grid.at(line.row, column_number(letters))
    plain = isinstance(value, (str, int, float, date, datetime)) and not isinstance(value, bool)
    if isinstance(value, ErrorValue) or not plain:
        value = shown(value)
    return Typed(value, Place(plan.sheet, f"{letters}{line.row}"))
