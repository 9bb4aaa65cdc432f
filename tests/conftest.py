"""Shared fixtures: the built examples, and the outside judges."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.judges import openxml
from workbook_tools.jobs.build import Built, build_workbook, load_template

pytest_plugins = ("tests.host.running", "tests.send.post_office")
ROOT = Path(__file__).resolve().parent.parent
REQUIRE = os.environ.get("KEHOACH_REQUIRE_JUDGES") == "1"
EVERY = os.environ.get("KEHOACH_EVERY") == "1"
"""Whether all is tried of what the suite, for want of time, tries some of (``make whole``)."""

settings.register_profile(
    "suite", deadline=None, max_examples=int(os.environ.get("KEHOACH_EXAMPLES", "60"))
)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test whose judge is missing is skipped, or runs and fails where the judges are required."""
    for item in items:
        for mark in item.iter_markers("judge"):
            missing = openxml.missing(mark.args[0])
            if missing and not REQUIRE:
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="session")
def example() -> Path:
    return ROOT / "examples/dong-nai-2021.xlsx"


@pytest.fixture(scope="session")
def as_scanned() -> Path:
    return ROOT / "examples/dong-nai-2021-as-scanned.xlsx"


@pytest.fixture(scope="session")
def built(example: Path) -> Built:
    return build_workbook(example)


@pytest.fixture(scope="session")
def built_as_scanned(as_scanned: Path) -> Built:
    return build_workbook(as_scanned)


@pytest.fixture(scope="session")
def template():  # type: ignore[no-untyped-def]
    return load_template()
