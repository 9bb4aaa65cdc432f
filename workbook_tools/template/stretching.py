"""A sheet of a template with its columns repeated: cells, formulas, widths, merges and all that
lies over cells. Its rows stay where they are; the row of the tags is left to vanish with the other
control rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbook_tools.errors import TemplateFault
from workbook_tools.excel.cells import MAX_COLUMN, area_name, split_area, split_cell
from workbook_tools.excel.formula import shift
from workbook_tools.excel.package import MAIN
from workbook_tools.place import Place, cell_name, runs
from workbook_tools.template.bound import bound
from workbook_tools.template.column_map import (
    Bindings,
    ColumnMap,
    Home,
    Maps,
    Own,
    UnwritableError,
    rewritten,
)
from workbook_tools.template.column_tags import ColumnTags
from workbook_tools.template.expressions import Language, has_tag
from workbook_tools.template.stretched_extensions import stretch_extensions
from workbook_tools.template.work import syntax_error

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_HOLDING_AREAS = (f"{_M}autoFilter", f"{_M}ignoredErrors/*", f"{_M}protectedRanges/*")

ROW_OF_TAGS = "{% column %}"
"""What is left of the row of the tags."""


@dataclass(frozen=True)
class Stretching:
    """The sheet ``name`` on its way. ``patterns`` gives, for a row of cells that may stand in place
    of others, the pattern row above; ``faults`` grows.
    """

    name: str
    maps: Maps
    env: Language
    patterns: Mapping[int, int]
    faults: list[TemplateFault] = field(default_factory=list)

    def written(self, text: str, home: Home, cell: str) -> str:
        """A formula with its references as the columns now stand; what it cannot say is a fault."""
        try:
            return rewritten(text, home)
        except UnwritableError as error:
            fault = TemplateFault(Place(self.name, cell), error.kind, **error.values)
            if fault not in self.faults:
                self.faults.append(fault)
            return text

    def anywhere(self, bindings: Bindings = ()) -> Home:
        """Where a formula stands that belongs to no cell."""
        return Home(self.maps, self.name, bindings, cell=False)


def stretch_sheet(root: _Element, work: Stretching, tags: ColumnTags | None) -> None:
    """Repeat the columns of a sheet; of one without tags only the formulas are written anew."""
    unshare(root)
    if tags is None:
        for cell in root.iter(f"{_M}c"):
            formula = cell.find(f"{_M}f")
            if formula is not None:
                at = str(cell.get("r"))
                home = Home(work.maps, work.name)
                formula.text = work.written(formula.text or "", home, at)
    else:
        columns = work.maps[work.name.casefold()]
        first_cells = _merges(root, columns, tags)
        for row in root.iter(f"{_M}row"):
            _row(row, work, columns, tags, first_cells)
        _widths(root, columns)
        _views(root, columns)
        _breaks(root, columns)
        for path in _HOLDING_AREAS:
            for element in root.iterfind(path):
                _move_areas(element, columns)
        _links(root, work, columns)
    _formats(root, work)
    _validations(root, work)
    stretch_extensions(
        root,
        work.maps.get(work.name.casefold()),
        lambda text, bindings, cell: work.written(text, work.anywhere(bindings), cell),
        lambda square, formulas: _spread(work, square, formulas),
    )


def unshare(root: _Element) -> None:
    """Write every formula of a shared one out."""
    first: dict[str, tuple[int, int, str]] = {}
    for cell in root.iter(f"{_M}c"):
        formula = cell.find(f"{_M}f")
        if formula is None or formula.get("t") != "shared":
            continue
        index, (row, column) = str(formula.get("si")), split_cell(str(cell.get("r")))
        if formula.text:
            first[index] = (row, column, formula.text)
        elif index in first:
            top, left, text = first[index]
            formula.text = shift(text, row - top, column - left)
        for attribute in ("t", "si", "ref"):
            formula.attrib.pop(attribute, "")


# ---------------------------------------------------------------------------------------- cells


def _row(
    row: _Element,
    work: Stretching,
    columns: ColumnMap,
    tags: ColumnTags,
    first_cells: Mapping[tuple[int, int], list[tuple[int, Bindings]]],
) -> None:
    """Put the copies of a row's cells in the place of its cells."""
    number = int(row.get("r", "0"))
    row.attrib.pop("spans", "")
    cells = list(row)
    for cell in cells:
        row.remove(cell)
    if number == tags.row:
        row.append(_text_cell(cell_name(number, 1), ROW_OF_TAGS))
        return
    found: dict[int, _Element] = {}
    moved: dict[int, _Element] = {}
    for cell in cells:
        _, column = split_cell(str(cell.get("r")))
        for at in columns.of(column):
            found[at] = _copy(cell, work, number, column, at, columns.bindings(at))
        for at, bindings in first_cells.get((number, column), ()):
            moved[at] = _copy(cell, work, number, column, at, bindings)
    found |= moved
    for at in sorted(found):
        row.append(found[at])


