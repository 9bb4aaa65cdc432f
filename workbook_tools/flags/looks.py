"""How flags look: a differential format for each grade of finding, seen in black and white too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbook_tools.excel.strings import escape_text


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Grade:
    """What sets a grade apart: colours, the sign before a value, and without a sign the line under
    it and the hatching behind it.
    """

    fill: str
    ink: str
    sign: str
    weight: str = ""
    underline: str = ""
    hatch: str = ""


_GRADES: Mapping[str, _Grade] = {
    "error": _Grade("FFFFC7CE", "FF9C0006", "‼", "<b/>", '<u val="double"/>', "lightUp"),
    "warning": _Grade("FFFFEB9C", "FF7F4F00", "▲", "", '<u val="single"/>', "lightDown"),
    "note": _Grade("FFEFF5FB", "FF1F4E79", "○", "", '<u val="single"/>', "gray125"),
    "accepted": _Grade("FFEDEDED", "FF595959", "√", "<i/>", "", "gray0625"),
}

_HATCH = 0.35
"""How much of its ink is in the hatching of a grade."""

INKS: Mapping[str, tuple[str, str]] = {
    name: (grade.fill, grade.ink) for name, grade in _GRADES.items()
}
"""The ground and the letters of each grade, for a legend."""

SIGNS: Mapping[str, str] = {name: grade.sign for name, grade in _GRADES.items()}
"""What stands before a flagged value, so that it is seen in black and white as well."""


def _signed(grade: _Grade, number: str) -> str:
    """The format that puts the grade's sign before a value; ``number`` is the code of figures."""
    mark = f'"{grade.sign} "'
    code = escape_text(f"{mark}{number}_);{mark}-{number}_);{mark}0_);{mark}@")
    quoted = code.replace('"', "&quot;")
    return (
        f'<font>{grade.weight}<color rgb="{grade.ink}"/></font>'
        f'<numFmt numFmtId="0" formatCode="{quoted}"/>'
        f'<fill><patternFill patternType="solid"><bgColor rgb="{grade.fill}"/></patternFill></fill>'
        f"<border>{_sides(grade, 'thin')}</border>"
    )


def _hatched(grade: _Grade) -> str:
    """The format that underlines and hatches, and leaves the value as it is written, as wide as it
    is: the row's height was made for it.
    """
    return (
        f'<font>{grade.underline}<color rgb="{grade.ink}"/></font>'
        f'<fill><patternFill patternType="{grade.hatch}"><fgColor rgb="{_pale(grade)}"/>'
        f'<bgColor rgb="{grade.fill}"/></patternFill></fill>'
        f"<border>{_sides(grade, 'dashed')}</border>"
    )


def _pale(grade: _Grade) -> str:
    """The colour of a grade's hatching: so much darker than the ground that it is seen, and so
    pale that what stands on it can be read.
    """
    parts = [
        (int(grade.fill[at : at + 2], 16), int(grade.ink[at : at + 2], 16)) for at in (2, 4, 6)
    ]
    return "FF" + "".join(f"{round(fill + (ink - fill) * _HATCH):02X}" for fill, ink in parts)


def _sides(grade: _Grade, style: str) -> str:
    return "".join(
        f'<{side} style="{style}"><color rgb="{grade.ink}"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )


def _looks() -> dict[str, str]:
    """Every look of every grade, by name."""
    found: dict[str, str] = {}
    for name, grade in _GRADES.items():
        found[name] = _signed(grade, "#,##0")
        found[f"{name}-decimals"] = _signed(grade, "#,##0.0##########")
        found[f"{name}-plain"] = _hatched(grade)
    return found


LOOKS: Mapping[str, str] = _looks()
"""Differential formats by name: ``error`` puts a sign before the value, ``error-decimals`` shows
its decimals, ``error-plain`` (for cells whose text is long, narrow or missing) underlines and
hatches instead."""
