"""The command for the add-in: which file is made, what is asked of which program."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook_tools.addin import unopkg
from workbook_tools.addin.oxt import extension
from workbook_tools.addin.xlam import addin as excel_addin
from workbook_tools.errors import InputError
from workbook_tools.jobs import addin as job
from workbook_tools.jobs.addin import addin, make


def test_the_extension_is_made_by_its_ending(tmp_path: Path) -> None:
    assert make(tmp_path / "a.OXT").read_bytes() == extension()


def test_the_add_in_is_made_by_its_ending(tmp_path: Path) -> None:
    assert make(tmp_path / "a.xlam").read_bytes() == excel_addin()


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.xlam \(Excel\) hoặc \.oxt \(LibreOffice\)"):
        make(tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_what_was_made_is_said(tmp_path: Path) -> None:
    target = tmp_path / "a.oxt"
    assert addin("build", target) == [f"Đã làm {target}"]


def test_the_add_in_for_excel_is_made_where_no_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert addin("build") == ["Đã làm KhuyenCong.xlam"]
    assert (tmp_path / "KhuyenCong.xlam").exists()


@pytest.mark.parametrize("action", ["install", "uninstall", "status"])
def test_a_file_is_named_for_build_only(action: str) -> None:
    with pytest.raises(InputError, match="-o chỉ dùng với kehoach addin build"):
        addin(action, Path("a.xlam"))


def test_excel_is_asked_first_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unopkg, "act", lambda action: [f"LibreOffice {action}"])
    monkeypatch.setattr(job, "_in_excel", lambda action: [f"Excel {action}"])
    monkeypatch.setattr("sys.platform", "win32")
    assert addin("status") == ["Excel status", "LibreOffice status"]


def test_excel_is_not_asked_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unopkg, "act", lambda action: [f"LibreOffice {action}"])
    monkeypatch.setattr("sys.platform", "linux")
    assert addin("status") == ["LibreOffice status"]
