"""``groupby``: lines taken together by an attribute or a column, in rows and in columns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.forms import FOUR, form_plan
from tests.render.outputs import build, cells
from tests.templates import tag, template_of
from workbook_tools.errors import ProofError, TemplateError
from workbook_tools.read import read_plan
from workbook_tools.read.source import Source
from workbook_tools.template.expressions import compile_expression, environment
from workbook_tools.template.grouping import Batch

PLACES = ["Biên Hòa", "Long Khánh", "BIÊN  HÒA", None, "Long Khánh"]
AMOUNTS = [[None, 1, 2, 3, 4], [None, 10, 0, 0, 0], [None, 5, 5, 5, 5], [None, 7], [90, 1, 2, 3]]


def plan(places: list[Any] | None = None, **more: list[Any]) -> Source:
    return form_plan(FOUR, AMOUNTS, {"Địa điểm": places or PLACES, **more}, breaks=(3,))


def grouped(source: str, **scope: Any) -> Any:
    return compile_expression(environment(), source).evaluate(scope)


def test_groups_come_in_order_of_first_appearance_whatever_the_capitals_and_blanks() -> None:
    groups = grouped('plan.projects | groupby("Địa điểm")', plan=read_plan(plan()))
    assert [(group.name, group.count) for group in groups] == [
        ("Biên Hòa", 2),
        ("Long Khánh", 2),
        ("", 1),
    ]
    assert [group.total for group in groups] == [30, 100, 7]
    assert groups[1]["NSX"] == 3 and groups[1]["ThuHuong"] == 84


@pytest.mark.parametrize(
    ("items", "by", "names"),
    [
        ("plan.projects", "start_month", ["1", "2", "3", "4", "5"]),
        ("plan.projects", "norm.code", [""]),
        ("plan.projects", "balancing", ["", "KP đơn vị thụ hưởng"]),
        ("plan.projects", "Ngày", ["2027-03-01", "2027-04-01"]),
        ("plan.programmes", "executing_unit", [""]),
        ("plan.sections", "tt", ["I"]),
        ("plan.sources", "kind", ["Ngân sách", "Thụ hưởng"]),
    ],
)
def test_anything_is_grouped_by_any_attribute_or_column(
    items: str, by: str, names: list[str]
) -> None:
    days = [date(2027, 3, 1), date(2027, 4, 1)] * 2 + [date(2027, 3, 1)]
    groups = grouped(f"{items} | groupby('{by}')", plan=read_plan(plan(Ngày=days)))
    assert [group.name for group in groups] == names


def test_lines_above_projects_are_grouped_with_all_their_projects() -> None:
    (group,) = grouped("plan.programmes | groupby('executing_unit')", plan=read_plan(plan()))
    assert (len(group.lines), group.count, group.total) == (2, 5, 137)


def test_records_that_are_no_lines_are_grouped_without_amounts() -> None:
    budget, beneficiary = grouped("plan.sources | groupby('kind')", plan=read_plan(plan()))
    assert isinstance(budget, Batch) and (budget.count, beneficiary.value) == (3, "Thụ hưởng")


BY_PLACE: dict[int, dict[str, Any]] = {
    1: {"C": "{% column for source in plan.sources %}", "E": "{% column endfor %}"},
    2: tag("for place, group in plan.projects | groupby('Địa điểm')"),
    3: {
        "A": "{{ loop.index }}/{{ loop.length }}",
        "B": "{{ place or 'Chưa rõ' }}",
        "D": "=SUM(D6)",
        "F": "=SUM(D3)",
    },
    4: {"A": "{% prove %}", "D": "{{ group[source] }}", "F": "{{ group.total }}"},
    5: tag("for project in group.projects"),
    6: {"A": "{{ loop.index }}", "B": "{{ project.name }}", "D": "{{ project[source] }}"},
    7: tag("endfor"),
    8: {"A": "{{ 'cuối' if loop.last else 'giữa' }}", "B": "{{ 'đầu' if loop.first }}"},
    9: tag("endfor"),
    10: {"A": "Cộng", "D": "=SUM(D3)", "F": "=SUM(F3)"},
    11: {"A": "{% prove %}", "D": "{{ plan[source] }}", "F": "{{ plan.total }}"},
}


def test_rows_are_grouped_and_their_totals_proved() -> None:
    found = cells(build(plan(), template_of(BY_PLACE), flags=False), "PhuLuc")
    assert [found[f"A{row}"] for row in (1, 2, 3, 4)] == ["1/3", 1.0, 2.0, "giữa"]
    assert [found.get(f"B{row}") for row in (1, 4, 5, 9)] == [
        "Biên Hòa",
        "đầu",
        "Long Khánh",
        "Chưa rõ",
    ]
    assert (found["F1"], found["F5"]) == ("=SUM(F2:F3)", "=SUM(F6:F7)")
    assert (found["A11"], found["G12"]) == ("cuối", "=SUM(G1,G5,G9)")
    assert found["C12"] == "=SUM(C1,C5,C9)"


def test_a_total_of_a_group_that_takes_in_the_wrong_rows_is_refused() -> None:
    rows = {**BY_PLACE, 3: {**BY_PLACE[3], "D": "=SUM(D10)-SUM(D10)+SUM(D6)+SUM(D6)"}}
    with pytest.raises(ProofError):
        build(plan(), template_of(rows), flags=False)


def test_a_group_is_the_same_on_every_sheet() -> None:
    def second(book: Any) -> None:
        page = book.add_worksheet("TheoNoi")
        page.write_string("A1", "{% for noi, nhom in plan.projects | groupby('Địa điểm') %}")
        page.write_string("A2", "{{ noi }}")
        page.write_formula("B2", "=PhuLuc!F3")
        page.write_string("A3", "{% endfor %}")

    rows = {**BY_PLACE, 2: tag("for place, nhom in plan.projects | groupby('Địa điểm')")}
    rows = {
        number: {at: str(text).replace("group.", "nhom.").replace("group[", "nhom[") for at, text
                 in row.items()}
        for number, row in rows.items()
    }  # fmt: skip
    found = cells(build(plan(), template_of(rows, more=second), flags=False), "TheoNoi")
    assert [found[f"B{row}"] for row in (1, 2, 3)] == ["=PhuLuc!G1", "=PhuLuc!G5", "=PhuLuc!G9"]


CROSS: dict[int, dict[str, Any]] = {
    1: {
        "B": "{% column for place, group in plan.projects | groupby('Địa điểm') %}",
        "D": "{% column endfor %}",
    },
    2: {"C": "{{ place or 'Chưa rõ' }} ({{ group.count }})", "E": "Cộng"},
    3: tag("for project in plan.projects"),
    4: {
        "A": "{{ project.name }}",
        "C": "{{ project.total if (project['Địa điểm'] or '') | lower == (place or '') | lower }}",
        "E": "=SUM(C4)",
    },
    5: tag("endfor"),
    6: {"A": "Cộng", "C": "=SUM(C4)", "E": "=SUM(E4)"},
    7: {"A": "{% prove %}", "C": "{{ group.total }}"},
}


def test_columns_come_from_data() -> None:
    places = ["Biên Hòa", "Long Khánh", "biên hòa", None, "Long Khánh"]
    found = cells(build(plan(places), template_of(CROSS), flags=False), "PhuLuc")
    assert [found[f"{at}1"] for at in "BCDE"] == [
        "Biên Hòa (2)",
        "Long Khánh (2)",
        "Chưa rõ (1)",
        "Cộng",
    ]
    assert (found["B2"], found["C3"], found["D5"]) == (10.0, 10.0, 7.0)
    assert (found["E2"], found["E7"]) == ("=SUM(B2:D2)", "=SUM(E2:E6)")
    assert found["C7"] == "=SUM(C2:C6)"


RUNNING: dict[int, dict[str, Any]] = {
    1: {"A": "TT", "B": "Tiền", "C": "Luỹ kế"},
    2: tag("for place, group in plan.projects | groupby('Địa điểm')"),
    3: {"A": "{{ loop.index }}", "B": "{{ group.total }}", "C": "=N(C2)+B3"},
    4: tag("endfor"),
    5: {"A": "Cuối"},
}


def test_a_running_total_refers_to_the_copy_before() -> None:
    found = cells(build(plan(), template_of(RUNNING), flags=False), "PhuLuc")
    assert [found[f"C{row}"] for row in (2, 3, 4)] == ["=N(C1)+B2", "=N(C2)+B3", "=N(C3)+B4"]


@pytest.mark.parametrize(
    ("loop", "says"),
    [
        ("for a, b in plan.projects", "K474"),
        ("for b in plan.projects | groupby('Địa chỉ')", "nhắc tới tên không có (Địa chỉ)"),
        ("for b in plan.projects | groupby(3)", "groupby cần tên"),
        ("for b in plan.projects | groupby('amounts')", "theo chữ, số hay ngày"),
        ("for b in plan | groupby('tt')", "không phải là danh sách"),
        ("for a, a in plan.projects | groupby('tt')", "tên a đã là"),
        ("for loop in plan.projects", "tên loop đã là"),
        ("for plan, b in plan.projects | groupby('tt')", "tên plan đã là"),
    ],
)
def test_a_wrong_group_is_told_at_its_cell(loop: str, says: str) -> None:
    rows = {1: {"A": "x"}, 2: tag(loop), 3: {"B": "x"}, 4: tag("endfor")}
    with pytest.raises(TemplateError) as caught:
        build(plan(), template_of(rows), flags=False)
    (fault,) = caught.value.faults
    assert fault.place.cell == "A2" and says in str(fault)


def test_what_groups_have_in_common_is_no_name_for_a_loop_inside() -> None:
    rows = {
        1: tag("for place, group in plan.projects | groupby('tt')"),
        2: tag("for place in group.projects"),
        3: {"B": "x"},
        4: tag("endfor"),
        5: tag("endfor"),
    }
    with pytest.raises(TemplateError, match="PhuLuc!A2: tên place đã là"):
        template_of(rows)


@pytest.mark.parametrize(
    ("loop", "says"),
    [
        ("for a, b in plan.sources", "K474"),
        ("for a, a in plan.sources | groupby('kind')", "tên a đã là"),
        ("for counts in plan.sources", "tên counts đã là"),
    ],
)
def test_a_wrong_group_of_columns_is_told_at_its_cell(loop: str, says: str) -> None:
    rows = {1: {"B": "{% column " + loop + " %}", "D": "{% column endfor %}"}, 2: {"C": "x"}}
    with pytest.raises(TemplateError) as caught:
        build(plan(), template_of(rows), flags=False)
    (fault,) = caught.value.faults
    assert fault.place.cell == "B1" and says in str(fault)
