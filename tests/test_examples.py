"""The committed template and examples are what their scripts make; and the public API is what it
says.
"""

from __future__ import annotations

import doctest
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import workbook_tools
from scripts.make_examples import examples
from scripts.make_template import template
from tests.conftest import ROOT


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def assert_same(made: bytes, committed: bytes) -> None:
    one, other = parts(made), parts(committed)
    assert list(one) == list(other)
    for name, data in one.items():
        assert data == other[name], f"{name} differs: run `make examples`"


def test_the_template_is_its_scripts_output() -> None:
    assert_same(template(), (ROOT / "templates/KeHoach_template.xlsx").read_bytes())


@pytest.mark.parametrize("name", ["dong-nai-2021.xlsx", "dong-nai-2021-as-scanned.xlsx"])
def test_the_examples_are_their_scripts_output(name: str) -> None:
    assert_same(examples()[name], (ROOT / "examples" / name).read_bytes())


def test_derived_rows_say_so(example: Path) -> None:
    plan = workbook_tools.read_plan(example)
    derived = [project for project in plan.projects if "suy ra" in project.note]
    assert [project.tt for project in derived] == ["2.1", "3.1-3.3"]
    assert (derived[0].total, derived[0].province, derived[0].beneficiary) == (
        6183100,
        3300000,
        2883100,
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
