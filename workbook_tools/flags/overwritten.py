"""Standing conditions on the generated sheets that show a total whose formula somebody typed
over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from workbook_tools.excel.cells import area_name
from workbook_tools.excel.formula import Ref, summed_area, tokenize
from workbook_tools.place import cell_name, runs
from workbook_tools.render.rows import Written

_LONGEST_CONDITION = 1500


def overwritten(formulas: Iterable[Written], digits: int) -> Iterator[tuple[str, str]]:
    """Areas and conditions that are true where a cell is not what its formula would give, to so
    many digits. Formulas that are alike share a condition.
    """
    alike, single = _parted(formulas)
    for group in alike:
        column = group[0].column
        rows = runs(sorted(formula.row for formula in group))
        areas = [area_name(top, column, bottom, column) for top, bottom in rows]
        first = min(group, key=lambda formula: formula.row)
        yield " ".join(areas), _not_its_formula(first, digits)
    for same in _side_by_side(single):
        first, last = same[0], same[-1]
        area = area_name(first.row, first.column, last.row, last.column)
        yield area, _not_its_formula(first, digits)


def _parted(formulas: Iterable[Written]) -> tuple[list[list[Written]], list[Written]]:
    """The totals whose formulas can be conditions: those of one cell of a pattern row, copied down
    and each looking at its own row, together; and the others.
    """
    alike: dict[tuple[int, int], list[Written]] = {}
    own_row: dict[tuple[int, int], bool] = {}
    single: list[Written] = []
    for formula in formulas:
        if not formula.bound or not isinstance(formula.expected, Decimal) or "!" in formula.text:
            continue
        key = (id(formula.pattern), formula.column)
        if key not in own_row:
            own_row[key] = _keeps_to_its_row(formula)
        if own_row[key]:
            alike.setdefault(key, []).append(formula)
        else:
            single.append(formula)
    return list(alike.values()), single


def _side_by_side(formulas: Sequence[Written]) -> Iterator[list[Written]]:
    """Formulas of a row, neighbours that are alike together."""
    by_row: dict[int, list[Written]] = {}
    for formula in formulas:
        by_row.setdefault(formula.row, []).append(formula)
    for held in by_row.values():
        held.sort(key=lambda formula: formula.column)
        same: list[Written] = []
        for formula in held:
            if same and not _continues(same, formula):
                yield same
                same = []
            same.append(formula)
        yield same


def _continues(same: Sequence[Written], formula: Written) -> bool:
    """Whether a formula stands right of the last of these and is the first one's copy."""
    beside = formula.column == same[-1].column + 1
    return beside and _relative(formula) == _relative(same[0])


def _keeps_to_its_row(formula: Written) -> bool:
    """Whether a formula refers to its own row only; then every copy of its pattern row does."""
    return all(
        piece.top == piece.bottom == formula.row
        for piece in tokenize(formula.text)
        if isinstance(piece, Ref)
    )


def _relative(formula: Written) -> str:
    """A formula with columns relative to its own."""
    area = summed_area(formula.text)
    if area is not None:
        return f"SUM({_beside(formula, *area)})"
    return "".join(
        _beside(formula, piece.top, piece.left, piece.bottom, piece.right)
        if isinstance(piece, Ref)
        else piece.text
        for piece in tokenize(formula.text)
    )


def _beside(formula: Written, top: int, left: int, bottom: int, right: int) -> str:
    return f"{left - formula.column},{top}:{right - formula.column},{bottom}"


def _not_its_formula(formula: Written, digits: int) -> str:
    """True where a cell is not what its formula would give; of a very long formula, where it holds
    none.
    """
    cell = cell_name(formula.row, formula.column)
    if len(formula.text) > _LONGEST_CONDITION:
        return f"NOT(_xlfn.ISFORMULA({cell}))"
    return f"ROUND({cell}-({formula.text}),{digits})<>0"
