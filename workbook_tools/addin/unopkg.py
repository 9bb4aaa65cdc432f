"""The extension put into LibreOffice with its own tool (unopkg), where LibreOffice is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from workbook_tools.addin.oxt import extension, settings_file, write_settings
from workbook_tools.error_kinds import (
    UNOPKG_FAILED,
    UNOPKG_LOCKED,
    UNOPKG_NO_PYTHON,
    UNOPKG_NOT_ALLOWED,
)
from workbook_tools.errors import InputError
from workbook_tools.machine.leftovers import temporary_folder
from workbook_tools.machine.state import log_error, log_file

IDENTIFIER = "vn.khuyencong.kehoach"
"""The extension's identifier, as LibreOffice lists it."""

_PROGRAMS = (
    "/usr/lib/libreoffice/program/unopkg",
    "/Applications/LibreOffice.app/Contents/MacOS/unopkg",
)
_ON_WINDOWS = r"C:\Program Files\LibreOffice\program\unopkg.com"
_NOT_THERE = "chưa cài tiện ích mở rộng"
_FAILURES = tuple(
    (re.compile(pattern, re.I), kind)
    for pattern, kind in (
        (r"lock file indicates|already running", UNOPKG_LOCKED),
        (r"pythonloader|loader\.Python|libpyuno", UNOPKG_NO_PYTHON),
        (r"permission denied|access is denied|no space|disk full|read-only", UNOPKG_NOT_ALLOWED),
    )
)
"""What LibreOffice's tool says (in English, whatever the user's language), and what it means."""


def unopkg() -> str | None:
    """LibreOffice's tool for extensions; ``None`` where there is no LibreOffice. Windows would look
    for it in the current folder first: it is not asked.
    """
    if sys.platform == "win32":
        return _ON_WINDOWS if Path(_ON_WINDOWS).exists() else None
    return shutil.which("unopkg") or next((path for path in _PROGRAMS if Path(path).exists()), None)


def act(action: str, profile: str = "") -> list[str]:
    """``install``, ``uninstall`` or ``status``; ``profile`` is another LibreOffice profile (a file
    URL), for tests.

    Gives what was done or found, in sentences. Raises ``InputError`` where LibreOffice
    refuses.
    """
    program = unopkg()
    if program is None:
        return ["Máy này không có LibreOffice."]
    options = [f"-env:UserInstallation={profile}"] if profile else []
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--shared")  # it installs for the administrator in no other way
    if action == "status":
        found = IDENTIFIER in _run([program, "list", *options])
        if found and settings_file().exists():
            return [f"LibreOffice: đã cài tiện ích mở rộng; Python ghi ở {settings_file()}."]
        state = "đã cài tiện ích mở rộng nhưng chưa biết Python nào" if found else _NOT_THERE
        return [f"LibreOffice: {state}; chạy: kehoach addin install"]
    if action == "uninstall":
        if IDENTIFIER in _run([program, "list", *options]):
            _run([program, "remove", *options, IDENTIFIER])
        settings_file().unlink(missing_ok=True)
        return ["LibreOffice: đã gỡ tiện ích mở rộng."]
    with temporary_folder() as folder:
        file = Path(folder) / "KhuyenCong.oxt"
        file.write_bytes(extension())
        _run([program, "add", "--force", "--suppress-license", *options, str(file)])
    return [
        f"LibreOffice: đã cài tiện ích mở rộng; Python ghi ở {write_settings()}. "
        "Hãy mở lại LibreOffice."
    ]


def _run(command: list[str]) -> str:
    """What the tool says. Raises ``InputError`` with the kind of its failure; its own words go to
    the log.
    """
    done = subprocess.run(  # noqa: S603  (its own tool, by path)
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if not done.returncode:
        return done.stdout
    raise failure(done.returncode, done.stdout + done.stderr)


def failure(code: int, said: str) -> InputError:
    """The kind of a failure of the tool, by what it said; an unknown one is logged."""
    for pattern, kind in _FAILURES:
        if pattern.search(said):
            return InputError(kind)
    log_error("unopkg", RuntimeError(said))
    return InputError(UNOPKG_FAILED, code=code, log=log_file())
