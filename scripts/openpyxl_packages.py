"""Workbooks made with openpyxl, put right: fonts in the order of the schema, no date of making,
fixed bytes.
"""

from __future__ import annotations

import io
import re

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from workbook_tools.excel.package import MAIN, Package, open_package, pack, parse_xml, to_xml
from workbook_tools.render.heights import TextStyle, settled

_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)
_END_OF_CHART = b"</chart>"
_CHART_FONT = (
    b'<txPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:bodyPr/><a:p><a:pPr>'
    b'<a:defRPr sz="900"><a:latin typeface="Times New Roman"/></a:defRPr></a:pPr>'
    b'<a:endParaRPr lang="vi-VN"/></a:p></txPr>'
)
"""The letters of a chart are the document's own; openpyxl cannot say it of a whole chart."""
_LABELS = re.compile(rb'(<numFmt formatCode="[^"<]*") ?/>')
"""A format of labels; openpyxl does not say that it is theirs, and not that of the cells."""
_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def finished(book: Workbook) -> bytes:
    """The workbook's file, the same bytes for the same content."""
    raw = io.BytesIO()
    book.save(raw)
    package = open_package(raw.getvalue(), "openpyxl")
    styles = parse_xml(package.read("xl/styles.xml"), "xl/styles.xml")
    for font in styles.iter(f"{{{MAIN}}}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(etree.QName(child).localname))
    charts = {
        name: _LABELS.sub(
            rb'\1 sourceLinked="0"/>',
            package.read(name).replace(_END_OF_CHART, _END_OF_CHART + _CHART_FONT, 1),
        )
        for name in package.parts
        if name.startswith("xl/charts/chart")
    }
    core = _DATE.sub(rb"\g<1>2021-01-01T00:00:00Z", package.read("docProps/core.xml"))
    parts = {name: package.read(name) for name in package.parts}
    parts |= charts | {"xl/styles.xml": to_xml(styles), "docProps/core.xml": core}
    return pack(Package(parts))


def fit_rows(sheet: Worksheet) -> None:
    """Give every row of a plain sheet the height that its wrapped text needs."""
    for row in sheet.iter_rows(min_row=2):
        needed = [_needed(sheet, cell) for cell in row if cell.value is not None]
        if needed:
            sheet.row_dimensions[row[0].row].height = settled(max(needed))


def _needed(sheet: Worksheet, cell: Cell) -> float:
    """The height that a cell's text needs in points."""
    font, digit = cell.font, 5.5
    style = TextStyle(float(font.sz or 11), bold=bool(font.b), italic=bool(font.i))
    width = sheet.column_dimensions[cell.column_letter].width
    indent = 1.5 * digit * int(cell.alignment.indent or 0)
    return style.room(width * digit - indent).height(str(cell.value))
