"""The committed template and examples are what their scripts make; and the public API is what it
says.
"""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

import workbook_tools
from tests.conftest import ROOT


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def assert_same(made: bytes, committed: bytes) -> None:
    one, other = parts(made), parts(committed)
    assert list(one) == list(other)
    for name, data in one.items():
        assert data == other[name], f"{name} differs: run `make examples`"


def run_script(name: str, folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", f"scripts.{name}", "--into", str(folder)], cwd=ROOT, check=True
    )


@pytest.fixture(scope="module")
def made_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    run_script("make_examples", folder)
    return folder


def test_the_template_is_its_scripts_output(tmp_path: Path) -> None:
    run_script("make_template", tmp_path)
    name = "KeHoach_template.xlsx"
    assert_same((tmp_path / name).read_bytes(), (ROOT / "templates" / name).read_bytes())


@pytest.mark.parametrize("name", ["dong-nai-2021.xlsx", "dong-nai-2021-as-scanned.xlsx"])
def test_the_examples_are_their_scripts_output(made_examples: Path, name: str) -> None:
    assert_same((made_examples / name).read_bytes(), (ROOT / "examples" / name).read_bytes())


def test_derived_rows_say_so(example: Path) -> None:
    plan = workbook_tools.read_plan(example)
    derived = [project for project in plan.projects if "suy ra" in project.note]
    assert [project.tt for project in derived] == ["2.1", "3.1-3.3"]
    assert (derived[0].total, derived[0].province, derived[0].beneficiary) == (
        Decimal(6183100),
        Decimal(3300000),
        Decimal(2883100),
    )


def test_every_public_name_is_there_and_documented() -> None:
    for name in workbook_tools.__all__:
        assert getattr(workbook_tools, name).__doc__, name
    with pytest.raises(AttributeError):
        workbook_tools.nothing  # noqa: B018


def test_the_docs_examples_run() -> None:
    before = os.getcwd()
    os.chdir(ROOT)
    try:
        assert doctest.testmod(workbook_tools).failed == 0
    finally:
        os.chdir(before)
