"""What lies beside the cells of a template, as its columns now stand: names, pictures, charts,
notes, tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import count
from typing import TYPE_CHECKING

from workbook_tools.error_kinds import COLUMN_TABLE
from workbook_tools.errors import TemplateFault
from workbook_tools.excel.cells import area_name, quote_sheet, split_area, whole
from workbook_tools.excel.defined_names import names_with_elements
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.package import MAIN
from workbook_tools.place import Place, cell_name, column_letters
from workbook_tools.template.column_map import ColumnMap, Home, Maps, UnwritableError, rewritten

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_VML_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_COLOURS = ("5B9BD5", "ED7D31", "A5A5A5", "FFC000", "70AD47", "C490D1")
_GREYS = ("A6A6A6", "D9D9D9", "808080", "F2F2F2", "BFBFBF", "8C8C8C")
"""Black figures can be read on all of them; greys where the template's own series is grey."""
_VALUES = ("val", "yVal", "bubbleSize")
_FIRST_SHAPE = 1024
_ANCHOR_PARTS = 8
_ANCHOR_LEFT, _ANCHOR_RIGHT = 0, 4
"""Where an anchor of a note's box holds columns, counted from 0."""


# ---------------------------------------------------------------------------------------- names


def stretch_names(root: _Element, maps: Maps, fresh: Iterable[tuple[str, str, int, int]]) -> None:
    """The workbook's names as the columns now stand; those that lead to nothing go. ``fresh`` are
    added where no name is called so: name, sheet, row, column.
    """
    from lxml import etree

    known = set()
    for name, element in names_with_elements(root):
        known.add(name.name.casefold())
        try:
            text = rewritten(name.text, Home(maps, name.sheet or "", cell=False))
        except UnwritableError:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        element.text = text
    holder = root.find(f"{_M}definedNames")
    if holder is None:
        return
    for called, sheet, row, column in fresh:
        if called.casefold() not in known:
            element = etree.SubElement(holder, f"{_M}definedName", name=called)
            element.text = f"{quote_sheet(sheet)}!${column_letters(column)}${row}"


# ------------------------------------------------------------------------- pictures, notes, tables


def stretch_drawing(root: _Element, columns: ColumnMap) -> None:
    """Move both corners of what lies on a sheet, so that edges that were flush stay so."""
    for anchor in root:
        start = anchor.find(f"{_DRAWING}from/{_DRAWING}col")
        end = anchor.find(f"{_DRAWING}to/{_DRAWING}col")
        if start is not None:
            start.text = str(columns.following(int(start.text or "0") + 1) - 1)
        if end is not None:
            last = int(end.text or "0") + 1
            copies = columns.of(last)
            if copies:
                end.text = str(copies[-1] - 1)
                continue
            hull = columns.hull(1, last)
            end.text = str(hull[1] if hull is not None else 0)
            offset = anchor.find(f"{_DRAWING}to/{_DRAWING}colOff")
            if offset is not None:
                offset.text = "0"


def stretch_notes(root: _Element, columns: ColumnMap) -> None:
    """Repeat notes with their cells."""
    holder = root.find(f"{_M}commentList")
    for element in list(holder) if holder is not None else ():
        assert holder is not None
        position = holder.index(element)
        holder.remove(element)
        row, column, _, _ = split_area(str(element.get("ref")))
        for at, now in enumerate(columns.of(column)):
            copy = deepcopy(element)
            copy.set("ref", cell_name(row, now))
            if at:
                for name in [str(one) for one in copy.attrib if str(one).endswith("uid")]:
                    del copy.attrib[name]
            holder.insert(position + at, copy)


def stretch_threads(root: _Element, columns: ColumnMap) -> None:
    """Move threaded comments to the first copy of their columns; those of none go."""
    for element in list(root):
        row, column, _, _ = split_area(str(element.get("ref")))
        copies = columns.of(column)
        if copies:
            element.set("ref", cell_name(row, copies[0]))
        else:
            root.remove(element)


