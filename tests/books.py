"""Workbooks as packages of a few parts, put together by hand: a test shows what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml.etree import _Element

from workbook_tools.excel.package import (
    CONTENT_TYPES,
    MAIN,
    RELS,
    TYPES_PART,
    Package,
    Relationship,
    parse_xml,
    relationships_xml,
    rels_name,
)

BOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"


def sheet(rows: str = "", after: str = "", before: str = "") -> bytes:
    """A sheet with these rows; ``before`` and ``after`` stand around them."""
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELS}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


def part_of(name_at: int) -> str:
    """The part of a sheet, by its place among the sheets (from 1)."""
    return f"xl/worksheets/sheet{name_at}.xml"


def relation(identifier: str, kind: str, target: str, *, external: bool = False) -> Relationship:
    """A relationship of the usual kinds."""
    return Relationship(identifier, f"{RELS}/{kind}", target, external)


def package(
    sheets: Mapping[str, bytes],
    *,
    names: str = "",
    states: Mapping[str, str] | None = None,
    rels: Mapping[str, Sequence[Relationship]] | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> Package:
    """A workbook of these sheets. ``names`` are its ``definedName`` elements, ``states`` the sheets
    that are not shown, ``rels`` what parts lead to, ``parts`` are further parts.
    """
    entries, led = [], []
    held: dict[str, bytes] = {}
    for at, (name, xml) in enumerate(sheets.items(), 1):
        state = f' state="{(states or {})[name]}"' if name in (states or {}) else ""
        entries.append(f'<sheet name="{name}" sheetId="{at + 4}"{state} r:id="rId{at}"/>')
        led.append(relation(f"rId{at}", "worksheet", part_of(at)))
        held[part_of(at)] = xml
    led.append(relation("rId99", "styles", STYLES))
    held[STYLES] = (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="1"><xf/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ).encode()
    held[BOOK] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><workbookPr codeName="x"/>'
        f"<sheets>{''.join(entries)}</sheets>"
        f"{f'<definedNames>{names}</definedNames>' if names else ''}"
        '<calcPr calcId="191029"/></workbook>'
    ).encode()
    held[TYPES_PART] = (
        f'<Types xmlns="{CONTENT_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        "</Types>"
    ).encode()
    every: dict[str, Sequence[Relationship]] = {
        "": [relation("rId1", "officeDocument", BOOK)],
        BOOK: led,
        **(rels or {}),
    }
    held |= {rels_name(owner): relationships_xml(owner, list(of)) for owner, of in every.items()}
    return Package(held | dict(parts or {}))


def texts(xml: bytes, name: str) -> list[str]:
    """The texts of the elements of a name, in order."""
    return ["".join(str(t) for t in e.itertext()) for e in parse(xml).iter(f"{{*}}{name}")]


def parse(xml: bytes) -> _Element:
    """An element of one's own."""
    return parse_xml(xml, "x")


def attributes(element: _Element) -> dict[str, str]:
    """An element's attributes."""
    return {str(name): str(value) for name, value in element.attrib.items()}
