"""The add-in installed into a real registry and the user's own folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.wine import Windows, path_there
from workbook_tools.addin.registry import KEY
from workbook_tools.addin.xlam import addin

READ = f"""
import winreg
try:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, {KEY!r}) as key:
        print(winreg.QueryValueEx(key, "Python"))
except FileNotFoundError:
    print("none")
"""


@pytest.fixture
def place(windows: Windows, desk: Path) -> Iterator[Path]:
    """Where Excel looks for add-ins; nothing is left there at the end."""
    users = [path for path in (windows.prefix / "drive_c/users").iterdir() if path.name != "Public"]
    assert len(users) == 1
    yield users[0] / "AppData/Roaming/Microsoft/Excel/XLSTART/KhuyenCong.xlam"
    windows.kehoach("addin", "uninstall", cwd=desk)


def test_install_status_uninstall(windows: Windows, desk: Path, place: Path) -> None:
    assert windows.told(READ, cwd=desk) == ["none"]
    installed = windows.kehoach("addin", "install", cwd=desk)
    assert (installed.returncode, installed.stderr) == (0, "")
    assert place.read_bytes() == addin()
    assert windows.told(READ, cwd=desk) == [str((path_there(windows.pythonw), 1))]
    status = windows.kehoach("addin", "status", cwd=desk)
    assert "đúng bản này" in status.stdout
    assert f"Nút trong Excel chạy {path_there(windows.pythonw)}.\n" in status.stdout
    removed = windows.kehoach("addin", "uninstall", cwd=desk)
    assert (removed.returncode, removed.stderr) == (0, "")
    assert not place.exists() and windows.told(READ, cwd=desk) == ["none"]


def test_status_before_it_is_installed(windows: Windows, desk: Path, place: Path) -> None:
    said = windows.kehoach("addin", "status", cwd=desk).stdout
    assert "Chưa cài phần bổ trợ" in said and "chưa biết Python" in said and not place.exists()


def test_a_linux_program_at_the_root_of_a_drive_is_not_started(
    windows: Windows, desk: Path, place: Path
) -> None:
    assert "không có LibreOffice" in windows.kehoach("addin", "status", cwd=desk).stdout


def test_the_folders_are_those_that_the_system_names(windows: Windows, desk: Path) -> None:
    said = windows.told(
        "from workbook_tools.machine import known_folders as known\n"
        "print(known.known_folder(known.ROAMING), known.documents(), sep='\\n')",
        cwd=desk,
    )
    assert said[0].startswith("C:\\users\\") and said[0].endswith("\\AppData\\Roaming")
    assert said[1].startswith("C:\\users\\") and said[1].endswith("\\Documents")
