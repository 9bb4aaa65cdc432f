"""The accountant's own workbook as the base of the output, beside the layout that goes into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbook_tools.excel.package import MAIN, Package, SheetPart, sheets, workbook_part
from workbook_tools.patterns import pattern
from workbook_tools.render.layout import Layout, SheetLayout

_CODE_NAME = pattern(rb'<sheetPr\b[^<>]*\bcodeName="([^"<]*)"')
_HEAD = 4096
"""A sheet's properties stand in its first bytes."""


@dataclass(frozen=True, eq=False, repr=False)
class Base:
    """A workbook, and the sheets that are to be generated in it. ``book`` is its workbook part;
    ``replaced`` gives, by a generated sheet's name, the sheet that is there already.
    """

    package: Package
    layout: Layout
    book: str
    sheets: tuple[SheetPart, ...]
    replaced: Mapping[str, SheetPart]

    @property
    def template(self) -> Package:
        """The template's package."""
        return self.layout.template.package

    @property
    def replaced_parts(self) -> frozenset[str]:
        """The parts of the sheets that are replaced."""
        return frozenset(sheet.part for sheet in self.replaced.values())


def base_of(package: Package, layout: Layout) -> Base:
    """The base for a workbook's package. Raises ``InputError`` where it is no workbook."""
    listed = sheets(package)
    by_name = {sheet.name.casefold(): sheet for sheet in listed}
    replaced = {
        sheet.sheet.name: by_name[sheet.sheet.name.casefold()]
        for sheet in layout.sheets
        if sheet.sheet.name.casefold() in by_name
    }
    return Base(package, layout, workbook_part(package), listed, replaced)


def date_1904(base: Base) -> bool:
    """Whether the workbook counts its days from 1904."""
    properties = base.package.tree(base.book).find(f"{{{MAIN}}}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def code_name(base: Base, sheet: SheetLayout) -> str | None:
    """The name by which the workbook's macros know a sheet that is replaced."""
    old = base.replaced.get(sheet.sheet.name)
    if old is None:
        return None
    found = _CODE_NAME().search(base.package.plain(old.part)[:_HEAD])
    return found[1].decode() if found else None
