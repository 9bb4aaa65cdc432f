"""What belongs to rows follows them: merges, conditional formats, validations, links, notes,
tables, charts …
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.calculation import Value
from workbook_tools.excel.cells import area_name, split_area
from workbook_tools.excel.formula import Piece, Ref, Token, join, tokenize
from workbook_tools.excel.package import MAIN, drop_attribute, to_xml
from workbook_tools.place import Place, cell_name
from workbook_tools.render.formulas import stretch, write_formula
from workbook_tools.render.layout import Instance, Layout, SheetLayout
from workbook_tools.template.compiled import Row
from workbook_tools.template.expressions import compile_text, environment, has_tag

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_VML_EXCEL = "{urn:schemas-microsoft-com:office:excel}"

_NO_ROW = Row(0)

Lookup = Callable[[int, int, int], Value]


def sheet_frame(
    layout: Layout,
    sheet: SheetLayout,
    styles: Mapping[int, int],
    differential: Mapping[int, int],
    code_name: str | None,
) -> tuple[bytes, bytes]:
    """The sheet's XML before and after its rows, everything in it moved to where its rows went."""
    from lxml import etree

    root = deepcopy(sheet.sheet.root)
    _drop_session(root, code_name)
    _dimension(root, sheet)
    for column in root.iterfind(f"{_M}cols/{_M}col"):
        if column.get("style"):
            column.set("style", str(styles[int(str(column.get("style")))]))
    _views(root, sheet)
    _merges(root, sheet)
    _conditional_formats(root, layout, sheet, differential)
    _validations(root, layout, sheet)
    _hyperlinks(root, layout, sheet)
    _breaks(root, sheet)
    for name in ("autoFilter", "ignoredErrors", "protectedRanges"):
        found = root.find(f"{_M}{name}")
        for element in (
            [found]
            if found is not None and name == "autoFilter"
            else found
            if found is not None
            else []
        ):
            for attribute in ("ref", "sqref"):
                if element.get(attribute):
                    element.set(
                        attribute,
                        _square(sheet, str(element.get(attribute)), whole=attribute == "ref"),
                    )
    for element in root.iter(f"{_XM}sqref"):
        element.text = _square(sheet, element.text or "")
    for element in root.iter(f"{_XM}f"):
        element.text = stretched(layout, sheet, element.text or "")
    xml = to_xml(root)
    data = re.search(rb"<sheetData\s*/>|<sheetData\s*>\s*</sheetData>", xml)
    assert data is not None, etree.tostring(root)[:200]
    return xml[: data.start()], xml[data.end() :]


def _drop_session(root: _Element, code_name: str | None) -> None:
    """What belonged to the template's own editing: which tab was in front, a filter in force, VBA's
    name.
    """
    properties = root.find(f"{_M}sheetPr")
    if properties is not None:
        drop_attribute(properties, "codeName")
        drop_attribute(properties, "filterMode")
    if code_name:
        if properties is None:
            from lxml import etree

            properties = etree.Element(f"{_M}sheetPr")
            root.insert(0, properties)
        properties.set("codeName", code_name)
    for name in ("sortState", "scenarios", "customSheetViews"):
        for element in root.findall(f"{_M}{name}"):
            root.remove(element)


def _dimension(root: _Element, sheet: SheetLayout) -> None:
    columns = [cell.column for row in sheet.sheet.rows.values() for cell in row.cells]
    dimension = root.find(f"{_M}dimension")
    if dimension is not None and columns:
        dimension.set("ref", area_name(1, min(columns), max(sheet.last_row, 1), max(columns)))


def _views(root: _Element, sheet: SheetLayout) -> None:
    for view in root.iterfind(f"{_M}sheetViews/{_M}sheetView"):
        drop_attribute(view, "tabSelected")
        for element in view.iter():
            for attribute in ("topLeftCell", "activeCell", "sqref"):
                if element.get(attribute):
                    top, left, _, _ = split_area(str(element.get(attribute)).split()[0])
                    element.set(attribute, cell_name(sheet.following(top), left))
            drop_attribute(element, "activeCellId")


