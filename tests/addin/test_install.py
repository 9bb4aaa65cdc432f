"""Installing on home folders laid out as on Windows and macOS, and taking everything away again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workbook_tools import InputError
from workbook_tools.addin.install import (
    SYSTEMS,
    install,
    places,
    read_settings,
    settings,
    status,
    uninstall,
)
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


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("fresh", [True, False])
def test_install_status_uninstall(system: str, fresh: bool, tmp_path: Path) -> None:
    if not fresh:
        for folder in BEFORE[system]:
            (tmp_path / folder).mkdir(parents=True)
            (tmp_path / folder / "cua-toi.txt").write_text("x")
    before = tree(tmp_path)
    where = places(tmp_path, system)
    wanted = settings(
        "/opt/python/bin/python3" if system == "darwin" else r"C:\Py\python.exe", system
    )
    assert "Chưa cài" in status(where, wanted)[0]
    said = install(where, wanted)
    assert str(where.addin) in said[0] and where.addin.read_bytes() == addin()
    assert read_settings(where.settings) == dict(wanted)
    now = status(where, wanted)
    assert "đúng bản này" in now[0] and "đúng." in now[1] and "không còn nữa" in now[2]
    assert install(where, wanted) == said
    uninstall(where, wanted)
    assert tree(tmp_path) == before
    assert uninstall(where, wanted) == ["Phần bổ trợ chưa được cài; không có gì để gỡ."]


def test_the_places_are_the_systems_own(tmp_path: Path) -> None:
    windows, mac = (places(tmp_path, system) for system in SYSTEMS)
    assert windows.addin == tmp_path / f"AppData/Roaming/Microsoft/Excel/XLSTART/{PROJECT}.xlam"
    assert windows.settings == tmp_path / f".{PROJECT}/{PROJECT}.conf"
    assert "Startup.localized" in str(mac.addin) and mac.settings.name == f"{PROJECT}.conf"
    assert mac.script is not None and mac.script.name.startswith("xlwings-")
    with pytest.raises(InputError, match="LibreOffice"):
        places(tmp_path, "linux")


def test_a_second_press_loads_nothing_and_a_strangers_folder_runs_no_code() -> None:
    held = settings(r"C:\Py\python.exe", "win32")
    assert held["USE UDF SERVER"] == "True" and held["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert settings(sys.executable, "darwin")["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_settings_of_the_users_own_stay(tmp_path: Path) -> None:
    where = places(tmp_path, "win32")
    where.settings.parent.mkdir()
    where.settings.write_text('"ONEDRIVE_COMMERCIAL_WIN","D:\\Đồng bộ"\n', "utf-8")
    wanted = settings(r"C:\Py\python.exe", "win32")
    install(where, wanted)
    assert read_settings(where.settings)["ONEDRIVE_COMMERCIAL_WIN"] == "D:\\Đồng bộ"
    uninstall(where, wanted)
    assert read_settings(where.settings) == {"ONEDRIVE_COMMERCIAL_WIN": "D:\\Đồng bộ"}


def test_another_version_is_told(tmp_path: Path) -> None:
    where = places(tmp_path, "win32")
    wanted = settings(r"C:\Py\python.exe", "win32")
    install(where, wanted)
    where.addin.write_bytes(b"an older one")
    where.settings.write_text('"INTERPRETER_WIN","C:\\Khac\\python.exe"\n')
    said = status(where, wanted)
    assert "bản khác" in said[0] and "INTERPRETER_WIN" in said[1]
