"""The calculation engine (IronCalc) behind the proof of formulas and the reading of formulas
without a value.

It is given cells one by one (``calculate_cells``), which is fast and shows it nothing else, or a
whole workbook's file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbook_tools.excel.package import Package, pack, stored
from workbook_tools.machine.leftovers import prefix
from workbook_tools.patterns import pattern

if TYPE_CHECKING:
    from ironcalc import Model

Value = float | str | bool | None


class ErrorText(str):
    """An error as a result, e.g. ``#DIV/0!``; a text that merely begins with # is none."""

    __slots__ = ()


ENGINE_ERRORS = frozenset({"#ERROR!", "#NAME?", "#N/IMPL!"})
"""What the engine gives for a formula that it does not understand."""

CIRCULAR = "#CIRC!"
"""What the engine gives for a formula that depends on itself."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Calculated:
    """A calculated workbook. Sheets are found by name, whatever its capitals; rows and columns
    count from 1.
    """

    index: Mapping[str, int]
    lookup: Callable[[int, int, int], Value]

    def value(self, sheet: str, row: int, column: int) -> Value:
        """A cell's value; errors as ``ErrorText``. Raises ``KeyError`` for an unknown sheet."""
        found = self.lookup(self.index[sheet.casefold()], row, column)
        return float(found) if type(found) is int else found


class CalculationError(Exception):
    """The engine could not load or calculate a workbook; the message is the engine's own, and not
    for the user.
    """


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula without its ``=``; ``size`` is the height and width of the array that it fills."""

    row: int
    column: int
    text: str
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SheetCells:
    """What the engine is shown of a sheet: values by row and column, and formulas."""

    name: str
    values: Iterable[tuple[int, int, Value]]
    formulas: Iterable[FormulaCell] = ()


def _is_open(fd: int) -> bool:
    """Whether a stream is there: a program without a window may have none."""
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the engine's own notes about cell formats, which it writes to the process's output, off
    the screen.
    """
    saved = [(fd, os.dup(fd)) for fd in (1, 2) if _is_open(fd)]
    try:
        with suppress(OSError), open(os.devnull, "wb") as sink:
            for fd, _ in saved:
                os.dup2(sink.fileno(), fd)
        yield
    finally:
        for fd, copy in saved:
            os.dup2(copy, fd)
            os.close(copy)


_NOTES = pattern(
    rb'<(?:\w+:)?Relationship\b[^<>]*/(?:comments|threadedComment|vmlDrawing)"[^<>]*/>'
)
_EMPTY_NUMBER = pattern(rb'(<c\b[^<>]*?) t="n"((?: [^<>]*)?(?:/>|></|><v></))')


def calculate_package(package: Package) -> Calculated:
    """Calculate a workbook's package. Raises ``CalculationError``.

    The engine is handed no notes (it looks for them in one place only, and fails where another
    program keeps them), and an empty cell that a program wrote as a number without a value as an
    empty cell, which it takes for a number.
    """
    changed: dict[str, bytes] = {}
    for name in package.parts:
        if name.startswith("xl/worksheets/_rels/"):
            changed[name] = _NOTES().sub(b"", package.read(name))
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            xml = package.plain(name)
            if b' t="n"' in xml:
                xml = _EMPTY_NUMBER().sub(rb"\1\2", xml)
            if xml is not package.read(name):
                changed[name] = xml
    return calculate(pack(package.changed(changed), stored))


def calculate(workbook: bytes) -> Calculated:
    """Calculate a workbook, given as its file's bytes. Raises ``CalculationError``."""
    import ironcalc

    handle, path = tempfile.mkstemp(prefix=prefix(), suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(workbook)
        with _quiet(), _engine_errors():
            model = ironcalc.load_from_xlsx(path, "en", "UTC")
            model.evaluate()
            return _calculated(model)
    finally:
        Path(path).unlink(missing_ok=True)


def calculate_cells(sheets: Sequence[SheetCells]) -> Calculated:
    """Calculate formulas among cells that are given one by one; sheets need names that differ.

    A formula that the engine cannot read gives one of ``ENGINE_ERRORS``. Raises
    ``CalculationError``.
    """
    import ironcalc

    with _quiet(), _engine_errors():
        model = ironcalc.create("book", "en", "UTC")
        # First out of the way, so that no name is taken while the sheets get theirs.
        model.rename_sheet(0, "_0_")
        for at in range(1, len(sheets)):
            model.add_sheet(f"_{at}_")
        for at, sheet in enumerate(sheets):
            model.rename_sheet(at, sheet.name)
        for at, sheet in enumerate(sheets):
            for row, column, value in sheet.values:
                _put(model, at, row, column, value)
        unread = {
            (at, cell.row, cell.column)
            for at, sheet in enumerate(sheets)
            for cell in sheet.formulas
            if not _put_formula(model, at, cell)
        }
        model.evaluate()
        found = _calculated(model)
    if not unread:
        return found

    def lookup(sheet: int, row: int, column: int) -> Value:
        known = (sheet, row, column) not in unread
        return found.lookup(sheet, row, column) if known else ErrorText("#ERROR!")

    return Calculated(found.index, lookup)


def _put(model: Model, sheet: int, row: int, column: int, value: Value) -> None:
    """Put a value into a cell of the engine's."""
    if type(value) is str:
        model.update_cell_with_text(sheet, row, column, value)
    elif isinstance(value, bool):
        model.update_cell_with_bool(sheet, row, column, value)
    elif isinstance(value, ErrorText):
        model.update_cell_with_formula(sheet, row, column, f"={value}")
    elif value is not None:
        model.update_cell_with_number(sheet, row, column, float(value))


def _put_formula(model: Model, sheet: int, cell: FormulaCell) -> bool:
    """Put a formula into a cell of the engine's; says whether it could be."""
    try:
        if cell.size is None:
            model.update_cell_with_formula(sheet, cell.row, cell.column, f"={cell.text}")
        else:
            height, width = cell.size
            model.set_user_array_formula(
                sheet, cell.row, cell.column, width, height, f"={cell.text}"
            )
    except Exception:
        return False
    return True


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Make whatever the engine raises, its panics too, a ``CalculationError``."""
    try:
        yield
    except Exception as error:
        raise CalculationError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise CalculationError(str(error)) from error


def _calculated(model: Model) -> Calculated:
    """The results of a model that has been evaluated."""
    from ironcalc import CellType

    read, kind, error = model.get_cell_value, model.get_cell_type, CellType.ErrorValue

    def lookup(sheet: int, row: int, column: int) -> Value:
        value: Value = read(sheet, row, column)
        if type(value) is str and value[:1] == "#" and kind(sheet, row, column) == error:
            return ErrorText(value)
        return value

    names = [str(sheet["name"]) for sheet in model.get_worksheets_properties()]
    return Calculated({name.casefold(): at for at, name in enumerate(names)}, lookup)


@cache
def knows_function(name: str) -> bool:
    """Whether the engine knows a function, by its name in capitals."""
    import ironcalc

    with _engine_errors():
        model = ironcalc.create("probe", "en", "UTC")
        model.update_cell_with_formula(0, 1, 1, f"={name}()")
        model.evaluate()
        return bool(model.get_cell_value(0, 1, 1) != "#NAME?")
