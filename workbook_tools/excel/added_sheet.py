"""A worksheet added to a package, behind those that it has."""

from __future__ import annotations

from typing import Any

from workbook_tools.excel.package import (
    MAIN,
    RELS,
    TYPES_PART,
    Package,
    Relationship,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    to_xml,
    typed,
    workbook_part,
)

_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def with_sheet(package: Package, name: str, xml: bytes) -> Package:
    """The package with a worksheet of this name and XML as its last sheet."""
    from lxml import etree

    book, known = workbook_part(package), sheets(package)
    part = _free("xl/worksheets/sheet{}.xml", set(package.parts))
    rels = list(relationships(package, book))
    rel_id = _free("rId{}", {rel.id for rel in rels})
    root = package.tree_to_change(book)
    holder: Any = root.find(f"{{{MAIN}}}sheets")
    element = etree.SubElement(holder, f"{{{MAIN}}}sheet", name=name)
    element.set("sheetId", str(max(sheet.sheet_id for sheet in known) + 1))
    element.set(f"{{{RELS}}}id", rel_id)
    return package.changed(
        {
            part: xml,
            book: to_xml(root),
            rels_name(book): relationships_xml(
                book, [*rels, Relationship(rel_id, f"{RELS}/worksheet", part)]
            ),
            TYPES_PART: typed(package.tree_to_change(TYPES_PART), {part: _WORKSHEET}),
        }
    )


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while name.format(number) in taken:
        number += 1
    return name.format(number)
