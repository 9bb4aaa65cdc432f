"""Pivot tables of the template in the output: where they stand, what they read, and the number of
their cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_area, whole
from workbook_tools.excel.package import MAIN, RELS, Package, relationships, workbook_part
from workbook_tools.render.areas import copies, square_in_output
from workbook_tools.render.base import Base
from workbook_tools.render.kept import Kept
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.template.compiled import Constant
from workbook_tools.template.expressions import Expression
from workbook_tools.template.plain import Scope

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
        whole(element.get("cacheId"), 0)
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
        _name_fields(root, sheet, str(source.get("ref")))


def _name_fields(root: _Element, sheet: SheetLayout, area: str) -> None:
    """Call the fields of a cache what the headings in its source's first row say, by which a
    spreadsheet program finds them again; where two are alike, they stay as they were.
    """
    fields = root.findall(f"{_M}cacheFields/{_M}cacheField")
    top, left, _, right = split_area(area) if area else (0, 0, 0, 0)
    if not 1 <= top <= sheet.last_row or len(fields) < right - left + 1:
        return
    instance = sheet.instances[top - 1]
    texts = {cell.column: _heading(cell.content, instance.scope) for cell in instance.pattern.cells}
    names = [texts.get(left + at) or str(one.get("name")) for at, one in enumerate(fields)]
    if len({name.casefold() for name in names}) == len(names):
        for field, name in zip(fields, names, strict=True):
            field.set("name", name)


def _heading(content: object, scope: Scope) -> str:
    """What a cell shows as a heading; nothing where it is a formula, or cannot be read."""
    if isinstance(content, Constant):
        return content.value if content.kind == "s" else ""
    if not isinstance(content, Expression):
        return ""
    try:
        return str(content.evaluate(scope))
    except Exception:
        return ""  # told where the cell is filled
