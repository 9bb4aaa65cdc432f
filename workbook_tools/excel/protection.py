"""Sheets that are guarded against typing by mistake: no password, so that anybody may lift it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbook_tools.excel.package import Package, sheets

_GUARD = b'<sheetProtection sheet="1" formatCells="0" formatColumns="0" formatRows="0"/>'
"""Cells hold; what they look like, how wide and how high they are may be changed."""

_BEFORE = re.compile(
    rb"</sheetData>(?:<sheetCalcPr[^<>]*/>)?|<sheetData/>(?:<sheetCalcPr[^<>]*/>)?"
)


def protected(package: Package, names: Sequence[str]) -> Package:
    """The workbook with sheets protected; one that is already stays as it is."""
    parts = {}
    for sheet in sheets(package):
        xml = package.plain(sheet.part) if sheet.name in names else b""
        if xml and b"<sheetProtection" not in xml:
            parts[sheet.part] = _BEFORE.sub(lambda match: match[0] + _GUARD, xml, count=1)
    return package.changed(parts) if parts else package


def is_protected(package: Package, names: Sequence[str]) -> bool:
    """Whether one of these sheets is guarded in that way."""
    return any(
        _GUARD in package.plain(sheet.part) for sheet in sheets(package) if sheet.name in names
    )
