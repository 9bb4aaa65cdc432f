"""Installing on home folders laid out as on Windows and macOS, and taking everything away again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.addin.played_registry import Registry
from workbook_tools import InputError
from workbook_tools.addin.applescript import python_of
from workbook_tools.addin.install import (
    SYSTEMS,
    Places,
    install,
    places,
    program,
    status,
    uninstall,
)
from workbook_tools.addin.registry import KEY, VALUE
from workbook_tools.addin.xlam import PROJECT, addin

BEFORE = {
    "win32": ("AppData/Roaming/Microsoft/Excel/XLSTART", "Documents"),
    "darwin": (
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel",
        "Library/Containers/com.microsoft.Excel/Data",
        "Library/Application Scripts/com.microsoft.Excel",
    ),
}


def tree(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One of the systems; its registry, where it has one, is a played one."""
    monkeypatch.setitem(sys.modules, "winreg", Registry())
    monkeypatch.setattr("sys.platform", request.param)
    return str(request.param)


def located(tmp_path: Path, system: str) -> Places:
    return places(tmp_path, system, tmp_path / "AppData/Roaming")


def an_interpreter(tmp_path: Path) -> str:
    file = tmp_path / "Người dùng" / "python"
    file.parent.mkdir(exist_ok=True)
    file.touch()
    return str(file)


@pytest.mark.parametrize("fresh", [True, False])
def test_install_status_uninstall(system: str, fresh: bool, tmp_path: Path) -> None:
    if not fresh:
        for folder in BEFORE[system]:
            (tmp_path / folder).mkdir(parents=True)
            (tmp_path / folder / "cua-toi.txt").write_text("x")
    python = an_interpreter(tmp_path)
    before = tree(tmp_path)
    where = located(tmp_path, system)
    assert "Chưa cài" in status(where, python)[0] and "chưa biết" in status(where, python)[1]
    said = install(where, python)
    assert str(where.addin) in said[0] and where.addin.read_bytes() == addin()
    now = status(where, python)
    assert "đúng bản này" in now[0] and now[1] == f"Nút trong Excel chạy {python}."
    assert install(where, python) == said
    uninstall(where)
    assert tree(tmp_path) == before and "chưa biết" in status(where, python)[1]
    assert uninstall(where) == ["Excel: phần bổ trợ chưa được cài; không có gì để gỡ."]


def test_the_places_are_the_systems_own(tmp_path: Path) -> None:
    windows, mac = (located(tmp_path, system) for system in SYSTEMS)
    assert windows.addin == tmp_path / f"AppData/Roaming/Microsoft/Excel/XLSTART/{PROJECT}.xlam"
    assert "Startup.localized" in str(mac.addin) and windows.script is None
    assert mac.script is not None and mac.script.name == f"{PROJECT}.applescript"
    with pytest.raises(InputError, match="LibreOffice"):
        places(tmp_path, "linux")


def test_the_python_stands_where_the_add_in_looks(system: str, tmp_path: Path) -> None:
    where, python = located(tmp_path, system), an_interpreter(tmp_path)
    install(where, python)
    if where.script is not None:
        assert python_of(where.script.read_bytes()) == python
    else:
        assert sys.modules["winreg"].keys == {KEY: {VALUE: python}}


def test_the_python_without_a_console_is_taken_where_there_is_one(tmp_path: Path) -> None:
    python = tmp_path / "python.exe"
    assert program(str(python), "win32") == str(python)
    (tmp_path / "pythonw.exe").touch()
    assert program(str(python), "win32") == str(tmp_path / "pythonw.exe")
    assert program("/opt/bin/python3", "darwin") == "/opt/bin/python3"


def test_another_version_is_told(system: str, tmp_path: Path) -> None:
    where, python = located(tmp_path, system), an_interpreter(tmp_path)
    install(where, python)
    where.addin.write_bytes(b"an older one")
    assert "bản khác" in status(where, python)[0]
    assert "chạy Python khác" in status(where, "/another/python")[1]


def test_a_python_that_is_gone_is_told(system: str, tmp_path: Path) -> None:
    where, python = located(tmp_path, system), an_interpreter(tmp_path)
    install(where, python)
    Path(python).unlink()
    assert status(where, python)[1].startswith(f"Python {python} không còn nữa")


EARLIER = '"INTERPRETER_WIN","C:\\Py\\python.exe"\n"USE UDF SERVER","True"\n'
OWN = '"ONEDRIVE_COMMERCIAL_WIN","D:\\Đồng bộ"\n'


@pytest.mark.parametrize(("held", "left"), [(EARLIER, None), (EARLIER + OWN, OWN), (OWN, OWN)])
def test_what_earlier_versions_wrote_goes_and_the_users_own_stays(
    system: str, held: str, left: str | None, tmp_path: Path
) -> None:
    where = located(tmp_path, system)
    where.earlier.parent.mkdir(parents=True)
    where.earlier.write_text(held, "utf-8")
    install(where, an_interpreter(tmp_path))
    assert (where.earlier.read_text("utf-8") if where.earlier.exists() else None) == left
