"""Standing conditions and rules agree on random rows, whatever sources a plan has."""

from __future__ import annotations

import io
import random
from typing import Any

import openpyxl
import pytest

from tests.flags.test_live import shown_at, true_at
from tests.forms import HEADS, form_file, sources_of
from workbook_tools.check import RULES
from workbook_tools.plan.model import Plan
from workbook_tools.read import read_plan
from workbook_tools.read.source import source_of

LIVE = [code for code, rule in RULES.items() if rule.live is not None]
ROWS = 200


def amounts(chance: random.Random, sources: int) -> list[Any]:
    """A row's total and sources: right, wrong by a đồng or more, with one left empty, negative,
    none. What is finer than a đồng is seen by the rules alone.
    """
    held: list[Any] = [chance.choice((0, 1, 0.1, 0.2, 33.3, 120_000, -5)) for _ in range(sources)]
    total: Any = chance.choice((None, sum(held), round(sum(held), 3), sum(held) + 0.001, 9.5))
    for at in range(sources):
        if chance.random() < 0.3:
            held[at] = None
    return [chance.choice((total, total, 0.3)), *held]


def random_plan(seed: int, sources: int) -> Plan:
    """A plan of random rows, some of them with months that are odd."""
    chance = random.Random(seed)
    rows = [amounts(chance, sources) for _ in range(ROWS)]
    data = form_file(sources_of(sources), rows, breaks=range(7, ROWS, 7))
    plan = read_plan(source_of(data, "k.xlsx"))
    assert plan.grid is not None
    months = [chance.choice((None, 0, 1, 5, 12, 13, 2.5)) for _ in range(2 * len(plan.grid.rows))]
    cells = [list(row) for row in plan.grid.rows]
    for at in range(3, len(cells)):
        if cells[at][1] == "Đề án":
            cells[at][4:6] = months[2 * at : 2 * at + 2]
    return with_cells(plan, cells)


def with_cells(plan: Plan, cells: list[list[Any]]) -> Plan:
    """The plan read again from a sheet that holds these cells."""
    book = openpyxl.Workbook()
    page, about, sources = book.active, book.create_sheet("ThongTin"), book.create_sheet("NguonKP")
    assert page is not None
    page.title = "DeAn"
    for row in cells:
        page.append(row)
    for pair in (("Mục", "Nội dung"), ("Năm kế hoạch", 2027), ("Đơn vị tính", "ngàn đồng")):
        about.append(pair)
    for record in (HEADS, *sources_of(len(plan.form.keys))):
        sources.append(record)
    raw = io.BytesIO()
    book.save(raw)
    return read_plan(source_of(raw.getvalue(), "k.xlsx"))


@pytest.mark.parametrize("sources", range(1, 7))
def test_they_agree(sources: int) -> None:
    plan = random_plan(sources, sources)
    assert len(plan.projects) == ROWS
    found = {code: shown_at(plan, code) for code in LIVE}
    assert {code: true_at(plan, code) for code in LIVE} == found
    assert sum(map(len, found.values())) > ROWS / 4


def test_a_rest_that_is_noise_of_the_machine_is_not_negative() -> None:
    rows = [[0.3, 0.1, 0.2, None], [0.3, 0.1, 0.3, None]]
    plan = read_plan(source_of(form_file(sources_of(3), rows), "k.xlsx"))
    negative = next(code for code in LIVE if RULES[code].title == "Số tiền âm")
    assert true_at(plan, negative) == shown_at(plan, negative)
    assert len(shown_at(plan, negative)) == 1
