"""A value typed into a cell of a sheet that is there: its format stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_cell
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


def found_or_put(root: _Element, name: str) -> _Element:
    """A cell of a sheet by its name; one that is not there is put into its row, in the format of
    its column. Raises ``ValueError`` where there is no such row.
    """
    from lxml import etree

    number, column = split_cell(name)
    row = next((row for row in root.iter(f"{_M}row") if row.get("r") == str(number)), None)
    if row is None:
        raise ValueError(f"no row {number}")
    at = 0
    for at, cell in enumerate(row, 1):
        held = split_cell(str(cell.get("r")))[1]
        if held == column:
            return cell
        if held > column:
            at -= 1
            break
    made = etree.Element(f"{_M}c", r=name)
    for one in root.iterfind(f"{_M}cols/{_M}col"):
        first, last = int(str(one.get("min"))), int(str(one.get("max")))
        if first <= column <= last and one.get("style"):
            made.set("s", str(one.get("style")))
    row.insert(at, made)
    return made
