"""The results that stand beside the user's own formulas, brought up to date without touching
anything else.
"""

from __future__ import annotations

import re

from workbook_tools.excel.calculation import Calculated, Value
from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.formula import VOLATILE
from workbook_tools.excel.same_value import same_as_stored
from workbook_tools.excel.strings import escape_text
from workbook_tools.render.cell_xml import number_text

_CELL = re.compile(
    rb'<c ((?:[^>"]|"[^"]*")*?)>\s*'
    rb"(<f\b[^>]*?/>|<f\b[^>]*>.*?</f>)\s*"
    rb"(<v>([^<]*)</v>|<v\s*/>)?\s*</c>",
    re.DOTALL,
)
_REFERENCE = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_TYPE = re.compile(rb'\s*\bt="([^"]*)"')
_VOLATILE = re.compile("|".join(rf"\b{name}\(" for name in sorted(VOLATILE)).encode())


def refresh_formulas(xml: bytes, calculated: Calculated, sheet: str) -> bytes:
    """A sheet with each formula's stored result made what it now gives.

    A result is left alone where the formula is volatile (it would differ with every run) or where
    the engine gives an error for it (the formula may use what only Excel knows).
    """
    if b"<f" not in xml:
        return xml

    def fresh(match: re.Match[bytes]) -> bytes:
        attributes, formula, _, stored = match.groups()
        reference = _REFERENCE.search(attributes)
        if reference is None or _VOLATILE.search(formula.upper()):
            return match[0]
        value = calculated.value(sheet, *split_cell(reference[1].decode()))
        kind = _TYPE.search(attributes)
        if (
            value is None
            or (isinstance(value, str) and value.startswith("#"))
            or same_as_stored(value, stored, kind[1].decode() if kind else "n")
        ):
            return match[0]
        attributes = _TYPE.sub(b"", attributes)
        mark, text = _stored(value)
        return b"<c " + attributes + mark + b">" + formula + b"<v>" + text + b"</v></c>"

    return _CELL.sub(fresh, xml)


def _stored(value: Value) -> tuple[bytes, bytes]:
    if isinstance(value, bool):
        return b' t="b"', str(int(value)).encode()
    if isinstance(value, float):
        return b"", number_text(value).encode()
    return b' t="str"', escape_text(str(value)).encode()