def stretch_note_boxes(root: _Element, columns: ColumnMap) -> None:
    """Repeat the boxes of notes with their cells."""
    shapes = list(root.iter(f"{_VML}shape"))
    numbers = [whole(str(one.get("id", "")).rpartition("_s")[2], 0) for one in shapes]
    free = count(max([_FIRST_SHAPE, *numbers]) + 1)
    for shape in shapes:
        held, parent = shape.find(f".//{_VML_EXCEL}Column"), shape.getparent()
        if held is None or parent is None:
            continue
        position, column = parent.index(shape), int(held.text or "0") + 1
        parent.remove(shape)
        for at, now in enumerate(columns.of(column)):
            copy = deepcopy(shape)
            if at:
                copy.set("id", f"_x0000_s{next(free)}")
            _put_on_column(copy, column, now)
            parent.insert(position + at, copy)


def _put_on_column(shape: _Element, before: int, now: int) -> None:
    """Write the column of a note's box, and move the box as far."""
    held, anchor = (shape.find(f".//{_VML_EXCEL}{name}") for name in ("Column", "Anchor"))
    if held is not None:
        held.text = str(now - 1)
    if anchor is None or not anchor.text:
        return
    parts = [int(part) for part in anchor.text.split(",")]
    if len(parts) == _ANCHOR_PARTS:
        for at in (_ANCHOR_LEFT, _ANCHOR_RIGHT):
            parts[at] = max(0, parts[at] + now - before)
        anchor.text = ", ".join(str(part) for part in parts)


def stretch_table(root: _Element, columns: ColumnMap, sheet: str) -> Iterator[TemplateFault]:
    """Move a table; the fault of one that lies over repeated columns."""
    area = str(root.get("ref"))
    _, left, _, right = split_area(area)
    if any(left <= column <= right for column in columns.tags | columns.between):
        yield TemplateFault(Place(sheet, area.partition(":")[0]), COLUMN_TABLE, area=area)
        return
    for element in [root, *root.iter(f"{_M}autoFilter")]:
        if element.get("ref"):
            top, left, bottom, right = split_area(str(element.get("ref")))
            hull = columns.hull(left, right)
            if hull is not None:
                element.set("ref", area_name(top, hull[0], bottom, hull[1]))


# --------------------------------------------------------------------------------------- charts


def stretch_chart(root: _Element, maps: Maps, sheet: str) -> Iterator[TemplateFault]:
    """A chart as the columns now stand: a series on a repeated column is repeated, with the
    heading of each copy and a colour of its own. Gives what is wrong.
    """
    repeated = False
    for series in list(root.iter(f"{_CHART}ser")):
        source = _repeated(series, maps)
        if source is None:
            _stretch_points(series, maps, sheet)
            continue
        repeated = True
        columns, column = source
        parent = series.getparent()
        assert parent is not None
        position = parent.index(series)
        parent.remove(series)
        for at, now in enumerate(columns.of(column)):
            copy = deepcopy(series)
            home = Home(maps, sheet, columns.bindings(now), cell=False)
            yield from _write_formulas(copy, home)
            if at:
                _paint(_looks(copy), at)
            parent.insert(position + at, copy)
    for element in root.iter(f"{_CHART}f"):
        if not any(one.tag == f"{_CHART}ser" for one in element.iterancestors()):
            yield from _write_formulas(element, Home(maps, sheet, cell=False))
    for series in root.iter(f"{_CHART}ser"):
        if not series.get("done"):
            yield from _write_formulas(series, Home(maps, sheet, cell=False))
        series.attrib.pop("done", "")
    if repeated:
        _renumber(root)


def _repeated(series: _Element, maps: Maps) -> tuple[ColumnMap, int] | None:
    """The repeated column that a series shows; ``None`` where it shows another or several."""
    for name in _VALUES:
        text = series.findtext(f"{_CHART}{name}//{_CHART}f") or ""
        for ref in _refs(text):
            columns = maps.get((ref.sheet or "").casefold())
            if columns is not None and ref.left == ref.right and columns.repeats(ref.left):
                return columns, ref.left
    return None


