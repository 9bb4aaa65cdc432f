"""Compiled template + data → which pattern row stands in which output row, with what in scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from workbook_tools.error_kinds import NO_LIST, NOT_COMPUTED, TOO_MANY_TURNS
from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.cells import MAX_ROW, runs
from workbook_tools.place import Place
from workbook_tools.template.compiled import Block, Choice, Loop, Row, Sheet, Template
from workbook_tools.template.expressions import Expression, Scope
from workbook_tools.template.sandbox import said_of

MAX_STEPS = 1_000_000
MAX_ROWS = 400_000
"""The rows of a generated sheet: twice what a plan may have."""

_VALUES = (str, int, float, Decimal, date, type(None))


class Instance(NamedTuple):
    """A pattern row in the output: its row number there, and the variables in scope."""

    pattern: Row
    row: int
    scope: Scope


@dataclass(frozen=True)
class SheetLayout:
    """A generated sheet's rows, in order, and where each pattern row went."""

    sheet: Sheet
    instances: tuple[Instance, ...]
    last_row: int
    _places: dict[int, list[Instance]] = field(repr=False)
    _next: dict[int, int] = field(repr=False)
    _index: dict[tuple[int, tuple[str, ...]], dict[tuple[object, ...], list[int]]] = field(
        default_factory=dict, repr=False
    )
    _areas: dict[object, tuple[tuple[int, int], ...]] = field(default_factory=dict, repr=False)

    def of(self, pattern: int) -> list[Instance]:
        """All copies of a pattern row."""
        return self._places.get(pattern, [])

    def rows(self, pattern: int, scope: Scope) -> list[int]:
        """Output rows of a pattern row, of those copies that agree with ``scope`` on every variable
        both know.
        """
        row = self.sheet.rows.get(pattern)
        if row is None:
            return [] if pattern <= self.sheet.last_row else [self.beyond(pattern)]
        shared = tuple(name for name in row.loop_variables if name in scope)
        index = self._index.get((pattern, shared))
        if index is None:
            index = {}
            for instance in self.of(pattern):
                index.setdefault(
                    tuple(identity(instance.scope[name]) for name in shared), []
                ).append(instance.row)
            self._index[pattern, shared] = index
        return index.get(tuple(identity(scope[name]) for name in shared), [])

    def areas(
        self, top: int, bottom: int, scope: Scope, *, whole: bool
    ) -> tuple[tuple[int, int], ...]:
        """What pattern rows ``top`` to ``bottom`` became in scope: unbroken runs, or with ``whole``
        their hull.
        """
        if bottom > self.sheet.last_row:
            return (self._past_the_end(top, bottom, scope),)
        seen = tuple((name, identity(scope[name])) for name in self._known(top, bottom, scope))
        key = (top, bottom, whole, seen)
        found = self._areas.get(key)
        if found is None:
            rows = sorted(
                row for number in range(top, bottom + 1) for row in self.rows(number, scope)
            )
            found = ((rows[0], rows[-1]),) if rows and whole else tuple(runs(rows))
            self._areas[key] = found
        return found

    def groups(self, pattern: int, scope: Scope) -> tuple[tuple[int, int], ...]:
        """What a pattern row became in scope, to be added up: lines of one parent that lie together
        as one area, in which a row inserted by hand is taken in; rows with others beneath them each
        alone, so that what is inserted between two of them is not counted with them.
        """
        row = self.sheet.rows.get(pattern)
        if row is None:
            return self.areas(pattern, pattern, scope, whole=False)
        known = tuple(
            (name, identity(scope[name])) for name in self._known(pattern, pattern, scope)
        )
        key = (pattern, known)
        found = self._areas.get(key)
        if found is None:
            numbers = self.rows(pattern, scope)
            alone = self._has_rows_beneath(row)
            found = tuple((at, at) for at in numbers) if alone else self._by_parent(row, numbers)
            self._areas[key] = found
        return found

    def _has_rows_beneath(self, row: Row) -> bool:
        """Whether a loop inside the row's own one repeats other rows, which it may sum up."""
        own = row.loop_variables
        return any(
            len(other.loop_variables) > len(own) and other.loop_variables[: len(own)] == own
            for other in self.sheet.rows.values()
        )

    def _by_parent(self, row: Row, numbers: list[int]) -> tuple[tuple[int, int], ...]:
        """Rows as runs, none of which reaches from one parent's to another's."""
        found: list[tuple[int, int]] = []
        last: list[object] = []
        for number in numbers:
            scope = self.instances[number - 1].scope
            parent = [identity(scope[name]) for name in row.loop_variables[:-1]]
            if found and number == found[-1][1] + 1 and parent == last:
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
            last = parent
        return tuple(found)

    def _past_the_end(self, top: int, bottom: int, scope: Scope) -> tuple[int, int]:
        """The hull of an area that reaches below the template's last row."""
        last = self.sheet.last_row
        known = self.areas(top, last, scope, whole=True) if top <= last else ()
        first = known[0][0] if known else self.beyond(top)
        return first, self.beyond(bottom)

    def _known(self, top: int, bottom: int, scope: Scope) -> list[str]:
        """The loop variables that pattern rows ``top`` to ``bottom`` and the scope both know."""
        names: set[str] = set()
        for number in range(top, bottom + 1):
            row = self.sheet.rows.get(number)
            if row is not None:
                names.update(name for name in row.loop_variables if name in scope)
        return sorted(names)

    def beyond(self, row: int) -> int:
        """A template row below the last one that holds anything, moved as far as the last one
        moved.
        """
        return min(MAX_ROW, row + self.last_row - self.sheet.last_row)

    def following(self, row: int) -> int:
        """Where a drawing or a pane on this template row goes: its first copy, or what came after
        it.
        """
        while row <= self.sheet.last_row:
            if row in self._next:
                return self._next[row]
            row += 1
        return self.beyond(row)


