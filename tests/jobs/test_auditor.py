"""A public auditor of spreadsheets (spreadsheet-auditor, MIT) on what is built.

It looks for what is wrong in any workbook: errors, ranges that miss a row, numbers amid formulas,
circles. It finds one thing that is meant so: a project that states its total, of which one source
is computed, has a typed total between formulas.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import EVERY
from tests.forms import form_plan, sources_of
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.package import open_package
from workbook_tools.jobs.build import Built, build_workbook

MEANT = "HARDCODE_IN_FORMULA_BLOCK"


def audited(folder: Path, data: bytes) -> list[tuple[str, str]]:
    """What the auditor finds: its rule and the cell."""
    file = folder / "a.xlsx"
    file.write_bytes(data)
    told = folder / "a.json"
    asked = [sys.executable, "-m", "spreadsheet_auditor", str(file), "--json", str(told)]
    run = subprocess.run(
        [*asked, "--out", str(folder / "a.md")], capture_output=True, text=True, timeout=300
    )
    assert told.exists(), run.stderr
    found: dict[str, Any] = json.loads(told.read_text())
    assert found["coverage"]["complete"] and found["workbook"]["formulas_scanned"] > 20
    return [(one["rule_id"], one["location"]) for one in found["findings"]]


def changed(data: bytes, values: dict[str, Any]) -> bytes:
    """The appendix with cells typed over."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for cell, value in values.items():
        book["PhuLuc"][cell] = value
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_it_finds_nothing_in_the_example(tmp_path: Path, built: Built) -> None:
    assert audited(tmp_path, built.data) == []


@pytest.mark.parametrize("count", [1, 5, 12] if EVERY else [5])
def test_it_finds_only_stated_totals_in_other_forms(tmp_path: Path, count: int) -> None:
    amounts: list[list[Any]] = [[None, *range(1, count + 1)] for _ in range(5)]
    if count > 1:
        amounts[1] = [999, None, *amounts[1][2:]]
    data = build_workbook(form_plan(sources_of(count), amounts)).data
    stated = [(MEANT, "PhuLuc!H11")] if count > 1 else []
    assert audited(tmp_path, data) == stated


def test_it_finds_what_is_typed_over(tmp_path: Path) -> None:
    data = build_workbook(form_plan(sources_of(3), [[None, 1, 2, 3]] * 6)).data
    total = workbook_names(open_package(data, "x"))["TongCong_KP"]
    assert total == "PhuLuc!$H$16"
    found = audited(tmp_path, changed(data, {"H12": 77}))
    assert (MEANT, "PhuLuc!H12") in found
