"""An empty plan workbook: the template without the sheets that are generated."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import (
    BAD_YEAR,
    FILE_EXISTS,
    NO_PROVINCE,
    NOT_NAMED_XLSX,
    UNKNOWN_UNIT_GIVEN,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.defined_names import DefinedName, names_with_elements
from workbook_tools.excel.filled_cells import fill
from workbook_tools.excel.package import (
    CONTENT_TYPES,
    MAIN,
    RELS,
    TYPES_PART,
    Package,
    open_package,
    pack,
    parse_xml,
    reachable,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    stored,
    to_xml,
    workbook_part,
)
from workbook_tools.jobs.new_sources import SHEET, known_sources, with_sources
from workbook_tools.machine.files import write_whole
from workbook_tools.machine.known_folders import documents
from workbook_tools.place import cell_name
from workbook_tools.plan.form import Source, sources_of
from workbook_tools.plan.money import parse_unit
from workbook_tools.plan.provinces import is_city
from workbook_tools.read.source import source_of
from workbook_tools.template.compiled import PLAN_SHEETS
from workbook_tools.template.shipped import template_path

_M = f"{{{MAIN}}}"


def new_plan(province: str, year: int, *, sources: Sequence[Source] = (), unit: str = "") -> bytes:
    """The file of an empty plan for a province (Tỉnh) and a year, ready to type into.

    ``sources`` are its funding sources (``NguonKP``); without them it has the usual three and no
    such sheet. ``unit`` is its Đơn vị tính, where it is not the template's.
    """
    package = empty_plan(sources_of(sources, city=is_city(province)))
    about: dict[str, str | int] = {"Tỉnh": province, "Năm kế hoạch": year}
    return pack(fill_cells(package, "ThongTin", about | ({"Đơn vị tính": unit} if unit else {})))


def empty_plan(sources: Sequence[Source] = ()) -> Package:
    """The package of an empty plan with these funding sources, or the usual three."""
    package = open_package(template_path().read_bytes(), template_path().name)
    names = [name for name in PLAN_SHEETS if sources or name != SHEET]
    package = only_sheets(package, tuple(names))
    return with_sources(package, sources) if sources else package


def new_plan_file(
    out: Path, province: str, year: int, *, sources: Sequence[str] = (), unit: str = ""
) -> None:
    """``kehoach new``: write an empty plan to a file that is not there yet; ``sources`` are names
    for ``--sources``.

    Raises ``InputError`` where it is, or the year, the name, a source or the unit is none for a
    plan.
    """
    if not province.strip():
        raise InputError(NO_PROVINCE)
    if not 2000 <= year <= 2100:
        raise InputError(BAD_YEAR, year=year)
    if out.suffix.lower() != ".xlsx":
        raise InputError(NOT_NAMED_XLSX, path=out)
    if out.exists():
        raise InputError(FILE_EXISTS, path=out)
    if unit:
        try:
            unit = parse_unit(unit).name
        except ValueError:
            raise InputError(UNKNOWN_UNIT_GIVEN, unit=unit) from None
    found = known_sources(sources)
    write_whole(out, new_plan(province.strip(), year, sources=found, unit=unit), b"")


def plan_of_next_year(today: date) -> Path:
    """Kế hoạch mới: write next year's empty plan to the user's documents, under a name that is
    free; gives the file.
    """
    year = today.year + 1
    folder = documents()
    path, number = folder / f"KeHoach{year}.xlsx", 1
    while path.exists():
        number += 1
        path = folder / f"KeHoach{year} ({number}).xlsx"
    write_whole(path, new_plan("", year), b"")
    return path


def only_sheets(package: Package, names: tuple[str, ...]) -> Package:
    """A workbook with some of its sheets only, without what belonged to the others."""
    book = workbook_part(package)
    dropped = [sheet for sheet in sheets(package) if sheet.name not in names]
    gone_ids = {sheet.rel_id for sheet in dropped}
    root = package.tree_to_change(book)
    named = names_with_elements(root)
    _drop_names(root, named, _drop_sheets(root, gone_ids))
    for view in root.iter(f"{_M}workbookView"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")
    rels = [rel for rel in relationships(package, book) if rel.id not in gone_ids]
    stay = reachable(package, [""], frozenset(sheet.part for sheet in dropped))
    types = package.tree_to_change(TYPES_PART)
    for override in types.findall(f"{{{CONTENT_TYPES}}}Override"):
        if str(override.get("PartName")).removeprefix("/") not in stay:
            types.remove(override)
    return package.changed(
        {
            book: to_xml(root),
            rels_name(book): relationships_xml(book, rels),
            TYPES_PART: to_xml(types),
        },
        [name for name in package.parts if not _stays(name, stay)],
    )


def _drop_sheets(root: Any, gone_ids: set[str]) -> list[str]:
    """Take sheets out of the workbook's list; gives the names of those that stay, in order."""
    holder = root.find(f"{_M}sheets")
    for element in list(holder):
        if element.get(f"{{{RELS}}}id") in gone_ids:
            holder.remove(element)
    return [str(element.get("name")) for element in holder]


def _drop_names(
    root: Any, named: Sequence[tuple[DefinedName, Any]], sheets_left: Sequence[str]
) -> None:
    """Take out the defined names that lead to sheets that are gone, and count the sheets of the
    others anew.
    """
    if not named:
        return
    defined = root.find(f"{_M}definedNames")
    for name, element in named:
        home = name.sheet or name.text.partition("!")[0].strip("'")
        if home not in sheets_left:
            defined.remove(element)
        elif name.sheet is not None:
            element.set("localSheetId", str(sheets_left.index(home)))
    if not len(defined):
        root.remove(defined)


def _stays(name: str, stay: Container[str]) -> bool:
    """Whether a part is needed: it is reachable, or tells the relationships of one that is."""
    if name.endswith(".rels"):
        owner = name.replace("_rels/", "").removesuffix(".rels")
        return not owner or owner in stay or name in stay
    return name == TYPES_PART or name in stay


def fill_cells(package: Package, sheet: str, values: dict[str, str | int]) -> Package:
    """Put values beside their names (first column) on a sheet, keeping the cells' formats."""
    source = source_of(pack(package, stored), "KeHoach")
    grid = source.grid(sheet)
    part = source.sheets[sheet.casefold()].part
    root = parse_xml(package.read(part), part)
    cells = {str(cell.get("r")): cell for cell in root.iter(f"{_M}c")}
    for number, row in enumerate(grid.rows if grid else (), 1):
        value = values.get(str(row[0])) if row else None
        cell = cells.get(cell_name(number, 2))
        if value is not None and cell is not None:
            fill(cell, value)
    return package.changed({part: to_xml(root)})
