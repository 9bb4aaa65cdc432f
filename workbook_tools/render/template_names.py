"""Defined names: the template's take the place of those of an earlier build."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import whole
from workbook_tools.excel.defined_names import DefinedName, names_with_elements
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.package import MAIN, drop_attribute, whole_number, workbook_part
from workbook_tools.render.base import Base
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.spread import stretched

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_BUILT_IN = "_xlnm."
"""How names begin that Excel gives itself (print area, titles)."""


def names_in_output(base: Base, root: _Element) -> list[_Element]:
    """The names of the output, in order: those of the template that belong to a generated sheet,
    and those of the workbook that stay. ``root`` is the workbook part's element, with every sheet
    of the output listed; it is not changed.
    """
    fresh = _fresh(base, root)
    coming = {_key(element) for element in fresh}
    replaced = {str(old.index) for old in base.replaced.values()}
    kept = [
        element
        for element in _owned(root, len(base.sheets))
        if _key(element) not in coming and not _of_a_replaced_sheet(element, replaced)
    ]
    return sorted([*kept, *fresh], key=_order)


def _owned(root: _Element, count: int) -> list[_Element]:
    """The names of a workbook of ``count`` sheets, those of a sheet that it does not list as names
    of the whole, and of two names alike the first.
    """
    found: dict[tuple[str, str | None], _Element] = {}
    for element in root.iterfind(f"{_M}definedNames/*"):
        if whole_number(element.get("localSheetId"), count) >= count:
            element = deepcopy(element)
            drop_attribute(element, "localSheetId")
        found.setdefault(_key(element), element)
    return list(found.values())


def _fresh(base: Base, root: _Element) -> list[_Element]:
    """The template's names that belong to generated sheets, as they read in the output."""
    listed = [str(e.get("name")).casefold() for e in root.iterfind(f"{_M}sheets/*")]
    template_root = base.template.tree(workbook_part(base.template))
    fresh = []
    for name, element in names_with_elements(template_root):
        sheet = _sheet_of(base.layout, name)
        if sheet is None:
            continue
        copy = deepcopy(element)
        text = stretched(base.layout, sheet, name.text)
        copy.text = text.strip("()") if text.startswith("(") else text
        if name.sheet is not None:
            copy.set("localSheetId", str(listed.index(name.sheet.casefold())))
        fresh.append(copy)
    return fresh


def _sheet_of(layout: Layout, name: DefinedName) -> SheetLayout | None:
    """The generated sheet that a name of the template belongs to, or points at."""
    if name.sheet is not None:
        return layout.sheet(name.sheet)
    try:
        pieces = tokenize(name.text)
    except ValueError:
        return None
    refs = (piece.sheet for piece in pieces if isinstance(piece, Ref) and piece.sheet)
    return next((sheet for ref in refs if (sheet := layout.sheet(ref)) is not None), None)


def _key(element: _Element) -> tuple[str, str | None]:
    """What makes two names the same: how they are called, and on which sheet."""
    return str(element.get("name")).casefold(), element.get("localSheetId")


def _of_a_replaced_sheet(element: _Element, replaced: set[str]) -> bool:
    built_in = str(element.get("name")).startswith(_BUILT_IN)
    return built_in and element.get("localSheetId") in replaced


def _order(element: _Element) -> tuple[str, int]:
    return str(element.get("name")).casefold(), whole(element.get("localSheetId"), -1)
