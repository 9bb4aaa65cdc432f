"""The workbook part of the clean copy: the sheets that go out and the names that mean something
there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbook_tools.excel.defined_names import DefinedName, names_with_elements
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.package import MAIN, RELS, SheetPart
from workbook_tools.send.allowed import is_plain
from workbook_tools.send.stays import Reach
from workbook_tools.send.trimming import drop_attributes, keep_children, local_name, without

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_R = f"{{{RELS}}}"
_CHILDREN = frozenset({"workbookPr", "bookViews", "sheets", "definedNames", "calcPr"})
_NAMES = re.compile(r"_xlnm\.Print_(?:Area|Titles)|TongCong_[a-z][a-z0-9_]{0,19}", re.IGNORECASE)
"""The names of use in a copy: what is printed, and the grand totals (the workbook contract)."""
_INNER = frozenset({"workbookView", "sheet", "definedName"})
_ATTRIBUTES = {
    "workbookPr": ("date1904",),
    "sheet": ("name", "sheetId", f"{_R}id"),
    "definedName": ("name", "localSheetId"),
    "calcPr": ("fullCalcOnLoad",),
}
_TOLD_OF_NAMES = ("comment", "description", "help", "statusBar", "customMenu")


def hidden_sheets(root: _Element) -> frozenset[str]:
    """The names of the sheets that are not shown."""
    return frozenset(
        str(element.get("name"))
        for element in root.iterfind(f"{_M}sheets/{_M}sheet")
        if element.get("state", "visible") != "visible"
    )


def keep_names(root: _Element, kept: Sequence[SheetPart]) -> Reach:
    """Take out the names that do not point into the copy; gives what its formulas may speak of.

    A name that is made of one that went before goes, too.
    """
    holder = root.find(f"{_M}definedNames")
    positions = {sheet.name: at for at, sheet in enumerate(kept)}
    lost: set[str] = set()
    reach = Reach(frozenset(sheet.name.casefold() for sheet in kept), lost)
    for name, element in names_with_elements(root):
        at_home = name.sheet is None or name.sheet in positions
        if not at_home or not _goes_along(name, reach):
            lost.add(name.name.casefold())
            if holder is not None:
                holder.remove(element)
            continue
        drop_attributes(element, *_TOLD_OF_NAMES, "localSheetId")
        if name.sheet is not None:
            element.set("localSheetId", str(positions[name.sheet]))
    if holder is not None and not len(holder):
        root.remove(holder)
    return reach


def _goes_along(name: DefinedName, reach: Reach) -> bool:
    """Whether a name is of use in the copy: the area and titles that are printed, the totals; and
    leads to cells of the copy, nothing else.
    """
    if name.hidden or name.macro or not _NAMES.fullmatch(name.name):
        return False
    pieces = tokenize(name.text) if reach.holds(name.text, name.sheet) else ()
    return bool(pieces) and all(
        isinstance(piece, Ref) or piece.kind == "columns" or piece.text == "," for piece in pieces
    )


def keep_sheets(root: _Element, kept: Sequence[SheetPart]) -> None:
    """Leave of the workbook only what the copy needs: its sheets, numbered from 1, its names, and
    an order to calculate anew.
    """
    keep_children(root, _CHILDREN)
    _number_sheets(root, kept)
    calculation = root.find(f"{_M}calcPr")
    if calculation is not None:
        calculation.set("fullCalcOnLoad", "1")
    for view in list(root.iterfind(f"{_M}bookViews/*"))[1:]:
        without(view)
    for element in list(root.iter()):
        _write_anew(element)


def _write_anew(element: _Element) -> None:
    """Leave of an element of the workbook what the copy needs of it."""
    if not isinstance(element.tag, str):
        without(element)
        return
    name, parent = local_name(element), element.getparent()
    if parent is not None and name not in _CHILDREN and name not in _INNER:
        parent.remove(element)
        return
    known = _ATTRIBUTES.get(name, ())
    for attribute, value in list(element.attrib.items()):
        written = attribute in ("name", f"{_R}id") or is_plain(str(value))
        if attribute not in known or not written:
            del element.attrib[attribute]
    element.tail = None
    if name != "definedName":
        element.text = None


def _number_sheets(root: _Element, kept: Sequence[SheetPart]) -> None:
    """List the sheets of the copy alone, numbered from 1."""
    holder = root.find(f"{_M}sheets")
    assert holder is not None
    ids = {sheet.rel_id for sheet in kept}
    for element in list(holder):
        if str(element.get(f"{_R}id")) not in ids:
            holder.remove(element)
    for number, element in enumerate(holder, 1):
        element.set("sheetId", str(number))