def _square(sheet: SheetLayout, square: str, *, whole: bool = False) -> str:
    """An ``sqref`` (areas apart by blanks) in the output."""
    out = []
    for area in square.split():
        top, left, bottom, right = split_area(area)
        for first, last in sheet.areas(top, bottom, {}, whole=whole):
            out.append(area_name(first, left, last, right))
    return " ".join(out)


def copies(sheet: SheetLayout, area: str) -> list[tuple[Instance | None, str]]:
    """An area that belongs to its rows, once for every copy of its first row."""
    top, left, bottom, right = split_area(area)
    if top > sheet.sheet.last_row:
        return [(None, area_name(sheet.beyond(top), left, sheet.beyond(bottom), right))]
    found: dict[str, Instance] = {}
    for instance in sheet.of(top):
        spans = (
            sheet.areas(top, bottom, instance.scope, whole=True)
            if bottom > top
            else ((instance.row, instance.row),)
        )
        for first, last in spans:
            found.setdefault(area_name(first, left, last, right), instance)
    return [(instance, name) for name, instance in found.items()]


def _merges(root: _Element, sheet: SheetLayout) -> None:
    from lxml import etree

    merges = root.find(f"{_M}mergeCells")
    if merges is None:
        return
    areas = [
        name
        for element in merges
        for _, name in copies(sheet, str(element.get("ref")))
        if ":" in name
    ]
    for element in list(merges):
        merges.remove(element)
    for name in areas:
        etree.SubElement(merges, f"{_M}mergeCell", ref=name)
    merges.set("count", str(len(areas)))
    if not areas:
        root.remove(merges)


# -------------------------------------------------------------------- formulas relative to a square


def spread(
    layout: Layout, sheet: SheetLayout, square: str, formulas: list[str]
) -> list[tuple[str, list[str]]]:
    """A conditional format's or validation's area with its formulas, in the output.

    Its formulas are written for the area's first row. Where they refer to nothing but their own row
    and to rows that stand once, one area with one set of formulas is enough; otherwise every row
    gets its own.
    """
    areas = [split_area(area) for area in square.split()]
    anchor = min(area[0] for area in areas)
    pieces = [tokenize(formula) for formula in formulas]
    place = Place(sheet.sheet.name, square.split()[0])
    if all(_uniform(layout, sheet, piece, anchor) for formula in pieces for piece in formula):
        moved = _square(sheet, square)
        if not moved:
            return []
        first = min(split_area(area)[0] for area in moved.split())
        return [
            (
                moved,
                [
                    write_formula(
                        layout,
                        sheet,
                        anchor,
                        Instance(sheet.sheet.rows.get(anchor) or _NO_ROW, first, {}),
                        {},
                        formula,
                        place,
                    )
                    for formula in pieces
                ],
            )
        ]
    out = []
    for top, left, bottom, right in areas:
        for number in range(top, bottom + 1):
            for instance in sheet.of(number):
                moved_pieces = [
                    tuple(_moved(piece, number - anchor) for piece in formula) for formula in pieces
                ]
                out.append(
                    (
                        area_name(instance.row, left, instance.row, right),
                        [
                            write_formula(
                                layout, sheet, number, instance, instance.scope, formula, place
                            )
                            for formula in moved_pieces
                        ],
                    )
                )
    return out


def _uniform(layout: Layout, sheet: SheetLayout, piece: Piece, anchor: int) -> bool:
    if isinstance(piece, Token) or not piece.left:
        return True
    into = layout.sheet(piece.sheet or sheet.sheet.name)
    if into is None:
        return piece.top_fixed and piece.bottom_fixed
    if (
        into is sheet
        and piece.top == piece.bottom == anchor
        and not piece.top_fixed
        and not piece.bottom_fixed
    ):
        return True
    once = all(len(into.of(row)) <= 1 for row in (piece.top, piece.bottom))
    return piece.top_fixed and piece.bottom_fixed and (once or piece.top != piece.bottom)


