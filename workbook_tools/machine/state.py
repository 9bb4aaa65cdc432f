"""What is kept between presses, in the user's own folder: earlier states of workbooks, the log."""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

from workbook_tools.error_kinds import UNFORESEEN, UNFORESEEN_UNLOGGED

STEPS = 10
"""How many presses of one workbook can be undone."""

_MAX_LOG = 1_000_000


def state_folder() -> Path:
    """The folder, made where it is missing: ``%LOCALAPPDATA%\\KeHoach``, ``~/Library/Application
    Support/KeHoach``, ``~/.local/state/kehoach``; or ``KEHOACH_STATE`` where that is set."""
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
    folder.mkdir(parents=True, exist_ok=True)
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
    except OSError:
        return UNFORESEEN_UNLOGGED.said({"number": _number_of(error)})
    return UNFORESEEN.said({"number": number, "log": log_file()})


class Journal:
    """The states of one workbook before each press, the last first, and what the last press made of
    it.
    """

    def __init__(self, path: Path) -> None:
        key = hashlib.sha256(os.path.normcase(str(path.resolve())).encode()).hexdigest()[:16]
        self.folder = state_folder() / "hoan-tac" / key
        self.suffix = path.suffix

    def _steps(self) -> list[Path]:
        return sorted(self.folder.glob("truoc-*")) if self.folder.exists() else []

    def push(self, before: bytes, after: bytes) -> None:
        """Keep a press: the workbook before and after it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        steps = self._steps()
        number = int(steps[-1].stem.partition("-")[2]) + 1 if steps else 1
        (self.folder / f"truoc-{number:06d}{self.suffix}").write_bytes(before)
        self.made(after)
        for old in self._steps()[:-STEPS]:
            old.unlink()

    def made(self, after: bytes) -> None:
        """Keep what the workbook is now, to tell later what somebody has typed over."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"lan-cuoi{self.suffix}").write_bytes(after)

    def last_made(self) -> bytes | None:
        """What the last press made of the workbook."""
        file = self.folder / f"lan-cuoi{self.suffix}"
        return file.read_bytes() if file.exists() else None

    def last_before(self) -> bytes | None:
        """The workbook before the last press that is not undone."""
        steps = self._steps()
        return steps[-1].read_bytes() if steps else None

    def undone(self, now: bytes) -> None:
        """The last press is undone; the state that is left is kept beside: nothing is lost."""
        steps = self._steps()
        if steps:
            (self.folder / f"da-bo{self.suffix}").write_bytes(now)
            steps[-1].unlink()
