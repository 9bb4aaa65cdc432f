"""Folders and files for their owner's eyes only."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from workbook_tools.machine.files import write_whole
from workbook_tools.machine.private import FILE, closed, private_folder
from workbook_tools.machine.state import Journal, log_error, state_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there, rights are not modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_closed_to_others(tmp_path: Path) -> None:
    assert mode(private_folder(tmp_path / "a/b")) == 0o700


def test_a_folder_that_was_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert mode(private_folder(tmp_path)) == 0o755


def test_what_was_read_only_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"x")
    file.chmod(0o444)
    closed(file, FILE)
    assert mode(file) == 0o400


def test_a_file_written_whole_may_be_private(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"cu")
    file.chmod(0o644)
    write_whole(file, b"moi", private=True)
    assert mode(file) == 0o600


def test_the_folder_of_the_state_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEHOACH_STATE", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "kehoach").mkdir(mode=0o755)
    assert mode(state_folder()) == 0o700


def test_the_journal_is_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    journal = Journal(tmp_path / "a.xlsx")
    journal.push(b"truoc")
    journal.made(b"sau")
    journal.leaving(b"nay")
    assert {mode(file) for file in journal.folder.iterdir()} == {0o600}
    assert mode(journal.folder) == mode(tmp_path / "state") == 0o700


def test_the_log_of_errors_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path))
    log_error("x", ValueError("y"))
    assert mode(tmp_path / "nhat-ky.log") == 0o600
