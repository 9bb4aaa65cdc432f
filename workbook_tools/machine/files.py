"""Writing a file so that it appears whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from workbook_tools.error_kinds import (
    CANNOT_OPEN,
    CANNOT_REPLACE,
    CANNOT_WRITE,
    CHANGED_MEANWHILE,
    FILE_IN_USE,
    FILE_TOO_LARGE,
    NO_FILE,
    NO_ORDINARY_FILE,
    OTHER_NAMES,
    READ_ONLY,
    WOULD_OVERWRITE,
)
from workbook_tools.errors import InputError
from workbook_tools.machine.leftovers import clear, prefix
from workbook_tools.machine.reasons import reason
from workbook_tools.machine.replace_windows import replace_keeping


def open_elsewhere(path: Path) -> bool:
    """Whether Excel or LibreOffice has the file open (by the mark that they leave beside it)."""
    marks = (
        path.with_name("~$" + path.name),
        path.with_name("~$" + path.name[2:]),
        path.with_name(f".~lock.{path.name}#"),
    )
    return any(mark.exists() for mark in marks)


def write_whole(
    path: Path, data: bytes, instead_of: bytes | None = None, *, private: bool = False
) -> None:
    """Write beside the file and put it in its place in one step; an existing file stays as it is
    until then.

    A link stays, and the file that it leads to is replaced; owner and rights are kept, but for a
    ``private`` file, which its owner alone may read. Raises ``InputError`` where the file is open
    elsewhere, read-only or none, and where its folder cannot be written to; and where
    ``instead_of`` says what is in the file (nothing: it is not there, or empty) and another program
    has written to it meanwhile.
    """
    path = Path(os.path.realpath(path))
    refuse_unwritable(path)
    if open_elsewhere(path):
        raise InputError(FILE_IN_USE, name=path.name)
    put_in_place(written_beside(path, data, private=private), path, instead_of)


def written_beside(path: Path, data: bytes, *, private: bool = False) -> Path:
    """A temporary file beside the one that it is to replace, whole on the disk, with that one's
    owner and rights, or ``private``. Raises ``InputError`` where the folder cannot be written to.
    """
    path = Path(os.path.realpath(path))
    temporary = None
    clear(path.parent)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{prefix()}", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _as_before(path, temporary)
        usual = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, 0o600 if private else usual)
        return Path(temporary)
    except BaseException as error:
        _remove(temporary)
        _refuse(path, error)
        raise


def put_in_place(temporary: Path, path: Path, instead_of: bytes | None = None) -> None:
    """Put a file that was written beside another in its place, in one step. Raises ``InputError``
    where that is not possible, or the other holds something else than ``instead_of``; the temporary
    file is gone then.
    """
    try:
        if instead_of is not None and _content(path) != instead_of:
            raise InputError(CHANGED_MEANWHILE, target=path)
        replace_keeping(str(temporary), os.path.realpath(path))
    except BaseException as error:
        _remove(str(temporary))
        _refuse(path, error)
        raise


def put_if_missing(temporary: Path, path: Path) -> None:
    """Put a file that was written beside another in its place unless something is there, in one
    step; the temporary file is gone then. Raises ``OSError``.
    """
    try:
        if sys.platform == "win32":
            os.rename(temporary, path)  # refuses there to replace
        else:
            os.link(temporary, path)
    except FileExistsError:
        pass
    except OSError:  # a disk without hard links
        if not os.path.lexists(path):
            os.replace(temporary, path)
    finally:
        _remove(str(temporary))


def set_aside(path: Path, data: bytes) -> Path | None:
    """Give a file that is there and holds something else than ``data`` a name with the date and
    time, so that another can be written under its own; gives that name. Raises ``InputError``.
    """
    try:
        if not os.path.lexists(path) or (path.is_file() and path.read_bytes() == data):
            return None
        refuse_unwritable(path)
        aside = dated(path, datetime.now())
        path.rename(aside)
    except OSError as error:
        raise InputError(CANNOT_WRITE, path=path, why=reason(error)) from error
    return aside


def dated(path: Path, now: datetime) -> Path:
    """A name beside a file that is free: ``PhuLuc_x (2026-11-25 14.31).xlsx``."""
    stem = f"{path.stem} ({now:%Y-%m-%d %H.%M}"
    number, copy = 1, path.with_name(f"{stem}){path.suffix}")
    while copy.exists():
        number += 1
        copy = path.with_name(f"{stem}, {number}){path.suffix}")
    return copy


def _refuse(path: Path, error: BaseException) -> None:
    """Raises ``InputError`` for what the system refused."""
    if isinstance(error, PermissionError):
        raise InputError(CANNOT_REPLACE, path=path) from error
    if isinstance(error, OSError):
        raise InputError(CANNOT_WRITE, path=path, why=reason(error)) from error


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
    """Raises ``InputError`` for what is there and no file, a file that is set read-only, or one
    that has another name (a hard link): a new file in its place would part the two in silence.
    """
    try:
        found = path.stat()
    except OSError:
        return
    if not stat.S_ISREG(found.st_mode):
        raise InputError(NO_ORDINARY_FILE, path=path)
    if not found.st_mode & 0o222:
        raise InputError(READ_ONLY, path=path)
    if found.st_nlink > 1:
        raise InputError(OTHER_NAMES, path=path)


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
    """Give the new file the owner of the one that it replaces, and its extended attributes (tags,
    where it came from, lists of who may read it), as far as that is allowed.
    """
    if not path.exists() or not hasattr(os, "chown"):
        return
    before, now = path.stat(), os.stat(temporary)
    if (before.st_uid, before.st_gid) != (now.st_uid, now.st_gid):
        with suppress(PermissionError):
            os.chown(temporary, before.st_uid, before.st_gid)
    _attributes_as_before(path, temporary)


def _attributes_as_before(path: Path, temporary: str) -> None:
    """Copy extended attributes, where Python knows them (Linux) and the file system has them."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        for name in os.listxattr(path):
            with suppress(OSError):  # one that the system alone may set
                os.setxattr(temporary, name, os.getxattr(path, name))


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _remove(temporary: str | None) -> None:
    if temporary is not None:
        with suppress(OSError):  # the next run tries again
            os.unlink(temporary)
