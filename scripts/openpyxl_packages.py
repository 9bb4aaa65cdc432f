"""Workbooks made with openpyxl, put right: fonts in the order of the schema, no date of making,
fixed bytes.
"""

from __future__ import annotations

import io
import re

from lxml import etree
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_tools.excel.package import MAIN, Package, open_package, pack, parse_xml, to_xml
from workbook_tools.render.heights import TextStyle, lines

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
_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def finished(book: Workbook) -> bytes:
    """The workbook's file, the same bytes for the same content."""
    raw = io.BytesIO()
    book.save(raw)
    package = open_package(raw.getvalue(), "openpyxl")
    styles = parse_xml(package.read("xl/styles.xml"), "xl/styles.xml")
    for font in styles.iter(f"{{{MAIN}}}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(etree.QName(child).localname))
    core = _DATE.sub(rb"\g<1>2021-01-01T00:00:00Z", package.read("docProps/core.xml"))
    parts = {name: package.read(name) for name in package.parts}
    parts |= {"xl/styles.xml": to_xml(styles), "docProps/core.xml": core}
    return pack(Package(parts))


def fit_rows(sheet: Worksheet) -> None:
    """Give every row of a plain sheet the height that its wrapped text needs."""
    for row in sheet.iter_rows(min_row=2):
        needed = [
            lines(
                str(cell.value),
                TextStyle(cell.font.sz or 11, bool(cell.font.b)).capacity(
                    sheet.column_dimensions[cell.column_letter].width
                ),
            )
            for cell in row
            if cell.value is not None
        ]
        if needed and max(needed) > 1:
            sheet.row_dimensions[row[0].row].height = max(needed) * 15
