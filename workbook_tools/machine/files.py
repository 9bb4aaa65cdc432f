"""Writing a file so that it appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from workbook_tools.error_kinds import CANNOT_REPLACE, CANNOT_WRITE, FILE_IN_USE
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

    Raises ``InputError`` where the file is open elsewhere or its folder cannot be written to.
    """
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _remove(temporary: str | None) -> None:
    if temporary is not None and os.path.exists(temporary):
        os.unlink(temporary)
