"""Plans with any number of sources and columns of one's own, as the outside judges see them."""

from __future__ import annotations

import io
import random
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.forms import form_plan, sources_of
from tests.judges import openxml
from tests.judges.packages import package_faults
from tests.render.outputs import cells, results
from workbook_tools.check.standing import total_formula
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.package import open_package
from workbook_tools.flags.live import live_conditions
from workbook_tools.jobs.build import Built, build_workbook

COUNTS = (1, 2, 3, 5, 12, 30)
GENERATED = ("PhuLuc", "TongHop", "KiemTra")
LEVELS = (("Mục", "Chương trình"), ("Chương trình",), ())
"""Shapes of a plan: with sections, without, and nothing but projects."""

OWN: dict[str, list[Any]] = {
    "Địa điểm": ["Biên Hòa", None, "Long Khánh", "Biên Hòa", "=1", "", "x"],
    "Số học viên": [1, 2.5, None, 4, 10**6, 6, 7],
    "Ngày xong": [date(2027, 6, 30), None, date(2028, 1, 1), None, None, None, None],
}


def amounts_of(count: int) -> list[list[Any]]:
    """Seven projects; every third states its total and leaves a source empty."""
    chance = random.Random(count)
    found: list[list[Any]] = []
    for number in range(7):
        held: list[Any] = [chance.randrange(10**6) for _ in range(count)]
        total = None
        if count > 1 and number % 3 == 1:
            total = sum(held)
            held[chance.randrange(count)] = None
        found.append([total, *held])
    return found


@cache
def built(count: int, levels: tuple[str, ...] = LEVELS[0]) -> Built:
    return build_workbook(form_plan(sources_of(count), amounts_of(count), OWN, (3, 5), levels))


EVERY = [(count, levels) for count in COUNTS for levels in LEVELS]


@pytest.mark.parametrize(("count", "levels"), EVERY)
def test_every_formula_is_proved(count: int, levels: tuple[str, ...]) -> None:
    found = built(count, levels)
    assert found.proof.written == found.proof.proved > 7
    assert package_faults(found.data) == []


@pytest.mark.parametrize("count", COUNTS)
def test_every_source_has_its_total_under_its_name(count: int) -> None:
    found = built(count)
    names = workbook_names(open_package(found.data, "x"))
    shown = results(found.data, "PhuLuc")
    assert sum(name.startswith("TongCong_") for name in names) == count + 1
    for source in found.plan.sources:
        cell = names[f"TongCong_{source.code}"].replace("PhuLuc!", "").replace("$", "")
        assert Decimal(str(shown[cell])) == found.plan[source]


@pytest.mark.parametrize("count", COUNTS)
def test_standing_conditions_stay_short(count: int) -> None:
    plan = built(count).plan
    texts = [one.standing.formula for one in live_conditions(plan)]
    assert max(map(len, [*texts, total_formula(plan) or ""])) <= 2000
    assert len(texts) >= 5


@pytest.mark.parametrize("count", COUNTS)
def test_columns_of_ones_own_are_kept_as_typed(count: int) -> None:
    plan = built(count).plan
    assert [project["Số học viên"] for project in plan.projects[:4]] == [1, Decimal("2.5"), None, 4]
    assert plan["Số học viên"] == Decimal("1000020.5")
    assert [project["Ngày xong"] for project in plan.projects[:3]] == [
        date(2027, 6, 30),
        None,
        date(2028, 1, 1),
    ]
    assert Counter(project["Địa điểm"] for project in plan.projects)["Biên Hòa"] == 2


@pytest.mark.judge("validator")
def test_the_sdk_finds_nothing(tmp_path: Path) -> None:
    files = _written(tmp_path)
    assert {name: found for name, found in openxml.sdk_errors(files).items() if found} == {}


@pytest.mark.judge("libreoffice")
def test_libreoffice_calculates_the_same(tmp_path: Path) -> None:
    files = _written(tmp_path)
    answers = openxml.recalculated(files)
    compared = 0
    for file, (count, levels) in zip(files, EVERY, strict=True):
        for sheet in GENERATED:
            stored = results(built(count, levels).data, sheet)
            answer = answers[str(file)][sheet]
            assert stored.keys() == answer.keys()
            for cell, value in stored.items():
                assert _number(answer[cell]) == _number(value), (count, levels, sheet, cell)
                compared += 1
    assert compared > 1000


def _written(folder: Path) -> list[Path]:
    files = []
    for at, (count, levels) in enumerate(EVERY):
        files.append(folder / f"{at:02}.xlsx")
        files[-1].write_bytes(built(count, levels).data)
    return files


def _number(value: object) -> object:
    try:
        return round(float(str(value)), 6)
    except ValueError:
        return value


@pytest.mark.parametrize("count", COUNTS)
def test_the_headings_are_those_of_the_sources_in_their_order(count: int) -> None:
    found = cells(built(count).data, "PhuLuc")
    headings = [value for cell, value in found.items() if cell.rstrip("0123456789") + "7" == cell]
    assert headings[-count:] == [f"Nguồn số {at}" for at in range(count)]


def test_a_hint_names_the_sources_that_the_plan_has() -> None:
    held = [["KCQG", "KPKC QG", None, "Ngân sách", "x", None], *sources_of(2)]
    made = build_workbook(form_plan(held, [[None, None, None, None], [None, 5, 5, 5]]))
    hints = [finding.hint for finding in made.findings if finding.rule == "A07"]
    assert hints == [
        "Ghi số tiền vào cột nguồn (KPKC QG, Nguồn số 0 hoặc Nguồn số 1); chưa có tiền thì ghi 0."
    ]


def test_a_hint_about_twelve_sources_names_none() -> None:
    made = build_workbook(form_plan(sources_of(12), [[None] * 13, [None, *[5] * 12]]))
    hints = [finding.hint for finding in made.findings if finding.rule == "A07"]
    assert hints == ["Ghi số tiền vào cột nguồn; chưa có tiền thì ghi 0."]


@pytest.mark.parametrize("count", [1, 5])
def test_the_summary_shows_the_decimals_that_the_appendix_shows(count: int) -> None:
    held = [[None, *[Decimal("10.5")] * count], [None, *[Decimal(7)] * count]]
    made = build_workbook(form_plan(sources_of(count), held))
    book = load_workbook(io.BytesIO(made.data))
    sheet = book["TongHop"]
    shown = {
        cell
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.dxf and rule.dxf.numFmt and "0.0" in rule.dxf.numFmt.formatCode
        for one in area.sqref.ranges
        for row in one.rows
        for cell in row
    }
    amounts = {
        (cell.row, cell.column)
        for row in sheet.iter_rows()
        for cell in row
        if cell.number_format.startswith("#,##0_)")
    }
    assert amounts
    assert amounts <= shown
