"""The open workbook, as far as no program has to run for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbook_tools.errors import InputError
from workbook_tools.host.open_book import local_path, snapshot


class Named:
    """An open workbook of which only its full name is known."""

    def __init__(self, fullname: object) -> None:
        self.fullname = fullname


class InTheCloudOnly:
    @property
    def fullname(self) -> str:
        raise RuntimeError("Couldn't find your SharePoint Documents folder")


class ExcelBook:
    """Excel's own object, of which only what its object model has is known: Workbook.SaveCopyAs."""

    class api:
        @staticmethod
        def SaveCopyAs(Filename: str) -> None:
            Path(Filename).write_bytes(b"copy")

    class app:
        class engine:
            name = "excel"


@pytest.mark.parametrize(
    "book", [Named("https://coquan.sharepoint.com/sites/KC/ke-hoach.xlsx"), InTheCloudOnly()]
)
def test_a_workbook_in_the_cloud_only_is_refused_in_a_sentence(book: Any) -> None:
    with pytest.raises(InputError, match="OneDrive hoặc SharePoint"):
        local_path(book)


@pytest.mark.parametrize("name", ["", "Book1", "/khong/co/ke-hoach.xlsx"])
def test_a_workbook_never_saved_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="chưa được lưu lần nào"):
        local_path(Named(name))


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.xls"
    file.touch()
    with pytest.raises(InputError, match=r"a\.xls không phải \.xlsx hay \.xlsm"):
        local_path(Named(str(file)))


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSM"])
def test_a_workbook_on_this_machine_is_where_it_lies(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.touch()
    assert local_path(Named(str(file))) == file


def test_excel_on_windows_writes_a_copy_beside_the_open_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert snapshot(ExcelBook(), tmp_path / "a.xlsm") == b"copy"


class MacBook(ExcelBook):
    """A workbook of Excel for macOS: whether it holds edits that are not saved."""

    class api:
        class saved:
            now = True

            @classmethod
            def get(cls) -> bool:
                return cls.now


def test_excel_on_macos_gives_the_saved_file_and_saves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"saved")
    monkeypatch.setattr("sys.platform", "darwin")
    assert snapshot(MacBook(), file) == b"saved"
    monkeypatch.setattr(MacBook.api.saved, "now", False)
    with pytest.raises(InputError, match="⌘S"):
        snapshot(MacBook(), file)
    assert file.read_bytes() == b"saved"
