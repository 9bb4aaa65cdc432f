"""An empty plan workbook: the template without the sheets that are generated."""

from __future__ import annotations

from workbook_tools.excel.defined_names import names_with_elements
from workbook_tools.excel.package import (
    CONTENT_TYPES,
    MAIN,
    RELS,
    TYPES_PART,
    Package,
    drop_attribute,
    open_package,
    pack,
    parse_xml,
    reachable,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    to_xml,
    workbook_part,
)
from workbook_tools.excel.strings import escape_text
from workbook_tools.place import cell_name
from workbook_tools.read.source import source_of
from workbook_tools.template.compiled import PLAN_SHEETS
from workbook_tools.template.shipped import template_path

_M = f"{{{MAIN}}}"


def new_plan(province: str, year: int) -> bytes:
    """The file of an empty plan for a province (Tỉnh) and a year, ready to type into."""
    package = open_package(template_path().read_bytes(), template_path().name)
    package = only_sheets(package, PLAN_SHEETS)
    return pack(fill_cells(package, "ThongTin", {"Tỉnh": province, "Năm kế hoạch": year}))


def only_sheets(package: Package, names: tuple[str, ...]) -> Package:
    """A workbook with some of its sheets only, without what belonged to the others."""
    book = workbook_part(package)
    dropped = [sheet for sheet in sheets(package) if sheet.name not in names]
    gone_ids, gone_parts = (
        {sheet.rel_id for sheet in dropped},
        frozenset(sheet.part for sheet in dropped),
    )
    root = package.tree_to_change(book)
    holder = root.find(f"{_M}sheets")
    assert holder is not None
    named = names_with_elements(root)
    for element in list(holder):
        if element.get(f"{{{RELS}}}id") in gone_ids:
            holder.remove(element)
    kept = [str(element.get("name")) for element in holder]
    defined = root.find(f"{_M}definedNames")
    for name, element in named:
        home = name.sheet or name.text.partition("!")[0].strip("'")
        if defined is not None and home not in kept:
            defined.remove(element)
        elif name.sheet is not None:
            element.set("localSheetId", str(kept.index(home)))
    if defined is not None and not len(defined):
        root.remove(defined)
    for view in root.iter(f"{_M}workbookView"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")
    rels = [rel for rel in relationships(package, book) if rel.id not in gone_ids]
    stay = reachable(package, [""], gone_parts)
    types = package.tree_to_change(TYPES_PART)
    for override in types.findall(f"{{{CONTENT_TYPES}}}Override"):
        if str(override.get("PartName")).removeprefix("/") not in stay:
            types.remove(override)
    gone = [
        name
        for name in package.parts
        if not (
            name in stay
            or name == "[Content_Types].xml"
            or (
                name.endswith(".rels")
                and name.replace("_rels/", "").removesuffix(".rels") in stay | {""}
            )
        )
    ]
    return package.changed(
        {
            book: to_xml(root),
            rels_name(book): relationships_xml(book, rels),
            "[Content_Types].xml": to_xml(types),
        },
        gone,
    )


def fill_cells(package: Package, sheet: str, values: dict[str, str | int]) -> Package:
    """Put values beside their names (first column) on a sheet, keeping the cells' formats."""
    from lxml import etree

    source = source_of(pack(package, store=True), "KeHoach")
    grid = source.grid(sheet)
    part = source.sheets[sheet.casefold()].part
    root = parse_xml(package.read(part), part)
    cells = {str(cell.get("r")): cell for cell in root.iter(f"{_M}c")}
    for number, row in enumerate(grid.rows if grid else (), 1):
        value = values.get(str(row[0])) if row else None
        cell = cells.get(cell_name(number, 2))
        if value is None or cell is None:
            continue
        cell[:] = []
        if isinstance(value, int):
            drop_attribute(cell, "t")
            etree.SubElement(cell, f"{_M}v").text = str(value)
        else:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t")
            text.text = escape_text(value) if not value.isprintable() else value
    return package.changed({part: to_xml(root)})
