"""The add-in's ``Press`` run by Windows' own script host: the command that it starts, what it
tells.

VBScript is VBA without types and labels; the copy is made of the source that is shipped.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.windows.wine import Windows, path_there
from workbook_tools.addin.registry import KEY

RECORDER = r"""
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
int main(void)
{
    FILE *out = _wfopen(L"started.txt", L"wb");
    LPWSTR line = GetCommandLineW();
    fwrite(line, sizeof *line, wcslen(line), out);
    fclose(out);
    return atoi(getenv("RECORDER_ENDS_WITH"));
}
"""
"""Stands for the user's Python: it writes down how it was called."""

WRITE = (
    "import sys, winreg\n"
    f"with winreg.CreateKey(winreg.HKEY_CURRENT_USER, {KEY!r}) as key:\n"
    "    winreg.SetValueEx(key, 'Python', 0, winreg.REG_SZ, sys.argv[1])"
)
FORGET = f"import winreg; winreg.DeleteKey(winreg.HKEY_CURRENT_USER, {KEY!r})"

HEAD = """
Class Excel
    Public Hwnd
    Public Interactive
End Class
Dim Application
Set Application = New Excel
Application.Hwnd = 4711
"""
TOLD = (
    'CreateObject("Scripting.FileSystemObject").CreateTextFile("told.txt", True, True).Write text'
)

IN_VBSCRIPT = (
    (r"Attribute .*\n", ""),
    (r"#If Mac Then\n.*\n#Else\n((?:.*\n)*?)#End If\n", r"\1"),
    (r" As [A-Z]\w+", ""),
    (r"Dim parts\(\)", "Dim parts"),
    (
        r"(Private Sub )Press(\(.*\n)(    Dim python, code\n)"
        r"    On Error GoTo Failed\n((?:.*\n)*?)    Exit Sub\nFailed:\n",
        r"\3\1Start\2\4End Sub\n\n\1Press\2    On Error Resume Next\n    Start button\n"
        r"    If Err.Number = 0 Then Exit Sub\n",
    ),
    (r'CreateObject\("WScript.Shell"\)\.Popup text.*', TOLD),
    (r"Err\.Raise 1000, , ", 'Err.Raise 1000, "", '),
    (r"(Function Letters\(text\)\n)(?:.*\n)*?(End Function)", r"\1    Letters = text\n\2"),
)
"""What is written otherwise. What may fail is a procedure of its own: no label is gone to. The
message goes into a file, since nobody is there to press its button. wine's VBScript knows no ChrW,
no Join and no argument left out; the letters are put together here.
"""


def in_vbscript(source: str) -> str:
    for pattern, other in IN_VBSCRIPT:
        source, count = re.subn(pattern, other, source)
        assert count, pattern
    return source


@pytest.fixture(scope="module")
def recorder(windows: Windows) -> Path:
    """A program in the place of pythonw.exe, in a folder that no code page can name."""
    folder = windows.home.with_name("Python 3.13")
    folder.mkdir()
    (folder / "recorder.c").write_text(RECORDER)
    program = folder / "pythonw.exe"
    compiler = "x86_64-w64-mingw32-gcc"
    subprocess.run([compiler, "-mwindows", "-o", program, folder / "recorder.c"], check=True)
    return program


def press(
    windows: Windows, folder: Path, button: str, ends_with: int = 0
) -> subprocess.CompletedProcess[str]:
    source = in_vbscript((ROOT / "macros/RibbonKhuyenCong.bas").read_text("ascii"))
    script = folder / "press.vbs"
    script.write_text(source + HEAD + f'KhuyenCong_{button} Nothing\nWScript.Echo "ended"\n')
    return windows.run(
        "cscript", "//nologo", script.name, cwd=folder, RECORDER_ENDS_WITH=str(ends_with)
    )


def written(folder: Path, name: str) -> str | None:
    file = folder / name
    if not file.exists():
        return None
    text = file.read_bytes().decode("utf-16-le").lstrip("\ufeff")
    return re.sub("~([0-9A-F]+)~", lambda found: chr(int(found[1], 16)), text)


def test_a_button_starts_what_the_registry_names_and_nothing_else(
    windows: Windows, desk: Path, recorder: Path
) -> None:
    windows.told(WRITE, path_there(recorder), cwd=desk)
    assert press(windows, desk, "build").stdout.split() == ["ended"]
    assert written(desk, "started.txt") == (
        f'"{path_there(recorder)}" -P -m workbook_tools.ribbon build --hwnd 4711'
    )
    assert written(desk, "told.txt") is None


def test_a_press_that_fails_is_told(windows: Windows, desk: Path, recorder: Path) -> None:
    windows.told(WRITE, path_there(recorder), cwd=desk)
    press(windows, desk, "check", ends_with=3)
    told = written(desk, "told.txt")
    assert told is not None and path_there(recorder) in told and "mã 3" in told


def test_a_python_that_is_gone_is_told(windows: Windows, desk: Path) -> None:
    gone = "C:\\Người dùng Ễ\\pythonw.exe"
    windows.told(WRITE, gone, cwd=desk)
    press(windows, desk, "build")
    told = written(desk, "told.txt")
    assert told is not None and gone in told and "kehoach addin install" in told


def test_a_registry_without_python_is_told(windows: Windows, desk: Path) -> None:
    windows.told(WRITE, "", cwd=desk)
    windows.told(FORGET, cwd=desk)
    press(windows, desk, "build")
    told = written(desk, "told.txt")
    assert told is not None and told.startswith(
        "Không chạy được chương trình Khuyến công: chưa biết"
    )
