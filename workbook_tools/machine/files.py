"""Writing a file so that it appears whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from workbook_tools.error_kinds import (
    CANNOT_OPEN,
    CANNOT_REPLACE,
    CANNOT_WRITE,
    FILE_IN_USE,
    FILE_TOO_LARGE,
    NO_FILE,
    NO_ORDINARY_FILE,
    READ_ONLY,
    WOULD_OVERWRITE,
)
from workbook_tools.errors import InputError
from workbook_tools.machine.reasons import reason


def open_elsewhere(path: Path) -> bool:
    """Whether Excel or LibreOffice has the file open (by the mark that they leave beside it)."""
    marks = (
        path.with_name("~$" + path.name),
        path.with_name("~$" + path.name[2:]),
        path.with_name(f".~lock.{path.name}#"),
    )
    return any(mark.exists() for mark in marks)


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the file and put it in its place in one step; an existing file stays as it is
    until then.

    A link stays, and the file that it leads to is replaced; owner and rights are kept. Raises
    ``InputError`` where the file is open elsewhere, read-only or none, and where its folder cannot
    be written to.
    """
    path = Path(os.path.realpath(path))
    refuse_unwritable(path)
    if open_elsewhere(path):
        raise InputError(FILE_IN_USE, name=path.name)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=".tmp"
        )
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _as_before(path, temporary)
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(temporary, path)
    except PermissionError as error:
        _remove(temporary)
        raise InputError(CANNOT_REPLACE, path=path) from error
    except OSError as error:
        _remove(temporary)
        raise InputError(CANNOT_WRITE, path=path, why=reason(error)) from error
    except BaseException:
        _remove(temporary)
        raise


def read_file(path: Path, at_most: int) -> bytes:
    """A file's bytes. Raises ``InputError`` where it is not there, no file, larger than ``at_most``
    bytes, or cannot be read.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise InputError(NO_ORDINARY_FILE, path=path)
        if state.st_size > at_most:
            raise InputError(FILE_TOO_LARGE, path=path, size=at_most // 1_000_000)
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(NO_FILE, path=path) from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "tên tệp có ký tự lạ"
        raise InputError(CANNOT_OPEN, path=path, why=why) from error


def refuse_unwritable(path: Path) -> None:
    """Raises ``InputError`` for what is there and no file, or a file that is set read-only."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode):
        raise InputError(NO_ORDINARY_FILE, path=path)
    if not mode & 0o222:
        raise InputError(READ_ONLY, path=path)


def refuse_overwriting(target: Path, *given: Path | None) -> None:
    """Raises ``InputError`` where a file that is to be written is one of those that were given to
    read, or are to be written beside it, whatever name each goes by.
    """
    for other in given:
        if other is not None and _same_file(target, other):
            raise InputError(WOULD_OVERWRITE, target=target, given=other)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def _as_before(path: Path, temporary: str) -> None:
    """Give the new file the owner of the one that it replaces, as far as that is allowed."""
    if not path.exists() or not hasattr(os, "chown"):
        return
    before, now = path.stat(), os.stat(temporary)
    if (before.st_uid, before.st_gid) != (now.st_uid, now.st_gid):
        with suppress(PermissionError):
            os.chown(temporary, before.st_uid, before.st_gid)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _remove(temporary: str | None) -> None:
    if temporary is not None and os.path.exists(temporary):
        os.unlink(temporary)
