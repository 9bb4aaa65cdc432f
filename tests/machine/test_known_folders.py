"""The user's documents, where the system says that they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook_tools.machine import known_folders
from workbook_tools.machine.known_folders import DOCUMENTS, documents, known_folder


def test_documents_moved_to_onedrive_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    moved = tmp_path / "OneDrive - Sở Công Thương" / "Tài liệu"
    moved.mkdir(parents=True)
    (tmp_path / "Documents").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(known_folders, "known_folder", {DOCUMENTS: moved}.__getitem__)
    assert documents() == moved


def test_without_documents_the_home_folder_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert documents() == tmp_path
    (tmp_path / "Documents").mkdir()
    assert documents() == tmp_path / "Documents"


def test_elsewhere_the_system_does_not_say() -> None:
    assert known_folder(DOCUMENTS) is None
