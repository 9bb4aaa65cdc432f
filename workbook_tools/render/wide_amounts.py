"""Columns as wide as the longest total that stands in them, so that no amount is shown as ###."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from workbook_tools.render.heights import TextStyle, column_widths
from workbook_tools.render.layout import SheetLayout
from workbook_tools.render.rows import Written

_GROUPED = "#,##0"
_MOST = 60.0
"""No column becomes wider than that, in digits."""


def amount_widths(
    sheet: SheetLayout, formulas: Iterable[Written], styles: Sequence[TextStyle], digit: float
) -> Mapping[int, float]:
    """The widths in digits of the columns that are too narrow for what the model says stands in
    them. ``styles`` are the formats of the template's cells, ``digit`` is what widths count, in
    points.

    Totals are at least as long as what they add up, so of each column only the formulas outside of
    the most loops are looked at.
    """
    width = column_widths(sheet.sheet.root)
    found: dict[int, float] = {}
    for formula in _outermost(formulas):
        style = _style_of(formula, styles)
        if style is None or not isinstance(formula.expected, Decimal):
            continue
        needed = _points(formula.expected, style) / digit
        least = found.get(formula.column, width(formula.column, formula.column))
        if needed > least > 0:
            found[formula.column] = min(_MOST, math.ceil(needed * 4) / 4)
    return found


def _outermost(formulas: Iterable[Written]) -> list[Written]:
    """Of each column the formulas that stand in the fewest loops."""
    depths: dict[int, int] = {}
    found: dict[int, list[Written]] = {}
    for formula in formulas:
        depth = len(formula.pattern.loop_variables)
        known = depths.get(formula.column)
        if known is None or depth < known:
            depths[formula.column], found[formula.column] = depth, [formula]
        elif depth == known:
            found[formula.column].append(formula)
    return [formula for held in found.values() for formula in held]


def _style_of(formula: Written, styles: Sequence[TextStyle]) -> TextStyle | None:
    """The format of a formula's cell where it shows an amount in groups of three digits."""
    cell = next((each for each in formula.pattern.cells if each.column == formula.column), None)
    if cell is None or cell.style is None or cell.style >= len(styles):
        return None
    style = styles[cell.style]
    return style if _GROUPED in style.number_format and "%" not in style.number_format else None


def _points(amount: Decimal, style: TextStyle) -> float:
    """How wide an amount is in a cell, with a blank behind it and a little to spare."""
    text = f"{amount:,f}"
    return style.width(text.rstrip("0").rstrip(".") if "." in text else text)
