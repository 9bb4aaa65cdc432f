"""The workbook part of the clean copy: the sheets that go out and the names that mean something
there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbook_tools.excel.defined_names import DefinedName, names_with_elements
from workbook_tools.excel.package import MAIN, RELS, SheetPart
from workbook_tools.send.stays import Reach
from workbook_tools.send.trimming import drop_attributes, drop_foreign, keep_children

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_R = f"{{{RELS}}}"
_CHILDREN = frozenset({"workbookPr", "bookViews", "sheets", "definedNames", "calcPr"})
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
    """Whether a name means the same in the copy, and is one that people see."""
    return not name.hidden and not name.macro and reach.holds(name.text, name.sheet)


def keep_sheets(root: _Element, kept: Sequence[SheetPart]) -> None:
    """Leave of the workbook only what the copy needs: its sheets, numbered from 1, its names, and
    an order to calculate anew.
    """
    keep_children(root, _CHILDREN)
    drop_foreign(root, (_R,))
    properties = root.find(f"{_M}workbookPr")
    if properties is not None:
        drop_attributes(properties, "codeName", "filterPrivacy")
    _number_sheets(root, kept)
    for view in root.iter(f"{_M}workbookView"):
        view.attrib.clear()
    calculation = root.find(f"{_M}calcPr")
    if calculation is not None:
        calculation.attrib.clear()
        calculation.set("fullCalcOnLoad", "1")


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
