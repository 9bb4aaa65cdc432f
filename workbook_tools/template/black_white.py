"""A template in black on white: for a print that is strictly official."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbook_tools.excel.package import (
    MAIN,
    Package,
    drop_attribute,
    relationships,
    to_xml,
    workbook_part,
)
from workbook_tools.excel.package import sheets as sheets_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_INK = "A6A6A6"


def black_and_white(package: Package) -> Package:
    """The same template without a fill, a coloured letter or a coloured line; its charts' own
    colours are one grey. What a condition changes is looked at in the same way.
    """
    parts: dict[str, bytes] = {}
    for rel in relationships(package, workbook_part(package)):
        if rel.kind == "styles":
            root = package.tree_to_change(rel.target)
            _without_colours(root)
            parts[rel.target] = to_xml(root)
    for part in _charts(package):
        root = package.tree_to_change(part)
        for colour in [*root.iter(f"{_A}srgbClr"), *root.iter(f"{_A}schemeClr")]:
            colour.tag = f"{_A}srgbClr"
            colour.set("val", _INK)
        parts[part] = to_xml(root)
    return package.changed(parts)


def _without_colours(styles: _Element) -> None:
    """Make the formats of a workbook black on white."""
    for pattern in styles.iter(f"{_M}patternFill"):
        pattern[:] = []
        drop_attribute(pattern, "patternType")
        pattern.set("patternType", "none")
    usual = styles.find(f"{_M}fills")
    if usual is not None and len(usual) > 1:  # the second is Excel's own
        usual[1][0].set("patternType", "gray125")
    for differential in styles.iterfind(f"{_M}dxfs/{_M}dxf"):
        for fill in differential.findall(f"{_M}fill"):
            differential.remove(fill)
    for holder in [*styles.iter(f"{_M}font"), *styles.iter(f"{_M}border")]:
        for colour in list(holder.iter(f"{_M}color")):
            parent = colour.getparent()
            if parent is not None:
                parent.remove(colour)


def _charts(package: Package) -> Iterator[str]:
    """The charts on the sheets."""
    for sheet in sheets_of(package):
        for rel in relationships(package, sheet.part):
            if rel.kind == "drawing":
                led = relationships(package, rel.target)
                yield from (one.target for one in led if one.kind == "chart")
