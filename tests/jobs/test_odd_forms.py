"""Forms that cannot be, and further columns that nobody could ask for: each fault with its cell,
all in one run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from tests.forms import FOUR, form_plan, sources_of
from tests.render.outputs import build, cells
from tests.templates import tag, template_of
from workbook_tools.errors import InputFaultsError, ProofError
from workbook_tools.read import read_plan
from workbook_tools.read.source import Source

AMOUNTS = [[None, 1, 2, 3], [None, 4, 5, 6]]


def changed(row: int, column: int, value: Any) -> list[list[Any]]:
    """Three sources, one cell of ``NguonKP`` changed; the table keeps its columns."""
    rows = sources_of(3)
    rows[row][column] = value
    return rows


def plan(stated: Sequence[Sequence[Any]], own: Mapping[str, Sequence[Any]] | None = None) -> Source:
    """A plan whose table has the columns of three sources, and whose ``NguonKP`` says these."""
    return form_plan(stated, AMOUNTS, own, headings=[str(row[1]) for row in sources_of(3)])


def faults(source: Source) -> list[tuple[str, str]]:
    with pytest.raises(InputFaultsError) as caught:
        read_plan(source)
    return [(str(fault.place), str(fault)) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("stated", "cell", "says"),
    [
        (changed(1, 0, "N0"), "NguonKP!A3", "Mã N0 đã có"),
        (changed(2, 0, "n1"), "NguonKP!A4", "Mã n1 đã có"),
        (changed(1, 1, "Nguồn sô 1"), "NguonKP!B3", "có phải “Nguồn số 1”?"),
        (changed(0, 1, "Vốn khác hẳn"), "NguonKP!B2", "không có cột “Vốn khác hẳn”"),
        (changed(1, 1, "Ghi chú"), "NguonKP!B3", "là một cột khác"),
        (changed(1, 1, "Tổng KP thực hiện"), "NguonKP!B3", "là một cột khác"),
        (changed(2, 1, "địa điểm"), "NguonKP!B4", "là một cột khác"),
        ([], "NguonKP", "chưa có nguồn kinh phí nào"),
        (sources_of(40), "NguonKP!A32", "có 40 nguồn"),
        (sources_of(31), "NguonKP!A32", "có 31 nguồn"),
    ],
)
def test_a_form_that_cannot_be_is_told_at_its_cell(stated: Any, cell: str, says: str) -> None:
    assert [text for place, text in faults(plan(stated)) if place == cell and says in text]


@pytest.mark.parametrize("heading", ["total", "N1", "tổng kp thực hiện", "Nguồn  số 2", "TT"])
def test_a_further_column_of_a_known_name_is_told_at_its_cell(heading: str) -> None:
    with pytest.raises(Exception, match=r"Ô DeAn!K1: cột “.*” (trùng với tên gọi|có hai lần)"):
        read_plan(plan(sources_of(3), {heading: ["a", "b"]}))


def test_two_columns_of_one_known_name_are_told() -> None:
    own = {"Địa điểm": ["a", "b"], "địa  điểm": ["c", "d"]}
    ((place, text),) = faults(plan(sources_of(3), own))
    assert place == "DeAn!L1" and "có hai lần" in text


def test_all_of_it_is_told_in_one_run() -> None:
    rows = changed(1, 0, "N0")
    rows[2][1] = "Nguồn số hai"
    rows[0][3] = "Nhà nước"
    found = faults(plan(rows, {"total": ["a", "b"], "N0": [1, 2]}))
    assert [place for place, _ in found] == [
        "NguonKP!D2",
        "NguonKP!A3",
        "NguonKP!B4",
        "DeAn!K1",
        "DeAn!L1",
    ]


def test_a_known_column_is_known_however_it_is_written() -> None:
    read = read_plan(plan(sources_of(3), {"ĐỊA  điểm": ["Biên Hòa", None], "ưu tiên": ["x", None]}))
    assert [project["Địa điểm"] for project in read.projects] == ["Biên Hòa", None]
    assert read.projects[0]["Ưu tiên"] == "x"


ROWS: dict[int, dict[str, Any]] = {
    1: tag("for programme in plan.programmes"),
    2: {"A": "{{ programme.tt }}", "C": "=SUM(C5)"},
    3: {"A": "{% prove %}", "C": "{{ programme['Số học viên'] }}"},
    4: tag("for project in programme.projects"),
    5: {"A": "{{ project['Địa điểm'] }}", "C": "{{ project['Số học viên'] }}"},
    6: tag("endfor"),
    7: tag("endfor"),
    8: {"A": "Cộng", "C": "=SUM(C2)"},
    9: {"A": "{% prove %}", "C": "{{ plan['Số học viên'] }}"},
}
OWN = {"Địa điểm": ["Biên Hòa", "=1", None, 5], "Số học viên": [30, 2.5, None, 7]}
FOUR_AMOUNTS = [[None, 1, 2, 3, 4]] * 4


def test_a_column_of_ones_own_is_shown_as_typed_and_its_sums_are_proved() -> None:
    source = form_plan(FOUR, FOUR_AMOUNTS, OWN, breaks=(2,))
    found = cells(build(source, template_of(ROWS), flags=False), "PhuLuc")
    assert [found.get(f"A{row}") for row in (2, 5, 6)] == ["Biên Hòa", None, 5.0]
    assert [found.get(f"C{row}") for row in (1, 2, 3, 4, 6, 7)] == [
        "=SUM(C2:C3)",
        30.0,
        2.5,
        "=SUM(C5:C6)",
        7.0,
        "=SUM(C1,C4)",
    ]
    assert read_plan(source)["Số học viên"] == Decimal("39.5")


@pytest.mark.parametrize("wrong", ["=SUM(C5)+1", "=SUM(C5)*2", "=COUNT(C5)"])
def test_a_sum_of_a_column_of_ones_own_that_is_wrong_is_refused(wrong: str) -> None:
    source = form_plan(FOUR, FOUR_AMOUNTS, OWN, breaks=(2,))
    with pytest.raises(ProofError, match="PhuLuc!C1"):
        build(source, template_of({**ROWS, 2: {**ROWS[2], "C": wrong}}), flags=False)
