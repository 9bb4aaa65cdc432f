"""Tables in many layouts, whose truth is known: each cell comes in, or is marked unsure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.faults.imports import NUMBERS, TEXTS, Score, judge
from tests.faults.layouts import file_of, layout
from workbook_tools.errors import InputError
from workbook_tools.jobs.import_table import import_tables
from workbook_tools.read.any_source import tables_of_file

COUNT = 60
SUFFIXES = ("xlsx", "docx", "txt")


@pytest.fixture(scope="module")
def score() -> Score:
    found = Score()
    for seed in range(2000, 2000 + COUNT):
        made = layout(seed, SUFFIXES[seed % 3], damaged=seed % 4 == 3)
        name = f"bieu.{made.suffix}"
        judge(made, import_tables(tables_of_file(file_of(made), name)), found)
    return found


def test_money_and_months_are_right(score: Score) -> None:
    assert score.share(NUMBERS) == 1, score.wrong[:5]
    assert score.totals == []


def test_texts_are_right(score: Score) -> None:
    assert score.share(TEXTS) >= 0.995, score.wrong[:5]


def test_what_is_wrong_was_marked_and_right_tables_have_no_error(score: Score) -> None:
    assert score.unmarked == [] and score.alarms == []


def test_the_layouts_differ() -> None:
    made = [layout(seed, "xlsx", damaged=seed % 4 == 3) for seed in range(2000, 2000 + COUNT)]
    assert len({len(one.rows[2]) for one in made}) > 3
    assert len({one.unit for one in made}) == 4
    assert {line.level for one in made for line in one.lines} == {"Mục", "Chương trình", "Đề án"}


def test_a_wrong_cell_is_seen() -> None:
    made = layout(5, "xlsx")
    done = import_tables(tables_of_file(file_of(made), "bieu.xlsx"))
    first = made.projects[0]
    made.lines[made.lines.index(first)] = replace(first, name="khác", amounts={"province": 1})
    found = Score()
    judge(made, done, found)
    assert found.share(["name"]) < 1 and found.share(NUMBERS) < 1
    assert found.totals and found.unmarked


# ------------------------------------------------------------ what these layouts have taught, alone


def test_a_heading_said_again_below_a_programme_does_not_end_the_table() -> None:
    heading = "TT\tTên đề án\tĐơn vị thực hiện\tTổng KP\tNSNN\tGhi chú"
    rows = [
        "NĂM 2026\nĐVT: triệu đồng",
        heading,
        "I\tMáy móc\t\t\t\t",
        "1\tSấy chè\tTrung tâm\t5\t5\t",
        "II\tTập huấn\t\t\t\t",
        heading,
        "1\tLớp may\tTrung tâm\t7\t7\t",
        "\tTổng cộng\t\t12\t12\t",
    ]
    plan = import_tables(tables_of_file("\n".join(rows).encode(), "a.txt")).plan
    assert [programme.name for programme in plan.programmes] == ["Máy móc", "Tập huấn"]
    assert plan.total == 12


def test_a_name_goes_on_below_an_empty_line() -> None:
    rows = [
        "NĂM 2026\nĐVT: triệu đồng",
        "TT\tTên đề án\tĐơn vị thực hiện\tTổng KP\tNSNN\tGhi chú",
        "1\tHỗ trợ máy\tTrung tâm\t5\t5\t",
        "",
        "\tsấy chè xuất khẩu\t\t\t\t",
        "2\tLớp may\tTrung tâm\t7\t7\t",
    ]
    plan = import_tables(tables_of_file("\n".join(rows).encode(), "a.txt")).plan
    names = [project.name for project in plan.projects]
    assert names == ["Hỗ trợ máy sấy chè xuất khẩu", "Lớp may"]


HEAD = "TT\tTên đề án\tĐơn vị thực hiện\tTổng KP\tTrong đó\t\tGhi chú"
BELOW = "\t\t\t\tKPKC tỉnh\tCơ sở đóng góp\t"
ONE = "1\tSấy chè\tTrung tâm\t5\t3\t2\t"
TWO = "2\tLớp may\tTrung tâm\t7\t4\t3\t"
ALL = "\tTổng cộng\t\t12\t7\t5\t"


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, BELOW, ONE, HEAD, "", BELOW, TWO, ALL],
        [HEAD, BELOW, ONE, "", HEAD, "", BELOW, "", TWO, ALL],
        [HEAD, "", BELOW, ONE, TWO, ALL],
        [HEAD, "", BELOW, ONE, HEAD, BELOW, TWO, ALL],
        [HEAD, BELOW, ONE, HEAD.upper(), "", BELOW.replace(" ", "  "), TWO, ALL],
        [HEAD, "", BELOW, "", ONE, TWO, "", ALL],
    ],
)
def test_an_empty_line_within_a_heading_is_of_it(rows: list[str]) -> None:
    text = "\n".join(["NĂM 2026", "ĐVT: triệu đồng", *rows])
    plan = import_tables(tables_of_file(text.encode(), "a.txt")).plan
    assert [project.name for project in plan.projects] == ["Sấy chè", "Lớp may"]
    found = [plan.total, plan.province, plan.beneficiary]
    assert found == list(map(Decimal, (12, 7, 5)))


def test_another_heading_below_an_empty_line_begins_another_table() -> None:
    other = HEAD.replace("Ghi chú", "Địa điểm")
    more = other.replace("Tên đề án", "Tên dự án")
    rows = ["NĂM 2026", "ĐVT: triệu đồng", HEAD, BELOW, ONE, "", more, "", BELOW, TWO]
    with pytest.raises(InputError, match="2 bảng"):
        import_tables(tables_of_file("\n".join(rows).encode(), "a.txt"))
