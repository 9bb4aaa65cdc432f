"""The choices of how a finished workbook looks: black on white, guarded."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.judges.packages import package_faults
from tests.plans import SMALL, line, plan_file
from workbook_tools.cli import main
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import source_of

WRONG = [line("Mục", "I", total=200), *SMALL[1:]]


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def colours(data: bytes) -> set[Any]:
    """Grounds and letters of the generated sheets."""
    book = opened(data)
    names = ("PhuLuc", "TongHop", "KiemTra")
    cells = [cell for name in names for row in book[name].iter_rows() for cell in row]
    letters = [cell.font.color for cell in cells if cell.font.color is not None]
    return {cell.fill.fill_type for cell in cells} | {
        colour.rgb for colour in letters if colour.type == "rgb"
    }


def marks(data: bytes) -> int:
    """How many notes and conditions of ours there are on the typed sheet."""
    sheet = opened(data)["DeAn"]
    notes = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    return len(notes) + len(sheet.conditional_formatting)


def test_plain_is_black_on_white_without_flags() -> None:
    built = build_workbook(source_of(plan_file(WRONG), "k.xlsx"), plain=True)
    assert colours(built.data) == {None} and marks(built.data) == 0
    assert built.findings and package_faults(built.data) == []


def test_the_usual_look_has_colours_and_flags() -> None:
    built = build_workbook(source_of(plan_file(WRONG), "k.xlsx"))
    assert len(colours(built.data)) > 1 and marks(built.data) > 0


def test_a_plan_may_say_so_itself() -> None:
    plan = plan_file(WRONG, particulars={"Trình bày": "Đen trắng"})
    assert colours(build_workbook(source_of(plan, "k.xlsx")).data) == {None}


@pytest.mark.parametrize("sheet", ["PhuLuc", "TongHop"])
def test_formulas_are_guarded(sheet: str) -> None:
    built = build_workbook(source_of(plan_file(WRONG), "k.xlsx"), protect=True)
    assert opened(built.data)[sheet].protection.sheet and package_faults(built.data) == []


@pytest.mark.parametrize("sheet", ["KiemTra", "DeAn", "ThongTin"])
def test_what_is_typed_into_is_not_guarded(sheet: str) -> None:
    built = build_workbook(source_of(plan_file(WRONG), "k.xlsx"), protect=True)
    assert not opened(built.data)[sheet].protection.sheet


def test_a_guard_is_kept_by_the_next_build() -> None:
    first = build_workbook(source_of(plan_file(WRONG), "k.xlsx"), protect=True)
    second = build_workbook(source_of(first.data, "k.xlsx"))
    assert opened(second.data)["PhuLuc"].protection.sheet


def test_without_asking_nothing_is_guarded() -> None:
    built = build_workbook(source_of(plan_file(WRONG), "k.xlsx"))
    assert not opened(built.data)["PhuLuc"].protection.sheet


def test_the_command_takes_both(tmp_path: Path) -> None:
    plan = tmp_path / "k.xlsx"
    plan.write_bytes(plan_file(WRONG))
    out = tmp_path / "x.xlsx"
    assert main(["build", str(plan), "-o", str(out), "--plain", "--protect"]) == 1
    assert colours(out.read_bytes()) == {None}
    assert opened(out.read_bytes())["PhuLuc"].protection.sheet
