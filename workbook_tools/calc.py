"""The calculation engine (IronCalc) behind the proof of formulas and the reading of formulas without a value."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Value = float | str | bool | None


@dataclass(frozen=True, slots=True)
class Calculated:
    """A calculated workbook. Sheets are found by name, whatever its capitals; rows and columns count from 1."""

    index: Mapping[str, int]
    lookup: Callable[[int, int, int], Value]

    def value(self, sheet: str, row: int, column: int) -> Value:
        """A cell's value; errors as their text (``#DIV/0!``). Raises ``KeyError`` for an unknown sheet."""
        found = self.lookup(self.index[sheet.casefold()], row, column)
        return float(found) if type(found) is int else found


class CalculationError(Exception):
    """The engine could not load or calculate a workbook; the message is the engine's own."""


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the engine's own notes about cell formats, which it writes to the process's output, off the screen."""
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
