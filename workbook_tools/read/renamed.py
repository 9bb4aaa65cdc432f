"""The headings of ``DeAn`` as people rename them, each put back to the name that it goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from workbook_tools.plan.form import COLUMNS, DEFAULT_SOURCES, KNOWN_FURTHER
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LIKELY, Remark
from workbook_tools.read import values
from workbook_tools.read.columns import amount_in
from workbook_tools.read.headers import headings_of, normal
from workbook_tools.read.plan_rows import level_said
from workbook_tools.read.table import amounts_said, field_said
from workbook_tools.read.vocabulary import says_money

_SOURCES = frozenset(source.key for source in DEFAULT_SOURCES)
_OWN = frozenset(normal(heading) for heading in KNOWN_FURTHER)
_NEEDED = ("tt", "level", "name", "start_month", "end_month", "total")


_BARE_MONEY = ("khác", "tổng", "tổng số", "tổng cộng", "cộng")
"""Headings that are money's only where the column holds amounts."""


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
    for at, field in _meanings(grid, said, missing):
        found.setdefault(field, []).append(at)
    sure = {field: places[0] for field, places in found.items() if len(places) == 1}
    done = _with(grid, sure) if sure else Renamed(grid)
    alone = missing - sure.keys() == {"level"} | (missing & _SOURCES - sure.keys())
    return _with_level(done) if alone else done


def _with_level(done: Renamed) -> Renamed:
    """A sheet without the column of levels, with one behind its last that is empty: each row's
    level is inferred, as where its cell is.
    """
    grid = done.grid
    last = max(map(len, grid.rows))
    row = [*grid.headings, *[None] * (last - len(grid.headings)), COLUMNS["level"]]
    rows = [*grid.rows[: grid.heading - 1], row, *grid.rows[grid.heading :]]
    return done._replace(grid=replace(grid, rows=rows))


def _meanings(grid: Grid, said: Sequence[object], missing: set[str]) -> Iterator[tuple[int, str]]:
    """The columns whose heading is none of the known ones and means a field that is missing."""
    known = {normal(heading) for heading in COLUMNS.values()} | _OWN
    for at, value in enumerate(said):
        heading = normal(value) if isinstance(value, str) else ""
        if not heading or heading in known:
            continue
        amounts = amounts_said(heading)
        is_money = says_money(heading) or (heading in _BARE_MONEY and _holds_amounts(grid, at + 1))
        meant = {field_said(heading), *(amounts if is_money else ())} & missing
        if "level" in missing and _holds_levels(grid, at + 1):
            meant = {"level"}
        if len(meant) == 1:
            yield at, meant.pop()


def _below(grid: Grid, column: int) -> list[object]:
    """What a column holds below its heading."""
    held = (values.at(row, column) for _, row in grid.below_heading())
    return [value for value in held if value not in (None, "")]


def _holds_amounts(grid: Grid, column: int) -> bool:
    held = _below(grid, column)
    return bool(held) and all(amount_in(value) is not None for value in held)


def _holds_levels(grid: Grid, column: int) -> bool:
    """Whether a column holds names of levels and nothing else, whatever it is called."""
    held = _below(grid, column)
    return bool(held) and all(level_said(value) for value in held)


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
