"""What LibreOffice's tool says when it fails, in the words that it has said; and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook_tools.addin import unopkg
from workbook_tools.addin.unopkg import failure

LOCKED = """ERROR: unopkg cannot be started. The lock file indicates it is already running. If this
does not apply, delete the lock file at:
file:///home/a/.config/libreoffice/4/.lock
"""
NO_PYTHON = """ERROR: Exception occurred: <class 'ModuleNotFoundError'>: No module named 'uno'
  File "/usr/lib/libreoffice/program/pythonloader.py", line 147, in writeRegistryInfo
ERROR: unopkg failed.
"""
NOT_ALLOWED = "ERROR: Exception occurred: cannot create folder: Permission denied\n"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (LOCKED, "hãy đóng LibreOffice"),
        (NO_PYTHON, "sudo apt install python3-uno"),
        (NOT_ALLOWED, "không có quyền"),
    ],
)
def test_a_failure_is_told_by_its_kind(said: str, told: str) -> None:
    assert told in str(failure(1, said)) and "unopkg trả mã" not in str(failure(1, said))


def test_an_unknown_failure_is_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path))
    said = str(failure(77, "ERROR: Exception occurred: Bad Zip File"))
    assert "unopkg trả mã 77" in said and str(tmp_path / "nhat-ky.log") in said
    assert "đóng LibreOffice" not in said
    assert "Bad Zip File" in (tmp_path / "nhat-ky.log").read_text("utf-8")


def test_windows_is_not_asked_for_a_program_beside_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "unopkg"
    beside.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(unopkg, "_PROGRAMS", ())
    assert unopkg.unopkg() == str(beside)
    monkeypatch.setattr("sys.platform", "win32")
    assert unopkg.unopkg() is None