def _moved(piece: Piece, down: int) -> Piece:
    if isinstance(piece, Token):
        return piece
    return replace(
        piece,
        top=piece.top + (0 if piece.top_fixed else down),
        bottom=piece.bottom + (0 if piece.bottom_fixed else down),
    )


def _conditional_formats(
    root: _Element, layout: Layout, sheet: SheetLayout, differential: Mapping[int, int]
) -> None:
    from lxml import etree

    priority = 0
    for element in root.findall(f"{_M}conditionalFormatting"):
        at = root.index(element)
        root.remove(element)
        for rule in element.findall(f"{_M}cfRule"):
            if rule.get("dxfId"):
                rule.set("dxfId", str(differential[int(str(rule.get("dxfId")))]))
            holders = list(rule.iter(f"{_M}formula"))
            for square, formulas in spread(
                layout, sheet, str(element.get("sqref")), [h.text or "" for h in holders]
            ):
                copy = deepcopy(rule)
                for holder, formula in zip(copy.iter(f"{_M}formula"), formulas, strict=True):
                    holder.text = formula
                for value in copy.iter(f"{_M}cfvo"):
                    if value.get("type") == "formula" and value.get("val"):
                        value.set("val", stretched(layout, sheet, str(value.get("val"))))
                priority += 1
                copy.set("priority", str(priority))
                block = etree.Element(f"{_M}conditionalFormatting", sqref=square)
                if element.get("pivot"):
                    block.set("pivot", str(element.get("pivot")))
                block.append(copy)
                root.insert(at, block)
                at += 1


def _validations(root: _Element, layout: Layout, sheet: SheetLayout) -> None:
    holder = root.find(f"{_M}dataValidations")
    if holder is None:
        return
    for element in list(holder):
        holder.remove(element)
        given = [child for child in element if str(child.tag) in (f"{_M}formula1", f"{_M}formula2")]
        for square, formulas in spread(
            layout, sheet, str(element.get("sqref")), [g.text or "" for g in given]
        ):
            copy = deepcopy(element)
            copy.set("sqref", square)
            texts = iter(formulas)
            for child in copy:
                if str(child.tag) in (f"{_M}formula1", f"{_M}formula2"):
                    child.text = next(texts)
            holder.append(copy)
    holder.set("count", str(len(holder)))
    if not len(holder):
        root.remove(holder)


def _hyperlinks(root: _Element, layout: Layout, sheet: SheetLayout) -> None:
    holder = root.find(f"{_M}hyperlinks")
    if holder is None:
        return
    env = environment()
    for element in list(holder):
        holder.remove(element)
        for instance, name in copies(sheet, str(element.get("ref"))):
            copy = deepcopy(element)
            copy.set("ref", name)
            for attribute in ("location", "display", "tooltip"):
                text = copy.get(attribute)
                if text and has_tag(text) and instance is not None:
                    copy.set(attribute, str(compile_text(env, text).evaluate(instance.scope)))
                elif text and attribute == "location":
                    copy.set(attribute, stretched(layout, sheet, text, instance))
            if "#REF!" not in copy.get("location", ""):
                holder.append(copy)
    if not len(holder):
        root.remove(holder)


def _breaks(root: _Element, sheet: SheetLayout) -> None:
    holder = root.find(f"{_M}rowBreaks")
    if holder is None:
        return
    rows = []
    for element in list(holder):
        number = int(str(element.get("id")))
        holder.remove(element)
        for instance in sheet.of(number):
            copy = deepcopy(element)
            copy.set("id", str(instance.row))
            rows.append((instance.row, copy))
    for _, copy in sorted(rows, key=lambda row: row[0]):
        holder.append(copy)
    holder.set("count", str(len(rows)))
    holder.set("manualBreakCount", str(sum(1 for _, copy in rows if copy.get("man") == "1")))
    if not rows:
        root.remove(holder)


