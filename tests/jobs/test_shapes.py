"""Plans of every shape of levels and of one to six sources, built with the shipped template."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.judges import openxml
from tests.judges.packages import package_faults
from tests.plans import BASIS, line, plan_file, project
from tests.render.outputs import cells, results
from tests.shapes import SHAPES, numbered, shape_file, totals
from workbook_tools.jobs.build import Built, build_workbook, load_template
from workbook_tools.read.source import source_of

template = cache(load_template)
IRREGULAR = {"beside sections", "beside programmes"}
"""Shapes of which rule B07 says that a project stands under nothing, beside others that do not."""


@cache
def built(shape: str, count: int) -> Built:
    return build_workbook(source_of(shape_file(shape, count), "k.xlsx"), template())


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_built_proved_and_counts_each_amount_once(shape: str, count: int) -> None:
    made = built(shape, count)
    assert made.proof.written == made.proof.proved > 0
    assert [made.plan.amounts[name] for name in made.plan.form.amounts] == totals(shape, count)
    held = results(made.data, "PhuLuc")
    row = max(int(cell[1:]) for cell in held if cell.startswith("H"))
    printed = [Decimal(held[f"{'HIJKLMN'[at]}{row}"] or 0) for at in range(count + 1)]
    assert printed == totals(shape, count)
    assert package_faults(made.data) == []


@pytest.mark.parametrize("count", (1, 3, 6))
@pytest.mark.parametrize("shape", SHAPES)
def test_there_is_no_false_alarm(shape: str, count: int) -> None:
    told = {finding.rule for finding in built(shape, count).findings}
    assert told <= ({"B07"} if shape in IRREGULAR else set())


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_nameless_is_printed_and_nothing_is_lost(shape: str) -> None:
    held = cells(built(shape, 3).data, "PhuLuc")
    total = next(int(cell[1:]) for cell, value in held.items() if value == "TỔNG CỘNG")
    printed = [(held.get(f"A{row}"), held.get(f"B{row}", "")) for row in range(8, total)]
    lines = numbered(shape)
    assert [tt for tt, _ in printed] == [tt for _, tt in lines]
    for (level, tt), (_, name) in zip(lines, printed, strict=True):
        assert name.startswith(f"{level} {tt}")


@pytest.mark.parametrize("shape", SHAPES)
def test_the_summary_has_a_name_in_every_line_and_adds_up(shape: str) -> None:
    held = cells(built(shape, 3).data, "TongHop")
    first = next(int(cell[1:]) for cell, value in held.items() if value == "Chương trình") + 2
    last = next(int(cell[1:]) for cell, value in held.items() if value == "Tổng cộng")
    assert last > first
    for row in range(first, last):
        assert held[f"A{row}"] and held[f"B{row}"]
    summed = f"C{first}:C{last - 1}" if last - 1 > first else f"C{first}"
    assert held[f"C{last}"] == f"=SUM({summed})"
    given = results(built(shape, 3).data, "TongHop")
    assert Decimal(given[f"C{last}"] or 0) == totals(shape, 3)[0]


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if "+" in SHAPES[shape]])
def test_details_are_printed_and_their_project_sums_them(shape: str) -> None:
    held = cells(built(shape, 2).data, "PhuLuc")
    lines = numbered(shape)
    for at, (level, _) in enumerate(lines):
        row = 8 + at
        following = lines[at + 1][0] if at + 1 < len(lines) else ""
        if level == "Đề án":
            detailed = following == "Chi tiết"
            assert str(held[f"I{row}"]).startswith("=SUM(I") is detailed
        if level == "Chi tiết":
            assert f"C{row}" not in held, "the summary tells projects by this column"
            assert "(Trung tâm)" in held[f"B{row}"] or "(Sở Công Thương)" in held[f"B{row}"]


def test_an_end_in_a_later_year_is_printed_as_it_was_said() -> None:
    held = cells(built("whole", 3).data, "PhuLuc")
    assert "12/2028" in {held.get(f"G{row}") for row in range(8, 20)}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_finished_workbook_is_a_plan_again_and_nothing_has_changed(shape: str) -> None:
    once = built(shape, 3)
    again = build_workbook(source_of(once.data, "k.xlsx"), template())
    assert again.proof.written == again.proof.proved == once.proof.written
    assert cells(again.data, "KiemTra") == cells(once.data, "KiemTra")
    assert build_workbook(source_of(again.data, "k.xlsx"), template()).data == again.data


@pytest.mark.judge("libreoffice")
def test_libreoffice_gets_what_stands_in_the_file(tmp_path: Path) -> None:
    files = {f"{at}": built(*pair) for at, pair in enumerate(product(SHAPES, (1, 2, 4, 6)))}
    for name, made in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(made.data)
    answers = openxml.recalculated(sorted(tmp_path.iterdir()))
    for name, made in files.items():
        answer = answers[str(tmp_path / f"{name}.xlsx")]
        for sheet in ("PhuLuc", "TongHop"):
            stored = results(made.data, sheet)
            assert set(stored) == set(answer[sheet])
            for cell, value in stored.items():
                assert _number(answer[sheet][cell]) == _number(value), (name, sheet, cell)


def _number(value: Any) -> object:
    try:
        return round(float(str(value)), 6)
    except ValueError:
        return value


@pytest.mark.judge("validator")
def test_the_sdk_finds_nothing(tmp_path: Path) -> None:
    for at, pair in enumerate(product(SHAPES, (1, 5))):
        (tmp_path / f"{at}.xlsx").write_bytes(built(*pair).data)
    found = openxml.sdk_errors(sorted(tmp_path.iterdir()))
    assert {name: errors for name, errors in found.items() if errors} == {}


def many(section_each: int, count: int) -> bytes:
    """A plan of so many programmes of one project, a section for each so many."""
    rows: list[dict[str, Any]] = []
    for at in range(count):
        if at % section_each == 0:
            rows.append(line("Mục", str(at // section_each + 1)))
        number = at % section_each + 1
        rows.append(line("Chương trình", str(number), note=BASIS))
        rows.append(project(f"{number}.1", at, 2, 0))
    return plan_file(rows)


@pytest.mark.parametrize("section_each", [2000, 1])
def test_sums_of_thousands_of_lines_are_told_by_the_column_of_units(section_each: int) -> None:
    count = 2000
    made = build_workbook(source_of(many(section_each, count), "k.xlsx"), template())
    assert made.proof.written == made.proof.proved
    held = cells(made.data, "PhuLuc")
    top = 8 if section_each == count else 7 + 3 * count + 1
    last = 8 + 2 * count if section_each == count else 7 + 3 * count
    assert held[f"H{top}"] == f'=SUMIF($C$10:$C${last},"<>",H10:H{last})'
    stored = results(made.data, "PhuLuc")
    assert Decimal(stored[f"H{top}"] or 0) == made.plan.total == sum(range(count)) + 2 * count