def _refs(text: str) -> list[Ref]:
    try:
        return [piece for piece in tokenize(text) if isinstance(piece, Ref) and piece.left]
    except ValueError:
        return []


def _write_formulas(holder: _Element, home: Home) -> Iterator[TemplateFault]:
    """Write the ranges of a series or of a chart anew, once."""
    for element in holder.iter(f"{_CHART}f"):
        try:
            element.text = rewritten(element.text or "", home)
        except UnwritableError as error:
            yield TemplateFault(Place(home.sheet), error.kind, **error.values)
    if holder.tag == f"{_CHART}ser":
        holder.set("done", "1")


def _stretch_points(series: _Element, maps: Maps, sheet: str) -> None:
    """Give each column that one series shows a point of its own, in a colour of its own."""
    points = series.findall(f"{_CHART}dPt")
    wanted = _shown_columns(series.findtext(f"{_CHART}val//{_CHART}f") or "", maps, sheet)
    if not points or wanted is None:
        return
    position = series.index(points[0])
    for point in points[wanted:]:
        series.remove(point)
    for at in range(len(points), wanted):
        copy = deepcopy(points[0])
        number = copy.find(f"{_CHART}idx")
        if number is not None:
            number.set("val", str(at))
        _paint(_looks(copy), at)
        series.insert(position + at, copy)


def _shown_columns(text: str, maps: Maps, sheet: str) -> int | None:
    """How many columns one row shows of a sheet whose columns are repeated; ``None`` for all
    other ranges.
    """
    refs = [ref for ref in _refs(text) if (ref.sheet or sheet).casefold() in maps]
    if len(refs) != 1 or refs[0].top != refs[0].bottom:
        return None
    hull = maps[(refs[0].sheet or sheet).casefold()].hull(refs[0].left, refs[0].right)
    return hull[1] - hull[0] + 1 if hull is not None else 0


def _looks(holder: _Element) -> _Element:
    """The shape properties of a series or a point, made where there are none."""
    from lxml import etree

    found = holder.find(f"{_CHART}spPr")
    if found is None:
        found = etree.Element(f"{_CHART}spPr")
        heads = {f"{_CHART}idx", f"{_CHART}order", f"{_CHART}tx"}
        before = [at for at, child in enumerate(holder) if str(child.tag) in heads]
        holder.insert(max(before, default=-1) + 1, found)
    return found


def _paint(looks: _Element, at: int) -> None:
    """Fill a shape with the colour of that number: six colours, then the same ones hatched."""
    from lxml import etree

    old = [child for child in looks if str(child.tag).endswith("Fill")]
    colours = _GREYS if any(map(_is_grey, old)) else _COLOURS
    colour = colours[at % len(colours)]
    if at < len(colours):
        fill = etree.Element(f"{_ART}solidFill")
        etree.SubElement(fill, f"{_ART}srgbClr", val=colour)
    else:
        fill = etree.Element(f"{_ART}pattFill", prst="wdUpDiag")
        for name, value in (("fgClr", colour), ("bgClr", "FFFFFF")):
            etree.SubElement(etree.SubElement(fill, f"{_ART}{name}"), f"{_ART}srgbClr", val=value)
    position = looks.index(old[0]) if old else 0
    for child in old:
        looks.remove(child)
    looks.insert(position, fill)
    for line in looks.iterfind(f"{_ART}ln/{_ART}solidFill/{_ART}srgbClr"):
        line.set("val", colour)


def _is_grey(fill: _Element) -> bool:
    values = [str(colour.get("val")) for colour in fill.iter(f"{_ART}srgbClr")]
    return bool(values) and all(value[:2] == value[2:4] == value[4:] for value in values)


def _renumber(root: _Element) -> None:
    """Number the series of a chart anew, in their order."""
    for at, series in enumerate(root.iter(f"{_CHART}ser")):
        for name in ("idx", "order"):
            element = series.find(f"{_CHART}{name}")
            if element is not None:
                element.set("val", str(at))
