"""xlwings without what comes along with it."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_EXIT_HANDLERS = ("xlwings._xlwindows", "xlwings._xlmac")
_HEAVY = ("pandas", "numpy", "matplotlib")


def xlwings_alone() -> Any:
    """xlwings, imported without pandas and numpy, which cost a press a second and are not used; and
    without what it does when a process ends: on Windows it ends every Excel that has no workbook
    open, on macOS it runs a macro called CleanUp of the workbook in front.
    """
    with _absent(_HEAVY):
        import xlwings
    for name in _EXIT_HANDLERS:
        module = sys.modules.get(name)
        if module is not None:
            atexit.unregister(module.cleanup)
    return xlwings


@contextmanager
def _absent(names: Sequence[str]) -> Iterator[None]:
    """Modules that are not imported yet cannot be imported meanwhile."""
    hidden = {name: None for name in names if name not in sys.modules}
    sys.modules.update(hidden)  # type: ignore[arg-type]  # None is how a module is marked absent
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