def _text_cell(name: str, text: str) -> _Element:
    from lxml import etree

    cell = etree.Element(f"{_M}c", r=name, t="inlineStr")
    etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t").text = text
    return cell


def _copy(
    cell: _Element, work: Stretching, row: int, column: int, now: int, bindings: Bindings
) -> _Element:
    """A cell's copy in a column of the output."""
    copy = deepcopy(cell)
    copy.set("r", cell_name(row, now))
    formula = copy.find(f"{_M}f")
    if formula is not None:
        own = Own(work.patterns.get(row, row), column, now)
        home = Home(work.maps, work.name, bindings, own)
        formula.text = work.written(formula.text or "", home, str(cell.get("r")))
        if formula.get("ref"):
            top, left, bottom, right = split_area(str(formula.get("ref")))
            formula.set("ref", area_name(top, now, bottom, now + right - left))
    return copy


# --------------------------------------------------------------------------------------- merges


def _merges(
    root: _Element, columns: ColumnMap, tags: ColumnTags
) -> Mapping[tuple[int, int], list[tuple[int, Bindings]]]:
    """Stretch or repeat the merged areas; gives where the first cells go that stand in the column
    of a tag.
    """
    from lxml import etree

    holder = root.find(f"{_M}mergeCells")
    first_cells: dict[tuple[int, int], list[tuple[int, Bindings]]] = {}
    if holder is None:
        return first_cells
    for element in list(holder):
        holder.remove(element)
        top, left, bottom, right = split_area(str(element.get("ref")))
        for bindings in _bound_around(columns, tags, left, right):
            hull = columns.hull(left, right, bindings)
            if hull is None:
                continue
            if left in columns.tags:
                first_cells.setdefault((top, left), []).append((hull[0], bindings))
            if (top, hull[0]) != (bottom, hull[1]):
                etree.SubElement(
                    holder, f"{_M}mergeCell", ref=area_name(top, hull[0], bottom, hull[1])
                )
    holder.set("count", str(len(holder)))
    if not len(holder):
        root.remove(holder)
    return first_cells


def _bound_around(
    columns: ColumnMap, tags: ColumnTags, left: int, right: int
) -> Iterator[Bindings]:
    """What is bound in each copy of an area of columns, by the loops that go around all of it."""
    around = {span.variable for span in tags.every() if span.first < left and right < span.last} - {
        ""
    }
    if not around:
        yield ()
        return
    seen: dict[tuple[str, ...], Bindings] = {}
    for copy in columns.copies:
        if left <= copy.column <= right:
            held = tuple(one for one in copy.bindings if one.variable in around)
            seen.setdefault(tuple(one.said for one in held), held)
    yield from seen.values()


# ----------------------------------------------------------------------- widths, views and breaks


def _widths(root: _Element, columns: ColumnMap) -> None:
    """Give every copy of a column the width and the looks of the column."""
    from lxml import etree

    holder = root.find(f"{_M}cols")
    if holder is None:
        return
    found: list[_Width] = []
    for element in list(holder):
        holder.remove(element)
        found += _widths_of(element, columns)
    joined: list[_Width] = []
    for first, last, looks in sorted(found, key=lambda span: span[0]):
        if joined and joined[-1][1] == first - 1 and joined[-1][2] == looks:
            joined[-1] = (joined[-1][0], last, looks)
        else:
            joined.append((first, last, looks))
    for first, last, looks in joined:
        etree.SubElement(holder, f"{_M}col", {"min": str(first), "max": str(last), **looks})
    if not len(holder):
        root.remove(holder)


