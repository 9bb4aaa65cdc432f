"""xlwings as a press imports it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

AT_EXIT = """
import atexit, sys, types
module = types.ModuleType("xlwings._xlwindows")
module.cleanup = lambda: print("taskkill")
atexit.register(module.cleanup)
sys.modules["xlwings._xlwindows"] = module
{then}
"""


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("", "taskkill\n"),
        ("from workbook_tools.host.xlwings_alone import xlwings_alone; xlwings_alone()", ""),
    ],
)
def test_xlwings_ends_no_other_excel_when_the_process_ends(then: str, said: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", AT_EXIT.format(then=then)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == said


QUICK = """
import sys
from workbook_tools.host.xlwings_alone import xlwings_alone
xlwings = xlwings_alone()
print(sorted({"pandas", "numpy", "matplotlib"} & set(sys.modules)))
import pandas
print(xlwings.__name__, pandas.__name__)
"""


def test_a_press_waits_for_no_pandas_and_whoever_needs_it_has_it() -> None:
    run = subprocess.run([sys.executable, "-c", QUICK], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\nxlwings pandas\n"


def test_nobody_else_imports_it_first() -> None:
    package = ROOT / "workbook_tools"
    found = {
        str(file.relative_to(package))
        for file in package.rglob("*.py")
        if re.search(r"^\s*import xlwings\b", file.read_text("utf-8"), re.M)
    }
    assert found == {"host/xlwings_alone.py"}


@pytest.mark.parametrize("word", ["Book.caller", "xlwings.conf", "read_config", "RunPython"])
def test_xlwings_is_asked_for_no_settings_and_for_no_workbook_that_calls(word: str) -> None:
    for file in (ROOT / "workbook_tools").rglob("*.py"):
        assert word not in file.read_text("utf-8"), file
