"""The calculation engine (IronCalc) behind the proof of formulas and the reading of formulas
without a value.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.excel.package import Package, pack

Value = float | str | bool | None


@dataclass(frozen=True, slots=True)
class Calculated:
    """A calculated workbook. Sheets are found by name, whatever its capitals; rows and columns
    count from 1.
    """

    index: Mapping[str, int]
    lookup: Callable[[int, int, int], Value]

    def value(self, sheet: str, row: int, column: int) -> Value:
        """A cell's value; errors as their text (``#DIV/0!``). Raises ``KeyError`` for an unknown
        sheet.
        """
        found = self.lookup(self.index[sheet.casefold()], row, column)
        return float(found) if type(found) is int else found


class CalculationError(Exception):
    """The engine could not load or calculate a workbook; the message is the engine's own."""


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the engine's own notes about cell formats, which it writes to the process's output, off
    the screen.
    """
    saved = [(fd, os.dup(fd)) for fd in (1, 2)]
    try:
        with open(os.devnull, "wb") as sink:
            for fd, _ in saved:
                os.dup2(sink.fileno(), fd)
        yield
    finally:
        for fd, copy in saved:
            os.dup2(copy, fd)
            os.close(copy)


_NOTES = re.compile(
    rb'<(?:\w+:)?Relationship\b[^>]*/(?:comments|threadedComment|vmlDrawing)"[^>]*/>'
)
_EMPTY_NUMBER = re.compile(rb'(<(?:\w+:)?c\b[^>]*?) t="n"((?:\s[^>]*)?(?:/>|>\s*</))')


def calculate_package(package: Package) -> Calculated:
    """Calculate a workbook's package. Raises ``CalculationError``.

    The engine is handed no notes (it looks for them in one place only, and fails where another
    program keeps them), and an empty cell that a program wrote as a number without a value as an
    empty cell, which it takes for a number.
    """
    changed: dict[str, bytes] = {}
    for name in package.parts:
        if name.startswith("xl/worksheets/_rels/"):
            changed[name] = _NOTES.sub(b"", package.read(name))
        elif (
            name.startswith("xl/worksheets/")
            and name.endswith(".xml")
            and b' t="n"' in package.read(name)
        ):
            changed[name] = _EMPTY_NUMBER.sub(rb"\1\2", package.read(name))
    return calculate(pack(package.changed(changed), store=True))


def calculate(workbook: bytes) -> Calculated:
    """Calculate a workbook, given as its file's bytes. Raises ``CalculationError``."""
    import ironcalc

    handle, path = tempfile.mkstemp(suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(workbook)
        with _quiet():
            model = ironcalc.load_from_xlsx(path, "en", "UTC")
            model.evaluate()
            names = [str(sheet["name"]) for sheet in model.get_worksheets_properties()]
    except Exception as error:
        raise CalculationError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise CalculationError(str(error)) from error
    finally:
        Path(path).unlink(missing_ok=True)
    return Calculated({name.casefold(): at for at, name in enumerate(names)}, model.get_cell_value)
