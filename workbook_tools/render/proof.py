"""Formulas proved before anything is written: what they take in, and what they give.

Coverage: a total's formula must take in exactly the model's own parts, each once. Value: the
formula, calculated by an independent engine out of the package as it will be written, must equal
the model's ``Decimal`` to the last đồng.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workbook_tools.errors import ProofError
from workbook_tools.excel.calculation import Calculated, Value
from workbook_tools.excel.same_value import ONE_CALCULATION, same_number
from workbook_tools.plan.money import Unit, format_amount
from workbook_tools.render.cell_amounts import cell_amounts
from workbook_tools.render.coverage import Shape, place_of, prove_coverage
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.rows import Written


@dataclass(frozen=True, slots=True)
class Proof:
    """How many formulas were written, and how many of them the model vouches for."""

    written: int
    proved: int


def prove(
    layout: Layout, written: Mapping[str, Sequence[Written]], calculated: Calculated, unit: Unit
) -> Proof:
    """Prove every formula that the template binds to the model; all others must at least give no
    error.

    ``written`` holds the formulas of each generated sheet. Coverage goes first: a total that is
    wrong because of another is not the one to be named. Raises ``ProofError`` at the first that
    fails.
    """
    cells = cell_amounts(layout)
    shapes: set[Shape] = set()
    formulas = list(_with_sheets(layout, written))
    bound = [(sheet, formula) for sheet, formula in formulas if formula.bound]
    for sheet, formula in bound:
        try:
            prove_coverage(sheet, formula, cells, shapes)
        except ProofError:
            _prove_value(sheet, formula, calculated, unit)
            raise
    for sheet, formula in formulas:
        _prove_value(sheet, formula, calculated, unit)
    return Proof(len(formulas), len(bound))


def _with_sheets(
    layout: Layout, written: Mapping[str, Sequence[Written]]
) -> Iterator[tuple[SheetLayout, Written]]:
    for name, formulas in written.items():
        sheet = layout.sheet(name)
        assert sheet is not None
        for formula in formulas:
            yield sheet, formula


def _prove_value(sheet: SheetLayout, formula: Written, calculated: Calculated, unit: Unit) -> None:
    """The calculated result against the model's; a formula that the model says nothing of must give
    no error.
    """
    found = calculated.value(sheet.sheet.name, formula.row, formula.column)
    expected = formula.expected
    if isinstance(found, str) and found.startswith("#") and not isinstance(expected, str):
        raise ProofError(place_of(sheet, formula), formula.text, _shown(expected), found)
    if formula.bound and not _same(formula, found, unit):
        raise ProofError(place_of(sheet, formula), formula.text, _shown(expected), _shown(found))


def _same(formula: Written, found: Value, unit: Unit) -> bool:
    """Whether a formula gives what the model says: an amount of the plan to the last đồng, any
    other number as exactly as one calculation can.
    """
    expected = formula.expected
    if isinstance(expected, str):
        return found == expected
    if expected is None or found is None or isinstance(found, str):
        return expected is None and found in (None, "")
    if isinstance(expected, Decimal):
        if type(found) is float and found.is_integer() and expected == int(found):
            return True
        if formula.pattern.proofs[formula.column].path is not None:
            return unit.quantize(Decimal(repr(float(found)))) == unit.quantize(expected)
    return same_number(float(expected), float(found), ONE_CALCULATION)


def _shown(value: Any) -> str:
    """A value in the user's words."""
    if value is None:
        return "một giá trị"
    if isinstance(value, float):
        return format_amount(Decimal(repr(value)))
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return format_amount(Decimal(value))
    if isinstance(value, str) and not value.startswith("#"):
        return repr(value)
    return str(value)
