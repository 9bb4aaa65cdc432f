"""Values that stand where the file format has a number or cells, looked at before anybody reckons
with them. Excel does not open such a part either, or mends it in a way of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN

if TYPE_CHECKING:
    from lxml.etree import _Element

_WHOLE = re.compile(r"[0-9]{1,10}\Z")
_FRACTION = re.compile(r"-?[0-9]{1,10}(?:\.[0-9]{0,20})?(?:[eE][+-]?[0-9]{1,2})?\Z")
_COLOUR = re.compile(r"(?:[0-9A-Fa-f]{2}){3,4}\Z")
_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}\Z")
_AREA = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?\Z")
_AREAS = re.compile(_AREA.pattern.removesuffix(r"\Z") + r"(?: +" + _AREA.pattern[:-2] + r")* *\Z")
_EIGHT = re.compile(r"\s*-?[0-9]{1,7}(?:\s*,\s*-?[0-9]{1,7}){7}\s*\Z")

_ATTRIBUTES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "row": {"r": _WHOLE, "s": _WHOLE, "ht": _FRACTION},
    "c": {"r": _CELL, "s": _WHOLE},
    "f": {"ref": _AREA, "si": _WHOLE},
    "col": {"min": _WHOLE, "max": _WHOLE, "style": _WHOLE, "width": _FRACTION},
    "sheetFormatPr": {"defaultColWidth": _FRACTION, "defaultRowHeight": _FRACTION},
    "cfRule": {"dxfId": _WHOLE, "priority": re.compile(r"-?[0-9]{1,10}\Z")},
    "conditionalFormatting": {"sqref": _AREAS},
    "dataValidation": {"sqref": _AREAS},
    "mergeCell": {"ref": _AREA},
    "hyperlink": {"ref": _AREA},
    "autoFilter": {"ref": _AREA},
    "sortState": {"ref": _AREA},
    "protectedRange": {"sqref": _AREAS},
    "ignoredError": {"sqref": _AREAS},
    "brk": {"id": _WHOLE},
    "selection": {"activeCell": _CELL, "sqref": _AREAS},
    "pane": {"topLeftCell": _CELL, "xSplit": _FRACTION, "ySplit": _FRACTION},
    "comment": {"ref": _AREA, "authorId": _WHOLE},
    "table": {"id": _WHOLE, "ref": _AREA},
    "location": {"ref": _AREA},
    "xf": dict.fromkeys(("numFmtId", "fontId", "fillId", "borderId", "xfId"), _WHOLE),
    "numFmt": {"numFmtId": _WHOLE},
    "cellStyle": {"xfId": _WHOLE},
    "color": {"theme": _WHOLE, "indexed": _WHOLE, "tint": _FRACTION, "rgb": _COLOUR},
    "fgColor": {"theme": _WHOLE, "indexed": _WHOLE, "tint": _FRACTION, "rgb": _COLOUR},
    "bgColor": {"theme": _WHOLE, "indexed": _WHOLE, "tint": _FRACTION, "rgb": _COLOUR},
    "sz": {"val": _FRACTION},
    "definedName": {"localSheetId": _WHOLE},
}
"""Elements of the workbook's own namespace → how their attributes are written."""

_TEXTS: Mapping[str, re.Pattern[str]] = {
    "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}row": _WHOLE,
    "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}col": _WHOLE,
    "{urn:schemas-microsoft-com:office:excel}Row": _WHOLE,
    "{urn:schemas-microsoft-com:office:excel}Column": _WHOLE,
    "{urn:schemas-microsoft-com:office:excel}Anchor": _EIGHT,
}
"""Elements of drawings → how their text is written."""

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "row": ("r",),
    "c": ("r",),
    "col": ("min", "max"),
    "mergeCell": ("ref",),
    "hyperlink": ("ref",),
    "brk": ("id",),
    "table": ("ref",),
    "comment": ("ref",),
    "dataValidation": ("sqref",),
    "conditionalFormatting": ("sqref",),
    "protectedRange": ("sqref",),
    "ignoredError": ("sqref",),
}
"""What an element cannot be without."""

_CHILDREN: Mapping[str, tuple[str, ...]] = {
    "sheetData": ("row",),
    "row": ("c", "extLst"),
    "cols": ("col",),
    "mergeCells": ("mergeCell",),
    "hyperlinks": ("hyperlink",),
    "rowBreaks": ("brk",),
    "colBreaks": ("brk",),
    "dataValidations": ("dataValidation",),
    "conditionalFormatting": ("cfRule", "extLst"),
    "protectedRanges": ("protectedRange",),
    "ignoredErrors": ("ignoredError", "extLst"),
    "tableParts": ("tablePart",),
    "commentList": ("comment",),
    "cellXfs": ("xf",),
    "fonts": ("font",),
    "fills": ("fill",),
    "borders": ("border",),
    "dxfs": ("dxf",),
}
"""What may stand in the elements that hold many of a kind."""

_MAIN = f"{{{MAIN}}}"


def odd_values(root: _Element) -> Iterator[tuple[str, str]]:
    """Each value of a part that is missing or written in no way that the format knows, and each
    element among others of a kind that is none of them: where it stands (``cfRule/dxfId``) and
    what it is.
    """
    for element in root.iter():
        tag = str(element.tag)
        if tag.startswith(_MAIN):
            yield from _odd_attributes(element, tag.removeprefix(_MAIN))
        elif tag in _TEXTS and not _TEXTS[tag].match((element.text or "").strip() or "0"):
            yield tag.rpartition("}")[2], element.text or ""


def _odd_attributes(element: _Element, name: str) -> Iterator[tuple[str, str]]:
    """What is odd at an element of the workbook's own namespace."""
    for child in element if name in _CHILDREN else ():
        inner = str(child.tag).removeprefix(_MAIN)
        if inner not in _CHILDREN[name]:
            yield name, inner
    for attribute in _REQUIRED.get(name, ()):
        if element.get(attribute) is None:
            yield f"{name}/{attribute}", ""
    for attribute, form in _ATTRIBUTES.get(name, {}).items():
        value = element.get(attribute)
        if value is not None and not form.match(value.strip()):
            yield f"{name}/{attribute}", value
    if name.startswith("table"):
        yield from _odd_formats(element, name)


def _odd_formats(element: _Element, name: str) -> Iterator[tuple[str, str]]:
    """The formats of a table (``headerRowDxfId`` …) that are no numbers."""
    for attribute, value in element.attrib.items():
        if str(attribute).endswith("xfId") and not _WHOLE.match(str(value)):
            yield f"{name}/{attribute!s}", str(value)
