"""The formats that a template's generated sheets use: only these go into the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbook_tools.excel.package import MAIN, Package, relationships
from workbook_tools.render.layout import Layout
from workbook_tools.template.compiled import Sheet

_M = f"{{{MAIN}}}"
_TABLE_FORMAT = re.compile(rb'[dD]xfId="([0-9]{1,9})"')


@dataclass(frozen=True, eq=False, repr=False)
class UsedStyles:
    """Indexes into the template's ``cellXfs`` and ``dxfs``."""

    cells: frozenset[int]
    differential: frozenset[int]


def used_styles(layout: Layout) -> UsedStyles:
    """The formats that the generated sheets' cells, rows, columns, conditions and tables use."""
    cells: set[int] = set()
    differential: set[int] = set()
    for sheet in layout.sheets:
        cells |= set(_cell_formats(sheet.sheet))
        differential |= set(_conditions(sheet.sheet))
        differential |= set(_table_formats(layout.template.package, sheet.sheet))
    return UsedStyles(frozenset(cells), frozenset(differential))


def _cell_formats(sheet: Sheet) -> Iterator[int]:
    for row in sheet.rows.values():
        yield from (cell.style for cell in row.every_cell if cell.style is not None)
        if "s" in row.attributes:
            yield int(row.attributes["s"])
    for column in sheet.root.iterfind(f"{_M}cols/{_M}col"):
        if column.get("style"):
            yield int(str(column.get("style")))


def _conditions(sheet: Sheet) -> Iterator[int]:
    for rule in sheet.root.iter(f"{_M}cfRule"):
        if rule.get("dxfId"):
            yield int(str(rule.get("dxfId")))


def _table_formats(template: Package, sheet: Sheet) -> Iterator[int]:
    for rel in relationships(template, sheet.part.part):
        if rel.kind == "table":
            yield from (int(number) for number in _TABLE_FORMAT.findall(template.plain(rel.target)))
