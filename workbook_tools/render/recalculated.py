"""The results that stand beside the user's own formulas: they are the user's and stay, whatever our
engine thinks of them.

One exception: a formula depends on a generated sheet, and what it reads there has changed. Where
the engine, given the workbook as it was read, reproduces what stands beside this very formula and
beside every formula that it depends on, its result for the new sheets is stored. Otherwise what
stands there is left out, and a remark lists it: left out is right, stale is wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from workbook_tools.excel.bounds import judge_dependent
from workbook_tools.excel.calculation import ErrorText, Value
from workbook_tools.excel.defined_names import defined_names
from workbook_tools.excel.dependence import At, Book, Cell, Dependence, Reading
from workbook_tools.excel.formula import VOLATILE
from workbook_tools.excel.package import Package, SheetPart, sheets
from workbook_tools.excel.stored_cells import (
    ERRORS,
    Known,
    Result,
    of_engine,
    plain,
    results,
    values,
    with_results,
)
from workbook_tools.excel.strings import read_shared_strings
from workbook_tools.excel.tables import Area, tables_of
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.model import Remark
from workbook_tools.read.sheet_scan import formula_cells

LEFT_OUT = "để trống"
NOT_SURE = "giữ trống vì lấy số từ biểu mà chương trình không tính lại được đúng như Excel"
HINT = "Mở sổ bằng Excel hoặc LibreOffice rồi lưu lại để có kết quả."
_MOST_COMPARED = 100_000
"""Areas of the same shape at other places are compared cell by cell up to this size."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Recalculated:
    """The sheets of the user's in which results have changed, by part, and what was left out."""

    parts: Mapping[str, bytes]
    remarks: tuple[Remark, ...]


def recalculated(before: Package, after: Package, generated: Collection[str]) -> Recalculated:
    """The user's sheets of a finished workbook (``after``) with the results that depend on
    generated sheets brought up to date or left out. ``before`` is the workbook as it was read.
    Raises ``InputError`` where too many do.
    """
    books = _Books(before, after, frozenset(name.casefold() for name in generated))
    readers = books.new.that_read(books.generated)
    if not readers:
        return Recalculated({}, ())
    dependent = books.new.reached(readers)
    judge_dependent(len(dependent), books.place(min(readers)))
    outdated = books.new.reached(at for at, reads in readers.items() if books.changed(at, reads))
    fresh = _fresh(books, outdated)
    changes: dict[At, Known | None] = {}
    for at in outdated:
        changes |= dict.fromkeys(books.filled(at), None)
    changes |= fresh
    empty = {at for at in dependent - outdated if books.result(at) and not books.stored(at)}
    left_out = (outdated - fresh.keys()) | empty
    return Recalculated(books.parts(changes), _remarks(books, left_out))


def _fresh(books: _Books, outdated: set[At]) -> dict[At, Known]:
    """The new results of those formulas that the engine is known to calculate as the user's program
    did.
    """
    known = sorted(at for at in outdated if books.stored(at))
    if not known:
        return {}
    doubtful = _doubtful(books)
    if doubtful is None:
        return {}
    wrong = books.new.reached(doubtful)
    sure = [at for at in known if at not in wrong]
    new = _asked(books.after, books, sure) if sure else None
    return {
        at: of_engine(value, exact=True)
        for at, value in zip(sure, new or (), strict=False)
        if not isinstance(value, ErrorText) or value in ERRORS
    }


def _doubtful(books: _Books) -> list[At] | None:
    """The formulas of which the engine gives something else than what stands beside them in the
    workbook as it was read; ``None`` where it gives nothing.
    """
    everywhere = books.all_formulas()
    old = _asked(books.before, books, everywhere)
    if old is None:
        return None
    return [
        at
        for at, value in zip(everywhere, old, strict=True)
        if not books.is_reproduced(at, of_engine(value))
    ]


