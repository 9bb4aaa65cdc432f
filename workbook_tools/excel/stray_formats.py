"""Cells that ask for a format that their workbook does not have: they look as if they had none.

Formats that are added to such a workbook would be theirs all at once, so what they ask for is
taken from them first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_tools.excel.package import MAIN, Package, relationships, sheets
from workbook_tools.excel.styles import styles_part

_HOLDERS = frozenset({"table", "pivotTable"})
"""What a sheet leads to that asks for formats, too."""


def without_stray_formats(package: Package) -> Package:
    """The package in which no cell, row, column, condition or table asks for a format that is not
    there; the very same one where none does.
    """
    root = package.tree(styles_part(package))
    cells = max(1, len(root.findall(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")))
    looks = len(root.findall(f"{{{MAIN}}}dxfs/{{{MAIN}}}dxf"))
    strays = (
        (re.compile(rb' s="%b"' % _not_below(cells)), rb' s="0"', rb"c|row"),
        (re.compile(rb' style="%b"' % _not_below(cells)), b"", rb"col"),
        (re.compile(rb' \w*[dD]xfId="%b"' % _not_below(looks)), b"", rb"\w+"),
    )
    changed: dict[str, bytes] = {}
    for part in _asking(package):
        xml = given = package.plain(part)
        for stray, instead, name in strays:
            if stray.search(xml):
                xml = _mended(xml, stray, instead, name)
        if xml != given:
            changed[part] = xml
    return package.changed(changed) if changed else package


def _mended(xml: bytes, stray: re.Pattern[bytes], instead: bytes, name: bytes) -> bytes:
    """A part in whose tags of that name other words stand for what is stray."""
    tag = rb"<(?:%b) (?:[^<>\"]|\"[^\"<]*\")*>" % name
    return re.sub(tag, lambda found: stray.sub(instead, found[0]), xml)


def _not_below(count: int) -> bytes:
    """A pattern of what is no number below ``count``."""
    digits = str(count)
    above = [
        f"{digits[:at]}[{int(digit) + 1}-9][0-9]{{{len(digits) - at - 1}}}"
        for at, digit in enumerate(digits)
        if digit != "9"
    ]
    longer = f"[0-9]{{{len(digits) + 1},}}"
    return "(?:{})".format("|".join([digits, *above, longer, '[^"0-9][^"]*', ""])).encode()


def _asking(package: Package) -> Iterator[str]:
    """The parts that ask for formats: worksheets and what lies on them."""
    for sheet in sheets(package):
        if sheet.kind != "worksheet":
            continue
        yield sheet.part
        for rel in relationships(package, sheet.part):
            if rel.kind in _HOLDERS and not rel.external and rel.target in package:
                yield rel.target
