"""What is kept between presses."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workbook_tools.errors import InputError
from workbook_tools.machine import state
from workbook_tools.machine.state import (
    STEPS,
    Journal,
    log_error,
    log_file,
    state_folder,
    unforeseen,
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def test_the_folder_that_the_environment_names_is_made(folder: Path) -> None:
    assert not folder.exists()
    assert state_folder() == folder
    assert folder.is_dir()


@pytest.mark.parametrize(
    ("platform", "variables", "found"),
    [
        ("win32", {"LOCALAPPDATA": "local"}, "local/KeHoach"),
        ("win32", {}, "home/KeHoach"),
        ("darwin", {}, "home/Library/Application Support/KeHoach"),
        ("linux", {}, "home/.local/state/kehoach"),
        ("linux", {"XDG_STATE_HOME": "xdg"}, "xdg/kehoach"),
    ],
)
def test_the_folder_of_each_system(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    variables: dict[str, str],
    found: str,
) -> None:
    for name in ("KEHOACH_STATE", "LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setattr(Path, "home", classmethod(lambda cls: tmp_path / "home"))
    monkeypatch.setattr(sys, "platform", platform)
    assert state_folder() == tmp_path / found


# ------------------------------------------------------------------------------------------ the log


def failed(text: str) -> ValueError:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_an_error_is_logged_with_its_traceback() -> None:
    log_error("Lập biểu", failed("sai"))
    said = log_file().read_text("utf-8")
    assert "Lập biểu" in said
    assert "ValueError: sai" in said
    assert "in failed" in said


def test_errors_follow_each_other() -> None:
    log_error("một", failed("a"))
    log_error("hai", failed("b"))
    said = log_file().read_text("utf-8")
    assert said.index("một") < said.index("hai")


def test_a_log_that_has_grown_too_long_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_MAX_LOG", 10)
    log_error("một", failed("a"))
    log_error("hai", failed("b"))
    assert "một" not in log_file().read_text("utf-8")
    assert "một" in log_file().with_suffix(".cu.log").read_text("utf-8")


def test_an_error_has_the_same_number_each_time_and_another_has_another() -> None:
    numbers = [log_error("một", failed("a")), log_error("hai", failed("b"))]
    other = log_error("ba", KeyError("c"))
    assert numbers[0] == numbers[1] != other
    assert f"{numbers[0]} hai" in log_file().read_text("utf-8")


def test_the_unforeseen_is_told_by_number_and_log_never_by_its_own_words() -> None:
    said = unforeseen("lập biểu", failed("bí mật \x1b[31m"))
    assert str(log_file()) in said and "bí mật" not in said and "ValueError" not in said
    assert "bí mật" in log_file().read_text("utf-8")


def test_the_unforeseen_is_told_where_no_log_can_be_written(folder: Path) -> None:
    folder.write_text("ở đây không có thư mục")
    said = unforeseen("lập biểu", failed("sai"))
    assert "không ghi được nhật ký" in said and "sai" not in said


# -------------------------------------------------------------------------------------- the journal


def test_a_workbook_that_was_never_pressed_has_no_states(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.xlsx")
    assert journal.last_before() is None
    assert journal.last_made() is None


def test_the_last_press_is_known() -> None:
    journal = Journal(Path("a.xlsx"))
    journal.push(b"one")
    journal.made(b"two")
    journal.push(b"two")
    journal.made(b"three")
    assert (journal.last_before(), journal.last_made()) == (b"two", b"three")


def test_undoing_goes_back_press_by_press() -> None:
    journal = Journal(Path("a.xlsx"))
    journal.push(b"one")
    journal.made(b"two")
    journal.push(b"two")
    journal.made(b"three")
    journal.leaving(b"three")
    journal.undone()
    assert journal.last_before() == b"one"
    journal.leaving(b"two")
    journal.undone()
    assert journal.last_before() is None


def test_what_was_undone_is_kept() -> None:
    journal = Journal(Path("a.xlsm"))
    journal.push(b"one")
    journal.made(b"two")
    journal.leaving(b"two and more")
    journal.undone()
    assert (journal.folder / "da-bo.xlsm").read_bytes() == b"two and more"


def test_undoing_without_a_press_does_nothing() -> None:
    journal = Journal(Path("a.xlsx"))
    journal.undone()
    assert not journal.folder.exists()


def test_so_many_presses_are_kept_and_no_more() -> None:
    journal = Journal(Path("a.xlsx"))
    for number in range(STEPS + 3):
        journal.push(b"%d" % number)
    held = []
    while (before := journal.last_before()) is not None:
        held.append(int(before))
        journal.undone()
    assert held == list(range(STEPS + 2, 2, -1))


def test_two_workbooks_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    one, other = Journal(tmp_path / "a" / "k.xlsx"), Journal(tmp_path / "b" / "k.xlsx")
    one.push(b"one")
    assert other.last_before() is None


def test_a_workbook_is_the_same_by_whatever_way_it_is_reached(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    Journal(tmp_path / "k.xlsx").push(b"one")
    assert Journal(tmp_path / "a" / ".." / "k.xlsx").last_before() == b"one"


def test_what_was_open_is_kept_until_it_is_open_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.xlsm")
    assert journal.cut_off() is None
    journal.open_again()
    journal.closing("một".encode())
    assert Journal(tmp_path / "a.xlsm").cut_off() == "một".encode()
    assert Journal(tmp_path / "b.xlsm").cut_off() is None
    journal.open_again()
    assert journal.cut_off() is None and journal.last_before() is None


@pytest.mark.parametrize("keep", [Journal.push, Journal.made, Journal.leaving, Journal.closing])
def test_a_state_that_cannot_be_written_whole_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: Callable[[Journal, bytes], None]
) -> None:
    journal = Journal(tmp_path / "a.xlsx")
    keep(journal, b"whole")
    held = {file.name: file.read_bytes() for file in journal.folder.iterdir()}

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="hết chỗ"):
        keep(journal, b"another")
    assert {file.name: file.read_bytes() for file in journal.folder.iterdir()} == held
