"""Files replaced and refused, temporary files cleared, children ended."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.windows.wine import Windows

HOLD = """
import sys, win32file
file = win32file.CreateFile(
    sys.argv[1], win32file.GENERIC_READ, int(sys.argv[2]), None, win32file.OPEN_EXISTING, 0, None
)
print("held", flush=True)
sys.stdin.read()
"""
PLAN = "kế hoạch.xlsx"
SHARED = {"with nobody": "0", "with who reads": "1"}


@pytest.fixture
def plan(desk: Path, as_scanned: Path) -> Path:
    return Path(shutil.copy(as_scanned, desk / PLAN))


def test_the_old_file_is_replaced_and_nothing_else_is_there(windows: Windows, plan: Path) -> None:
    before = plan.read_bytes()
    ended = windows.kehoach("build", PLAN, "--in-place", cwd=plan.parent)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert plan.read_bytes() != before and os.listdir(plan.parent) == [PLAN]


def test_a_read_only_file_is_refused(windows: Windows, plan: Path) -> None:
    before = plan.read_bytes()
    plan.chmod(0o444)
    ended = windows.kehoach("build", PLAN, "--in-place", cwd=plan.parent)
    assert ended.returncode == 2 and "chỉ đọc" in ended.stderr and "K122" in ended.stderr
    assert plan.read_bytes() == before and os.listdir(plan.parent) == [PLAN]


@pytest.mark.parametrize("shared", SHARED)
def test_a_file_that_another_program_holds_is_refused(
    windows: Windows, plan: Path, shared: str
) -> None:
    held = plan.with_name("biểu.xlsx")
    held.write_bytes(b"")
    with windows.begun(
        windows.python, "-c", HOLD, held.name, SHARED[shared], cwd=plan.parent
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        ended = windows.kehoach("build", PLAN, "-o", held.name, cwd=plan.parent)
        holder.communicate()
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)
    assert "hãy đóng" in ended.stderr and "Traceback" not in ended.stderr
    assert held.read_bytes() == b"" and sorted(os.listdir(plan.parent)) == [held.name, PLAN]


def test_it_can_be_written_to_once_it_is_let_go(windows: Windows, plan: Path) -> None:
    with windows.begun(windows.python, "-c", HOLD, PLAN, "0", cwd=plan.parent) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        refused = windows.kehoach("unflag", PLAN, cwd=plan.parent)
        holder.communicate()
    assert refused.returncode == 2 and "K102" in refused.stderr
    assert windows.kehoach("build", PLAN, "--in-place", cwd=plan.parent).returncode == 1


@pytest.mark.parametrize(("age", "left"), [(2, False), (0, True)], ids=["two days", "now"])
def test_what_an_ended_run_left_is_cleared_after_a_day(
    windows: Windows, plan: Path, age: int, left: bool
) -> None:
    old = plan.with_name(".kehoach-99999-abcd1234.tmp")
    old.write_bytes(b"")
    made = old.stat().st_mtime - age * 86_400
    os.utime(old, (made, made))
    assert windows.kehoach("build", PLAN, "--in-place", cwd=plan.parent).returncode == 1
    assert old.exists() is left


CHILD = """
from workbook_tools.machine.child import Bounds, ChildError, in_child
try:
    print(in_child(*{asked!r}, bounds=Bounds({seconds}, 700)))
except ChildError as error:
    print(error.reason.name)
"""


@pytest.mark.parametrize(
    ("asked", "seconds", "said"),
    [
        (("math:sqrt", 4.0), 30, "2.0"),
        (("time:sleep", 600), 2, "TOO_LONG"),
        (("os:abort",), 30, "DIED"),
        (("math:sqrt", -1.0), 30, "CANNOT"),
    ],
)
def test_a_child_answers_or_is_ended(
    windows: Windows, desk: Path, asked: tuple[object, ...], seconds: int, said: str
) -> None:
    temporary = windows.prefix / "drive_c/users"
    code = CHILD.format(asked=asked, seconds=seconds)
    assert windows.told(code, cwd=desk) == [said]
    assert list(temporary.rglob("kehoach-*")) == []
