"""The extension put into LibreOffice with its own tool (unopkg), where LibreOffice is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from workbook_tools.addin.oxt import extension, settings_file, write_settings
from workbook_tools.error_kinds import UNOPKG_FAILED
from workbook_tools.errors import InputError

IDENTIFIER = "vn.khuyencong.kehoach"
"""The extension's identifier, as LibreOffice lists it."""

_PROGRAMS = (
    "/usr/lib/libreoffice/program/unopkg",
    "/Applications/LibreOffice.app/Contents/MacOS/unopkg",
    r"C:\Program Files\LibreOffice\program\unopkg.com",
)


def unopkg() -> str | None:
    """LibreOffice's tool for extensions; ``None`` where there is no LibreOffice."""
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
        told = "đã" if settings_file().exists() else "chưa"
        return [
            f"LibreOffice: {'đã' if found else 'chưa'} cài phần mở rộng; "
            f"{told} biết Python nào ({settings_file()})."
        ]
    if action == "uninstall":
        if IDENTIFIER in _run([program, "list", *options]):
            _run([program, "remove", *options, IDENTIFIER])
        settings_file().unlink(missing_ok=True)
        return ["LibreOffice: đã gỡ phần mở rộng."]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "KhuyenCong.oxt"
        file.write_bytes(extension())
        _run([program, "add", "--force", "--suppress-license", *options, str(file)])
    return [
        f"LibreOffice: đã cài phần mở rộng; Python ghi ở {write_settings()}. "
        "Hãy mở lại LibreOffice."
    ]


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (its own tool, by path)
    if done.returncode:
        raise InputError(UNOPKG_FAILED, code=done.returncode)
    return done.stdout
