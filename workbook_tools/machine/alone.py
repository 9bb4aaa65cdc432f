"""One at a time: what a second process may not do meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from workbook_tools.error_kinds import PRESSED_TWICE
from workbook_tools.errors import InputError
from workbook_tools.machine.private import made_private
from workbook_tools.machine.state import state_folder


@contextmanager
def alone() -> Iterator[None]:
    """No other press begins meanwhile. The system gives the lock back when a process ends, however
    it ends. Raises ``InputError`` where another press is running.
    """
    file = state_folder() / "dang-bam.lock"
    made_private(file)
    handle = os.open(file, os.O_RDWR)
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise InputError(PRESSED_TWICE) from error
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
