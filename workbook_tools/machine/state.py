"""What is kept between presses, in the user's own folder: earlier states of workbooks, the log."""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from workbook_tools.error_kinds import NO_STATE_FOLDER, UNFORESEEN, UNFORESEEN_UNLOGGED
from workbook_tools.errors import InputError
from workbook_tools.machine.files import write_whole
from workbook_tools.machine.private import FOLDER, closed, made_private, private_folder
from workbook_tools.machine.reasons import reason

STEPS = 10
"""How many presses of one workbook can be undone."""

_MAX_LOG = 1_000_000


def state_folder() -> Path:
    """The folder, made where it is missing: ``%LOCALAPPDATA%\\KeHoach``, ``~/Library/Application
    Support/KeHoach``, ``~/.local/state/kehoach``; or ``KEHOACH_STATE`` where that is set. Nobody
    else may look into it, but for a folder of ``KEHOACH_STATE`` that was there. Raises
    ``InputError`` where it cannot be made.
    """
    said = os.environ.get("KEHOACH_STATE")
    if said:
        folder = Path(said)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "KeHoach"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library/Application Support/KeHoach"
    else:
        folder = (
            Path(os.environ.get("XDG_STATE_HOME", str(Path.home() / ".local/state"))) / "kehoach"
        )
    try:
        private_folder(folder)
    except OSError as error:
        raise InputError(NO_STATE_FOLDER, folder=folder, why=reason(error)) from error
    if not said:
        closed(folder, FOLDER)
    return folder


def log_file() -> Path:
    """The log that the help button opens."""
    return state_folder() / "nhat-ky.log"


def log_error(what: str, error: BaseException) -> str:
    """Write an error with its traceback to the log, and give the number that it has there: the
    same for the same fault. A log that has grown too long is begun anew, the old one kept.
    """
    number = _number_of(error)
    file = log_file()
    if file.exists() and file.stat().st_size > _MAX_LOG:
        file.replace(file.with_suffix(".cu.log"))
    made_private(file)
    with file.open("a", encoding="utf-8", errors="backslashreplace") as out:
        out.write(f"\n{datetime.now():%d/%m/%Y %H:%M:%S} {number} {what}\n")
        out.write("".join(traceback.format_exception(error)))
    return number


def _number_of(error: BaseException) -> str:
    """Four digits and letters for the kind of an error and the place in the code it came from."""
    frames = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f"{Path(frame.filename).name}:{frame.name}" for frame in frames)
    return hashlib.sha256(f"{type(error).__name__}:{where}".encode()).hexdigest()[:4].upper()


def unforeseen(what: str, error: BaseException) -> str:
    """What the user is told of an error that no sentence foresees: its number, and where the log
    with the rest lies. The error's own words are for the log.
    """
    try:
        number = log_error(what, error)
    except (OSError, InputError):
        return UNFORESEEN_UNLOGGED.said({"number": _number_of(error)})
    return UNFORESEEN.said({"number": number, "log": log_file()})


class Journal:
    """The states of one workbook before each press, the last first, what the last press made of it,
    and what was open when a press was ended from outside. Each is there whole or not at all.
    """

    def __init__(self, path: Path) -> None:
        key = hashlib.sha256(os.path.normcase(str(path.resolve())).encode()).hexdigest()[:16]
        self.folder = state_folder() / "hoan-tac" / key
        self.suffix = path.suffix

    def _steps(self) -> list[Path]:
        return sorted(self.folder.glob("truoc-*")) if self.folder.exists() else []

    def push(self, before: bytes) -> None:
        """Keep the workbook as it is before a press."""
        steps = self._steps()
        number = int(steps[-1].stem.partition("-")[2]) + 1 if steps else 1
        self._keep(f"truoc-{number:06d}", before)
        for old in self._steps()[:-STEPS]:
            old.unlink()

    def made(self, after: bytes) -> None:
        """Keep what the workbook is now, to tell later what somebody has typed over."""
        self._keep("lan-cuoi", after)

    def last_made(self) -> bytes | None:
        """What the last press made of the workbook."""
        return self._kept("lan-cuoi")

    def last_before(self) -> bytes | None:
        """The workbook before the last press that is not undone."""
        steps = self._steps()
        return steps[-1].read_bytes() if steps else None

    def leaving(self, now: bytes) -> None:
        """Keep the state that is about to be left by an undoing: nothing is lost."""
        self._keep("da-bo", now)

    def undone(self) -> None:
        """The last press is undone."""
        steps = self._steps()
        if steps:
            steps[-1].unlink()

    def closing(self, before: bytes) -> None:
        """Keep the workbook, unsaved edits and all, while it is closed to be replaced."""
        self._keep("dang-thay", before)

    def open_again(self) -> None:
        """The workbook is open again, or a sentence has named the copy of it."""
        with suppress(OSError):  # then the next press names a copy that nobody needs
            (self.folder / f"dang-thay{self.suffix}").unlink(missing_ok=True)

    def cut_off(self) -> bytes | None:
        """The workbook as it was when a press closed it and was ended before it was open again."""
        return self._kept("dang-thay")

    def _keep(self, name: str, data: bytes) -> None:
        private_folder(self.folder)
        write_whole(self.folder / f"{name}{self.suffix}", data, private=True)

    def _kept(self, name: str) -> bytes | None:
        file = self.folder / f"{name}{self.suffix}"
        return file.read_bytes() if file.exists() else None
