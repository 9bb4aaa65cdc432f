"""A running LibreOffice for tests, and what its message boxes say; every test may ask for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.host.office import Office


@pytest.fixture(scope="session")
def running_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("office"), f"kehoach_test_{os.getpid()}")
    yield office
    office.stop()


@pytest.fixture
def office(
    running_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """The running LibreOffice without an open workbook, and a folder of the test's own for what is
    kept between presses.
    """
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    running_office.close_all()
    yield running_office
    running_office.close_all()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What the message boxes say: (text, buttons); they answer what is put in front (``yes`` where
    nothing is).
    """
    from workbook_tools.host import libreoffice

    said: list[tuple[str, Any]] = []

    def alert(
        self: Any, prompt: str, title: str | None, buttons: str, mode: str | None, callback: Any
    ) -> str:
        said.append((prompt, buttons))
        return answers.pop(0) if answers and buttons != "ok" else "yes"

    answers: list[str] = []
    said_and_answers = Told(said, answers)
    monkeypatch.setattr(libreoffice.App, "alert", alert)
    return said_and_answers


class Told(list[tuple[str, Any]]):
    """A list of what was said that also holds the answers to come."""

    def __init__(self, said: list[tuple[str, Any]], answers: list[str]) -> None:
        super().__init__()
        self.said, self.answers = said, answers

    @property
    def troubles(self) -> list[str]:
        """All but that the tables were made without a fault."""
        return [text for text in self.texts if not text.startswith("Đã lập biểu: 0 lỗi")]

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.said]
