"""Formulas proved before anything is written: what they take in, and what they give.

Coverage: a total's formula must take in exactly the model's own parts, each once. Value: the
formula, calculated by an independent engine out of the package as it will be written, must equal
the model's ``Decimal`` to the last đồng.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workbook_tools.errors import ProofError
from workbook_tools.excel.calculation import Calculated
from workbook_tools.excel.linear import linear_terms
from workbook_tools.excel.same_value import ONE_CALCULATION, same_number
from workbook_tools.place import Place, cell_name, column_number
from workbook_tools.plan.form import AMOUNTS, SOURCES
from workbook_tools.plan.model import Plan, Programme, Project, Section
from workbook_tools.plan.money import Unit, format_amount
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.rows import Written
from workbook_tools.template.compiled import Row
from workbook_tools.template.expressions import Expression

Node = Plan | Section | Programme | Project
_NODES = (Plan, Section, Programme, Project)
_SUM = re.compile(r"SUM\(([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)\)\Z")


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
    cells = _Cells(layout)
    bound = 0
    places = [
        (layout.sheet(name), formula) for name, formulas in written.items() for formula in formulas
    ]
    for sheet, formula in places:
        assert sheet is not None
        if formula.bound:
            bound += 1
            try:
                _prove_coverage(_place(sheet, formula), formula, sheet, cells)
            except ProofError:
                _prove_value(sheet, formula, calculated, unit)
                raise
    for sheet, formula in places:
        assert sheet is not None
        _prove_value(sheet, formula, calculated, unit)
    return Proof(sum(len(formulas) for formulas in written.values()), bound)


# -------------------------------------------------------------------------------------------- value


def _place(sheet: SheetLayout, formula: Written) -> Place:
    return Place(sheet.sheet.name, cell_name(formula.row, formula.column))


def _prove_value(sheet: SheetLayout, formula: Written, calculated: Calculated, unit: Unit) -> None:
    """The calculated result against the model's; a formula that the model says nothing of must give
    no error.
    """
    found = calculated.value(sheet.sheet.name, formula.row, formula.column)
    if isinstance(found, str) and found.startswith("#") and not isinstance(formula.expected, str):
        raise ProofError(
            _place(sheet, formula), formula.text, _shown(formula.expected, unit), found
        )
    if not formula.bound:
        return
    expected = formula.expected
    if isinstance(expected, str):
        same = found == expected
    elif expected is None or isinstance(found, str) or found is None:
        same = expected is None and found in (None, "")
    elif (
        isinstance(expected, Decimal)
        and type(found) is float
        and found.is_integer()
        and expected == int(found)
    ):
        same = True
    elif isinstance(expected, Decimal) and formula.pattern.proofs[formula.column].path is not None:
        same = unit.quantize(Decimal(repr(float(found)))) == unit.quantize(expected)
    else:
        same = same_number(float(expected), float(found), ONE_CALCULATION)
    if not same:
        raise ProofError(
            _place(sheet, formula), formula.text, _shown(expected, unit), _shown(found, unit)
        )


def _shown(value: Any, unit: Unit) -> str:
    if isinstance(value, (Decimal, int, float)) and not isinstance(value, bool):
        return format_amount(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
    return (
        "một giá trị"
        if value is None
        else f"{value!r}"
        if isinstance(value, str) and value[:1] != "#"
        else str(value)
    )


# ----------------------------------------------------------------------------------------- coverage


class _Cells:
    """Which amount of which part of the plan a cell of a generated sheet holds, by what the
    template binds it to.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.proved_rows: set[tuple[int, int, str]] = set()
        self._bindings: dict[int, dict[int, tuple[str, str]]] = {}

    def bindings(self, row: Row) -> dict[int, tuple[str, str]]:
        """Column → (variable, amount) of a pattern row."""
        found = self._bindings.get(id(row))
        if found is None:
            paths = {
                cell.column: cell.content.path
                for cell in row.cells
                if isinstance(cell.content, Expression) and cell.content.path
            }
            paths |= {column: proof.path for column, proof in row.proofs.items() if proof.path}
            found = self._bindings[id(row)] = {
                column: path for column, path in paths.items() if path[1] in AMOUNTS
            }
        return found

    def at(self, sheet: SheetLayout, row: int, column: int) -> tuple[Node, str] | None:
        """The part of the plan and the amount in a cell; ``None`` where it holds neither."""
        if not 1 <= row <= sheet.last_row:
            return None
        instance = sheet.instances[row - 1]
        binding = self.bindings(instance.pattern).get(column)
        if binding is None:
            return None
        node = instance.scope.get(binding[0])
        return (node, binding[1]) if isinstance(node, _NODES) else None


def _prove_coverage(place: Place, formula: Written, sheet: SheetLayout, cells: _Cells) -> None:
    home = cells.at(sheet, formula.row, formula.column)
    if home is None:
        return
    shape = _own_row_shape(formula, home)
    if shape in cells.proved_rows:
        return
    _cover(place, formula, sheet, cells, home)
    if shape is not None:
        cells.proved_rows.add(shape)


