"""The command for the add-in: which file is made, what is asked of which program."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook_tools.addin import unopkg
from workbook_tools.addin.oxt import extension
from workbook_tools.addin.xlam import addin as excel_addin
from workbook_tools.cli import main
from workbook_tools.error_kinds import ADDIN_IN_USE
from workbook_tools.errors import InputError
from workbook_tools.jobs import addin as job
from workbook_tools.jobs.addin import Done, addin, make


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
    assert addin("build", target).said == (f"Đã tạo {target}",)


def test_the_add_in_for_excel_is_made_where_no_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert addin("build").said == ("Đã tạo KhuyenCong.xlam",)
    assert (tmp_path / "KhuyenCong.xlam").exists()


@pytest.mark.parametrize("action", ["install", "uninstall", "status"])
def test_a_file_is_named_for_build_only(action: str) -> None:
    with pytest.raises(InputError, match="-o chỉ dùng với kehoach addin build"):
        addin(action, Path("a.xlam"))


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with both programs, which say what they were asked for."""
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(unopkg, "act", lambda action: [f"LibreOffice {action}"])
    monkeypatch.setattr(job, "_in_excel", lambda action: [f"Excel {action}"])
    monkeypatch.setattr("sys.platform", "win32")


@pytest.mark.usefixtures("both")
def test_excel_is_asked_first_where_there_is_one() -> None:
    assert addin("status") == Done(("Excel status", "LibreOffice status"))


@pytest.mark.usefixtures("both")
def test_excel_is_not_asked_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert addin("status") == Done(("LibreOffice status",))


def in_use(action: str) -> list[str]:
    raise InputError(ADDIN_IN_USE, file="KhuyenCong.xlam")


def refused(action: str) -> list[str]:
    raise PermissionError(13, "Access is denied")


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("action", ["install", "uninstall", "status"])
def test_where_excel_fails_libreoffice_goes_on(
    action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_in_excel", in_use)
    done = addin(action)
    assert done.said == (f"LibreOffice {action}",)
    assert done.failed[0].startswith("Excel: Không gỡ được KhuyenCong.xlam")


@pytest.mark.usefixtures("both")
def test_both_failures_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "_in_excel", refused)
    monkeypatch.setattr(unopkg, "act", refused)
    done = addin("install")
    assert done.said == () and [line.split(" ")[:5][-1] for line in done.failed] == [
        "Excel",
        "LibreOffice",
    ]
    assert all("(không có quyền)" in line for line in done.failed)


@pytest.mark.usefixtures("both")
def test_a_failure_is_an_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(job, "_in_excel", in_use)
    assert main(["addin", "install"]) == 2
    told = capsys.readouterr()
    assert "LibreOffice install" in told.out and "Excel: Không gỡ được" in told.err


@pytest.mark.usefixtures("both")
def test_what_stays_of_the_users_is_told(tmp_path: Path) -> None:
    assert addin("uninstall").said == ("Excel uninstall", "LibreOffice uninstall")
    (tmp_path / "state" / "thu-nhap").mkdir(parents=True)
    (*_, said) = addin("uninstall").said
    assert str(tmp_path / "state") in said and "bản sao của các sổ" in said and "thư nháp" in said
    assert (tmp_path / "state" / "thu-nhap").is_dir()
