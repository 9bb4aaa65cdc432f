"""The Python that the buttons start, in the user's registry."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.addin.played_registry import Registry
from tests.addin.pressing import KEY, PYTHON, Machine, press
from workbook_tools.addin import registry
from workbook_tools.addin.xlam import addin


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Registry:
    held = Registry()
    monkeypatch.setitem(sys.modules, "winreg", held)
    monkeypatch.setattr("sys.platform", "win32")
    return held


def test_what_is_written_is_read(played: Registry) -> None:
    assert registry.program() is None
    registry.write_program(PYTHON)
    assert registry.program() == PYTHON


def test_it_is_taken_away_once_and_again(played: Registry) -> None:
    registry.write_program(PYTHON)
    for _ in range(2):
        registry.forget_program()
        assert played.keys == {} and registry.program() is None


def test_the_add_in_reads_the_value_that_is_written(played: Registry, tmp_path: Path) -> None:
    registry.write_program(PYTHON)
    ((key, values),) = played.keys.items()
    machine = Machine(registry={rf"HKCU\{key}\{name}": value for name, value in values.items()})
    file = tmp_path / "a.xlam"
    file.write_bytes(addin())
    press(file, "KhuyenCong_build", machine)
    assert machine.registry == {KEY: PYTHON} and machine.told == []
    assert machine.started[0][0].startswith(f'"{PYTHON}" ')


def test_elsewhere_there_is_none() -> None:
    registry.write_program(PYTHON)
    assert registry.program() is None