@dataclass(frozen=True)
class Layout:
    """All generated sheets, laid out."""

    template: Template
    sheets: tuple[SheetLayout, ...]

    def sheet(self, name: str) -> SheetLayout | None:
        """The layout of the sheet of that name; ``None`` where it is not generated."""
        return next(
            (sheet for sheet in self.sheets if sheet.sheet.name.casefold() == name.casefold()), None
        )


def identity(value: object) -> object:
    """What makes two loop items the same: the very object for the plan's parts, equality for plain
    values.
    """
    return value if isinstance(value, _VALUES) else id(value)


def lay_out(template: Template, data: Mapping[str, Any]) -> Layout:
    """Expand every generated sheet. Raises ``TemplateError`` naming the control cells that could
    not be read.
    """
    faults: list[TemplateFault] = []
    template.budget.renew()
    layout = Layout(template, tuple(_expand(sheet, data, faults) for sheet in template.sheets))
    if faults:
        raise TemplateError(tuple(faults))
    return layout


@dataclass(slots=True)
class _Rows:
    """The rows of one sheet as they are found, with what is wrong in its control cells."""

    faults: list[TemplateFault]
    instances: list[Instance] = field(default_factory=list)
    places: dict[int, list[Instance]] = field(default_factory=dict)
    following: dict[int, int] = field(default_factory=dict)
    steps: int = 0

    def add(self, pattern: Row, scope: Scope) -> None:
        """The next row of the output."""
        instance = Instance(pattern, len(self.instances) + 1, scope)
        self.instances.append(instance)
        self.places.setdefault(pattern.number, []).append(instance)
        self.following.setdefault(pattern.number, instance.row)

    def step(self, place: Place) -> None:
        """One more turn of a loop or a choice. Raises ``TemplateError`` where they are too many."""
        self.steps += 1
        if self.steps > MAX_STEPS or len(self.instances) >= MAX_ROWS:
            raise TemplateError((TemplateFault(place, TOO_MANY_TURNS),))

    def ask(self, place: Place, expression: Expression, scope: Scope) -> Any:
        """What a control cell's expression gives; nothing, and a fault, where it gives none."""
        try:
            return expression.evaluate(scope)
        except Exception as error:
            fault = fault_of(place, error, expression)
            if fault not in self.faults:
                self.faults.append(fault)
            return ()


def _expand(sheet: Sheet, data: Mapping[str, Any], faults: list[TemplateFault]) -> SheetLayout:
    rows = _Rows(faults)
    _walk(sheet.blocks, dict(data), rows)
    return SheetLayout(
        sheet, tuple(rows.instances), len(rows.instances), rows.places, rows.following
    )


def _walk(blocks: Iterable[Block], scope: Scope, rows: _Rows) -> None:
    """Add the rows that blocks stand for, with these variables in scope."""
    for block in blocks:
        if isinstance(block, Row):
            rows.add(block, scope)
        elif isinstance(block, Loop):
            _walk_loop(block, scope, rows)
        else:
            _walk_choice(block, scope, rows)


def _walk_loop(loop: Loop, scope: Scope, rows: _Rows) -> None:
    """Add the rows of a loop for each of its items, or those for when there is none."""
    items = rows.ask(loop.place, loop.items, scope)
    if isinstance(items, (str, Mapping)) or not isinstance(items, Iterable):
        rows.faults.append(TemplateFault(loop.place, NO_LIST, source=loop.items.source))
        items = ()
    empty = True
    for item in items:
        empty = False
        rows.step(loop.place)
        _walk(loop.body, {**scope, loop.variable: item}, rows)
    if empty:
        _walk(loop.otherwise, scope, rows)


def _walk_choice(choice: Choice, scope: Scope, rows: _Rows) -> None:
    """Add the rows of the first branch whose condition holds."""
    rows.step(choice.place)
    for condition, inside in choice.branches:
        if condition is None or rows.ask(choice.place, condition, scope):
            _walk(inside, scope, rows)
            return


def fault_of(place: Place, error: Exception, expression: Expression) -> TemplateFault:
    """What is wrong where an expression gives no value."""
    return TemplateFault(place, NOT_COMPUTED, source=expression.source, why=said_of(error))