def _asked(package: Package, books: _Books, cells: Sequence[At]) -> list[Value] | None:
    """The engine's values of some cells; ``None`` where it gives none within its bounds."""
    from workbook_tools.excel.calculated_cells import calculated_cells
    from workbook_tools.machine.child import ChildError

    asked = [(books.title(sheet), row, column) for sheet, (row, column) in cells]
    try:
        return calculated_cells(package, asked)
    except ChildError:
        return None


def _remarks(books: _Books, cells: Iterable[At]) -> tuple[Remark, ...]:
    """What is left out, cell by cell in the order of the sheets."""
    order = {name: at for at, name in enumerate(books.user)}
    return tuple(
        Remark(
            books.place((sheet, cell)),
            "=" + books.formulas[books.title(sheet)][cell],
            LEFT_OUT,
            NOT_SURE,
            HINT,
        )
        for sheet, cell in sorted(cells, key=lambda at: (order[at[0]], at[1]))
    )


class _Books:
    """The workbook before and after, as far as results depend on each other."""

    def __init__(self, before: Package, after: Package, generated: frozenset[str]) -> None:
        self.before = before
        self.after = after
        self.generated = generated
        listed = sheets(after)
        self.user: dict[str, SheetPart] = {
            sheet.name.casefold(): sheet
            for sheet in listed
            if sheet.name.casefold() not in generated and sheet.kind == "worksheet"
        }
        self.formulas: dict[str, Mapping[Cell, str]] = {
            sheet.name: after.scanned(sheet.part, formula_cells).texts
            for sheet in self.user.values()
        }
        self.new = Dependence(self._book(after, listed))

    def _book(self, package: Package, listed: Sequence[SheetPart]) -> Book:
        return Book(
            tuple(sheet.name for sheet in listed),
            self.formulas,
            defined_names(package),
            tables_of(package),
            _Arrays(self),
        )

    @cached_property
    def old(self) -> Dependence:
        """The same formulas with the names, tables and sheets that there were before."""
        return Dependence(self._book(self.before, sheets(self.before)))

    def title(self, sheet: str) -> str:
        """A sheet's name as it is written."""
        return self.user[sheet].name

    def place(self, at: At) -> Place:
        """Where a formula stands."""
        sheet, cell = at
        return Place(self.title(sheet), cell_name(*cell))

    # ------------------------------------------------------------------------------ what stands

    @cached_property
    def _results(self) -> dict[str, dict[Cell, Result]]:
        return {}

    def results_on(self, sheet: str) -> dict[Cell, Result]:
        """What stands beside the formulas of a sheet."""
        if sheet not in self._results:
            self._results[sheet] = results(self.after, self.user[sheet])
        return self._results[sheet]

    def result(self, at: At) -> Result | None:
        """What stands beside a formula; ``None`` where the cell holds none."""
        return self.results_on(at[0]).get(at[1])

    def stored(self, at: At) -> bool:
        """Whether anything stands beside a formula."""
        result = self.result(at)
        return result is not None and result.value is not None

    def filled(self, at: At) -> list[At]:
        """The cells that hold a formula's results."""
        sheet, cell = at
        result = self.result(at)
        area = result.array if result is not None else None
        if area is None or _size(area) > _MOST_COMPARED:
            return [at]
        top, left, bottom, right = area
        cells = product(range(top, bottom + 1), range(left, right + 1))
        own = self.results_on(sheet)
        return [(sheet, other) for other in cells if other == cell or other not in own]

    def is_reproduced(self, at: At, calculated: Known) -> bool:
        """Whether the engine gives what stands beside a formula, and would again."""
        result = self.result(at)
        if result is None or result.value is None or result.value != calculated:
            return False
        if result.array is not None and _size(result.array) > 1:
            return False
        text = self.formulas[self.title(at[0])].get(at[1], "").upper()
        return not any(f"{name}(" in text for name in VOLATILE)

    def all_formulas(self) -> list[At]:
        """Every formula of the user's."""
        return [(name, cell) for name in self.user for cell in self.formulas[self.title(name)]]

    def parts(self, changes: Mapping[At, Known | None]) -> dict[str, bytes]:
        """The sheets with other results."""
        by_sheet: dict[str, dict[Cell, Known | None]] = {}
        for (sheet, cell), value in changes.items():
            by_sheet.setdefault(sheet, {})[cell] = value
        found = {}
        for sheet, cells in by_sheet.items():
            part = self.user[sheet].part
            xml = plain(self.after, part)
            written = with_results(xml, cells)
            if written != xml:
                found[part] = written
        return found

    # ------------------------------------------------------------------------------ what changed

    def changed(self, at: At, readings: Sequence[Reading]) -> bool:
        """Whether a formula now reads something else on generated sheets."""
        old = [reading for reading in self.old.readings(at) if reading[0] in self.generated]
        if len(old) != len(readings):
            return True
        return any(self._differ(one, other) for one, other in zip(old, readings, strict=True))

    def _differ(self, old: Reading, new: Reading) -> bool:
        """Whether two areas hold different values, the one before, the other now."""
        if old == new:
            return self._differences(new[0]).any_in(new[1])
        if old[0] != new[0] or _shape(old[1]) != _shape(new[1]):
            return True
        if _size(old[1]) > _MOST_COMPARED:
            return True
        was, now = self._values(self.before, old[0]), self._values(self.after, new[0])
        if was is None or now is None:
            return True
        (top, left, bottom, right), (row, column, _, _) = old[1], new[1]
        return any(
            was.get((top + down, left + across)) != now.get((row + down, column + across))
            for down, across in product(range(bottom - top + 1), range(right - left + 1))
        )

    @cached_property
    def _found_values(self) -> dict[tuple[bool, str], dict[Cell, Known] | None]:
        return {}

    @cached_property
    def _found_differences(self) -> dict[str, _Differences]:
        return {}

    def _values(self, package: Package, sheet: str) -> dict[Cell, Known] | None:
        """The values of a generated sheet; ``None`` where the workbook has no such sheet."""
        key = (package is self.after, sheet)
        if key not in self._found_values:
            listed = {found.name.casefold(): found for found in sheets(package)}
            part = listed.get(sheet)
            self._found_values[key] = (
                values(package, part, read_shared_strings(package)) if part is not None else None
            )
        return self._found_values[key]

    def _differences(self, sheet: str) -> _Differences:
        if sheet not in self._found_differences:
            was, now = self._values(self.before, sheet), self._values(self.after, sheet)
            self._found_differences[sheet] = _Differences(was, now)
        return self._found_differences[sheet]


