"""A file put in the place of another, or where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook_tools.machine.replace_windows import replace_keeping


@pytest.mark.parametrize("there", [True, False])
def test_the_new_file_is_there_and_nothing_else(tmp_path: Path, there: bool) -> None:
    new, old = tmp_path / "new.tmp", tmp_path / "Kế hoạch.xlsx"
    new.write_bytes(b"new")
    if there:
        old.write_bytes(b"old")
    replace_keeping(str(new), str(old))
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
        (old.name, b"new")
    ]


def test_what_fails_leaves_the_old_file(tmp_path: Path) -> None:
    old = tmp_path / "a.xlsx"
    old.write_bytes(b"old")
    with pytest.raises(FileNotFoundError):
        replace_keeping(str(tmp_path / "missing"), str(old))
    assert old.read_bytes() == b"old"
