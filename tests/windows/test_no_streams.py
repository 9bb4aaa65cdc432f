"""The command without standard streams, as a program without a console starts it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.windows.wine import Windows, path_there
from workbook_tools.jobs.build import Built

START = """
import subprocess, sys
print(subprocess.run(sys.argv[1:], creationflags=subprocess.DETACHED_PROCESS).returncode)
"""


def ended(windows: Windows, *arguments: str, cwd: Path) -> list[str]:
    """How a pythonw.exe ends that inherits no stream."""
    return windows.told(START, path_there(windows.pythonw), *arguments, cwd=cwd)


def test_there_are_none(windows: Windows, desk: Path) -> None:
    code = "import sys; sys.exit(7 if (sys.stdin, sys.stdout, sys.stderr) == (None,) * 3 else 8)"
    assert ended(windows, "-c", code, cwd=desk) == ["7"]


def test_a_build_writes_its_file(windows: Windows, desk: Path, example: Path, built: Built) -> None:
    shutil.copy(example, desk / "kế hoạch.xlsx")
    command = ("-m", "workbook_tools", "build", "kế hoạch.xlsx", "-o", "biểu.xlsx")
    assert ended(windows, *command, cwd=desk) == ["0"]
    assert (desk / "biểu.xlsx").read_bytes() == built.data


@pytest.mark.parametrize("command", ["check", "build", "unflag"])
def test_what_cannot_be_used_is_told_by_the_exit_status(
    windows: Windows, desk: Path, command: str
) -> None:
    assert ended(windows, "-m", "workbook_tools", command, "không có.xlsx", cwd=desk) == ["2"]
    assert list(desk.iterdir()) == []