def _own_row_shape(formula: Written, home: tuple[Node, str]) -> tuple[int, int, str] | None:
    """What decides the proof of a project's sum of its own row: the same for every copy of the
    pattern row.
    """
    simple = _SUM.match(formula.text)
    row = str(formula.row)
    if simple is None or simple[2] != row or simple[4] != row or not isinstance(home[0], Project):
        return None
    return id(formula.pattern), formula.column, f"{simple[1]}:{simple[3]}"


def _cover(
    place: Place, formula: Written, sheet: SheetLayout, cells: _Cells, home: tuple[Node, str]
) -> None:
    try:
        terms = list(_terms(formula.text, sheet, cells.layout))
    except ValueError as error:
        raise ProofError(place, formula.text, "phép cộng, trừ các ô hoặc SUM", str(error)) from None
    held: list[tuple[tuple[Node, str], int]] = []
    for into, row, column, sign in terms:
        part = cells.at(into, row, column)
        if part is None:
            raise ProofError(
                place,
                formula.text,
                f"chỉ gồm các khoản của {_named(home)}",
                f"cả ô {Place(into.sheet.name, cell_name(row, column))}, không thuộc khoản nào",
            )
        held.append((part, sign))
    if (
        len(held) == 1
        and held[0][1] == 1
        and held[0][0][0] is home[0]
        and held[0][0][1] == home[1]
        and (terms[0][0], terms[0][1], terms[0][2]) != (sheet, formula.row, formula.column)
    ):
        return
    if all(sign == 1 for _, sign in held):
        taken = {(id(node), amount) for (node, amount), _ in held}
        below = [home]
        for _ in range(3):
            below = [part for parent in below for part in _children(*parent)]
            if len(held) == len(below) and taken == {(id(node), amount) for node, amount in below}:
                return
    _compare_leaves(place, formula, home, held)


def _compare_leaves(
    place: Place,
    formula: Written,
    home: tuple[Node, str],
    held: Iterable[tuple[tuple[Node, str], int]],
) -> None:
    """The general case: both sides taken apart to single sources of single projects, and counted."""
    wanted = Counter(dict.fromkeys(_leaves(*home), 1))
    found: Counter[tuple[int, str]] = Counter()
    names: dict[tuple[int, str], tuple[Node, str]] = {}
    for part, sign in held:
        for leaf in _leaves(*part):
            found[leaf] += sign
            names[leaf] = part
    for leaf in [*wanted, *found]:
        if found[leaf] != wanted[leaf]:
            said = _named(names[leaf]) if leaf in names else _leaf_name(home, leaf)
            raise ProofError(
                place,
                formula.text,
                f"mỗi khoản của {_named(home)} đúng một lần",
                f"{said} được tính {found[leaf]} lần, cần {wanted[leaf]} lần",
            )


def _children(node: Node, amount: str) -> list[tuple[Node, str]]:
    """What an amount is the sum of, one step down."""
    if isinstance(node, Project):
        return [(node, source) for source in SOURCES] if amount == "total" else [(node, amount)]
    below: Sequence[Node] = (
        node.projects
        if isinstance(node, Programme)
        else node.programmes
        if isinstance(node, Section)
        else node.sections
    )
    return [(child, amount) for child in below]


def _leaves(node: Node, amount: str) -> Iterator[tuple[int, str]]:
    """The single sources of single projects that an amount is made of."""
    projects: Sequence[Project] = (
        (node,)
        if isinstance(node, Project)
        else node.projects
        if isinstance(node, (Programme, Plan))
        else [project for programme in node.programmes for project in programme.projects]
    )
    for project in projects:
        for source in SOURCES if amount == "total" else (amount,):
            yield id(project), source


def _named(part: tuple[Node, str]) -> str:
    node, amount = part
    names = dict(
        zip(AMOUNTS, ("tổng kinh phí", "KPKC ĐP", "KP đơn vị thụ hưởng", "nguồn khác"), strict=True)
    )
    what = (
        "toàn kế hoạch" if isinstance(node, Plan) else f"“{node.tt} {node.name}”".replace("“ ", "“")
    )
    return f"{names[amount]} của {what}"


def _leaf_name(home: tuple[Node, str], leaf: tuple[int, str]) -> str:
    node = home[0]
    projects = (
        [node]
        if isinstance(node, Project)
        else list(node.projects)
        if isinstance(node, (Programme, Plan))
        else [p for programme in node.programmes for p in programme.projects]
    )
    return next(
        (_named((project, leaf[1])) for project in projects if id(project) == leaf[0]), leaf[1]
    )


def _terms(
    text: str, home: SheetLayout, layout: Layout
) -> Iterator[tuple[SheetLayout, int, int, int]]:
    """The cells that a formula adds up, each with its sign. Raises ``ValueError`` where it does
    anything else.
    """
    simple = _SUM.match(text)
    if simple:
        top, bottom = int(simple[2]), int(simple[4])
        left, right = column_number(simple[1]), column_number(simple[3])
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield home, row, column, 1
        return
    for term in linear_terms(text):
        sheet = layout.sheet(term.sheet) if term.sheet else home
        if sheet is None:
            raise ValueError(f"{term.sheet}!{cell_name(term.row, term.column)}")
        yield sheet, term.row, term.column, term.sign
