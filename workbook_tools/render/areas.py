"""Areas of a template's sheet in the output: as one square, or once for every copy of a row."""

from __future__ import annotations

from workbook_tools.excel.cells import area_name, split_area
from workbook_tools.render.layout import Instance, SheetLayout


def square_in_output(sheet: SheetLayout, square: str, *, whole: bool = False) -> str:
    """An ``sqref`` (areas apart by blanks) in the output; with ``whole`` the hull of each area."""
    out = []
    for area in square.split():
        top, left, bottom, right = split_area(area)
        for first, last in sheet.areas(top, bottom, {}, whole=whole):
            out.append(area_name(first, left, last, right))
    return " ".join(out)


def copies(sheet: SheetLayout, area: str) -> list[tuple[Instance | None, str]]:
    """An area that belongs to its rows, once for every copy of its first row; below the last row of
    the template, once and with no copy.
    """
    top, left, bottom, right = split_area(area)
    if top > sheet.sheet.last_row:
        return [(None, area_name(sheet.beyond(top), left, sheet.beyond(bottom), right))]
    found: dict[str, Instance] = {}
    for instance in sheet.of(top):
        for first, last in _rows(sheet, instance, top, bottom):
            found.setdefault(area_name(first, left, last, right), instance)
    return [(instance, name) for name, instance in found.items()]


def _rows(
    sheet: SheetLayout, instance: Instance, top: int, bottom: int
) -> tuple[tuple[int, int], ...]:
    """The rows of an area that begins at one copy of its first row."""
    if bottom == top:
        return ((instance.row, instance.row),)
    return sheet.areas(top, bottom, instance.scope, whole=True)
