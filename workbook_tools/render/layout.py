"""Compiled template + data → which pattern row stands in which output row, with what in scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from workbook_tools.error_kinds import NO_GROUPS, NO_LIST, NOT_COMPUTED, TOO_MANY_TURNS
from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.cells import MAX_ROW
from workbook_tools.place import Place, runs
from workbook_tools.plan.model import Group, Programme, Project, Section
from workbook_tools.template.compiled import (
    Block,
    Cell,
    Choice,
    Constant,
    Formula,
    Loop,
    Row,
    Sheet,
    Template,
)
from workbook_tools.template.expressions import Expression
from workbook_tools.template.grouping import Batch
from workbook_tools.template.plain import Scope
from workbook_tools.template.work import said_of

MAX_STEPS = 1_000_000
MAX_ROWS = 400_000
"""The rows of a generated sheet: twice what a plan may have."""

_VALUES = (str, int, float, Decimal, date, type(None))


@dataclass(frozen=True, slots=True)
class Turn:
    """``loop`` in a template: which turn of the innermost loop of rows it is, of how many."""

    index0: int
    length: int

    @property
    def index(self) -> int:
        """The turn, counted from 1."""
        return self.index0 + 1

    @property
    def first(self) -> bool:
        """Whether it is the first turn."""
        return self.index0 == 0

    @property
    def last(self) -> bool:
        """Whether it is the last turn."""
        return self.index == self.length


class Instance(NamedTuple):
    """A pattern row in the output: its row number there, and the variables in scope."""

    pattern: Row
    row: int
    scope: Scope


Content = Constant | Formula | Expression | None
"""What a cell is made of."""


@dataclass(frozen=True, eq=False, repr=False)
class SheetLayout:
    """A generated sheet's rows, in order, and where each pattern row went."""

    sheet: Sheet
    instances: tuple[Instance, ...]
    last_row: int
    _places: dict[int, list[Instance]] = field(repr=False)
    _next: dict[int, int] = field(repr=False)
    _variants: tuple[Row, ...] = field(default=(), repr=False)
    _unnamed: dict[int, list[Instance]] = field(default_factory=dict, repr=False)
    _index: dict[tuple[int, tuple[str, ...]], dict[tuple[object, ...], list[int]]] = field(
        default_factory=dict, repr=False
    )
    _unnamed_index: dict[tuple[int, tuple[str, ...]], dict[tuple[object, ...], list[Instance]]] = (
        field(default_factory=dict, repr=False)
    )
    _columns: dict[tuple[int, Callable[[Content, Scope], bool]], bytes] = field(
        default_factory=dict, repr=False
    )
    _areas: dict[object, tuple[tuple[int, int], ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def patterns(self) -> tuple[Row, ...]:
        """The pattern rows, also with other cells in place of theirs, as copies have them."""
        return (*self.sheet.rows.values(), *self._variants)

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

    def unnamed(self, pattern: int, scope: Scope) -> list[Instance]:
        """The copies of a pattern row that are not printed, as what they stand for has no name, and
        that agree with ``scope``; ``row`` is the one that comes next.
        """
        if pattern not in self._unnamed:
            return []
        row = self.sheet.rows[pattern]
        shared = tuple(name for name in row.loop_variables if name in scope)
        index = self._unnamed_index.get((pattern, shared))
        if index is None:
            index = {}
            for instance in self._unnamed[pattern]:
                seen = tuple(identity(instance.scope[name]) for name in shared)
                index.setdefault(seen, []).append(instance)
            self._unnamed_index[pattern, shared] = index
        return index.get(tuple(identity(scope[name]) for name in shared), [])

    def filled(self, column: int) -> bytes:
        """Whether anything stands in the cells of a column of the output, by row; row 0 is none."""
        return self._asked(column, _is_filled)

    def texts(self, column: int) -> bytes:
        """Whether a text stands in the cells of a column of the output, by row; row 0 is none."""
        return self._asked(column, _is_text)

    def _asked(self, column: int, ask: Callable[[Content, Scope], bool]) -> bytes:
        """What is asked of every cell of a column, kept for all who ask."""
        key = column, ask
        if key not in self._columns:
            held = {id(row): _content(row, column) for row in self.patterns}
            cells = ((held[id(pattern)], scope) for pattern, _, scope in self.instances)
            self._columns[key] = bytes([False, *(ask(*cell) for cell in cells)])
        return self._columns[key]

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
        key = (
            pattern,
            tuple([(name, identity(scope[name])) for name in row.loop_variables if name in scope]),
        )
        found = self._areas.get(key)
        if found is None:
            numbers = self.rows(pattern, scope)
            alone = self._has_rows_beneath(row) and not self._is_of_projects(row)
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

    def _is_of_projects(self, row: Row) -> bool:
        """Whether a pattern row stands for projects: beneath them are their details, which no sum
        of projects reaches.
        """
        copies = self.of(row.number) if row.loop_variables else []
        return bool(copies) and isinstance(copies[0].scope[row.loop_variables[-1]], Project)

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


def _content(row: Row, column: int) -> Content:
    """What a cell of a pattern row is made of."""
    return next((cell.content for cell in row.cells if cell.column == column), None)


def _is_filled(content: Content, scope: Scope) -> bool:
    """Whether a cell shows anything."""
    if isinstance(content, Expression):
        return content.evaluate(scope) not in (None, "")
    return isinstance(content, Formula) or (content is not None and content.value != "")


def _is_text(content: Content, scope: Scope) -> bool:
    """Whether a cell shows a text: no number, no formula, not nothing."""
    if isinstance(content, Constant):
        return content.kind not in ("n", "b", "e") and bool(content.value)
    value = content.evaluate(scope) if isinstance(content, Expression) else None
    return isinstance(value, str) and bool(value)


@dataclass(frozen=True, eq=False, repr=False)
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
    template = template.fitted(data)
    template.budget.renew()
    layout = Layout(template, tuple(_expand(sheet, data, faults) for sheet in template.sheets))
    if faults:
        raise TemplateError(tuple(faults))
    return layout


@dataclass(slots=True, eq=False, repr=False)
class _Rows:
    """The rows of one sheet as they are found, with what is wrong in its control cells."""

    faults: list[TemplateFault]
    instances: list[Instance] = field(default_factory=list)
    places: dict[int, list[Instance]] = field(default_factory=dict)
    following: dict[int, int] = field(default_factory=dict)
    variants: dict[tuple[int, tuple[bool, ...]], Row] = field(default_factory=dict)
    unnamed: dict[int, list[Instance]] = field(default_factory=dict)
    naming: dict[int, bool] = field(default_factory=dict)
    steps: int = 0

    def add(self, pattern: Row, scope: Scope) -> None:
        """The next row of the output; none where it would show a name that is not there."""
        if self.shows_no_name(pattern, scope):
            nowhere = Instance(pattern, len(self.instances) + 1, scope)
            self.unnamed.setdefault(pattern.number, []).append(nowhere)
            return
        if pattern.alternatives:
            pattern = self.variant(pattern, scope)
        instance = Instance(pattern, len(self.instances) + 1, scope)
        self.instances.append(instance)
        self.places.setdefault(pattern.number, []).append(instance)
        self.following.setdefault(pattern.number, instance.row)

    def shows_no_name(self, pattern: Row, scope: Scope) -> bool:
        """Whether a row shows the name of a section or a programme that nobody typed: projects
        stand under nothing there.
        """
        variable = pattern.loop_variables[-1] if pattern.loop_variables else ""
        held = scope.get(variable)
        if not isinstance(held, (Section, Programme)) or held.is_typed:
            return False
        if pattern.number not in self.naming:
            self.naming[pattern.number] = _shows_name(pattern, variable)
        return self.naming[pattern.number]

    def variant(self, pattern: Row, scope: Scope) -> Row:
        """A pattern row with those of its other cells whose conditions hold."""
        try:
            hold = tuple([bool(condition.evaluate(scope)) for condition in pattern.conditions])
        except Exception:
            hold = self.asked(pattern, scope)
        found = self.variants.get((pattern.number, hold))
        if found is None:
            found = _with_others(pattern, hold)
            self.variants[pattern.number, hold] = found
        return found

    def asked(self, pattern: Row, scope: Scope) -> tuple[bool, ...]:
        """Which conditions of a pattern row hold, each asked by itself, to say which cannot be."""
        return tuple(
            bool(self.ask(other.place, condition, scope))
            for other in pattern.alternatives
            for condition in other.conditions.values()
        )

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


def _with_others(row: Row, hold: Sequence[bool]) -> Row:
    """A row with those cells in place of its own whose conditions hold, of several the first."""
    cells = {cell.column: cell for cell in row.cells}
    holding = iter(hold)
    taken: dict[int, Cell] = {}
    for other in row.alternatives:
        for column in other.conditions:
            if next(holding):
                taken.setdefault(column, other.cells[column])
    cells |= taken
    return replace(row, cells=tuple(cells[column] for column in sorted(cells)), alternatives=())


def _expand(sheet: Sheet, data: Mapping[str, Any], faults: list[TemplateFault]) -> SheetLayout:
    rows = _Rows(faults)
    _walk(sheet.blocks, dict(data), rows)
    return SheetLayout(
        sheet,
        tuple(rows.instances),
        len(rows.instances),
        rows.places,
        rows.following,
        tuple(rows.variants.values()),
        rows.unnamed,
    )


_OTHERWISE = re.compile(r"\b(or|if|default)\b")


def _shows_name(pattern: Row, variable: str) -> bool:
    """Whether a pattern row shows the name or number of its loop's item, with no other text in its
    place.
    """
    name = re.compile(rf"\b{re.escape(variable)}\.(name|tt)\b")
    texts = [cell.content.source for cell in pattern.cells if isinstance(cell.content, Expression)]
    return any(name.search(text) and not _OTHERWISE.search(text) for text in texts)


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
    held = list(items)
    if loop.key and not all(isinstance(item, Group | Batch) for item in held):
        rows.faults.append(TemplateFault(loop.place, NO_GROUPS, source=loop.items.source))
        return
    for at, item in enumerate(held):
        rows.step(loop.place)
        inside = {**scope, loop.variable: item, "loop": Turn(at, len(held))}
        if loop.key:
            inside[loop.key] = item.value
        _walk(loop.body, inside, rows)
    if not held:
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
