"""The calculation engine (IronCalc) behind the proof of formulas and the reading of formulas without a value."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Value = float | str | bool | None


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


class CalculationError(Exception):
    """The engine could not load or calculate a workbook; the message is the engine's own."""


def calculate(workbook: bytes) -> Callable[[int, int, int], Value]:
    """Calculate a workbook; the answer looks up a cell by sheet index (from 0), row and column (from 1).

    Errors come back as their text (``#DIV/0!``), empty cells as ``None``. Raises ``CalculationError``.
    """
    import ironcalc

    handle, path = tempfile.mkstemp(suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(workbook)
        with _quiet():
            model = ironcalc.load_from_xlsx(path, "en", "UTC")
            model.evaluate()
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise CalculationError(str(error)) from error
    finally:
        Path(path).unlink(missing_ok=True)
    lookup: Callable[[int, int, int], Value] = model.get_cell_value
    return lookup
