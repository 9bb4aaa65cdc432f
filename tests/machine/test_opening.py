"""A file is opened by the system's own call."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from workbook_tools.machine.opening import open_file


def test_windows_is_asked_for_the_program_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    open_file(Path("Kế hoạch & b.xlsx"))
    assert opened == [Path("Kế hoạch & b.xlsx")]


def test_macos_is_asked_without_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(subprocess, "run", lambda command, check: started.append(command))
    open_file("/tmp/$(id) a.pdf")
    assert started == [["/usr/bin/open", "/tmp/$(id) a.pdf"]]


def test_elsewhere_an_address_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    open_file("/tmp/Kế hoạch.pdf")
    assert shown == ["file:///tmp/K%E1%BA%BF%20ho%E1%BA%A1ch.pdf"]
