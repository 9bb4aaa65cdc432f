"""What goes along with the generated sheets, part by part: moved to where the rows went, and the
very same bytes wherever nothing in a part has to move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.excel.package import Package, Packed, content_types, to_xml
from workbook_tools.render.base import Base
from workbook_tools.render.going_along import GoingAlong, Moving
from workbook_tools.render.kept import Kept
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.moved_charts import move_chart
from workbook_tools.render.moved_drawings import move_drawing
from workbook_tools.render.moved_notes import move_note_boxes, move_notes, move_threads
from workbook_tools.render.moved_pivots import (
    cache_numbers,
    cache_of,
    move_pivot,
    move_pivot_source,
)
from workbook_tools.render.moved_tables import move_table, table_numbers

if TYPE_CHECKING:
    from lxml.etree import _Element

_BY_ROWS: Mapping[str, Callable[[_Element, SheetLayout], None]] = {
    "comments": move_notes,
    "threadedComment": move_threads,
    "vmlDrawing": move_note_boxes,
    "drawing": move_drawing,
}
"""What follows its rows and needs nothing else to be known."""

_TABLE, _CHART, _PIVOT, _CACHE = "table", "chart", "pivotTable", "pivotCacheDefinition"


@dataclass(frozen=True, eq=False, repr=False)
class Cache:
    """A pivot cache that comes along: its part, and the number by which the workbook knows it."""

    part: str
    number: int


@dataclass(frozen=True, eq=False, repr=False)
class Carried:
    """The parts that go along, relationship parts among them. ``types`` are their content types,
    ``charts`` those that show what generated sheets hold.
    """

    parts: Mapping[str, bytes | Packed]
    types: Mapping[str, str]
    charts: Mapping[str, _Element]
    caches: tuple[Cache, ...]


@dataclass(frozen=True, eq=False, repr=False)
class _Numbers:
    """What parts are called by in the output: tables, pivot caches, formats."""

    tables: Mapping[str, int]
    caches: Mapping[str, int]
    differential: Mapping[int, int]


def carried(base: Base, kept: Kept, along: GoingAlong, differential: Mapping[int, int]) -> Carried:
    """Everything that goes along, in its place; ``differential`` gives the formats in the output.

    Raises ``InputError`` or ``TemplateError`` for a table that cannot go into the workbook.
    """
    numbers = _Numbers(
        table_numbers(base, kept, _of_kind(along.movings, _TABLE)),
        cache_numbers(base, kept) if any(_of_kind(along.movings, _PIVOT, _CACHE)) else {},
        differential,
    )
    parts: dict[str, bytes | Packed] = dict(along.rels)
    charts: dict[str, _Element] = {}
    for moving in along.movings:
        root = _moved(base.template, base.layout, moving, numbers)
        parts[moving.name] = _bytes(base.template, moving.part, root)
        if root is not None and moving.kind == _CHART:
            charts[moving.name] = root
    known = content_types(base.template)
    return Carried(
        parts,
        {moving.name: known[moving.part] for moving in along.movings if moving.part in known},
        charts,
        tuple(
            Cache(moving.name, numbers.caches[moving.part])
            for moving in _of_kind(along.movings, _CACHE)
        ),
    )


def _of_kind(movings: Iterable[Moving], *kinds: str) -> list[Moving]:
    return [moving for moving in movings if moving.kind in kinds]


def _moved(template: Package, layout: Layout, moving: Moving, numbers: _Numbers) -> _Element | None:
    """A part's element after everything in it has moved; ``None`` where nothing in it ever does."""
    kind, sheet = moving.kind, moving.sheet
    if kind not in (*_BY_ROWS, _TABLE, _CHART, _PIVOT, _CACHE):
        return None
    root = template.tree_to_change(moving.part)
    if kind == _TABLE:
        move_table(root, sheet, numbers.tables[moving.name], numbers.differential)
    elif kind == _CHART:
        return root if move_chart(root, layout, sheet) else None
    elif kind == _PIVOT:
        move_pivot(root, sheet, numbers.caches[cache_of(template, moving.part)])
    elif kind == _CACHE:
        move_pivot_source(root, layout)
    else:
        _BY_ROWS[kind](root, sheet)
    return root


def _bytes(template: Package, part: str, root: _Element | None) -> bytes | Packed:
    """A part as it goes into the output: as it lies in the template where nothing has changed."""
    if root is not None:
        after = to_xml(root)
        if after != to_xml(template.tree(part)):
            return after
    return template.parts[part]
