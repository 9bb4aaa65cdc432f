"""Every call to the operating system that writes, renames, removes, closes or starts, counted in a
run of a command; the n-th fails, or the command is killed there.

``python -m tests.faults.calls`` is the process that has everything loaded and gives birth to one
process per run; ``Machine`` talks to it. Python reports its calls to its audit hooks; ``write`` and
``close`` of files, and ``fsync``, which it does not report, are counted by files of our own.
"""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.server import Server

KILLED, SAVED = "killed", "saved"
ONE_ERROR, ERRORS = "an error", "errors from there on"
FAULTS = (ONE_ERROR, ERRORS, KILLED)
"""What befalls a call: it fails, it and all after it fail, or the process ends there."""

_ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO)
"""A call fails with one of these, by its number."""

_REPORTED = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.utime",
    "subprocess.Popen",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_LOADED = ("workbook_tools.cli", "workbook_tools.ribbon", "ironcalc", "python_calamine")


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: its status (negative where a signal ended it), what it said, and the calls
    that it made.
    """

    status: int
    out: str
    err: str
    calls: tuple[str, ...]


class Machine(Server):
    """Runs ``kehoach`` commands in a folder, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        (folder / "tmp").mkdir()
        (folder / "state").mkdir()
        more = {"TMPDIR": str(folder / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
        super().__init__("tests.faults.calls", folder, more)

    def run(self, arguments: list[str], number: int = 0, fault: str = "", file: str = "") -> Run:
        """How a command ends to whose call of a number a fault happens; none at number 0. ``file``
        is what another program saves: it gets what lies in ``tmp/other``.
        """
        status, out, err, calls = self.ask([arguments, number, fault, file])
        return Run(status, out, err, tuple(calls))


# -------------------------------------------------------------------------------- in the process


class _Calls:
    """Counts the calls of this process, writes them down, and lets one of them go wrong."""

    def __init__(self, log: int, number: int, fault: str, file: str) -> None:
        self.log, self.number, self.fault, self.file = log, number, fault, file
        self.count = 0
        self.within = False

    def reported(self, event: str, given: tuple[Any, ...]) -> None:
        """What Python reports."""
        if event in _REPORTED:
            self.called(f"{event.rpartition('.')[2]} {_name(given[0])}")
        elif event == "open" and isinstance(given[2], int) and given[2] & _WRITING:
            self.called(f"open {_name(given[0])}")

    def called(self, name: str) -> None:
        """One call that is about to be made. Raises ``OSError`` where it is the one that fails."""
        if self.within:
            return
        self.within = True
        try:
            self.count += 1
            _WRITE(self.log, f"{name}\n".encode())
            last = self.count if self.fault == ERRORS else self.number
            if self.number and self.number <= self.count <= last:
                self._happens()
        finally:
            self.within = False

    def _happens(self) -> None:
        if self.fault == KILLED:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == SAVED:
            data = Path("tmp/other").read_bytes()
            Path(self.file).write_bytes(data)
            return
        number = _ERRORS[self.count % len(_ERRORS)]
        raise OSError(number, os.strerror(number))


_WRITE, _CLOSE, _FSYNC, _OPEN = os.write, os.close, os.fsync, io.open


def _name(given: object) -> str:
    return os.path.basename(os.fsdecode(given)) if isinstance(given, (str, bytes)) else str(given)


def _watched(calls: _Calls) -> None:
    """Let the calls of this process be counted from now on."""

    class Watched(io.FileIO):
        """A file whose writes and whose closing are counted; a write that fails has done half."""

        def write(self, data: Any) -> int:
            """Write, as ``FileIO`` does."""
            try:
                calls.called("write")
            except OSError:
                super().write(memoryview(data)[: len(data) // 2])
                raise
            return super().write(data)

        def close(self) -> None:
            """Close, as ``FileIO`` does; one that fails has closed."""
            was_open = not self.closed
            super().close()
            if was_open:
                calls.called("close")

    def opened(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> Any:
        if not set(mode) & set("wax+") or buffering == 0:
            return _OPEN(file, mode, buffering, *rest, **named)
        binary = mode.replace("t", "").replace("b", "")
        raw = Watched(file, binary, named.pop("closefd", True), named.pop("opener", None))
        held = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return held if "b" in mode else io.TextIOWrapper(held, *rest, **named)

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any) -> Any:
            calls.called(name)
            return call(*given)

        return done

    builtins.open = io.open = opened
    os.write, os.fsync = counted("write", _WRITE), counted("fsync", _FSYNC)
    sys.addaudithook(calls.reported)


def _born(arguments: list[str], number: int, fault: str, file: str, log: int) -> None:
    """The life of the process that runs one command."""
    from workbook_tools import cli

    with open("tmp.out", "wb") as out, open("tmp.err", "wb") as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = ["kehoach", *arguments]
    try:
        _watched(_Calls(log, number, fault, file))
        cli.run()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(70)


def _run(arguments: list[str], number: int, fault: str, file: str) -> list[Any]:
    """Run one command; gives status, what was said, and the calls."""
    with tempfile.TemporaryFile() as log:
        process = os.fork()
        if not process:
            _born(arguments, number, fault, file, log.fileno())
        _, status = os.waitpid(process, 0)
        log.seek(0)
        calls = log.read().decode("utf-8", "replace").splitlines()
    said = [Path(name).read_text("utf-8", "replace") for name in ("tmp.out", "tmp.err")]
    for name in ("tmp.out", "tmp.err"):
        os.unlink(name)
    return [os.waitstatus_to_exitcode(status), *said, calls]


def _serve() -> None:
    """Load everything, then run what is asked for, line by line."""
    from importlib import import_module

    for name in _LOADED:
        import_module(name)
    warm: set[str] = set()
    for line in sys.stdin:
        arguments, number, fault, file = json.loads(line)
        if arguments[0] not in warm:
            _warm(arguments[0])
            warm.add(arguments[0])
        print(json.dumps(_run(arguments, number, fault, file)), flush=True)


def _warm(command: str) -> None:
    """Run a command that is refused, so that what it loads is loaded."""
    from importlib import import_module

    jobs = {"send": "hand_over", "new": "new_plan"}
    import_module(f"workbook_tools.jobs.{jobs.get(command, command)}")
    with redirect_stdout(io.StringIO()):
        import_module("workbook_tools.jobs.build").load_template()


if __name__ == "__main__":
    _serve()
