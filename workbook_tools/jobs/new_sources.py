"""The funding sources of a new plan: their columns on ``DeAn``, their rows on ``NguonKP``."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from workbook_tools.error_kinds import UNKNOWN_SOURCE
from workbook_tools.errors import InputError
from workbook_tools.excel.cells import split_area
from workbook_tools.excel.filled_cells import fill
from workbook_tools.excel.package import (
    MAIN,
    Package,
    parse_xml,
    relationships,
    sheets,
    to_xml,
)
from workbook_tools.machine.nearest import nearest, question
from workbook_tools.place import cell_name, column_number
from workbook_tools.plan.form import COLUMNS, DEFAULT_FORM, KNOWN_SOURCES, Form, Source

SHEET = "NguonKP"
_M = f"{{{MAIN}}}"
_FIRST = list(COLUMNS).index(DEFAULT_FORM.keys[0]) + 1
"""The column of the first source on ``DeAn``."""

_LAST = _FIRST + len(DEFAULT_FORM.keys) - 1


def known_sources(names: Sequence[str]) -> tuple[Source, ...]:
    """The sources of these names for ``--sources``, each once. Raises ``InputError``."""
    found: dict[str, Source] = {}
    for name in names:
        source = KNOWN_SOURCES.get(name.strip().casefold())
        if source is None:
            like = question(nearest(name.casefold(), KNOWN_SOURCES))
            raise InputError(UNKNOWN_SOURCE, name=name, known=", ".join(KNOWN_SOURCES), like=like)
        found[source.key] = source
    return tuple(found.values())


def with_sources(package: Package, sources: Sequence[Source]) -> Package:
    """A plan's workbook with the columns and the rows of these sources."""
    parts = {sheet.name: sheet.part for sheet in sheets(package)}
    form, added = Form(tuple(sources)), len(sources) - (_LAST - _FIRST + 1)
    changed = {parts["DeAn"]: to_xml(_lines_sheet(package, parts["DeAn"], form, added))}
    changed[parts[SHEET]] = to_xml(_sources_sheet(package, parts[SHEET], sources))
    for rel in relationships(package, parts["DeAn"]):
        if rel.kind == "table":
            changed[rel.target] = to_xml(_table(package, rel.target, form))
    return package.changed(changed)


def _lines_sheet(package: Package, part: str, form: Form, added: int) -> Any:
    """``DeAn`` with a column for each source, looking like the first of the usual three."""
    root = parse_xml(package.read(part), part)
    for row in root.iter(f"{_M}row"):
        _spread(row, form, added)
    columns = root.find(f"{_M}cols")
    _spread_widths(columns, len(form.keys), added)
    for element in root.iter(f"{_M}dataValidation", f"{_M}dimension"):
        name = "sqref" if element.tag == f"{_M}dataValidation" else "ref"
        areas = (_moved(area, added) for area in str(element.get(name)).split())
        element.set(name, " ".join(areas))
    return root


def _spread(row: Any, form: Form, added: int) -> None:
    """The cells of a row, those of the sources made anew from the first one's."""
    cells = {_column(cell): cell for cell in row}
    number = int(str(row.get("r")))
    for column in range(_FIRST + 1, _LAST + 1):
        row.remove(cells[column])
    for column, cell in cells.items():
        if column > _LAST:
            cell.set("r", cell_name(number, column + added))
    first = cells[_FIRST]
    at = row.index(first)
    copies = [first, *(deepcopy(first) for _ in form.keys[1:])]
    row[at : at + 1] = copies
    for offset, (source, cell) in enumerate(zip(form.sources, copies, strict=True)):
        cell.set("r", cell_name(number, _FIRST + offset))
        if number == 1:
            fill(cell, source.heading)


def _spread_widths(columns: Any, count: int, added: int) -> None:
    """The widths of the columns, each source as wide as the first."""
    held = {int(str(column.get("min"))): column for column in columns}
    for column in range(_FIRST + 1, _LAST + 1):
        columns.remove(held[column])
    held[_FIRST].set("max", str(_FIRST + count - 1))
    for number, column in held.items():
        if number > _LAST:
            column.set("min", str(number + added))
            column.set("max", str(number + added))


def _moved(area: str, added: int) -> str:
    """An area of ``DeAn`` where the columns after the first source have moved."""
    top, left, bottom, right = split_area(area)
    ends = [column + added if column >= _LAST else column for column in (left, right)]
    first, last = cell_name(top, ends[0]), cell_name(bottom, ends[1])
    return first if first == last else f"{first}:{last}"


def _table(package: Package, part: str, form: Form) -> Any:
    """The table of ``DeAn`` with its columns."""
    root = parse_xml(package.read(part), part)
    headings = list(form.columns.values())
    area = f"A1:{cell_name(2, len(headings))}"
    for element in (root, *root.iter(f"{_M}autoFilter")):
        element.set("ref", area)
    columns: Any = root.find(f"{_M}tableColumns")
    model = columns[0]
    columns[:] = [deepcopy(model) for _ in headings]
    columns.set("count", str(len(headings)))
    for number, (column, heading) in enumerate(zip(columns, headings, strict=True), 1):
        column.set("id", str(number))
        column.set("name", heading)
    return root


def _sources_sheet(package: Package, part: str, sources: Sequence[Source]) -> Any:
    """``NguonKP`` with a row for each source, looking like its first."""
    root = parse_xml(package.read(part), part)
    data: Any = root.find(f"{_M}sheetData")
    heading, model = data[0], data[1]
    data[:] = [heading, *(deepcopy(model) for _ in sources)]
    for number, (row, source) in enumerate(zip(data[1:], sources, strict=True), 2):
        row.set("r", str(number))
        said = (source.code, source.heading, source.printed, source.kind)
        marks = ("x" if source.normed else "", "x" if source.rest else "")
        for column, (cell, text) in enumerate(zip(row, (*said, *marks), strict=True), 1):
            cell.set("r", cell_name(number, column))
            fill(cell, text)
    dimension = root.find(f"{_M}dimension")
    if dimension is not None:
        dimension.set("ref", f"A1:{cell_name(len(sources) + 1, 6)}")
    return root


def _column(cell: Any) -> int:
    return column_number(str(cell.get("r")).rstrip("0123456789"))
