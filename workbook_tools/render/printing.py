"""How a generated sheet is printed: its scale, and where its pages end.

Excel keeps no page break where it fits a sheet to a page's width; so where the template asks for
that, the scale is computed that does it, and the ends of the pages from the heights of the rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import MAX_ROW, split_area
from workbook_tools.excel.defined_names import names_with_elements
from workbook_tools.excel.package import (
    MAIN,
    Package,
    drop_attribute,
    relationships,
    whole_number,
    workbook_part,
)
from workbook_tools.render.areas import square_in_output
from workbook_tools.render.heights import column_widths
from workbook_tools.render.layout import SheetLayout
from workbook_tools.render.page_breaks import page_breaks
from workbook_tools.render.together import bonds, drawn_over

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_MILLIMETRE, _INCH = 72 / 25.4, 72.0
_PAPERS: Mapping[int, tuple[float, float]] = {
    1: (215.9, 279.4),
    5: (215.9, 355.6),
    8: (297.0, 420.0),
    9: (210.0, 297.0),
    11: (148.0, 210.0),
    13: (182.0, 257.0),
}
"""Width and height of a paper in millimetres, by Excel's number."""
_MARGINS = {"left": 0.7, "right": 0.7, "top": 0.75, "bottom": 0.75}
_SPARE_WIDTH, _SPARE_HEIGHT = 1.025, 1.015
"""What stays free, as printers and programs differ."""
_NO_STRETCH = 0.02
"""Fonts whose digits differ by so little count as equally wide."""
_MOST_BREAKS = 1000
"""Excel takes 1026 page breaks by hand in a sheet."""
_AREA, _TITLES = "_xlnm.Print_Area", "_xlnm.Print_Titles"


