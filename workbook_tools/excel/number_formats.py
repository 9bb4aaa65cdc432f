"""Number formats: which cell formats show a number as a percentage."""

from __future__ import annotations

import re

from workbook_tools.excel.package import MAIN, Package
from workbook_tools.excel.styles import styles_part

_BUILT_IN_PERCENT = frozenset({"9", "10"})
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""The parts of a format's code that are text, blanks, fillers, colours or conditions."""


def percent_formats(package: Package) -> frozenset[int]:
    """The places in ``cellXfs`` of the cell formats that show a percentage."""
    part = styles_part(package)
    if part not in package:
        return frozenset()
    root = package.tree(part)
    space = f"{{{MAIN}}}"
    own = {
        str(element.get("numFmtId"))
        for element in root.iterfind(f"{space}numFmts/{space}numFmt")
        if "%" in _NO_CODE.sub("", str(element.get("formatCode") or ""))
    }
    shown = own | _BUILT_IN_PERCENT
    return frozenset(
        at
        for at, element in enumerate(root.iterfind(f"{space}cellXfs/{space}xf"))
        if element.get("numFmtId") in shown
    )
