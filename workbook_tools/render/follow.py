"""What a sheet holds beside its cells follows its rows: merges, conditional formats, validations,
links, breaks, views, filters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from workbook_tools.error_kinds import BAD_JINJA
from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.cells import area_name, split_area
from workbook_tools.excel.package import MAIN, drop_attribute, to_xml, whole_number
from workbook_tools.place import Place, cell_name
from workbook_tools.render.areas import copies, square_in_output
from workbook_tools.render.layout import Instance, Layout, SheetLayout, fault_of
from workbook_tools.render.moved_extensions import move_extensions
from workbook_tools.render.printing import Printing, put_printing
from workbook_tools.render.spread import spread, stretched
from workbook_tools.template.expressions import (
    Language,
    compile_text,
    environment,
    has_tag,
)
from workbook_tools.template.plain import Scope
from workbook_tools.template.work import said_of, syntax_error

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_HOLDING_AREAS = (f"{_M}autoFilter", f"{_M}ignoredErrors/*", f"{_M}protectedRanges/*")
_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData\s*>\s*</sheetData>")


def sheet_frame(
    layout: Layout,
    sheet: SheetLayout,
    styles: Mapping[int, int],
    differential: Mapping[int, int],
    code_name: str | None,
    printing: Printing | None = None,
) -> tuple[bytes, bytes]:
    """The sheet's XML before and after its rows, everything in it moved to where its rows went."""
    root = deepcopy(sheet.sheet.root)
    _drop_session(root)
    _set_code_name(root, code_name)
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
    if printing is not None:
        put_printing(root, printing)
    _areas(root, sheet)
    move_extensions(root, layout, sheet)
    xml = to_xml(root)
    rows = _ROWS.search(xml)
    assert rows is not None, xml[:200]
    return xml[: rows.start()], xml[rows.end() :]


def _drop_session(root: _Element) -> None:
    """What belonged to the template's own editing: a filter in force, VBA's name, sorting."""
    properties = root.find(f"{_M}sheetPr")
    if properties is not None:
        drop_attribute(properties, "codeName")
        drop_attribute(properties, "filterMode")
    for name in ("sortState", "scenarios", "customSheetViews"):
        for element in root.findall(f"{_M}{name}"):
            root.remove(element)


def _set_code_name(root: _Element, code_name: str | None) -> None:
    if not code_name:
        return
    properties = root.find(f"{_M}sheetPr")
    if properties is None:
        from lxml import etree

        properties = etree.Element(f"{_M}sheetPr")
        root.insert(0, properties)
    properties.set("codeName", code_name)


def _dimension(root: _Element, sheet: SheetLayout) -> None:
    columns = [cell.column for row in sheet.patterns for cell in row.cells]
    dimension = root.find(f"{_M}dimension")
    if dimension is not None and columns:
        dimension.set("ref", area_name(1, min(columns), max(sheet.last_row, 1), max(columns)))


def _views(root: _Element, sheet: SheetLayout) -> None:
    for view in root.iterfind(f"{_M}sheetViews/{_M}sheetView"):
        drop_attribute(view, "tabSelected")
        _frozen_rows(view, sheet)
        for element in view.iter():
            for attribute in ("topLeftCell", "activeCell", "sqref"):
                if element.get(attribute):
                    top, left, _, _ = split_area(str(element.get(attribute)).split()[0])
                    element.set(attribute, cell_name(sheet.following(top), left))
            drop_attribute(element, "activeCellId")


def _frozen_rows(view: _Element, sheet: SheetLayout) -> None:
    """As many rows stay in sight as are left of those that the template holds there."""
    pane = view.find(f"{_M}pane")
    if pane is None or not pane.get("ySplit") or "frozen" not in str(pane.get("state")).lower():
        return
    first = split_area(str(view.get("topLeftCell") or "A1"))[0]
    held = whole_number(pane.get("ySplit"), 0)
    pane.set("ySplit", str(sheet.following(first + held) - sheet.following(first)))


def _merges(root: _Element, sheet: SheetLayout) -> None:
    """Every merge, once for every copy of its rows."""
    from lxml import etree

    merges = root.find(f"{_M}mergeCells")
    if merges is None:
        return
    moved = [name for element in merges for _, name in copies(sheet, str(element.get("ref")))]
    areas = [name for name in moved if ":" in name]
    for element in list(merges):
        merges.remove(element)
    for name in areas:
        etree.SubElement(merges, f"{_M}mergeCell", ref=name)
    merges.set("count", str(len(areas)))
    if not areas:
        root.remove(merges)


def _conditional_formats(
    root: _Element, layout: Layout, sheet: SheetLayout, differential: Mapping[int, int]
) -> None:
    """Every rule with its areas and formulas in the output; priorities count anew from 1."""
    priority = 0
    for element in root.findall(f"{_M}conditionalFormatting"):
        at = root.index(element)
        root.remove(element)
        for rule in element.findall(f"{_M}cfRule"):
            if rule.get("dxfId"):
                rule.set("dxfId", str(differential[int(str(rule.get("dxfId")))]))
            for block in _spread_rule(layout, sheet, element, rule):
                priority += 1
                block[0].set("priority", str(priority))
                root.insert(at, block)
                at += 1


