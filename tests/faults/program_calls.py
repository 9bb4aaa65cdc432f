"""Every member of the spreadsheet program that a press uses, counted in a running LibreOffice, and
one of them made to fail: before it did anything, or after it did all; or the press killed there.

``python -m tests.faults.program_calls`` is the process that has everything loaded and gives birth
to one process per press; ``Presses`` talks to it.
"""

from __future__ import annotations

import inspect
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from tests.faults.server import Server
from workbook_tools.host import libreoffice, libreoffice_cells, libreoffice_view, uno_bridge

KINDS: tuple[type, ...] = (
    libreoffice.App,
    libreoffice.Books,
    libreoffice.Book,
    libreoffice_cells.Sheets,
    libreoffice_cells.Sheet,
    libreoffice_cells.Range,
    libreoffice_cells.Names,
    libreoffice_cells.Name,
)
FUNCTIONS = (
    (uno_bridge, "store_copy"),
    (uno_bridge, "not_modified"),
    (libreoffice_view, "position"),
    (libreoffice_view, "address_of"),
    (libreoffice_view, "bring_to"),
    (libreoffice_view, "cells_at"),
)
"""What speaks to the program past its members."""

CALLED = ("__call__", "__iter__")
"""Members without a name that are calls to the program, too."""


class Broken(Exception):
    """The program's own error."""


@dataclass
class Calls:
    """The calls so far, and which of them fails, by its number from 1; or is the last one of this
    process.
    """

    at: int = 0
    done: bool = False
    killed: bool = False
    names: list[str] = field(default_factory=list)

    def made(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Make a call, or fail before or after it."""
        self.names.append(name)
        fails = len(self.names) == self.at
        if fails and self.killed:
            os.kill(os.getpid(), signal.SIGKILL)
        if fails and not self.done:
            raise Broken(name)
        result = call(*given, **named)
        if fails:
            raise Broken(name)
        return result


@contextmanager
def counted(calls: Calls) -> Iterator[None]:
    """All members of the engine are counted meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in KINDS:
            for name, member in list(vars(kind).items()):
                if name.startswith("_") and name not in CALLED:
                    continue
                wrapped = _wrapped(calls, f"{kind.__name__}.{name}", member)
                if wrapped is not None:
                    patch.setattr(kind, name, wrapped)
        for module, name in FUNCTIONS:
            patch.setattr(module, name, _function(calls, name, vars(module)[name]))
        yield


def _wrapped(calls: Calls, name: str, member: Any) -> Any:
    if isinstance(member, property):
        return property(
            _function(calls, name, member.fget),
            _function(calls, f"{name} =", member.fset) if member.fset else None,
        )
    return _function(calls, name, member) if inspect.isfunction(member) else None


def _function(calls: Calls, name: str, call: Any) -> Callable[..., Any]:
    @wraps(call)
    def made(*given: Any, **named: Any) -> Any:
        return calls.made(name, call, *given, **named)

    return made


@dataclass(frozen=True)
class Pressed:
    """How a press ended that ran in a process of its own: whether it was killed, what it said, the
    error's code, and the calls that it made.
    """

    killed: bool
    said: str
    code: str
    calls: tuple[str, ...]


class Presses(Server):
    """Presses on the workbook in front of a running LibreOffice, each in a process of its own;
    their temporary files go into ``tmp`` in the folder, what they keep into ``state``.
    """

    def __init__(self, folder: Path, pipe: str) -> None:
        self.pipe = pipe
        (folder / "tmp").mkdir()
        super().__init__("tests.faults.program_calls", folder, {"TMPDIR": str(folder / "tmp")})

    def press(self, button: str, at: int = 0) -> Pressed:
        """Press a button; the press is killed where it is about to make its call of a number."""
        killed, said, code, calls = self.ask([self.pipe, button, at])
        return Pressed(killed, said, code, tuple(calls))


def _pressed(pipe: str, button: str, at: int, told: int) -> None:
    """The life of the process that presses once; it tells what was said, and its calls."""
    from workbook_tools.error_kinds import ErrorKind
    from workbook_tools.errors import InputError
    from workbook_tools.host.libreoffice import connect
    from workbook_tools.host.xlwings_alone import xlwings_alone
    from workbook_tools.jobs import press

    connect(f"pipe,name={pipe}")
    book = xlwings_alone().apps.active.books.active
    calls, said, code = Calls(at, killed=True), "", ""
    with counted(calls):
        try:
            press.undo(book) if button == "undo" else press.rebuild(book, lambda *_: "yes")
        except InputError as error:
            said = str(error)
            code = error.kind.code if isinstance(error.kind, ErrorKind) else ""
    os.write(told, json.dumps([said, code, calls.names]).encode())
    os._exit(0)


def _serve() -> None:
    """Load everything, then press as asked, line by line."""
    import ironcalc  # noqa: F401  (loaded before there are children)
    import python_calamine  # noqa: F401

    from workbook_tools.host import xlwings_alone
    from workbook_tools.jobs import build, press  # noqa: F401

    xlwings_alone.xlwings_alone()
    uno_bridge.load_uno()
    build.load_template()
    for line in sys.stdin:
        reading, writing = os.pipe()
        process = os.fork()
        if not process:
            pipe, button, at = json.loads(line)
            _pressed(pipe, button, at, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            answer = told.read()
        _, status = os.waitpid(process, 0)
        ended = [status == signal.SIGKILL, *(json.loads(answer) if answer else ("", "", ()))]
        print(json.dumps(ended), flush=True)


if __name__ == "__main__":
    _serve()
