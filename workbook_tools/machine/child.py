"""One function run in a child process, with bounds on its time and memory: what an engine does with
a workbook of unknown origin cannot hang, bloat or end this process.

The function is named as ``module:name``; what it is given and what it gives are plain values, sent
through pipes. The child needs no standard streams of its own, so it starts from a program without a
console, too.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import threading
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from workbook_tools.machine.leftovers import temporary_folder

if TYPE_CHECKING:
    import subprocess

SECONDS = 15.0
MEGABYTES = 700
_MEGABYTE = 1 << 20
_LOOK_AGAIN = 0.2
"""How often, in seconds, the child's memory is looked at where the system does not bound it."""

_START = (
    "import sys; sys.path[:] = {path!r}; from workbook_tools.machine.child import serve; serve()"
)


class Reason(Enum):
    """Why a child gave nothing."""

    TOO_LONG = "too long"
    TOO_LARGE = "too large"
    CANNOT = "cannot"
    DIED = "died"


class ChildError(Exception):
    """A child gave nothing. ``reason`` says why; ``detail`` is for a log, never for the screen."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a child may run, in seconds of the clock, and how much memory it may take."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


def in_child(function: str, *arguments: Any, bounds: Bounds | None = None) -> Any:
    """What ``module:name`` gives for plain arguments, run in a child. Raises ``ChildError``.

    The child is ended, and its temporary files are removed, however this call ends.
    """
    bounds = bounds or Bounds()
    request = pickle.dumps((bounds.seconds, bounds.megabytes, function, arguments))
    try:
        with temporary_folder() as folder:
            return _asked(_started(folder), request, bounds)
    except OSError as error:
        raise ChildError(Reason.CANNOT, str(error)) from error


def _started(folder: str) -> subprocess.Popen[bytes]:
    """A child that waits for its request; its temporary files go into ``folder``."""
    import subprocess

    if not sys.executable:
        raise ChildError(Reason.CANNOT, "no interpreter")
    path = [entry for entry in sys.path if entry]
    environment = os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), folder)
    try:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-X", "utf8", "-c", _START.format(path=path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=_no_window(),
        )
    except OSError as error:
        raise ChildError(Reason.CANNOT, str(error)) from error


def _no_window() -> int:
    if sys.platform == "win32":
        import subprocess

        return subprocess.CREATE_NO_WINDOW
    return 0


def _asked(process: subprocess.Popen[bytes], request: bytes, bounds: Bounds) -> Any:
    """The child's answer. Raises ``ChildError``; the child is gone in every case."""
    import subprocess

    grown = threading.Event()
    watch = threading.Thread(target=_watch, args=(process, bounds, grown), daemon=True)
    try:
        if sys.platform == "darwin":
            watch.start()
        answer, _ = process.communicate(request, timeout=bounds.seconds)
    except subprocess.TimeoutExpired:
        raise ChildError(Reason.TOO_LONG) from None
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
    if grown.is_set():
        raise ChildError(Reason.TOO_LARGE)
    try:
        done, value = pickle.loads(answer)  # noqa: S301  (our own child's)
    except (EOFError, ValueError, TypeError, pickle.UnpicklingError):
        raise ChildError(Reason.DIED, f"exit status {process.returncode}") from None
    if not done:
        raise ChildError(Reason(value[0]), value[1])
    return value


def _watch(process: subprocess.Popen[bytes], bounds: Bounds, grown: threading.Event) -> None:
    """End a child that has taken too much memory, where the system does not bound it itself."""
    import subprocess

    pause = threading.Event()
    while process.poll() is None and not pause.wait(_LOOK_AGAIN):
        shown = subprocess.run(  # noqa: S603
            ["/bin/ps", "-o", "rss=", "-p", str(process.pid)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if int(shown.stdout.strip() or 0) > bounds.megabytes * 1024:
            grown.set()
            process.kill()


# ------------------------------------------------------------------------------------- in the child


def serve() -> None:
    """Answer the request that comes in: the child's whole life."""
    with os.fdopen(0, "rb", closefd=False) as asked:
        seconds, megabytes, function, arguments = pickle.load(asked)  # noqa: S301
    out = os.dup(1)
    with open(os.devnull, "wb") as sink:
        os.dup2(sink.fileno(), 1)
    _bound(seconds, megabytes)
    answer = pickle.dumps(_answer(function, arguments))
    with os.fdopen(out, "wb") as pipe:
        pipe.write(answer)


def _answer(function: str, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    """Whether the function gave anything, and what, or why not."""
    module, _, name = function.partition(":")
    try:
        return True, vars(import_module(module))[name](*arguments)
    except MemoryError:
        return False, (Reason.TOO_LARGE.value, "")
    except Exception as error:
        return False, (Reason.CANNOT.value, f"{type(error).__name__}: {error}")


def _bound(seconds: float, megabytes: int) -> None:
    """Bound this process by what the system offers, so that it ends even without its parent."""
    if sys.platform == "win32":
        _bound_job(megabytes)
        return
    import resource

    limits = (
        (resource.RLIMIT_AS, megabytes * _MEGABYTE),
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, most in limits:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


if sys.platform == "win32":

    def _bound_job(megabytes: int) -> None:
        """Put this process into a job of its own with a bound on memory."""
        import ctypes
        from ctypes import wintypes

        class Limits(ctypes.Structure):
            _fields_ = (
                ("times", ctypes.c_int64 * 2),
                ("flags", wintypes.DWORD),
                ("working_set", ctypes.c_size_t * 2),
                ("processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t),
                ("classes", wintypes.DWORD * 2),
                ("transfers", ctypes.c_uint64 * 6),
                ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t),
                ("peaks", ctypes.c_size_t * 2),
            )

        process_memory, extended = 0x100, 9
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        limits = Limits(flags=process_memory, process_memory=megabytes * _MEGABYTE)
        kernel.SetInformationJobObject(job, extended, ctypes.byref(limits), ctypes.sizeof(limits))
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))