def stretched(
    layout: Layout, sheet: SheetLayout, formula: str, instance: Instance | None = None
) -> str:
    """A reference list (a defined name, a chart's range, a link's target) in the output; as it is
    if it is none.
    """
    try:
        pieces = tokenize(formula)
    except ValueError:
        return formula
    out = []
    for piece in pieces:
        if isinstance(piece, Ref):
            texts = stretch(layout, piece, sheet, -1, instance, instance.scope if instance else {})
            out.append(",".join(texts) or "#REF!")
        else:
            out.append(piece.text)
    text = "".join(out)
    return (
        f"({text})"
        if "," in text and text != join(pieces) and not formula.startswith("(")
        else text
    )


# --------------------------------------------------------------------------------- parts of a sheet


def table(root: _Element, sheet: SheetLayout, place: Place) -> str:
    """Move a table's part (``ref`` and filter); gives its new area. Raises ``TemplateError`` for a
    repeated one.
    """
    for element in [root, *root.iter(f"{_M}autoFilter")]:
        if element.get("ref"):
            top, left, bottom, right = split_area(str(element.get("ref")))
            if len(sheet.of(top)) != 1 or len(sheet.areas(top, bottom, {}, whole=False)) != 1:
                raise TemplateError(
                    (
                        TemplateFault(
                            place,
                            "bảng (Table) phải có đúng một dòng tiêu đề và các dòng "
                            "liền nhau sau khi lập",
                        ),
                    )
                )
            first, last = sheet.areas(top, bottom, {}, whole=True)[0]
            element.set("ref", area_name(first, left, max(last, first + 1), right))
    for name in ("sortState",):
        for element in root.findall(f"{_M}{name}"):
            root.remove(element)
    return str(root.get("ref"))


def notes(root: _Element, sheet: SheetLayout) -> None:
    """Move and copy a sheet's notes (``comments.xml``) with their rows."""
    holder = root.find(f"{_M}commentList")
    if holder is None:
        return
    for element in list(holder):
        holder.remove(element)
        for at, (_, name) in enumerate(copies(sheet, str(element.get("ref")))):
            copy = deepcopy(element)
            copy.set("ref", name)
            for attribute in list(copy.attrib):
                if at and str(attribute).endswith("uid"):
                    copy.set(attribute, _copy_id(str(copy.get(attribute)), at))
            holder.append(copy)


def threaded_notes(root: _Element, sheet: SheetLayout) -> None:
    """Move a sheet's threaded comments to the first copy of their rows."""
    for element in root:
        found = copies(sheet, str(element.get("ref")))
        if found:
            element.set("ref", found[0][1])


def _copy_id(identifier: str, at: int) -> str:
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_OID, f"{identifier}/{at}")).upper() + "}"


def note_shapes(root: _Element, sheet: SheetLayout) -> None:
    """Move and copy the boxes of notes (and other legacy shapes) in a VML drawing with their rows."""
    used = [
        int(number)
        for shape in root.iter(f"{_VML}shape")
        if (number := str(shape.get("id", "")).rpartition("_s")[2]).isdigit()
    ]
    free = max(used, default=1024) + 1
    for shape in list(root.iter(f"{_VML}shape")):
        row_element, column = (
            shape.find(f".//{_VML_EXCEL}Row"),
            shape.find(f".//{_VML_EXCEL}Column"),
        )
        if row_element is None or column is None:
            continue
        row_number, across = int(row_element.text or "0") + 1, int(column.text or "0") + 1
        found = copies(sheet, cell_name(row_number, across))
        parent = shape.getparent()
        assert parent is not None
        position = parent.index(shape)
        parent.remove(shape)
        for copy_number, (_, name) in enumerate(found):
            copy = deepcopy(shape)
            if copy_number:
                copy.set("id", f"_x0000_s{free}")
                free += 1
            row = split_area(name)[0]
            _set_text(copy, "Row", str(row - 1))
            anchor = copy.find(f".//{_VML_EXCEL}Anchor")
            if anchor is not None and anchor.text:
                parts = [int(part) for part in anchor.text.split(",")]
                if len(parts) == 8:
                    parts[2], parts[6] = (max(0, parts[at] + row - row_number) for at in (2, 6))
                    anchor.text = ", ".join(str(part) for part in parts)
            parent.insert(position + copy_number, copy)


