"""Number formats: which cell formats show a number as a percentage, and which as a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

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
_BUILT_IN_DECIMALS: Mapping[str, int] = {
    **dict.fromkeys(("1", "3", "37", "38"), 0),
    **dict.fromkeys(("2", "4", "39", "40"), 2),
}
_DECIMALS = pattern(r"[-+(]?[#0?,]*[#0?](?:\.([#0?]+))?\)?")
_DAY = pattern(r"[dy]", re.IGNORECASE)


def percent_formats(package: Package) -> frozenset[int]:
    """The places in ``cellXfs`` of the cell formats that show a percentage."""
    return _formats(package, _BUILT_IN_PERCENT, lambda code: "%" in code)


def day_formats(package: Package) -> frozenset[int]:
    """The places in ``cellXfs`` of the cell formats that show a day of the calendar."""
    return _formats(package, _BUILT_IN_DAYS, lambda code: bool(_DAY().search(code)))


def decimal_formats(package: Package) -> Mapping[int, int]:
    """The places in ``cellXfs`` of the cell formats that show a number rounded to so many
    decimals, and how many; none of those that show all of it, a percentage, a day or thousands.
    """
    part = styles_part(package)
    if part not in package:
        return {}
    root = package.tree(part)
    space = f"{{{MAIN}}}"
    shown = dict(_BUILT_IN_DECIMALS)
    for element in root.iterfind(f"{space}numFmts/{space}numFmt"):
        found = _DECIMALS().fullmatch(_digits_of(str(element.get("formatCode") or "")))
        shown.pop(str(element.get("numFmtId")), None)
        if found is not None:
            shown[str(element.get("numFmtId"))] = len(found[1] or "")
    formats = enumerate(root.iterfind(f"{space}cellXfs/{space}xf"))
    numbers = {at: str(element.get("numFmtId")) for at, element in formats}
    return {at: shown[number] for at, number in numbers.items() if number in shown}


def _digits_of(code: str) -> str:
    """What a format's code says of positive numbers."""
    return _NO_CODE().sub("", code).partition(";")[0].strip()


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
