"""Other programs, run to their end and never left behind: they go with all that they started when
this process is stopped, or they take too long.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

_SECONDS_TO_TIDY = 3.0
"""So long a program has to remove what it laid down, once it is told to end."""


def run_alone(command: Sequence[str], seconds: float, folder: str) -> int:
    """Run a program of the machine's own, given by its path, without its words; its temporary files
    go into a folder. Gives its exit status. Raises ``subprocess.TimeoutExpired`` and ``OSError``.
    """
    process = subprocess.Popen(  # noqa: S603  (a program that is found, not named by a workbook)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), folder),
    )
    try:
        return process.wait(seconds)
    finally:
        if process.poll() is None:
            _end(process)
            process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started; it may tidy up before."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_SECONDS_TO_TIDY)
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