def _spread_rule(
    layout: Layout, sheet: SheetLayout, element: _Element, rule: _Element
) -> list[_Element]:
    """A rule as one conditional format for each area that needs formulas of its own."""
    from lxml import etree

    given = [holder.text or "" for holder in rule.iter(f"{_M}formula")]
    blocks = []
    for square, formulas in spread(layout, sheet, str(element.get("sqref")), given):
        copy = deepcopy(rule)
        for holder, formula in zip(copy.iter(f"{_M}formula"), formulas, strict=True):
            holder.text = formula
        for value in copy.iter(f"{_M}cfvo"):
            if value.get("val"):
                value.set("val", stretched(layout, sheet, str(value.get("val"))))
        block = etree.Element(f"{_M}conditionalFormatting", sqref=square)
        if element.get("pivot"):
            block.set("pivot", str(element.get("pivot")))
        block.append(copy)
        blocks.append(block)
    return blocks


def _validations(root: _Element, layout: Layout, sheet: SheetLayout) -> None:
    """Every validation with its areas and formulas in the output."""
    holder = root.find(f"{_M}dataValidations")
    if holder is None:
        return
    for element in list(holder):
        holder.remove(element)
        given = [child.text or "" for child in _bounds(element)]
        for square, formulas in spread(layout, sheet, str(element.get("sqref")), given):
            copy = deepcopy(element)
            copy.set("sqref", square)
            for child, formula in zip(_bounds(copy), formulas, strict=True):
                child.text = formula
            holder.append(copy)
    holder.set("count", str(len(holder)))
    if not len(holder):
        root.remove(holder)


def _bounds(validation: _Element) -> list[_Element]:
    """The formulas of a validation."""
    return [child for child in validation if child.tag in (f"{_M}formula1", f"{_M}formula2")]


def _hyperlinks(root: _Element, layout: Layout, sheet: SheetLayout) -> None:
    """Every link, once for every copy of its row; those whose target is gone are left out."""
    holder = root.find(f"{_M}hyperlinks")
    if holder is None:
        return
    env = environment()
    for element in list(holder):
        holder.remove(element)
        for instance, name in copies(sheet, str(element.get("ref"))):
            copy = deepcopy(element)
            _fill_link(copy, layout, sheet, instance, env)
            copy.set("ref", name)
            if "#REF!" not in copy.get("location", ""):
                holder.append(copy)
    if not len(holder):
        root.remove(holder)


def _fill_link(
    link: _Element,
    layout: Layout,
    sheet: SheetLayout,
    instance: Instance | None,
    env: Language,
) -> None:
    """What a link says and where it leads, for one copy of its row."""
    for attribute in ("location", "display", "tooltip"):
        text = link.get(attribute)
        if text and has_tag(text) and instance is not None:
            place = Place(sheet.sheet.name, str(link.get("ref")))
            link.set(attribute, _filled(env, text, instance.scope, place))
        elif text and attribute == "location":
            link.set(attribute, stretched(layout, sheet, text, instance))


def _filled(env: Language, text: str, scope: Scope, place: Place) -> str:
    """A link's text with its tags filled in. Raises ``TemplateError`` where they cannot be."""
    try:
        expression = compile_text(env, text)
    except syntax_error() as error:
        fault = TemplateFault(place, BAD_JINJA, text=text, why=said_of(error))
        raise TemplateError((fault,)) from error
    try:
        return str(expression.evaluate(scope))
    except Exception as error:
        raise TemplateError((fault_of(place, error, expression),)) from error


def _breaks(root: _Element, sheet: SheetLayout) -> None:
    """Every page break, once for every copy of its row."""
    holder = root.find(f"{_M}rowBreaks")
    if holder is None:
        return
    rows = []
    for element in list(holder):
        holder.remove(element)
        for instance in sheet.of(int(str(element.get("id")))):
            copy = deepcopy(element)
            copy.set("id", str(instance.row))
            rows.append((instance.row, copy))
    for _, copy in sorted(rows, key=lambda row: row[0]):
        holder.append(copy)
    holder.set("count", str(len(rows)))
    holder.set("manualBreakCount", str(sum(1 for _, copy in rows if copy.get("man") == "1")))
    if not rows:
        root.remove(holder)


def _areas(root: _Element, sheet: SheetLayout) -> None:
    """The areas of the filter, of ignored errors and of protected ranges."""
    for path in _HOLDING_AREAS:
        for element in root.iterfind(path):
            ref, square = element.get("ref"), element.get("sqref")
            if ref:
                element.set("ref", square_in_output(sheet, ref, whole=True))
            if square:
                element.set("sqref", square_in_output(sheet, square))
