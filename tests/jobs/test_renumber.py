"""The numbers of a plan's lines counted anew in its file: those cells, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.faults.reserialised import WAYS, rewritten_parts
from tests.judges.packages import package_faults
from tests.plans import line, plan_file, project
from workbook_tools.cli import main
from workbook_tools.errors import InputError
from workbook_tools.excel.package import open_package, pack
from workbook_tools.jobs.new_plan import new_plan
from workbook_tools.jobs.renumber import numbered, renumber_file, sorted_and_numbered
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import source_of

ROWS = [
    line("Mục", "I"),
    line("Chương trình", "1"),
    project("1.1", 1),
    project("", 2),
    project("1.2", 3),
]
TARGETS: list[list[Any]] = [
    ["Chỉ tiêu", "Giá trị", "Đơn vị", "Nơi nêu", "TT đề án", "Cột"],
    ["Người dự", 5, "người", "III", "1.2", "Số lượng"],
]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "k.xlsx"
    path.write_bytes(plan_file(ROWS, sheets={"ChiTieu": TARGETS}))
    return path


def numbers(path: Path) -> list[str]:
    return [project.tt for project in read_plan(path).projects]


def test_the_plan_itself_is_numbered(plan: Path) -> None:
    said = renumber_file(plan)
    assert numbers(plan) == ["1.1", "1.2", "1.3"]
    assert said[:3] == [
        "Đã đánh lại 3 số thứ tự:",
        "DeAn!A5: trống → 1.2",
        "DeAn!A6: 1.2 → 1.3",
    ]


def test_a_stated_figure_stays_with_its_project(plan: Path) -> None:
    renumber_file(plan)
    assert [target.project_tt for target in read_plan(plan).targets] == ["1.3"]


def test_only_the_sheets_with_numbers_change(plan: Path) -> None:
    before = open_package(plan.read_bytes(), "k")
    renumber_file(plan)
    after = open_package(plan.read_bytes(), "k")
    assert set(before.parts) == set(after.parts) and package_faults(plan.read_bytes()) == []
    changed = [name for name in before.parts if before.read(name) != after.read(name)]
    assert changed == ["xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"]


def test_in_order_nothing_is_written(plan: Path) -> None:
    renumber_file(plan)
    before = plan.stat().st_mtime_ns
    assert renumber_file(plan) == ["TT đã đúng thứ tự; không có gì để sửa."]
    assert plan.stat().st_mtime_ns == before


def test_a_formula_stays_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "k.xlsx"
    path.write_bytes(plan_file(ROWS, cells={"A6": '="1."&2'}))
    assert "Giữ nguyên ô có công thức: DeAn!A6" in renumber_file(path)


def test_another_file_is_written_and_the_plan_stays(plan: Path, tmp_path: Path) -> None:
    before = plan.read_bytes()
    renumber_file(plan, tmp_path / "x.xlsx")
    assert plan.read_bytes() == before and numbers(tmp_path / "x.xlsx") == ["1.1", "1.2", "1.3"]


def test_a_file_that_is_there_is_not_written_over(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"x")
    with pytest.raises(InputError, match="Đã có tệp"):
        renumber_file(plan, tmp_path / "x.xlsx")


def test_another_kind_of_file_is_refused(plan: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"phải có đuôi \.xlsx như sổ kế hoạch"):
        renumber_file(plan, tmp_path / "x.xlsm")


def test_an_empty_plan_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        numbered(source_of(new_plan("Đồng Nai", 2027), "k.xlsx"))


def test_the_command_says_what_it_did(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["renumber", str(plan)]) == 0
    assert "DeAn!A6: 1.2 → 1.3" in capsys.readouterr().out


@pytest.mark.parametrize("way", WAYS)
def test_a_plan_written_in_another_way_is_numbered_as_well(way: str) -> None:
    data = rewritten_parts(plan_file(ROWS, sheets={"ChiTieu": TARGETS}), WAYS[way])
    done = numbered(source_of(data, "k.xlsx"))
    assert [one.tt for one in read_plan(done.source).projects] == ["1.1", "1.2", "1.3"]
    assert [str(change.place) for change in done.changes] == ["DeAn!A5", "DeAn!A6", "ChiTieu!E2"]
    assert package_faults(pack(done.source.package)) == []


@pytest.mark.parametrize("way", WAYS)
def test_a_plan_written_in_another_way_is_sorted_as_well(way: str) -> None:
    rows = [*ROWS[:2], project("1.2", 2), project("1.1", 1)]
    done = sorted_and_numbered(source_of(rewritten_parts(plan_file(rows), WAYS[way]), "k.xlsx"))
    found = [f"{one.tt}: {one.province}" for one in read_plan(done.source).projects]
    assert found == ["1.1: 1", "1.2: 2"]
