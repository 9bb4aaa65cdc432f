"""Newer kinds of rules and drawings over cells (sparklines, rules that ask another sheet), which
lie in a sheet's extensions, as its columns now stand.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import area_name, split_area
from workbook_tools.template.column_map import Bindings, ColumnMap

if TYPE_CHECKING:
    from lxml.etree import _Element

_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_RULES = (f"{_X14}conditionalFormatting", f"{_X14}dataValidation")

Write = Callable[[str, Bindings, str], str]
"""Writes a formula for what is bound in a column; the cell is where its faults are told."""

Spread = Callable[[str, list[str]], list[tuple[str, list[str]]]]
"""Gives the areas that a rule holds for, each with formulas of its own."""


def stretch_extensions(
    root: _Element, columns: ColumnMap | None, write: Write, spread: Spread
) -> None:
    """Repeat everything in a sheet's extensions that lies over cells."""
    for group in list(root.iter(f"{_X14}sparklines")):
        for element in list(group):
            _sparkline(group, element, columns, write)
        if not len(group):
            _remove(group.getparent())
    for tag in _RULES:
        for element in list(root.iter(tag)):
            _rule(element, spread)


def _sparkline(group: _Element, element: _Element, columns: ColumnMap | None, write: Write) -> None:
    """A small chart in a cell, once for every copy of its column."""
    shown, at = element.findtext(f"{_XM}f") or "", element.findtext(f"{_XM}sqref") or "A1"
    position, (top, left, bottom, right) = group.index(element), split_area(at)
    group.remove(element)
    for now in columns.of(left) if columns is not None else [left]:
        copy = deepcopy(element)
        bindings = columns.bindings(now) if columns is not None else ()
        for holder in copy.iter(f"{_XM}sqref"):
            holder.text = area_name(top, now, bottom, now + right - left)
        for holder in copy.iter(f"{_XM}f"):
            holder.text = write(shown, bindings, at)
        group.insert(position, copy)
        position += 1


def _rule(element: _Element, spread: Spread) -> None:
    """A rule as one for each area that needs formulas of its own."""
    parent, square = element.getparent(), element.findtext(f"{_XM}sqref")
    if parent is None or not square:
        return
    position = parent.index(element)
    parent.remove(element)
    given = [holder.text or "" for holder in element.iter(f"{_XM}f")]
    for at, (moved, formulas) in enumerate(spread(square, given)):
        copy = deepcopy(element)
        for holder in copy.iter(f"{_XM}sqref"):
            holder.text = moved
        for holder, text in zip(copy.iter(f"{_XM}f"), formulas, strict=True):
            holder.text = text
        parent.insert(position + at, copy)
    if parent.get("count"):
        parent.set("count", str(len(parent)))
    if not len(parent):
        _remove(parent)


def _remove(element: _Element | None) -> None:
    parent = element.getparent() if element is not None else None
    if parent is not None and element is not None:
        parent.remove(element)
