"""The tables (Insert › Table) of a workbook, and what a structured reference to one means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbook_tools.excel.cells import split_area
from workbook_tools.excel.package import MAIN, Package, SheetPart, relationships, sheets
from workbook_tools.patterns import pattern

_M = f"{{{MAIN}}}"
_ITEM = pattern(r"\[((?:'.|[^\[\]'])*)(\]|)")
"""An item in its brackets; one that is not closed has nothing in the second group."""
_ESCAPED = pattern(r"'(.)", re.DOTALL)

Area = tuple[int, int, int, int]
"""Top, left, bottom, right."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its sheet, its whole area, how many rows of it are heading and total, its columns'
    names.
    """

    name: str
    sheet: str
    area: Area
    heads: int = 1
    totals: int = 0
    columns: tuple[str, ...] = ()

    def part(self, inner: str, row: int | None) -> Area:
        """The area that ``inner``, the text inside the outer brackets, means for a formula in a row
        of the table, or outside of it (``None``). What is not understood means the whole table.
        """
        own = inner.startswith("@")
        text = inner.removeprefix("@")
        items = [text] if text else []
        if text.startswith("["):
            items = [item for item, closed in _ITEM().findall(text) if closed]
        special = {item.casefold() for item in items if item.startswith("#")}
        names = [_ESCAPED().sub(r"\1", item) for item in items if not item.startswith("#")]
        if own:
            special.add("#this row")
        top, bottom = self._rows(special, row)
        left, right = self._span(names)
        return top, left, bottom, right

    def _rows(self, special: set[str], row: int | None) -> tuple[int, int]:
        top, _, bottom, _ = self.area
        first, last = top + self.heads, bottom - self.totals
        if "#this row" in special:
            return (row, row) if row is not None else (first, last)
        known = {
            "#all": (top, bottom),
            "#headers": (top, first - 1),
            "#totals": (last + 1, bottom),
            "#data": (first, last),
        }
        asked = [known.get(name, (top, bottom)) for name in special] or [(first, last)]
        return min(rows[0] for rows in asked), max(rows[1] for rows in asked)

    def _span(self, names: list[str]) -> tuple[int, int]:
        _, left, _, right = self.area
        known = {_same(name): left + at for at, name in enumerate(self.columns)}
        found = [known.get(_same(name)) for name in names]
        columns = [column for column in found if column is not None]
        if not columns or len(columns) < len(found):
            return left, right
        return min(columns), max(columns)


def tables_of(package: Package) -> Mapping[str, Table]:
    """The tables of a workbook's sheets by name, whatever its capitals."""
    found = {}
    for sheet in sheets(package):
        for rel in relationships(package, sheet.part):
            if rel.kind == "table" and not rel.external and rel.target in package:
                table = _read(package, sheet, rel.target)
                if table is not None:
                    found[table.name.casefold()] = table
    return found


def _read(package: Package, sheet: SheetPart, part: str) -> Table | None:
    """A table's part; ``None`` where its area is none."""
    root = package.tree(part)
    try:
        return Table(
            str(root.get("displayName") or root.get("name")),
            sheet.name,
            split_area(str(root.get("ref"))),
            int(root.get("headerRowCount", "1")),
            int(root.get("totalsRowCount", "0")),
            tuple(str(column.get("name")) for column in root.iter(f"{_M}tableColumn")),
        )
    except ValueError:
        return None


def _same(name: str) -> str:
    return " ".join(name.replace("_x000a_", " ").split()).casefold()
