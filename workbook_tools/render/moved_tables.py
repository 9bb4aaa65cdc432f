"""Tables (Insert › Table) of the template in the output: moved, numbered, with their formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from workbook_tools.error_kinds import TABLE_IN_PIECES, TABLE_NAME_TAKEN
from workbook_tools.errors import InputError, TemplateError, TemplateFault
from workbook_tools.excel.cells import area_name, split_area, whole
from workbook_tools.excel.package import MAIN
from workbook_tools.place import Place
from workbook_tools.render.base import Base
from workbook_tools.render.going_along import Moving
from workbook_tools.render.kept import Kept
from workbook_tools.render.layout import SheetLayout

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"


def table_numbers(base: Base, kept: Kept, tables: Iterable[Moving]) -> dict[str, int]:
    """The number that each table gets in the output, by its part there: its own where it is free.

    Raises ``InputError`` where the workbook has a table of that name.
    """
    taken, names = _known_tables(base, kept)
    numbers: dict[str, int] = {}
    for table in tables:
        root = base.template.tree(table.part)
        title = str(root.get("displayName"))
        if title.casefold() in names:
            raise InputError(TABLE_NAME_TAKEN, Place(table.sheet.sheet.name), table=title)
        number = whole(root.get("id"), 1)
        if number in taken:
            number = max(taken) + 1
        names.add(title.casefold())
        taken.add(number)
        numbers[table.name] = number
    return numbers


def _known_tables(base: Base, kept: Kept) -> tuple[set[int], set[str]]:
    """The numbers and names of tables that stay."""
    roots = [
        base.package.tree(part)
        for part in kept.parts
        if "/tables/" in part and part in base.package
    ]
    numbers = {whole(root.get("id"), 0) for root in roots}
    return numbers, {str(root.get("displayName")).casefold() for root in roots}


def move_table(
    root: _Element, sheet: SheetLayout, number: int, differential: Mapping[int, int]
) -> None:
    """Move a table's part with its rows, under its number and with its formats in the output.

    Raises ``TemplateError`` where its rows do not lie in one piece.
    """
    root.set("id", str(number))
    place = Place(sheet.sheet.name, str(root.get("ref")).partition(":")[0])
    for element in [root, *root.iter(f"{_M}autoFilter")]:
        if element.get("ref"):
            element.set("ref", _area(str(element.get("ref")), sheet, place))
    for element in root.findall(f"{_M}sortState"):
        root.remove(element)
    _renumber_formats(root, differential)


def _area(ref: str, sheet: SheetLayout, place: Place) -> str:
    """A table's area in the output: one heading row and at least one row below it."""
    top, left, bottom, right = split_area(ref)
    if len(sheet.of(top)) != 1 or len(sheet.areas(top, bottom, {}, whole=False)) != 1:
        raise TemplateError((TemplateFault(place, TABLE_IN_PIECES),))
    first, last = sheet.areas(top, bottom, {}, whole=True)[0]
    return area_name(first, left, max(last, first + 1), right)


def _renumber_formats(root: _Element, differential: Mapping[int, int]) -> None:
    """Formats (``dxfId``, ``headerRowDxfId`` …) by their numbers in the output."""
    for element in root.iter():
        for attribute, value in list(element.attrib.items()):
            if str(attribute).endswith("xfId") and str(attribute) != "xfId":
                element.set(str(attribute), str(differential[int(str(value))]))