@dataclass(frozen=True, slots=True)
class Printing:
    """The scale in hundredths (``None``: the template's own), the rows after which a page ends, the
    widths of columns that must be wider than the template's, and how many times as many digits of
    the workbook's usual font are as wide as those of the template's.
    """

    scale: int | None = None
    breaks: tuple[int, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Digits:
    """What widths of columns count, in points: a digit of the template's usual font, of the
    workbook's, and of what a program may show in its place.
    """

    template: float = 5.5
    workbook: float = 5.5
    widest: float = 5.5

    @property
    def stretch(self) -> float:
        """How many digits of the workbook's font are as wide as one of the template's."""
        return self.template / self.workbook


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PrintNames:
    """What of a sheet is printed, and which of its rows on every page, as the template says it."""

    area: str = ""
    titles: tuple[int, int] | None = None


def print_names(template: Package) -> Mapping[str, PrintNames]:
    """The printed area and the repeated rows of each sheet of a template, by its name."""
    areas: dict[str, str] = {}
    titles: dict[str, tuple[int, int]] = {}
    for name, _ in names_with_elements(template.tree(workbook_part(template))):
        if name.sheet is None:
            continue
        for text in name.text.split(","):
            place = text.rpartition("!")[2].replace("$", "")
            first, _, last = place.partition(":")
            if name.name == _AREA and "#" not in place:
                areas[name.sheet] = f"{areas.get(name.sheet, '')} {place}".strip()
            elif name.name == _TITLES and first.isdecimal() and last.isdecimal():
                titles[name.sheet] = int(first), int(last)
    return {
        sheet: PrintNames(areas.get(sheet, ""), titles.get(sheet)) for sheet in {*areas, *titles}
    }


def printing_of(
    sheet: SheetLayout,
    heights: Sequence[float],
    digits: Digits,
    names: PrintNames,
    package: Package,
    widths: Mapping[int, float] | None = None,
) -> Printing:
    """How a sheet is printed whose rows have these heights in points; ``widths`` are those of
    columns that must be wider than the template's, in its own digits.
    """
    widths, stretch = widths or {}, digits.stretch
    root = sheet.sheet.root
    setup = root.find(f"{_M}pageSetup")
    fits = _is_fitted(root)
    area = _printed(sheet, names.area, len(heights))
    if area is None or (fits and not _fits_width_alone(setup)):
        return Printing(widths=widths, stretch=stretch)
    top, left, bottom, right = area
    wide, high = _room(root, setup)
    width = column_widths(root)
    said = sum(widths.get(at, width(at, at)) for at in range(left, right + 1))
    scale = _scale(wide, said * stretch * digits.widest) if fits else None
    room = high / _SPARE_HEIGHT * 100 / (scale or _own_scale(setup))
    kept = [span for found in _drawings(sheet, package) for span in drawn_over(found, sheet)]
    ends = page_breaks(
        heights[top - 1 : bottom],
        bonds(sheet, kept)[top - 1 : bottom],
        room,
        room - _repeated(sheet, heights, names.titles),
    )
    breaks = tuple(end + top - 1 for end in ends)
    return Printing(scale, breaks[:_MOST_BREAKS], widths, stretch)


def _is_fitted(root: _Element) -> bool:
    """Whether a sheet is to be fitted to pages."""
    properties = root.find(f"{_M}sheetPr/{_M}pageSetUpPr")
    return properties is not None and properties.get("fitToPage") in ("1", "true")


def _scale(wide: float, table: float) -> int:
    """The scale at which a table that wide fits on a page, which is not enlarged."""
    return max(10, min(100, math.floor(100 * wide / (table * _SPARE_WIDTH)))) if table else 100


def _own_scale(setup: _Element | None) -> int:
    """The scale that a template says."""
    return max(10, whole_number(setup.get("scale"), 100)) if setup is not None else 100


def _fits_width_alone(setup: _Element | None) -> bool:
    """Whether a sheet is to be one page wide and as many high as it needs."""
    if setup is None:
        return False
    return setup.get("fitToWidth", "1") == "1" and setup.get("fitToHeight") == "0"


def _printed(sheet: SheetLayout, area: str, rows: int) -> tuple[int, int, int, int] | None:
    """Top, left, bottom, right of what is printed; ``None`` where that is nothing, several areas,
    or rows or columns alone.
    """
    if not rows or " " in area:
        return None
    if not area:
        columns = [cell.column for row in sheet.patterns for cell in row.cells]
        return 1, 1, rows, max(columns, default=1)
    try:
        top, left, bottom, right = split_area(square_in_output(sheet, area, whole=True))
    except ValueError:
        return None
    return top, left, min(bottom, rows), right


def _room(root: _Element, setup: _Element | None) -> tuple[float, float]:
    """Width and height in points that a page leaves between its margins."""
    number = whole_number(setup.get("paperSize"), 1) if setup is not None else 1
    wide, high = (side * _MILLIMETRE for side in _PAPERS.get(number, _PAPERS[9]))
    if setup is not None and setup.get("orientation") == "landscape":
        wide, high = high, wide
    said = root.find(f"{_M}pageMargins")
    left, right, top, bottom = (
        float(said.get(side, usual)) if said is not None else usual
        for side, usual in _MARGINS.items()
    )
    return max(1.0, wide - (left + right) * _INCH), max(1.0, high - (top + bottom) * _INCH)


def _repeated(
    sheet: SheetLayout, heights: Sequence[float], titles: tuple[int, int] | None
) -> float:
    """The height of the rows that every page repeats."""
    if titles is None or titles[1] >= MAX_ROW:
        return 0.0
    areas = sheet.areas(*titles, {}, whole=True)
    return sum(sum(heights[top - 1 : bottom]) for top, bottom in areas)


def _drawings(sheet: SheetLayout, package: Package) -> list[_Element]:
    part = sheet.sheet.part.part
    found = [rel.target for rel in relationships(package, part) if rel.kind == "drawing"]
    return [package.tree(target) for target in found if target in package]


def put_printing(root: _Element, printing: Printing) -> None:
    """Put a scale, widths and the ends of the pages into a sheet's element."""
    if printing.widths:
        _put_widths(root, printing.widths)
    if abs(printing.stretch - 1) > _NO_STRETCH:
        for element in root.iterfind(f"{_M}cols/{_M}col"):
            if element.get("width"):
                width = float(str(element.get("width"))) * printing.stretch
                element.set("width", f"{width:.6g}")
    setup = root.find(f"{_M}pageSetup")
    if printing.scale is not None and setup is not None:
        for name in ("fitToWidth", "fitToHeight"):
            drop_attribute(setup, name)
        setup.set("scale", str(printing.scale))
        properties = root.find(f"{_M}sheetPr/{_M}pageSetUpPr")
        if properties is not None:
            drop_attribute(properties, "fitToPage")
    if printing.breaks:
        _put_breaks(root, printing.breaks)


def _put_widths(root: _Element, widths: Mapping[int, float]) -> None:
    """Make columns as wide as said; those that are said together with others are told alone."""
    holder = root.find(f"{_M}cols")
    if holder is None:
        return
    for element in list(holder):
        first, last = int(str(element.get("min"))), int(str(element.get("max")))
        if not any(first <= column <= last for column in widths):
            continue
        at = holder.index(element)
        holder.remove(element)
        for column in range(first, last + 1):
            copy = deepcopy(element)
            copy.set("min", str(column))
            copy.set("max", str(column))
            if column in widths:
                copy.set("width", f"{widths[column]:.6g}")
                copy.set("customWidth", "1")
            holder.insert(at + column - first, copy)


def _put_breaks(root: _Element, rows: Sequence[int]) -> None:
    """Add page breaks to those that the sheet's element holds."""
    from lxml import etree

    holder = root.find(f"{_M}rowBreaks")
    if holder is None:
        holder = etree.Element(f"{_M}rowBreaks")
        _before_breaks(root).addnext(holder)
    held = {whole_number(element.get("id"), 0): element for element in holder}
    for row in rows:
        if row not in held:
            held[row] = etree.Element(f"{_M}brk", id=str(row), max="16383", man="1")
    holder[:] = [held[row] for row in sorted(held)]
    holder.set("count", str(len(holder)))
    by_hand = sum(1 for element in holder if element.get("man") in ("1", "true"))
    holder.set("manualBreakCount", str(by_hand))


def _before_breaks(root: _Element) -> _Element:
    """The element of a sheet after which its page breaks stand."""
    names = ("headerFooter", "pageSetup", "pageMargins", "printOptions", "sheetData")
    found = (root.find(f"{_M}{name}") for name in names)
    return next(element for element in found if element is not None)
