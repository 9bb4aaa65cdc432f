"""Commands run on workbooks of any kind, each in a process of its own, with its time and memory
measured: did it answer as a command must?

``python -m tests.faults.survival`` is the process that has everything loaded and gives birth to one
process per command; ``Runner`` talks to it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.server import Server

SECONDS = 20.0
MEGABYTES = 1024
_GIVEN_UP = 60.0
"""When a command that does not answer is ended."""

_LOADED = (
    "workbook_tools.cli",
    "workbook_tools.jobs.build",
    "workbook_tools.jobs.unflag",
    "workbook_tools.jobs.lint_template",
    "workbook_tools.jobs.summary",
    "python_calamine",
    "ironcalc",
    "lxml.etree",
)
_FOREIGN = (
    "Traceback",
    "panicked",
    "memory allocation",
    "không lường trước",
    "Error:",
    "backtrace",
)
_LOOK_AGAIN = 0.01


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: its status (negative where a signal ended it), what it said, how long it
    took and how much memory, in seconds and megabytes.
    """

    status: int
    said: str
    seconds: float
    megabytes: int

    @property
    def fault(self) -> str:
        """What was wrong with it as an answer; empty where nothing was."""
        if self.status not in (0, 1, 2):
            return f"ended by {self.status}"
        foreign = next((word for word in _FOREIGN if word in self.said), "")
        if foreign:
            return f"says {foreign!r}"
        if self.status == 2 and not self.said.strip():
            return "says nothing"
        if self.seconds > SECONDS:
            return f"took {self.seconds:.0f} s"
        if self.megabytes > MEGABYTES:
            return f"took {self.megabytes} MB"
        return ""


class Runner(Server):
    """Runs ``kehoach`` commands, each in a process of its own, in a folder of their own."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        super().__init__("tests.faults.survival", Path(self._temporary.name))

    def __exit__(self, *left: Any) -> None:
        super().__exit__(*left)
        self._temporary.cleanup()

    def run(self, *arguments: str) -> Outcome:
        """How a command ends."""
        return Outcome(*self.ask(arguments))


def _born(arguments: Sequence[str], said: int) -> None:
    """The command itself, in a process just born; never comes back."""
    status = 99
    try:
        os.dup2(said, 1)
        os.dup2(said, 2)
        from workbook_tools.cli import main

        status = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _forked(arguments: Sequence[str]) -> Outcome:
    """How a command ends in a fork of this process."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        child = os.fork()
        if not child:
            _born(arguments, said.fileno())
        ended, code, usage = os.wait4(child, os.WNOHANG)
        while not ended:
            if time.perf_counter() - began > _GIVEN_UP:
                os.kill(child, 9)
            time.sleep(_LOOK_AGAIN)
            ended, code, usage = os.wait4(child, os.WNOHANG)
        seconds = time.perf_counter() - began
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Outcome(os.waitstatus_to_exitcode(code), text, seconds, usage.ru_maxrss // scale)


def _started(arguments: Sequence[str]) -> Outcome:
    """How a command ends in a process started anew, where there is no fork; its memory is not
    measured.
    """
    began = time.perf_counter()
    command = [sys.executable, "-X", "utf8", "-m", "workbook_tools", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_GIVEN_UP, check=False)
    except subprocess.TimeoutExpired:
        return Outcome(-9, "", time.perf_counter() - began, 0)
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    return Outcome(done.returncode, text, time.perf_counter() - began, 0)


def serve() -> None:
    """Answer each line of arguments on standard input with a line of how the command ended."""
    from importlib import import_module

    for module in _LOADED:
        import_module(module)
    run = _forked if hasattr(os, "fork") else _started
    for line in sys.stdin:
        found = run(json.loads(line))
        answer = (found.status, found.said[:20_000], found.seconds, found.megabytes)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
