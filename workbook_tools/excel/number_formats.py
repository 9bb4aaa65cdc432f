"""Number formats: which cell formats show a number as a percentage, and which as a day."""

from __future__ import annotations

import re
from collections.abc import Callable

from workbook_tools.excel.package import MAIN, Package
from workbook_tools.excel.styles import styles_part
from workbook_tools.patterns import pattern

_BUILT_IN_PERCENT = frozenset({"9", "10"})
_BUILT_IN_DAYS = frozenset(
    str(at) for at in (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59))
)
_NO_CODE = pattern(r'"[^"]*(?:"|\Z)|\\.|_.|\*.|\[[^\]]*(?:\]|\Z)')
"""The parts of a format's code that are text, blanks, fillers, colours or conditions; what is not
closed goes on to the end.
"""
_DAY = pattern(r"[dy]", re.IGNORECASE)


def percent_formats(package: Package) -> frozenset[int]:
    """The places in ``cellXfs`` of the cell formats that show a percentage."""
    return _formats(package, _BUILT_IN_PERCENT, lambda code: "%" in code)


def day_formats(package: Package) -> frozenset[int]:
    """The places in ``cellXfs`` of the cell formats that show a day of the calendar."""
    return _formats(package, _BUILT_IN_DAYS, lambda code: bool(_DAY().search(code)))


def _formats(
    package: Package, built_in: frozenset[str], shows: Callable[[str], bool]
) -> frozenset[int]:
    """The places of the cell formats whose number format is one of the built-in ones, or has a
    code that shows what is asked.
    """
    part = styles_part(package)
    if part not in package:
        return frozenset()
    root = package.tree(part)
    space = f"{{{MAIN}}}"
    shown = set(built_in)
    for element in root.iterfind(f"{space}numFmts/{space}numFmt"):
        number = str(element.get("numFmtId"))
        if shows(_NO_CODE().sub("", str(element.get("formatCode") or ""))):
            shown.add(number)
        else:
            shown.discard(number)
    return frozenset(
        at
        for at, element in enumerate(root.iterfind(f"{space}cellXfs/{space}xf"))
        if element.get("numFmtId") in shown
    )
