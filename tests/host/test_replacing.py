"""A press loses nothing: every call to the program fails once, and every edit is in the workbook
that is open, or in the copy that a sentence names.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from workbook_tools.errors import InputError
from workbook_tools.host import replacing
from workbook_tools.host.replacing import Changes, replaced

OLD, EDITED, NEW = b"old", b"old and edits", b"new"


class Failed(Exception):
    """The program's own error."""


class Program:
    """A spreadsheet program: what is open and what it holds, and which call fails."""

    def __init__(self, at: int = 0, *, stays_open: bool = False) -> None:
        self.at, self.calls, self.stays_open = at, 0, stays_open
        self.held: dict[str, bytes] = {}
        self.engine = type("Engine", (), {"name": "stand-in"})()
        self.books = Books(self)
        self.selection = type("Area", (), {"address": "$A$1"})()

    def call(self) -> None:
        self.calls += 1
        if self.calls == self.at:
            raise Failed

    @contextmanager
    def properties(self, **_: Any) -> Iterator[None]:
        self.call()
        yield


class Books:
    """The open workbooks."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(self.program, name) for name in self.program.held])

    def open(self, name: str, update_links: bool) -> Book:
        assert not update_links
        self.program.call()
        data = Path(name).read_bytes()
        self.program.held[Path(name).name] = data
        return Book(self.program, Path(name).name)


class Book:
    """An open workbook."""

    def __init__(self, program: Program, name: str) -> None:
        self.app, self.name, self.api = program, name, None

    @property
    def sheets(self) -> Any:
        self.app.call()
        sheet = type("Sheet", (), {"name": "DeAn"})()
        return type("Sheets", (), {"active": sheet, "__call__": lambda _, name: sheet})()

    def close(self) -> None:
        self.app.call()
        if not self.app.stays_open:
            del self.app.held[self.name]


def pressed(folder: Path, program: Program) -> tuple[Path, str, list[bytes]]:
    """A press on a workbook with edits: its file, what was said of a failure, what was kept."""
    path = folder / "k.xlsx"
    path.write_bytes(OLD)
    program.held["k.xlsx"] = EDITED
    kept: list[bytes] = []
    try:
        replaced(Book(program, "k.xlsx"), path, EDITED, NEW, lambda: kept.append(EDITED), Changes())
    except InputError as error:
        return path, str(error), kept
    except Failed:
        return path, "failed", kept
    return path, "", kept


def test_a_press_opens_the_new_file(tmp_path: Path) -> None:
    program = Program()
    path, said, kept = pressed(tmp_path, program)
    assert (path.read_bytes(), said, program.held, kept) == (NEW, "", {"k.xlsx": NEW}, [EDITED])


@pytest.mark.parametrize("at", range(1, 8))
def test_whatever_call_fails_the_edits_are_open_or_in_the_copy_that_is_named(
    tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    program = Program(at)
    path, said, _ = pressed(tmp_path, program)
    shown = program.held.get("k.xlsx")
    if not said:
        assert (shown, path.read_bytes()) == (NEW, NEW)
    else:
        copies = [copy for copy in tmp_path.glob("*chưa lưu*") if copy.name in said]
        assert shown == EDITED or (copies and copies[0].read_bytes() == EDITED)
    assert not list(tmp_path.glob(".kehoach-*"))
    again = Program()
    assert pressed(tmp_path, again)[1] == ""


def test_nothing_is_closed_before_the_new_file_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> Path:
        raise OSError(28, "full")

    monkeypatch.setattr(replacing, "written_beside", full)
    program = Program()
    with pytest.raises(OSError, match="full"):
        pressed(tmp_path, program)
    assert program.held == {"k.xlsx": EDITED}


def test_a_read_only_file_is_told_before_anything_happens(tmp_path: Path) -> None:
    path, program = tmp_path / "k.xlsx", Program()
    path.write_bytes(OLD)
    path.chmod(0o444)
    program.held["k.xlsx"] = EDITED
    with pytest.raises(InputError, match="chỉ đọc"):
        replaced(Book(program, "k.xlsx"), path, EDITED, NEW, lambda: None, Changes())
    assert (program.held, program.calls) == ({"k.xlsx": EDITED}, 0)


def test_a_workbook_that_something_keeps_open_stays_as_it_is(tmp_path: Path) -> None:
    program = Program(stays_open=True)
    path, said, _ = pressed(tmp_path, program)
    assert "không đóng lại được" in said
    assert (program.held, path.read_bytes()) == ({"k.xlsx": EDITED}, OLD)
    assert not list(tmp_path.glob(".kehoach-*"))


def test_what_another_program_saved_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    program = Program()
    path = tmp_path / "k.xlsx"
    path.write_bytes(OLD)
    program.held["k.xlsx"] = EDITED

    def saved() -> None:
        path.write_bytes(b"other")

    with pytest.raises(InputError, match="chưa lưu"):
        replaced(Book(program, "k.xlsx"), path, EDITED, NEW, saved, Changes())
    assert path.read_bytes() == b"other"
    assert [copy.read_bytes() for copy in tmp_path.glob("*chưa lưu*")] == [EDITED]
