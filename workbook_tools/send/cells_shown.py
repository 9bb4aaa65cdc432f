"""What stands in the cells of a workbook as they are shown: for charts and tables of the copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbook_tools.excel.cells import split_area
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.package import Package, SheetPart, sheets
from workbook_tools.excel.stored_cells import Known, values
from workbook_tools.excel.strings import SharedString
from workbook_tools.send.clean_pictures import clean_picture
from workbook_tools.send.clean_sheets import Unseen
from workbook_tools.send.crops import Box

_MOST = 20_000
"""A chart shows no more cells than this."""


def is_areas(formula: str) -> bool:
    """Whether a formula is nothing but areas, each with its sheet."""
    return _areas(formula) is not None


def _areas(formula: str) -> list[Ref] | None:
    """The areas of a formula; ``None`` where it is anything else."""
    try:
        pieces = tokenize(formula)
    except ValueError:
        return None
    found = [piece for piece in pieces if isinstance(piece, Ref)]
    others = "".join(str(piece.text) for piece in pieces if not isinstance(piece, Ref))
    whole_lines = any(area.left == 0 or area.sheet is None for area in found)
    return found if found and not whole_lines and not others.strip("(),") else None


class ShownCells:
    """The cells of a workbook's sheets, each sheet read once; without those that nobody sees."""

    def __init__(
        self, package: Package, strings: Sequence[SharedString], unseen: Mapping[str, Unseen]
    ) -> None:
        self._package, self._strings, self._unseen = package, strings, unseen
        self._sheets = {sheet.name.casefold(): sheet for sheet in sheets(package)}
        self._read: dict[str, dict[tuple[int, int], Known]] = {}

    def points(self, formula: str) -> tuple[int, list[tuple[int, Known]]] | None:
        """How many cells a reference has and what stands in those that hold anything, by their
        place; ``None`` where it is no reference to cells of the workbook.
        """
        areas = _areas(formula)
        if areas is None or any(str(area.sheet).casefold() not in self._sheets for area in areas):
            return None
        found: list[tuple[int, Known]] = []
        at = 0
        for area in areas:
            rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
            if rows * columns > _MOST:
                return None
            held = self._held(str(area.sheet).casefold())
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    if (row, column) in held:
                        found.append((at, held[row, column]))
                    at += 1
        return at, found

    def _held(self, name: str) -> dict[tuple[int, int], Known]:
        """What a sheet shows."""
        if name not in self._read:
            sheet: SheetPart = self._sheets[name]
            held = values(self._package, sheet, self._strings)
            hidden = self._unseen.get(name, Unseen(frozenset(), frozenset()))
            self._read[name] = {
                cell: known for cell, known in held.items() if not hidden.covers(*cell)
            }
        return self._read[name]

    def headings(self, sheet: str, area: str) -> list[str]:
        """The texts in the first row of an area, each another one, as a table needs them."""
        top, left, _, right = split_area(area)
        held = self._held(sheet.casefold())
        found: dict[str, None] = {}
        for at, column in enumerate(range(left, right + 1), 1):
            known = held.get((top, column))
            text = known.text if known is not None else ""
            found[text if text and text not in found else f"Cột{at}"] = None
        return list(found)


def clean_pictures(package: Package, boxes: Mapping[str, Sequence[Box]]) -> dict[str, bytes]:
    """The pictures of drawings written anew by their parts; empty for those that cannot be.
    ``boxes`` is what is shown of each.
    """
    return {part: clean_picture(package.read(part), shown) for part, shown in boxes.items()}
