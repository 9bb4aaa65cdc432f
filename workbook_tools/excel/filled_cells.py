"""A value typed into a cell of a sheet that is there: its format stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN, drop_attribute
from workbook_tools.excel.strings import escape_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"


def fill(cell: _Element, value: str | int) -> None:
    """Put a text, or a number, into the place of what a cell holds; an empty text empties it."""
    from lxml import etree

    cell[:] = []
    drop_attribute(cell, "t")
    if isinstance(value, int):
        etree.SubElement(cell, f"{_M}v").text = str(value)
    elif value:
        cell.set("t", "inlineStr")
        held = etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t")
        held.text = value if value.isprintable() else escape_text(value)