_Width = tuple[int, int, dict[str, str]]
"""The first and the last of some columns that look alike, and how they look."""


def _widths_of(element: _Element, columns: ColumnMap) -> Iterator[_Width]:
    """The columns of the output that look as an element says."""
    first, last = int(str(element.get("min"))), int(str(element.get("max")))
    looks = {str(name): str(value) for name, value in element.attrib.items()}
    del looks["min"], looks["max"]
    for at in columns.spread(first, min(last, columns.last)):
        yield at, at, looks
    if last > columns.last:
        beyond = len(columns.copies) - columns.last
        start = max(first, columns.last + 1) + beyond
        yield start, min(last + beyond, MAX_COLUMN), looks


def _views(root: _Element, columns: ColumnMap) -> None:
    """Move frozen columns and what is selected."""
    for view in root.iterfind(f"{_M}sheetViews/{_M}sheetView"):
        pane = view.find(f"{_M}pane")
        if pane is not None and pane.get("xSplit") and "frozen" in str(pane.get("state")).lower():
            frozen = int(float(str(pane.get("xSplit"))))
            pane.set("xSplit", str(len(columns.spread(1, frozen))))
        for element in view.iter():
            for attribute in ("topLeftCell", "activeCell", "sqref"):
                if element.get(attribute):
                    top, left, _, _ = split_area(str(element.get(attribute)).split()[0])
                    element.set(attribute, cell_name(top, columns.following(left)))


def _breaks(root: _Element, columns: ColumnMap) -> None:
    """Repeat page breaks with the columns that they stand behind."""
    holder = root.find(f"{_M}colBreaks")
    if holder is None:
        return
    for element in list(holder):
        holder.remove(element)
        for at in columns.of(int(str(element.get("id")))):
            copy = deepcopy(element)
            copy.set("id", str(at))
            holder.append(copy)
    holder.set("count", str(len(holder)))
    holder.set("manualBreakCount", str(sum(1 for one in holder if one.get("man") == "1")))
    if not len(holder):
        root.remove(holder)


# ----------------------------------------------------------------------------- what lies over cells


def squares(columns: ColumnMap, square: str) -> str:
    """Areas (an ``sqref``) as the columns now stand."""
    found = []
    for area in square.split():
        top, left, bottom, right = split_area(area)
        spans = runs(columns.spread(left, right))
        found += [area_name(top, first, bottom, last) for first, last in spans]
    return " ".join(found)


def _move_areas(element: _Element, columns: ColumnMap) -> None:
    if element.get("ref"):
        top, left, bottom, right = split_area(str(element.get("ref")))
        hull = columns.hull(left, right)
        if hull is not None:
            element.set("ref", area_name(top, hull[0], bottom, hull[1]))
    if element.get("sqref"):
        element.set("sqref", squares(columns, str(element.get("sqref"))))


def _links(root: _Element, work: Stretching, columns: ColumnMap) -> None:
    """Repeat links with their cells."""
    holder = root.find(f"{_M}hyperlinks")
    if holder is None:
        return
    for element in list(holder):
        holder.remove(element)
        cell = str(element.get("ref"))
        top, left, bottom, right = split_area(cell)
        for at in columns.of(left):
            bindings = columns.bindings(at)
            last = (columns.hull(left, right, bindings) or (at, at))[1]
            copy = deepcopy(element)
            copy.set("ref", area_name(top, at, bottom, max(at, last)))
            _bind_link(copy, work, bindings, cell)
            holder.append(copy)
    if not len(holder):
        root.remove(holder)


def _bind_link(link: _Element, work: Stretching, bindings: Bindings, cell: str) -> None:
    """Write what a link says and where it leads for one copy of its column."""
    for attribute in ("location", "display", "tooltip"):
        text = link.get(attribute)
        if text and has_tag(text):
            try:
                link.set(attribute, bound(work.env, text, bindings))
            except syntax_error():
                continue  # told where the link is filled
        elif text and attribute == "location":
            link.set(attribute, work.written(text, work.anywhere(bindings), cell))


Spread = list[tuple[str, list[str]]]
"""Areas (an ``sqref``), each with the formulas that hold for it."""


