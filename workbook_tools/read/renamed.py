"""The headings of ``DeAn`` as people rename them, each put back to the name that it goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from workbook_tools.plan.form import COLUMNS, DEFAULT_SOURCES, KNOWN_FURTHER
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LIKELY, Remark
from workbook_tools.read.headers import headings_of, normal
from workbook_tools.read.table import amounts_said, field_said
from workbook_tools.read.vocabulary import says_money

_SOURCES = frozenset(source.key for source in DEFAULT_SOURCES)
_OWN = frozenset(normal(heading) for heading in KNOWN_FURTHER)
_NEEDED = ("tt", "level", "name", "start_month", "end_month", "total")


class Renamed(NamedTuple):
    """A sheet with the headings that it goes by, and what is told of those that were others."""

    grid: Grid
    decisions: tuple[Remark, ...] = ()


def with_known_headings(grid: Grid, *, sources: bool) -> Renamed:
    """The sheet, each needed column that is missing found by another heading that means it, where
    only one does; ``sources``: the usual sources, too.
    """
    said = headings_of(grid)
    have = {normal(value) for value in said if value is not None}
    wanted = _SOURCES.union(_NEEDED) if sources else set(_NEEDED)
    missing = {field for field in wanted if normal(COLUMNS[field]) not in have}
    if not missing:
        return Renamed(grid)
    found: dict[str, list[int]] = {}
    for at, field in _meanings(said, missing):
        found.setdefault(field, []).append(at)
    sure = {field: places[0] for field, places in found.items() if len(places) == 1}
    return _with(grid, sure) if sure else Renamed(grid)


def _meanings(said: Sequence[object], missing: set[str]) -> Iterator[tuple[int, str]]:
    """The columns whose heading is none of the known ones and means a field that is missing."""
    known = {normal(heading) for heading in COLUMNS.values()} | _OWN
    for at, value in enumerate(said):
        heading = normal(value) if isinstance(value, str) else ""
        if not heading or heading in known:
            continue
        amounts = amounts_said(heading)
        meant = {field_said(heading), *(amounts if says_money(heading) else ())} & missing
        if len(meant) == 1:
            yield at, meant.pop()


def _with(grid: Grid, found: Mapping[str, int]) -> Renamed:
    row = list(grid.headings)
    told = []
    for field, at in found.items():
        heading, called = str(row[at]), COLUMNS[field]
        row[at] = called
        why = f"là cột “{called}”, gọi bằng tên khác"
        place = grid.place(grid.heading, at + 1)
        told.append(Remark(place, heading, f"cột “{called}”", why, sure=LIKELY))
    rows = [*grid.rows[: grid.heading - 1], row, *grid.rows[grid.heading :]]
    return Renamed(replace(grid, rows=rows), tuple(told))
