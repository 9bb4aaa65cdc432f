"""What the SDK validator does not see in a package: overlaps, duplicates, dangling parts, tables
unlike their cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from workbook_tools.excel.cells import split_area, split_cell
from workbook_tools.excel.package import (
    MAIN,
    Package,
    open_package,
    parse_xml,
    relationships,
    sheets,
    workbook_part,
)
from workbook_tools.excel.strings import read_shared_strings
from workbook_tools.excel.styles import styles_part

M = f"{{{MAIN}}}"


def package_faults(data: bytes) -> list[str]:
    """Everything that Excel would repair or refuse, and the SDK validator lets pass."""
    package = open_package(data, "test")
    faults = _parts(package)
    book = parse_xml(package.read(workbook_part(package)), "workbook")
    listed = [
        str(element.get("name")).casefold() for element in book.iterfind(f"{M}sheets/{M}sheet")
    ]
    faults += [f"two sheets named {name}" for name, times in Counter(listed).items() if times > 1]
    names = [
        (str(e.get("name")).casefold(), e.get("localSheetId"))
        for e in book.iterfind(f"{M}definedNames/{M}definedName")
    ]
    faults += [f"two names {name}" for name, times in Counter(names).items() if times > 1]
    faults += [
        f"name {e.get('name')} is lost"
        for e in book.iterfind(f"{M}definedNames/{M}definedName")
        if "#REF!" in (e.text or "")
    ]
    strings = read_shared_strings(package)
    styles = parse_xml(package.read(styles_part(package)), "styles")
    formats = len(styles.findall(f"{M}cellXfs/{M}xf"))
    tables: list[str] = []
    for sheet in sheets(package):
        if sheet.kind == "worksheet":
            faults += [
                f"{sheet.name}: {fault}"
                for fault in _sheet(package, sheet.part, len(strings), formats)
            ]
            faults += [
                f"{sheet.name}: {fault}" for fault in _tables(package, sheet.part, tables, strings)
            ]
    faults += [f"two tables {name}" for name, times in Counter(tables).items() if times > 1]
    return faults


def _parts(package: Package) -> list[str]:
    types = parse_xml(package.read("[Content_Types].xml"), "types")
    overrides = [str(e.get("PartName")).removeprefix("/") for e in types if e.get("PartName")]
    defaults = {str(e.get("Extension")).lower() for e in types if e.get("Extension")}
    faults = [
        f"content type of {part}, which is not there" for part in overrides if part not in package
    ]
    faults += [
        f"two content types of {part}" for part, times in Counter(overrides).items() if times > 1
    ]
    for part in package.parts:
        if (
            part != "[Content_Types].xml"
            and part not in overrides
            and part.rpartition(".")[2].lower() not in defaults
        ):
            faults.append(f"no content type of {part}")
        if not part.endswith(".rels"):
            rels = relationships(package, part)
            faults += [
                f"{part} leads to {rel.target}, which is not there"
                for rel in rels
                if not rel.external and rel.target not in package and rel.kind != "hyperlink"
            ]
            faults += [
                f"{part}: two relationships {name}"
                for name, times in Counter(r.id for r in rels).items()
                if times > 1
            ]
    return faults


def _sheet(package: Package, part: str, strings: int, formats: int) -> list[str]:
    root = parse_xml(package.read(part), part)
    faults: list[str] = []
    last_row = 0
    for row in root.iterfind(f"{M}sheetData/{M}row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            faults.append(f"row {number} after row {last_row}")
        last_row, last_column = number, 0
        for cell in row:
            if cell.get("r") is None:
                continue
            at, column = split_cell(str(cell.get("r")))
            if at != number or column <= last_column:
                faults.append(f"cell {cell.get('r')} out of place")
            last_column = column
            if cell.get("t") == "s" and int(cell.findtext(f"{M}v") or 0) >= strings:
                faults.append(f"cell {cell.get('r')} has a string that is not there")
            if cell.get("s") and int(str(cell.get("s"))) >= formats:
                faults.append(f"cell {cell.get('r')} has a format that is not there")
    areas = [split_area(str(e.get("ref"))) for e in root.iterfind(f"{M}mergeCells/{M}mergeCell")]
    faults += [
        f"merges overlap at {one} and {two}"
        for at, one in enumerate(areas)
        for two in areas[at + 1 :]
        if one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]
    ]
    links = [str(e.get("ref")) for e in root.iterfind(f"{M}hyperlinks/{M}hyperlink")]
    faults += [f"two links at {ref}" for ref, times in Counter(links).items() if times > 1]
    return faults


def _tables(package: Package, part: str, names: list[str], strings: Sequence[object]) -> list[str]:
    faults = []
    cells = {str(c.get("r")): c for c in parse_xml(package.plain(part), part).iter(f"{M}c")}
    for rel in relationships(package, part):
        if rel.kind != "table":
            continue
        table = parse_xml(package.read(rel.target), rel.target)
        names.append(str(table.get("displayName")).casefold())
        top, left, bottom, right = split_area(str(table.get("ref")))
        columns = [str(c.get("name")) for c in table.iterfind(f"{M}tableColumns/{M}tableColumn")]
        if len(columns) != right - left + 1 or bottom <= top:
            faults.append(f"table {names[-1]} is {table.get('ref')} with {len(columns)} columns")
        if table.get("headerRowCount") == "0":
            continue
        for at, name in enumerate(columns):
            from workbook_tools.place import cell_name

            cell = cells.get(cell_name(top, left + at))
            text = "" if cell is None else cell.findtext(f"{M}v") or ""
            if cell is not None and cell.get("t") == "s":
                text = strings[int(text)].text  # type: ignore[attr-defined]
            elif cell is not None and cell.get("t") == "inlineStr":
                text = "".join(t.text or "" for t in cell.iter(f"{M}t"))
            if re.sub(r"_x000a_|\n", "", text, flags=re.I) != re.sub(
                r"_x000a_|\n", "", name, flags=re.I
            ):
                faults.append(f"table {names[-1]}: heading {name!r} unlike its cell {text!r}")
    return faults
