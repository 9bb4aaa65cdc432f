"""A finished workbook in the place of the one that is open, so that no edit can be lost.

In this order: the finished file is written beside, the state before is stored; only then is the
workbook closed, its file replaced, and opened. Whatever fails after that, the workbook is open
again with every edit, or a sentence names the copy that holds them. Where the press itself is ended
from outside in between, the next one names it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import (
    CHANGED_BY_ANOTHER,
    EDITS_IN_A_COPY,
    NOT_CLOSED,
    OPENED_AGAIN,
    PRESS_CUT_OFF,
    TYPED_MEANWHILE,
)
from workbook_tools.errors import InputError
from workbook_tools.host.open_book import seen, show, without_prompts
from workbook_tools.host.uno_bridge import enter_typing, on_change
from workbook_tools.machine.alone import alone
from workbook_tools.machine.files import put_in_place, refuse_unwritable, written_beside
from workbook_tools.machine.state import Journal, state_folder


@dataclass(slots=True)
class Changes:
    """What was changed in the open workbook since the copy of it was taken: how many steps; and
    whether it was closed.
    """

    steps: int = 0
    closed: bool = False

    def one_more(self) -> None:
        """Count a step."""
        self.steps += 1


def replaced(
    book: Any,
    path: Path,
    before: bytes,
    after: bytes,
    keep: Callable[[], None],
    changes: Changes,
) -> Any:
    """Put a new file in the place of the open workbook and open it where the user was; gives it as
    it is open then. Nothing is replaced where there are ``changes``: the new file stays beside.

    ``before`` is the workbook as it was open, unsaved edits and all: that is what a failure gives
    back. ``keep`` stores it before anything is closed. Raises ``InputError``.
    """
    refuse_unwritable(path)
    stored, journal = path.read_bytes(), Journal(path)
    app, view = book.app, seen(book)
    ready = written_beside(path, after)
    try:
        _refuse_changed(changes, ready, path)
        keep()
        journal.closing(before)
        _refuse_changed(changes, ready, path)
        _close(book, path)
        changes.closed = True
        try:
            _refuse_other_content(path, stored)
            put_in_place(ready, path)
            fresh = _opened(app, path)
        except BaseException as error:
            _given_back(app, path, before, error)
            raise
    except BaseException as error:
        if not isinstance(error, InputError) or error.kind is not OPENED_AGAIN:
            journal.open_again()
        raise
    finally:
        ready.unlink(missing_ok=True)
    journal.open_again()
    show(fresh, view)
    return fresh


def refuse_cut_off(path: Path) -> None:
    """Raises ``InputError`` where a press was ended from outside while the workbook was closed: it
    names a copy of the workbook as it was then, unless that is what is in the file.
    """
    journal = Journal(path)
    before = journal.cut_off()
    if before is None:
        return
    if before == path.read_bytes():
        journal.open_again()
        return
    copy = _copied(path, before)
    if copy is None:
        raise InputError(OPENED_AGAIN, name=path.name)
    journal.open_again()
    raise InputError(PRESS_CUT_OFF, name=path.name, copy=copy)


@contextmanager
def held(book: Any) -> Iterator[Changes]:
    """During a press: no other press begins, nothing can be typed into the workbook's window as far
    as the program knows how (it can again afterwards, whatever happens), and what changes all the
    same is counted. What was being typed into a cell before is entered. Raises ``InputError`` where
    another press is running.
    """
    changes = Changes()
    with alone(), ExitStack() as ends:
        if str(book.app.engine.name) == "libreoffice":
            _hold_libreoffice(book.api, changes, ends)
        elif sys.platform == "win32":
            with suppress(Exception):  # Excel says by the next call that a cell is being edited
                book.app.interactive = False
                ends.callback(_quietly, lambda: setattr(book.app, "interactive", True))
        yield changes


def _hold_libreoffice(document: Any, changes: Changes, ends: ExitStack) -> None:
    """Enter what is being typed, hold the window off, listen for what is done all the same."""
    frame = document.getCurrentController().getFrame()
    enter_typing(frame)
    window = frame.getContainerWindow()
    window.setEnable(False)
    deaf = on_change(document, changes.one_more)
    ends.callback(_quietly, lambda: changes.closed or window.setEnable(True))
    ends.callback(_quietly, lambda: changes.closed or deaf())


def _quietly(action: Callable[[], object]) -> None:
    with suppress(Exception):  # the window is gone with its workbook
        action()


def _refuse_changed(changes: Changes, ready: Path, path: Path) -> None:
    """Raises ``InputError`` where the open workbook was changed since its copy was taken; the new
    file has a name of its own then.
    """
    if not changes.steps:
        return
    copy = path.with_stem(f"{path.stem} (biểu lập {datetime.now():%Y-%m-%d %H.%M.%S})")
    put_in_place(ready, copy)
    raise InputError(TYPED_MEANWHILE, name=path.name, copy=copy.name)


def _close(book: Any, path: Path) -> None:
    """Close the workbook. Raises ``InputError`` where something keeps it open: then it is as it
    was.
    """
    app, name = book.app, str(book.name)
    try:
        book.close()
    except Exception as error:
        if _is_open(app, name):
            raise InputError(NOT_CLOSED, name=path.name) from error
    if _is_open(app, name):
        raise InputError(NOT_CLOSED, name=path.name)


def _is_open(app: Any, name: str) -> bool:
    with suppress(Exception):
        return any(str(book.name) == name for book in app.books)
    return False


def _refuse_other_content(path: Path, stored: bytes) -> None:
    """Raises ``InputError`` where another program has written to the file meanwhile."""
    if not path.exists() or path.read_bytes() != stored:
        raise InputError(CHANGED_BY_ANOTHER, name=path.name)


def _opened(app: Any, path: Path) -> Any:
    with without_prompts(app):
        return app.books.open(str(path), update_links=False)


def _given_back(app: Any, path: Path, before: bytes, error: BaseException) -> None:
    """Open the workbook again as it was, with its unsaved edits: in its own place where another
    program has not written there, or else as a copy beside, or in the user's own folder. Raises
    ``InputError`` that names the copy.
    """
    if _is_open(app, path.name):
        return  # the new one, whole
    if not isinstance(error, InputError) or error.kind is not CHANGED_BY_ANOTHER:
        with suppress(Exception):
            put_in_place(written_beside(path, before), path)
            _opened(app, path)
            return
    copy = _copied(path, before)
    if copy is None:
        raise InputError(OPENED_AGAIN, name=path.name) from error
    with suppress(Exception):
        _opened(app, copy)
    raise InputError(EDITS_IN_A_COPY, name=path.name, copy=copy, why=_why(error)) from error


def _copied(path: Path, data: bytes) -> Path | None:
    """A workbook as a copy beside, or in the user's own folder; nothing where neither can be
    written to.
    """
    name = f"{path.stem} (chưa lưu {datetime.now():%Y-%m-%d %H.%M.%S}){path.suffix}"
    for folder in (path.parent, state_folder()):
        copy = folder / name
        with suppress(OSError, InputError):
            put_in_place(written_beside(copy, data), copy)
            return copy
    return None


def _why(error: BaseException) -> str:
    """What failed, as a part of a sentence."""
    return str(error).rstrip(".") if isinstance(error, InputError) else "chương trình không mở được"