def _set_text(shape: _Element, name: str, text: str) -> None:
    element = shape.find(f".//{_VML_EXCEL}{name}")
    if element is not None:
        element.text = text


def drawing(root: _Element, sheet: SheetLayout) -> None:
    """Move pictures, shapes and charts with the rows that they are anchored to; their size in rows
    stays.
    """
    for anchor in root:
        start, end = (
            anchor.find(f"{_DRAWING}from/{_DRAWING}row"),
            anchor.find(f"{_DRAWING}to/{_DRAWING}row"),
        )
        if start is None:
            continue
        before = int(start.text or "0")
        after = sheet.following(before + 1) - 1
        start.text = str(after)
        if end is not None:
            end.text = str(after + int(end.text or "0") - before)


def chart_ranges(root: _Element, layout: Layout, sheet: SheetLayout) -> bool:
    """Stretch a chart's ranges; says whether any of them points into a generated sheet."""
    moved = False
    for element in root.iter(f"{_CHART}f"):
        before = element.text or ""
        try:
            into = [
                piece
                for piece in tokenize(before)
                if isinstance(piece, Ref) and layout.sheet(piece.sheet or "") is not None
            ]
        except ValueError:
            continue
        if into:
            moved = True
            element.text = stretched(layout, sheet, before)
    return moved


def chart_caches(root: _Element, sheet_index: Mapping[str, int], lookup: Lookup) -> None:
    """Write what a chart shows before it is calculated again: the present values of its ranges."""
    from lxml import etree

    for element in list(root.iter(f"{_CHART}f")):
        parent = element.getparent()
        if parent is None:
            continue
        cache = next(
            (
                child
                for child in parent
                if str(child.tag) in (f"{_CHART}numCache", f"{_CHART}strCache")
            ),
            None,
        )
        kind = "numCache" if str(parent.tag).endswith("numRef") else "strCache"
        if not str(parent.tag).endswith(("numRef", "strRef")):
            continue
        values = _range_values(element.text or "", sheet_index, lookup)
        if values is None:
            continue
        code = cache.findtext(f"{_CHART}formatCode") if cache is not None else None
        fresh = etree.Element(f"{_CHART}{kind}")
        if kind == "numCache":
            etree.SubElement(fresh, f"{_CHART}formatCode").text = code or "General"
        etree.SubElement(fresh, f"{_CHART}ptCount", val=str(len(values)))
        for at, value in enumerate(values):
            if value is None or (kind == "numCache" and not isinstance(value, float)):
                continue
            point = etree.SubElement(fresh, f"{_CHART}pt", idx=str(at))
            text = repr(value) if isinstance(value, float) else str(value)
            etree.SubElement(point, f"{_CHART}v").text = (
                text.removesuffix(".0") if isinstance(value, float) else text
            )
        if cache is not None:
            parent.replace(cache, fresh)
        else:
            parent.insert(parent.index(element) + 1, fresh)


def _range_values(
    formula: str, sheet_index: Mapping[str, int], lookup: Lookup
) -> list[Value] | None:
    values: list[Value] = []
    for piece in tokenize(formula):
        if isinstance(piece, Ref):
            index = sheet_index.get((piece.sheet or "").casefold())
            if index is None or not piece.left:
                return None
            values += [
                lookup(index, row, column)
                for row in range(piece.top, piece.bottom + 1)
                for column in range(piece.left, piece.right + 1)
            ]
        elif piece.kind not in ("operator", "space"):
            return None
    return values


def pivot_source(root: _Element, layout: Layout) -> None:
    """Move a pivot cache's source area, and have it read again when the workbook is opened."""
    source = root.find(f"{_M}cacheSource/{_M}worksheetSource")
    if source is None or not source.get("ref"):
        return
    sheet = layout.sheet(str(source.get("sheet", "")))
    if sheet is not None:
        source.set("ref", _square(sheet, str(source.get("ref")), whole=True))
        root.set("refreshOnLoad", "1")
