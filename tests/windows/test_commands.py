"""The commands on Windows do what they do on Linux: same bytes, same sentences."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.windows.wine import Windows
from workbook_tools.jobs.build import Built

PLAN = "Kế hoạch Đồng Nai.xlsx"


def here(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command on this machine."""
    return subprocess.run(
        [sys.executable, "-m", "workbook_tools", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
    )


def outcome(ended: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return ended.returncode, ended.stdout, ended.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_it_is_a_windows_and_the_code_is_this_project(windows: Windows, desk: Path) -> None:
    code = "import sys, workbook_tools; print(sys.platform, sys.getwindowsversion().major)"
    said = windows.told(code + "; print(workbook_tools.__file__)", cwd=desk)
    assert said[0] == "win32 10"
    assert (
        Path(said[1].removeprefix("Z:").replace("\\", "/")) == ROOT / "workbook_tools/__init__.py"
    )


def test_a_build_has_the_same_bytes(
    windows: Windows, desk: Path, example: Path, built: Built
) -> None:
    shutil.copy(example, desk / PLAN)
    ended = windows.kehoach("build", PLAN, cwd=desk)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert files(desk) == {PLAN: example.read_bytes(), f"PhuLuc_{PLAN}": built.data}


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", PLAN, "--in-place"),
        ("check", PLAN),
        ("unflag", PLAN, "-o", "sạch.xlsx"),
        ("new", "Kế hoạch mới.xlsx", "--province", "Đồng Nai", "--year", "2027"),
        ("check", "không có.xlsx"),
        ("build", "."),
        ("build", PLAN, "-o", "không có/x.xlsx"),
        ("build", PLAN, "-o", PLAN),
        ("biuld", PLAN),
    ],
    ids=" ".join,
)
def test_a_command_says_and_writes_the_same(
    windows: Windows, desk: Path, as_scanned: Path, arguments: tuple[str, ...]
) -> None:
    shutil.copy(as_scanned, desk / PLAN)
    expected, written = outcome(here(*arguments, cwd=desk)), files(desk)
    for name in written:
        (desk / name).unlink()
    shutil.copy(as_scanned, desk / PLAN)
    there = windows.kehoach(*arguments, cwd=desk)
    said = tuple(text.replace("Z:", "").replace("\\", "/") for text in outcome(there)[1:])
    assert (there.returncode, *said) == expected
    assert files(desk) == written