def _spread(work: Stretching, square: str, formulas: Sequence[str]) -> Spread:
    """Areas with formulas written for their first cell, as the columns now stand: columns whose
    formulas are alike stay together.
    """
    columns = work.maps.get(work.name.casefold())
    parts = [split_area(area) for area in square.split()]
    top, left = parts[0][:2]
    if not formulas:
        return [(square if columns is None else squares(columns, square), [])]
    if columns is None:
        home = work.anywhere()
        return [(square, [work.written(one, home, cell_name(top, left)) for one in formulas])]

    def at_column(now: int, row: int) -> list[str]:
        origin = columns.origin(now)
        home = work.anywhere(columns.bindings(now))
        place = cell_name(top, left)
        return [
            work.written(_shifted(one, row - top, origin - left), home, place) for one in formulas
        ]

    found: Spread = []
    for group in _alike(columns, parts, lambda now: at_column(now, top)):
        areas = list(_within(columns, parts, group))
        first_top, first_left = split_area(areas[0])[:2]
        found.append((" ".join(areas), at_column(first_left, first_top)))
    return found


def _shifted(formula: str, rows: int, across: int) -> str:
    """A formula as it reads some cells further; a text that is none stays."""
    if not rows and not across:
        return formula
    try:
        return shift(formula, rows, across)
    except ValueError:
        return formula


def _alike(
    columns: ColumnMap,
    parts: Sequence[tuple[int, int, int, int]],
    formulas_at: Callable[[int], list[str]],
) -> Iterator[list[int]]:
    """The columns of some areas, neighbours with formulas that are copies of each other
    together.
    """
    every = sorted({at for _, left, _, right in parts for at in columns.spread(left, right)})
    group: list[int] = []
    first: list[str] = []
    for at in every:
        own = formulas_at(at)
        beside = bool(group) and at == group[-1] + 1
        if beside and own == [_shifted(one, 0, at - group[0]) for one in first]:
            group.append(at)
            continue
        if group:
            yield group
        group, first = [at], own
    if group:
        yield group


def _within(
    columns: ColumnMap, parts: Sequence[tuple[int, int, int, int]], group: Sequence[int]
) -> Iterator[str]:
    """What of some areas lies in a group of columns of the output."""
    for top, left, bottom, right in parts:
        held = [at for at in columns.spread(left, right) if group[0] <= at <= group[-1]]
        for first, last in runs(held):
            yield area_name(top, first, bottom, last)


def _formats(root: _Element, work: Stretching) -> None:
    """Every conditional format with its areas and formulas as the columns now stand."""
    from lxml import etree

    for element in root.findall(f"{_M}conditionalFormatting"):
        at = root.index(element)
        root.remove(element)
        for rule in element.findall(f"{_M}cfRule"):
            given = [holder.text or "" for holder in rule.iter(f"{_M}formula")]
            for square, formulas in _spread(work, str(element.get("sqref")), given):
                copy = deepcopy(rule)
                for holder, text in zip(copy.iter(f"{_M}formula"), formulas, strict=True):
                    holder.text = text
                _limits(copy, work, str(element.get("sqref")).partition(":")[0])
                block = etree.Element(f"{_M}conditionalFormatting", sqref=square)
                block.append(copy)
                root.insert(at, block)
                at += 1


def _limits(rule: _Element, work: Stretching, cell: str) -> None:
    """Write the formulas for the ends of a scale or of bars."""
    for value in rule.iter(f"{_M}cfvo"):
        if value.get("val"):
            value.set("val", work.written(str(value.get("val")), work.anywhere(), cell))


def _validations(root: _Element, work: Stretching) -> None:
    """Every validation with its areas and formulas as the columns now stand."""
    holder = root.find(f"{_M}dataValidations")
    if holder is None:
        return
    for element in list(holder):
        holder.remove(element)
        given = [child.text or "" for child in element]
        for square, formulas in _spread(work, str(element.get("sqref")), given):
            copy = deepcopy(element)
            copy.set("sqref", square)
            for child, text in zip(copy, formulas, strict=True):
                child.text = text
            holder.append(copy)
    holder.set("count", str(len(holder)))
    if not len(holder):
        root.remove(holder)
