"""Every fault of a template in one run: compiling it, the contract, filling and proving it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.templates import template_file
from workbook_tools.errors import InputError
from workbook_tools.excel.package import open_package
from workbook_tools.jobs.lint_template import lint, lint_file
from workbook_tools.template.lint import NAMES
from workbook_tools.template.shipped import template_path


def faults(rows: dict[int, dict[str, Any]], sheet: str = "PhuLuc") -> dict[str, str]:
    """What is said of a template, by place."""
    found = lint(open_package(template_file(rows, sheet=sheet), "mau.xlsx"))
    return {str(fault.place): fault.message for fault in found}


def test_the_shipped_template_has_none() -> None:
    assert lint_file(template_path()) == ()


def test_what_cannot_be_compiled_is_all_named() -> None:
    found = faults({1: {"A": "{{ plan."}, 2: {"A": "{% if %}"}, 3: {"A": "{% endif %}"}})
    assert {"PhuLuc!A1", "PhuLuc!A2"} <= found.keys()


def test_a_template_without_a_generated_sheet_is_one_fault() -> None:
    assert len(faults({1: {"A": "x"}}, sheet="Khac")) == 1


def test_what_only_filling_it_shows_is_named_with_its_cell() -> None:
    found = faults({1: {"A": "{{ plan.nothing }}"}, 2: {"A": "{{ plan.year / 0 }}"}})
    assert {"PhuLuc!A1", "PhuLuc!A2"} <= found.keys()


def test_names_that_others_rely_on_are_missed() -> None:
    found = lint(open_package(template_file({1: {"A": "{{ plan.year }}"}}), "mau.xlsx"))
    said = [fault.message.partition(";")[0] for fault in found]
    assert said == [f"thiếu tên {name} (Formulas › Name Manager)" for name in NAMES]


def test_a_formula_that_gives_another_total_is_said_with_both_numbers() -> None:
    found = faults({1: {"A": "=1+1"}, 2: {"A": "{{ plan.total }}", "B": "{% prove %}"}})
    message = found["PhuLuc!A1"]
    assert (
        "thử với kế hoạch mẫu" in message
        and "=1+1 không cho kết quả đúng" in message
        and "hiện là 2;" in message
    )


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mau.xlsx").write_bytes(b"x")
    with pytest.raises(InputError):
        lint_file(tmp_path / "mau.xlsx")
