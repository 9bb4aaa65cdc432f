"""Newer kinds of rules and drawings over cells (sparklines, rules that ask another sheet), which
lie in a sheet's extensions, follow their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from workbook_tools.render.areas import copies, square_in_output
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.spread import spread, stretched

if TYPE_CHECKING:
    from lxml.etree import _Element

_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_RULES = (f"{_X14}conditionalFormatting", f"{_X14}dataValidation")
_ERROR = "#REF!"


def move_extensions(root: _Element, layout: Layout, sheet: SheetLayout) -> None:
    """Move and copy everything in a sheet's extensions that lies over cells."""
    done = [*_sparklines(root, layout, sheet), *_rules(root, layout, sheet)]
    moved = {one for element in done for one in element.iter()}
    for element in root.iter(f"{_XM}sqref", f"{_XM}f"):
        text = element.text or ""
        if element in moved or _ERROR in text:
            continue
        if element.tag == f"{_XM}f":
            element.text = stretched(layout, sheet, text)
        else:
            element.text = square_in_output(sheet, text)


def _sparklines(root: _Element, layout: Layout, sheet: SheetLayout) -> Iterator[_Element]:
    """Move and copy the small charts in cells; gives them."""
    for group in list(root.iter(f"{_X14}sparklines")):
        for element in list(group):
            _sparkline(group, element, layout, sheet)
        yield from group
        if not len(group):
            _remove(group.getparent())


def _rules(root: _Element, layout: Layout, sheet: SheetLayout) -> Iterator[_Element]:
    """Move and copy the rules; gives them."""
    for tag in _RULES:
        for element in list(root.iter(tag)):
            yield from _rule(element, layout, sheet)


def _sparkline(group: _Element, element: _Element, layout: Layout, sheet: SheetLayout) -> None:
    """A small chart in a cell, once for every copy of its row."""
    position = group.index(element)
    group.remove(element)
    shown, at = element.findtext(f"{_XM}f"), element.findtext(f"{_XM}sqref")
    for instance, name in copies(sheet, at) if at and _ERROR not in at else ():
        copy = deepcopy(element)
        for holder in copy.iter(f"{_XM}sqref"):
            holder.text = name
        for holder in copy.iter(f"{_XM}f"):
            holder.text = stretched(layout, sheet, shown or "", instance)
        group.insert(position, copy)
        position += 1


def _rule(element: _Element, layout: Layout, sheet: SheetLayout) -> Sequence[_Element]:
    """A rule as one for each area that needs formulas of its own; gives them."""
    parent, square = element.getparent(), element.findtext(f"{_XM}sqref")
    if parent is None or not square or _ERROR in square:
        return [element]
    position = parent.index(element)
    parent.remove(element)
    given = [holder.text or "" for holder in element.iter(f"{_XM}f")]
    made = []
    for at, (moved, formulas) in enumerate(spread(layout, sheet, square, given)):
        copy = deepcopy(element)
        for holder in copy.iter(f"{_XM}sqref"):
            holder.text = moved
        for holder, text in zip(copy.iter(f"{_XM}f"), formulas, strict=True):
            holder.text = text
        parent.insert(position + at, copy)
        made.append(copy)
    if parent.get("count"):
        parent.set("count", str(len(parent)))
    if not len(parent):
        _remove(parent)
    return made


def _remove(element: _Element | None) -> None:
    parent = element.getparent() if element is not None else None
    if parent is not None and element is not None:
        parent.remove(element)
