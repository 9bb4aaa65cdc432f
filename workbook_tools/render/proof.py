"""Formulas proved before anything is written: what they take in, and what they give.

Coverage: a total's formula must take in exactly the model's own parts, each once. Value: the
formula, calculated by an independent engine out of the package as it will be written, must equal
the model's ``Decimal`` to the last đồng.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from workbook_tools.error_kinds import BEYOND_EXACT, NOT_UNDERSTOOD
from workbook_tools.errors import InputError, ProofError, TemplateError, TemplateFault
from workbook_tools.excel.calculation import (
    CIRCULAR,
    ENGINE_ERRORS,
    Calculated,
    ErrorText,
    Value,
)
from workbook_tools.excel.same_value import EXACT, same_amount
from workbook_tools.plan.money import Unit, format_amount
from workbook_tools.render.cell_amounts import cell_amounts
from workbook_tools.render.coverage import Shape, place_of, prove_coverage
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.rows import Written


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Proof:
    """How many formulas were written, and how many of them the model vouches for."""

    written: int
    proved: int


class _Exact(NamedTuple):
    """The unit of a plan, its smallest step, and up to where a spreadsheet keeps to the steps."""

    unit: Unit
    step: Decimal
    limit: Decimal


def prove(
    layout: Layout, written: Mapping[str, Sequence[Written]], calculated: Calculated, unit: Unit
) -> Proof:
    """Prove every formula that the template binds to the model; all others must at least give no
    error.

    ``written`` holds the formulas of each generated sheet. Coverage goes first: a total that is
    wrong because of another is not the one to be named. Raises ``ProofError`` at the first that
    fails, ``TemplateError`` for one that the engine does not understand, and ``InputError`` for an
    amount that no spreadsheet holds to the last đồng.
    """
    cells, exact = cell_amounts(layout), _Exact(unit, unit.step, unit.step * EXACT)
    shapes: set[Shape] = set()
    bound = 0
    for sheet, formula in _with_sheets(layout, written):
        if not formula.bound:
            continue
        bound += 1
        try:
            prove_coverage(sheet, formula, cells, shapes)
        except ProofError:
            _prove_value(sheet, formula, calculated, exact)
            raise
    for sheet, formula in _with_sheets(layout, written):
        _prove_value(sheet, formula, calculated, exact)
    return Proof(sum(map(len, written.values())), bound)


def _with_sheets(
    layout: Layout, written: Mapping[str, Sequence[Written]]
) -> Iterator[tuple[SheetLayout, Written]]:
    for name, formulas in written.items():
        sheet = layout.sheet(name)
        assert sheet is not None
        for formula in formulas:
            yield sheet, formula


def _prove_value(
    sheet: SheetLayout, formula: Written, calculated: Calculated, exact: _Exact
) -> None:
    """The calculated result against the model's; a formula that the model says nothing of must give
    no error.
    """
    found = calculated.value(sheet.sheet.name, formula.row, formula.column)
    expected = formula.expected
    if isinstance(found, ErrorText):
        _refuse_unread(sheet, formula, found)
        raise ProofError(place_of(sheet, formula), formula.text, _shown(expected), _shown(found))
    if not formula.bound:
        return
    if isinstance(expected, Decimal) and abs(expected) > exact.limit:
        raise InputError(
            BEYOND_EXACT,
            place_of(sheet, formula),
            amount=format_amount(expected),
            limit=format_amount(exact.limit),
            unit=exact.unit.said,
        )
    if not _same(expected, found, exact.step):
        raise ProofError(place_of(sheet, formula), formula.text, _shown(expected), _shown(found))


def _refuse_unread(sheet: SheetLayout, formula: Written, found: ErrorText) -> None:
    """Raise ``TemplateError`` where the engine does not understand a formula."""
    if found in ENGINE_ERRORS:
        place = sheet.sheet.place(formula.pattern.number, formula.column)
        raise TemplateError((TemplateFault(place, NOT_UNDERSTOOD, formula=formula.text),))


def _same(expected: Any, found: Value, step: Decimal) -> bool:
    """Whether a formula gives what the model says: an amount to the last đồng, a ratio as exactly
    as one calculation can.
    """
    if isinstance(expected, str):
        return found == expected
    if expected is None or found is None or isinstance(found, str):
        return expected is None and found in (None, "")
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    return same_amount(found, Decimal(expected), step)


def _shown(value: Any) -> str:
    """A value in the user's words."""
    if value is None:
        return "một giá trị"
    if isinstance(value, float):
        return format_amount(Decimal(repr(value)))
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return format_amount(Decimal(value))
    if value == CIRCULAR:
        return "công thức phụ thuộc vào chính nó"
    if isinstance(value, str) and not isinstance(value, ErrorText):
        return f"“{value}”"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)
