"""Pivot tables of the template in the output: where they stand, what they read, and the number of
their cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN, RELS, Package, relationships, workbook_part
from workbook_tools.render.areas import copies, square_in_output
from workbook_tools.render.base import Base
from workbook_tools.render.kept import Kept
from workbook_tools.render.layout import Layout, SheetLayout

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_R = f"{{{RELS}}}"
_CACHE = "pivotCacheDefinition"


def cache_numbers(base: Base, kept: Kept) -> dict[str, int]:
    """The number under which the workbook will know each pivot cache of the template, by the part
    that the cache is there.
    """
    gone = dropped_ids(base, kept)
    taken = {
        int(str(element.get("cacheId")))
        for element in base.package.tree(base.book).iter(f"{_M}pivotCache")
        if element.get(f"{_R}id") not in gone
    }
    book = workbook_part(base.template)
    first = max(taken, default=0) + 1
    return {part: first + at for at, part in enumerate(_caches(base.template, book))}


def dropped_ids(base: Base, kept: Kept) -> set[str]:
    """The relationships by which the workbook knows the pivot caches that go."""
    rels = relationships(base.package, base.book)
    return {rel.id for rel in rels if rel.target in kept.dropped_caches}


def cache_of(template: Package, pivot: str) -> str:
    """The part of the cache that a pivot table reads."""
    return next(_caches(template, pivot), "")


def _caches(template: Package, part: str) -> Iterator[str]:
    return (rel.target for rel in relationships(template, part) if rel.kind == _CACHE)


def move_pivot(root: _Element, sheet: SheetLayout, number: int) -> None:
    """Move a pivot table to the first copy of its rows, with the number of its cache."""
    location = root.find(f"{_M}location")
    if location is not None and location.get("ref"):
        spans = copies(sheet, str(location.get("ref")))
        if spans:
            location.set("ref", spans[0][1])
    root.set("cacheId", str(number))


def move_pivot_source(root: _Element, layout: Layout) -> None:
    """Move a pivot cache's source area, and have it read again when the workbook is opened."""
    source = root.find(f"{_M}cacheSource/{_M}worksheetSource")
    if source is None or not source.get("ref"):
        return
    sheet = layout.sheet(str(source.get("sheet", "")))
    if sheet is not None:
        source.set("ref", square_in_output(sheet, str(source.get("ref")), whole=True))
        root.set("refreshOnLoad", "1")
