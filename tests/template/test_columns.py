"""Columns that a template repeats, in the finished sheet."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from tests.forms import FOUR, form_plan, sources_of
from tests.plans import line, plan_file, project
from tests.render.outputs import M, build, cells, root
from tests.templates import Draw, tag, template_of
from workbook_tools.errors import ProofError, TemplateError
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.package import open_package
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import Source, source_of
from workbook_tools.template.compiled import Template

COLUMNS: dict[int, dict[str, Any]] = {
    1: {
        "C": "{% column for source in plan.sources %}",
        "E": "{% column endfor %}",
    },
    2: {"A": "TT", "B": "Tổng", "D": "{{ source.heading }}", "F": "Ghi chú"},
    3: tag("for section in plan.sections"),
    4: tag("for programme in section.programmes"),
    5: tag("for project in programme.projects"),
    6: {
        "A": "{{ project.tt }}",
        "B": "=SUM(D6)",
        "D": "{{ project[source] }}",
        "F": "{{ project.note }}",
    },
    7: {"A": "{% instead if project.balancing == source.code %}", "D": "=B6-SUM(D6)"},
    8: {"A": "{% instead if project.balancing %}", "B": "{{ project.total }}"},
    9: {"A": "{% prove %}", "B": "{{ project.total }}", "D": "{{ project[source] }}"},
    10: tag("endfor"),
    11: tag("endfor"),
    12: tag("endfor"),
    13: {"A": "Cộng", "B": "=SUM(B6)", "D": "=SUM($D$6)", "F": "=B13-SUM(C13:E13)"},
    14: {"A": "{% prove %}", "B": "{{ plan.total }}", "D": "{{ plan[source] }}", "F": "{{ 0 }}"},
}


def test_a_column_stands_once_for_each_source_and_its_references_follow() -> None:
    plan = form_plan(FOUR, [[None, 1, 2, 3, 4], [100, 1, 2, None, 4]])
    found = cells(build(plan, template_of(COLUMNS), flags=False), "PhuLuc")
    assert [found[f"{column}1"] for column in "CDEF"] == [row[1] for row in FOUR]
    assert found["G1"] == "Ghi chú"
    assert (found["B2"], found["E2"]) == ("=SUM(C2:F2)", 3.0)
    assert (found["B3"], found["E3"]) == (100.0, "=B3-SUM(C3:D3,F3)")
    assert [found[f"{column}4"] for column in "BCF"] == [
        "=SUM(B2:B3)",
        "=SUM($C$2:$C$3)",
        "=SUM($F$2:$F$3)",
    ]
    assert found["G4"] == "=B4-SUM(C4:F4)"


SHIPPED = [[None, 1, 2, 3, 4], [100, 1, 2, None, 4]]


def test_a_plan_with_four_sources_builds_with_the_shipped_template() -> None:
    built = build_workbook(form_plan(FOUR, SHIPPED))
    found = cells(built.data, "PhuLuc")
    assert [found[f"{column}7"] for column in "IJKL"] == [
        "KPKC QG (nguồn KC quốc gia)",
        "KPKC ĐP (nguồn KC tỉnh)",
        "Ngân sách xã",
        "KP đóng góp của đơn vị thụ hưởng",
    ]
    assert (found["H10"], found["K11"]) == ("=SUM(I10:L10)", "=H11-SUM(I11:J11,L11)")
    names = workbook_names(open_package(built.data, "x"))
    totals = {name: text for name, text in names.items() if name.startswith("TongCong_")}
    assert totals == {
        "TongCong_KP": "PhuLuc!$H$12",
        "TongCong_KCQG": "PhuLuc!$I$12",
        "TongCong_KPKC": "PhuLuc!$J$12",
        "TongCong_NSX": "PhuLuc!$K$12",
        "TongCong_ThuHuong": "PhuLuc!$L$12",
    }
    assert 'mergeCell ref="I6:L6"' in etree.tostring(root(built.data, "PhuLuc")).decode()


def test_the_charts_of_the_shipped_template_show_every_source() -> None:
    package = open_package(build_workbook(form_plan(FOUR, SHIPPED)).data, "x")
    charts = [package.read(name).decode() for name in package.parts if "/charts/chart" in name]
    bars = next(chart for chart in charts if 'barDir val="bar"' in chart)
    assert bars.count("<c:ser>") == 4 or bars.count("<ser>") == 4
    ring = next(chart for chart in charts if "doughnutChart" in chart)
    assert ring.count("dPt>") == 8


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_any_number_of_sources_is_built_and_proved(count: int) -> None:
    built = build_workbook(form_plan(sources_of(count), [[None, *range(1, count + 1)]]))
    assert built.plan.total == count * (count + 1) / 2


FAULTY: dict[int, dict[str, Any]] = {
    1: {
        "B": "{% column for source in section.parts %}",
        "D": "{% column endfor %}",
        "E": "{% column if plan.has_balanced %}",
        "H": "{% column while %}",
        "I": "thêm",
    },
    2: {"A": "=C2", "B": "chữ", "C": "{% if plan.year %}"},
    3: {"K": "{% column endfor %}"},
}


def test_every_fault_of_tags_is_told_in_one_run_with_its_cell() -> None:
    with pytest.raises(TemplateError) as caught:
        template_of(FAULTY)
    told = {(fault.place.cell, fault.message[-7:-2]) for fault in caught.value.faults}
    assert told >= {
        ("E1", "(K462"),
        ("H1", "(K460"),
        ("I1", "(K465"),
        ("B2", "(K464"),
        ("C2", "(K467"),
        ("K3", "(K461"),
    }


def fault_of(rows: dict[int, dict[str, Any]], draw: Draw | None = None) -> str:
    """The one fault of a template."""
    with pytest.raises(TemplateError) as caught:
        template_of(rows, draw)
    (fault,) = caught.value.faults
    return str(fault)


LOOP = {"B": "{% column for source in plan.sources %}", "D": "{% column endfor %}"}


def merged(area: str, text: str = "") -> Draw:
    def draw(book: Any, page: Any) -> None:
        page.merge_range(area, text)

    return draw


FOR, IF = "{% column for source in plan.sources %}", "{% column if plan.year %}"
END_FOR, END_IF = "{% column endfor %}", "{% column endif %}"


@pytest.mark.parametrize(
    ("first_row", "draw", "told"),
    [
        ({"B": FOR}, None, {("B1", "K462")}),
        ({"B": FOR, "D": IF, "F": END_FOR}, None, {("F1", "K418"), ("B1", "K462")}),
        ({"B": FOR, "C": IF, "E": END_FOR, "F": END_IF}, None, {("E1", "K418"), ("F1", "K418")}),
        ({"D": END_IF}, None, {("D1", "K420")}),
        ({"E": END_FOR}, merged("B1:C1", FOR), {("B1", "K466")}),
        ({"E": END_FOR}, merged("B1:B2", FOR), {("B1", "K466"), ("B1", "K449")}),
        (
            {"B": "{% column if project.total %}", "D": END_IF, "E": FOR},
            None,
            {("E1", "K462")},
        ),
        (
            {
                "B": "{% column for s in programme.projects %}",
                "D": END_FOR,
                "E": "{% column if section.tt %}",
                "G": END_IF,
            },
            None,
            {("B1", "K463"), ("E1", "K463")},
        ),
        ({"B": "{% column for plan in plan.sources %}", "D": END_FOR}, None, {("B1", "K417")}),
        ({"B": "{% column for in plan %}", "D": END_FOR}, None, {("B1", "K416")}),
    ],
)
def test_faults_of_tags_are_all_told_with_their_cells(
    first_row: dict[str, Any], draw: Draw | None, told: set[tuple[str, str]]
) -> None:
    with pytest.raises(TemplateError) as caught:
        template_of({1: first_row, 3: {"A": 1}}, draw)
    found = {(fault.place.cell, fault.message[-6:-2]) for fault in caught.value.faults}
    assert found == told


def test_a_tag_of_columns_asks_for_the_plan_only() -> None:
    said = fault_of({1: {"B": "{% column if project.name %}", "D": "{% column endif %}"}})
    assert said.startswith("PhuLuc!B1: thẻ của cột chỉ dùng được plan, không dùng được project")


def test_a_reference_to_many_columns_where_one_is_needed_is_told_at_its_cell() -> None:
    said = fault_of({1: LOOP, 2: {"C": 1, "F": "=C2*2"}})
    assert said.startswith("PhuLuc!F2: tham chiếu C2 thành 3 cột")


def test_a_reference_to_the_column_of_a_tag_is_told() -> None:
    assert "K468" in fault_of({1: LOOP, 2: {"C": 1, "F": "=SUM(D2)"}})


def test_a_merge_over_a_part_of_repeated_columns_is_told() -> None:
    def merged(book: Any, page: Any) -> None:
        page.merge_range("C2:E2", "x")

    assert "K466" in fault_of({1: LOOP}, merged)


def test_a_table_over_repeated_columns_is_told() -> None:
    def tabled(book: Any, page: Any) -> None:
        page.add_table("C3:C5", {"name": "tblMau"})

    assert "K471" in fault_of({1: LOOP}, tabled)


def test_columns_that_are_not_there_count_nothing_and_the_others_move() -> None:
    rows: dict[int, dict[str, Any]] = {
        1: {"B": "{% column if plan.has_balanced %}", "D": "{% column endif %}"},
        2: {"A": "=SUM(C2)+SUM(B2:D2)", "C": 5, "E": "=A2"},
    }
    plan = form_plan(FOUR, [[None, 1, 2, 3, 4]])
    assert cells(build(plan, template_of(rows), flags=False), "PhuLuc") == {
        "A1": "=SUM(0)+SUM(0)",
        "B1": "=A1",
    }


def test_widths_formats_and_merges_follow_their_columns() -> None:
    def drawn(book: Any, page: Any) -> None:
        page.set_column("C:C", 33)
        page.set_column("E:E", 44)
        page.merge_range("B2:D2", "Trong đó")
        bold = book.add_format({"bold": True})
        page.conditional_format(
            "C3:E3", {"type": "formula", "criteria": "=C3<>ROUND(C3,0)", "format": bold}
        )
        page.data_validation("C3", {"validate": "decimal", "criteria": "<=", "value": "=E3"})

    rows: dict[int, dict[str, Any]] = {1: LOOP, 3: {"C": "{{ plan[source] }}", "E": 1}}
    plan = form_plan(FOUR, [[None, 1, 2, 3, 4]])
    page = root(build(plan, template_of(rows, drawn), flags=False), "PhuLuc")
    widths = [
        (one.get("min"), one.get("max"), one.get("width")[:2]) for one in page.iter(f"{M}col")
    ]
    assert widths == [("2", "5", "33"), ("6", "6", "44")]
    assert [one.get("ref") for one in page.iter(f"{M}mergeCell")] == ["B1:E1"]
    assert [one.get("sqref") for one in page.iter(f"{M}conditionalFormatting")] == ["B2:F2"]
    assert [(one.get("sqref"), one[0].text) for one in page.iter(f"{M}dataValidation")] == [
        ("B2", "F2"),
        ("C2", "F2"),
        ("D2", "F2"),
        ("E2", "F2"),
    ]


def test_a_row_of_other_cells_stands_under_its_pattern_row() -> None:
    assert "K472" in fault_of({1: tag("instead if plan.year"), 2: {"A": 1}})
    assert "K473" in fault_of({1: {"A": 1}, 2: tag("instead plan.year")})


def totals(book: Any, page: Any) -> None:
    for name, column in (("KP", "B"), ("KPKC", "C"), ("Khac", "E"), ("ThuHuong", "G")):
        book.define_name(f"TongCong_{name}", f"=PhuLuc!${column}$7")


def with_other(total: str) -> Template:
    """A template whose column of other sources is there only where they have money."""
    return template_of(
        {
            1: {"D": "{% column if plan.other %}", "F": "{% column endif %}"},
            2: {"A": "Tên", "B": "Tổng", "C": "Tỉnh", "E": "Khác", "G": "Thụ hưởng"},
            3: tag("for project in plan.projects"),
            4: {
                "A": "{{ project.name }}",
                "B": total,
                "C": "{{ project.province }}",
                "E": "{{ project.other }}",
                "G": "{{ project.beneficiary }}",
            },
            5: tag("prove") | {"B": "{{ project.total }}"},
            6: tag("endfor"),
            7: {"A": "Cộng", "B": "=SUM(B4)", "C": "=SUM(C4)", "E": "=SUM(E4)", "G": "=SUM(G4)"},
            8: tag("prove")
            | {
                "B": "{{ plan.total }}",
                "C": "{{ plan.province }}",
                "E": "{{ plan.other }}",
                "G": "{{ plan.beneficiary }}",
            },
        },
        totals,
    )


def other_money(*amounts: int) -> Source:
    rows = [project(f"1.{at}", 3, 1, amount) for at, amount in enumerate(amounts, 1)]
    data = plan_file([line("Mục", "I"), line("Chương trình", "1"), *rows])
    return source_of(data, "k.xlsx")


@pytest.mark.parametrize(
    ("amounts", "total", "name"), [((0, 0), "C4:D4", None), ((0, 5), "C4:E4", "$D$4")]
)
def test_a_grand_total_takes_in_a_column_where_it_is_there(
    amounts: tuple[int, ...], total: str, name: str | None
) -> None:
    built = build(other_money(*amounts), with_other("=SUM(C4:G4)"), flags=False)
    total = total.replace("4", "2")
    assert cells(built, "PhuLuc")["B2"] == f"=SUM({total})"
    found = workbook_names(open_package(built, "k")).get("TongCong_Khac")
    assert found == (f"PhuLuc!{name}" if name else None)


@pytest.mark.parametrize("amounts", [(0, 5), (5, 0)])
def test_a_total_without_a_column_that_is_there_is_refused(amounts: tuple[int, ...]) -> None:
    with pytest.raises(ProofError, match=r"Nguồn khác|không cho kết quả đúng"):
        build(other_money(*amounts), with_other("=C4+G4"), flags=False)
