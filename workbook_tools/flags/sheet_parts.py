"""Flags put into a workbook's package and taken out again, as text, so that nothing else in a sheet
changes by a byte.

A flag is a conditional format whose formula carries our mark, and a note by our own author. The
user's values, fills, notes and formats are not touched. A workbook that Excel has saved since is
cleaned of its flags all the same: they are known by the mark and the author, not by where they
stood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbook_tools.excel.package import Package, sheets, workbook_part
from workbook_tools.excel.strings import escape_text
from workbook_tools.excel.styles import add_differential
from workbook_tools.flags.looks import LOOKS
from workbook_tools.flags.marks import MARK, Format, with_formats, without_formats
from workbook_tools.flags.notes import with_notes, without_notes

_OUR_NAME = re.compile(
    rb'<definedName\b(?=[^<>]*\bname="_' + MARK.encode() + rb'[^"<]*")[^<>]*>[^<]*</definedName>'
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SheetFlags:
    """All flags of one sheet; ``notes`` are texts by cell. Of two formats for a cell the earlier
    one shows.
    """

    formats: tuple[Format, ...]
    notes: Mapping[str, str]


def put_flags(
    package: Package, flags: Mapping[str, SheetFlags], names: Mapping[str, str] | None = None
) -> Package:
    """The package with flags on the named sheets, and hidden names (each beginning ``_kehoach``)
    that they refer to.

    It must have none of ours yet.
    """
    if not flags:
        return package
    wanted = sorted({entry.look for sheet in flags.values() for entry in sheet.formats})
    styles, xml, numbers = add_differential(package, [LOOKS[look] for look in wanted])
    looks = dict(zip(wanted, numbers, strict=True))
    package = _with_names(package.changed({styles: xml}), names or {})
    by_name = {sheet.name: sheet for sheet in sheets(package) if sheet.kind == "worksheet"}
    for name, held in flags.items():
        sheet = by_name.get(name)
        if sheet is None:
            continue
        body = with_formats(package.plain(sheet.part), held.formats, looks)
        package = package.changed({sheet.part: body}).written([sheet.part])
        if held.notes:
            package = with_notes(package, sheet, held.notes)
    return package


def _with_names(package: Package, names: Mapping[str, str]) -> Package:
    """The package with hidden names, after those that it has."""
    if not names:
        return package
    book = workbook_part(package)
    added = "".join(
        f'<definedName name="{name}" hidden="1">{escape_text(formula)}</definedName>'
        for name, formula in names.items()
    ).encode()
    xml = package.plain(book).replace(b"</definedNames>", added + b"</definedNames>", 1)
    return package.changed({book: xml})


def take_flags(package: Package) -> Package:
    """The package without any of our flags; the very same one where there is none."""
    book = workbook_part(package)
    named = package.plain(book)
    unnamed = _OUR_NAME.sub(b"", named)
    if unnamed != named:
        package = package.changed({book: unnamed})
    for sheet in sheets(package):
        if sheet.kind != "worksheet":
            continue
        before = package.plain(sheet.part)
        after = without_formats(before)
        if after != before:
            package = package.changed({sheet.part: after}).written([sheet.part])
        package = without_notes(package, sheet)
    return package