class _Arrays(Mapping[str, Mapping[Cell, Area]]):
    """The areas of array formulas, sheet by sheet, read only where they are asked for."""

    def __init__(self, books: _Books) -> None:
        self._books = books
        self._known: dict[str, Mapping[Cell, Area]] = {}

    def __getitem__(self, sheet: str) -> Mapping[Cell, Area]:
        if sheet not in self._known:
            found = self._books.results_on(sheet.casefold())
            self._known[sheet] = {
                cell: result.array for cell, result in found.items() if result.array is not None
            }
        return self._known[sheet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._books.user)

    def __len__(self) -> int:
        return len(self._books.user)


class _Differences:
    """Where a sheet differs from what it was; everywhere, where there was none."""

    def __init__(self, was: dict[Cell, Known] | None, now: dict[Cell, Known] | None) -> None:
        self._everywhere = was is None or now is None
        self._rows: dict[int, list[int]] = {}
        for row, column in sorted({*(was or ()), *(now or ())}):
            if self._everywhere or (was or {}).get((row, column)) != (now or {}).get((row, column)):
                self._rows.setdefault(column, []).append(row)

    def any_in(self, area: Area) -> bool:
        """Whether any of them lies in an area."""
        if self._everywhere:
            return True
        top, left, bottom, right = area
        for column, rows in self._rows.items():
            if left <= column <= right:
                at = bisect_left(rows, top)
                if at < len(rows) and rows[at] <= bottom:
                    return True
        return False


def _shape(area: Area) -> tuple[int, int]:
    return area[2] - area[0], area[3] - area[1]


def _size(area: Area) -> int:
    down, across = _shape(area)
    return (down + 1) * (across + 1)
