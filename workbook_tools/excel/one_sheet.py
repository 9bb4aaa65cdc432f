"""A package of one worksheet and what its values need, for a reader of values that knows only what
Excel writes.
"""

from __future__ import annotations

from workbook_tools.excel.package import (
    CONTENT_TYPES,
    MAIN,
    RELS,
    TYPES_PART,
    Package,
    Relationship,
    SheetPart,
    relationships,
    relationships_xml,
    rels_name,
    workbook_part,
)
from workbook_tools.excel.strings import escape_text

_BOOK, _SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NEEDED = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_TYPES = (
    f'{_HEAD}<Types xmlns="{CONTENT_TYPES}">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/{_BOOK}" ContentType="{_TYPE}sheet.main+xml"/>'
    f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}worksheet+xml"/></Types>'
)


def worksheet_only(package: Package, sheet: SheetPart, xml: bytes | None = None) -> Package:
    """A package of that sheet alone, in the plain form; ``xml`` stands for the sheet's own, where
    it is given. Raises ``InputError`` where a part that is needed cannot be read.
    """
    book = workbook_part(package)
    parts = {_SHEET: package.plain(sheet.part) if xml is None else xml}
    rels = [Relationship("rId1", f"{RELS}/worksheet", _SHEET)]
    for rel in relationships(package, book):
        if rel.kind in _NEEDED and rel.target in package:
            parts[_NEEDED[rel.kind]] = package.plain(rel.target)
            rels.append(Relationship(f"rId{len(rels) + 1}", rel.type, _NEEDED[rel.kind]))
    start = Relationship("rId1", f"{RELS}/officeDocument", _BOOK)
    parts |= {
        TYPES_PART: _TYPES.encode(),
        rels_name(""): relationships_xml("", [start]),
        rels_name(_BOOK): relationships_xml(_BOOK, rels),
        _BOOK: _listing(sheet.name, _counts_from_1904(package, book)),
    }
    return Package(parts)


def _counts_from_1904(package: Package, book: str) -> bool:
    properties = package.tree(book).find(f"{{{MAIN}}}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def _listing(name: str, from_1904: bool) -> bytes:
    """The workbook part that lists the sheet."""
    said = escape_text(name).replace('"', "&quot;")
    return (
        f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELS}">'
        f'<workbookPr date1904="{int(from_1904)}"/>'
        f'<sheets><sheet name="{said}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ).encode()


__all__ = ["worksheet_only"]
