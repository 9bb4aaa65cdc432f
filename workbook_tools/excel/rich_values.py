"""Cells that hold more than a number or a text: a picture placed in a cell, a linked record. For
programs that do not know them Excel writes #VALUE! there, which is no error.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.package import Package, relationships, workbook_part
from workbook_tools.patterns import pattern

if TYPE_CHECKING:
    from lxml.etree import _Element

_RICH = pattern(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?=[^<>]* vm="([0-9]{1,7})")(?=[^<>]*\bt="e")[^<>]*>'
)
_ERROR = "_error"
"""The structure of an error that is written as a rich value (#SPILL!, #FIELD! …)."""


def rich_cells(package: Package, xml: bytes) -> Iterator[tuple[int, int]]:
    """The cells of a sheet in the plain form that hold a picture or a record, not an error."""
    if b' vm="' not in xml:
        return
    kinds = _kinds(package)
    for reference, number in _RICH().findall(xml):
        at = int(number) - 1
        if 0 <= at < len(kinds) and kinds[at] not in ("", _ERROR):
            yield split_cell(reference.decode())


def _kinds(package: Package) -> list[str]:
    """The structure of each rich value, by its number in the cells; empty where it is unknown."""
    parts = {
        rel.kind: rel.target
        for rel in relationships(package, workbook_part(package))
        if not rel.external and rel.target in package
    }
    needed = ("sheetMetadata", "rdRichValue", "rdRichValueStructure")
    if any(kind not in parts for kind in needed):
        return []
    metadata, values, structures = (package.tree(parts[kind]) for kind in needed)
    names = [str(item.get("t", "")) for item in _all(structures, "s")]
    held = [_at(names, value.get("s")) for value in _all(values, "rv")]
    rich = [_at(held, item.get("i")) for item in _all(metadata, "rvb")]
    cells = next(iter(_all(metadata, "valueMetadata")), None)
    if cells is None:
        return []
    return [_at(rich, item.get("v")) for item in _all(cells, "rc")]


def _all(root: _Element, name: str) -> list[_Element]:
    """The elements of that name, of whatever namespace, in order."""
    return list(root.iter(f"{{*}}{name}"))


def _at(texts: list[str], number: str | None) -> str:
    at = int(number) if number is not None and number.isdecimal() and len(number) < 10 else -1
    return texts[at] if 0 <= at < len(texts) else ""
