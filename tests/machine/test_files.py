"""A file appears whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from workbook_tools.errors import InputError
from workbook_tools.machine import files
from workbook_tools.machine.files import open_elsewhere, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_holds_what_was_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.xlsx", b"data")
    assert (tmp_path / "a.xlsx").read_bytes() == b"data"
    assert names(tmp_path) == ["a.xlsx"]


def test_an_old_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old and longer")
    file.chmod(0o640)
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_whole(tmp_path / "a.xlsx", b"")
    assert (tmp_path / "a.xlsx").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_long_vietnamese_name(tmp_path: Path) -> None:
    file = tmp_path / ("Kế hoạch khuyến công địa phương " * 5 + ".xlsx")
    write_whole(file, b"data")
    assert file.read_bytes() == b"data"


@pytest.mark.parametrize("mark", ["~$KeHoach.xlsx", "~$Hoach.xlsx", ".~lock.KeHoach.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_left_alone(tmp_path: Path, mark: str) -> None:
    file = tmp_path / "KeHoach.xlsx"
    file.write_bytes(b"old")
    (tmp_path / mark).touch()
    assert open_elsewhere(file)
    with pytest.raises(InputError, match="đang mở ở chương trình khác"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"


def test_the_mark_of_another_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "~$khac.xlsx").touch()
    assert not open_elsewhere(tmp_path / "KeHoach.xlsx")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="hãy kiểm tra thư mục"):
        write_whole(tmp_path / "khong-co" / "a.xlsx", b"")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "no"), "không cho ghi"),
        (OSError(28, "No space left on device"), "chỗ trống"),
    ],
)
def test_what_fails_on_the_way_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(InputError, match=says):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["a.xlsx"]


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.xlsx", b"new")
    assert names(tmp_path) == []


def test_asking_for_the_mask_does_not_change_it() -> None:
    before = os.umask(0o027)
    try:
        assert files._umask() == 0o027
        assert files._umask() == 0o027
    finally:
        os.umask(before)


# ------------------------------------------------------------------- other names, other attributes


@pytest.mark.parametrize("name", ["khac.xlsx", "thư mục/k.xlsx", ".an"])
def test_a_file_with_another_name_is_refused(tmp_path: Path, name: str) -> None:
    """Either name would hold something else afterwards, and nobody would know."""
    file, other = tmp_path / "k.xlsx", tmp_path / name
    file.write_bytes(b"old")
    other.parent.mkdir(exist_ok=True)
    other.hardlink_to(file)
    for one in (file, other):
        with pytest.raises(InputError, match="K131"):
            write_whole(one, b"new")
    assert file.read_bytes() == other.read_bytes() == b"old" and file.samefile(other)
    other.unlink()
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="Python knows them on Linux alone")
def test_extended_attributes_stay(tmp_path: Path) -> None:
    file = tmp_path / "k.xlsx"
    file.write_bytes(b"old")
    given = {"user.xdg.tags": b"x", "user.xdg.origin.url": "https://đn.vn".encode(), "user.a": b""}
    for name, value in given.items():
        os.setxattr(file, name, value)
    write_whole(file, b"new")
    assert {name: os.getxattr(file, name) for name in os.listxattr(file)} == given
    assert file.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="Python knows them on Linux alone")
def test_an_attribute_that_cannot_be_set_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, real = tmp_path / "k.xlsx", os.setxattr
    file.write_bytes(b"old")
    for name in ("user.a", "user.b"):
        os.setxattr(file, name, b"1")

    def some(path: str, name: str, value: bytes) -> None:
        if name == "user.a":
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        real(path, name, value)

    monkeypatch.setattr(os, "setxattr", some)
    write_whole(file, b"new")
    assert os.listxattr(file) == ["user.b"] and file.read_bytes() == b"new"
