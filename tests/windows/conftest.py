"""A Windows for a run of the tests, made of the one that ``scripts/setup-windows.sh`` laid down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.windows.wine import Windows, started

collect_ignore_glob = [] if os.environ.get("KEHOACH_WINDOWS") == "1" else ["test_*.py"]


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A Windows whose registry and user's folders nobody else uses; its Python lies below a folder
    that no code page of Windows can name.
    """
    with started(ROOT / ".judges/windows", tmp_path_factory.mktemp("windows"), ROOT) as machine:
        yield machine


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """Another one, where windows can be opened, though nobody sees them."""
    folder = tmp_path_factory.mktemp("screen")
    with started(ROOT / ".judges/windows", folder, ROOT, screen=True) as machine:
        yield machine


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a name that no code page of Windows holds."""
    folder = tmp_path / "Kế hoạch khuyến công – Trần Thị Ễ"
    folder.mkdir()
    return folder
