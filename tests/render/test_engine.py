"""What a template says, and what becomes of it."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.judges.packages import package_faults
from tests.plans import SMALL, line, project, source
from tests.render import outputs
from tests.render.outputs import M, cells, results, root
from tests.templates import ROWS, rich, tag, template_of
from workbook_tools import TemplateError
from workbook_tools.excel.package import open_package, parse_xml, relationships, sheets
from workbook_tools.render.digest import PREFIX

build = partial(outputs.build, flags=False)
"""What a template becomes, without the flags that findings put on top of it."""

PLAN = (
    *SMALL,
    line("Mục", "II"),
    line("Chương trình", "3"),
    project("3.1", 1, 2, 3),
    line("Chương trình", "4"),
)
"""Output rows: 3 I, 4 programme 1, 5-6, 7 programme 2, 8, 9 II, 10 programme 3, 11, 12 programme 4,
13 Cộng.
"""


@pytest.fixture(scope="module")
def output() -> bytes:
    return build(source(PLAN), template_of(ROWS, rich))


def test_rows_and_formulas_by_scope(output: bytes) -> None:
    found = cells(output, "PhuLuc")
    assert [found.get(f"A{row}") for row in range(3, 15)] == [
        "I",
        "1",
        "1.1",
        "1.2",
        "2",
        "2.1",
        "II",
        "3",
        "3.1",
        "4",
        "Cộng",
        "Cuối",
    ]
    assert (found["C3"], found["C9"], found["C12"]) == ("=SUM(C4,C7)", "=SUM(C10,C12)", "=SUM(0)")
    assert (found["C4"], found["C7"], found["C10"]) == ("=SUM(C5:C6)", "=SUM(C8)", "=SUM(C11)")
    assert (found["D3"], found["D4"]) == ("=SUM($D$4,$D$7)", "=SUM(D5:D6)")
    assert (found["C5"], found["D5"]) == ("=D5+E5", 100.0)
    assert (found["C13"], found["D13"], found["E13"], found["C14"]) == (
        "=SUM(C3,C9)",
        "=SUM(D$3,D$9)",
        "=C13/SUM(C3,C9)",
        "=C13*2",
    )


def test_every_formula_has_its_result(output: bytes) -> None:
    found = results(output, "PhuLuc")
    assert all(value is not None for value in found.values())
    assert (found["C13"], found["E13"], found["C14"]) == ("201", "1", "402")


def test_text_and_typed_values() -> None:
    rows = {
        1: {
            "A": "Năm {{ plan.year }}",
            "B": "{{ plan.year }}",
            "C": "{{ plan.particulars['Ngày ban hành'] }}",
            "D": "{{ plan.total > 5 }}",
            "E": "{{ plan.province_name | upper }}",
            "F": "{{ none }}",
            "G": 1.5,
            "H": "{{ plan.total / 7 }}",
        }
    }
    data = build(source(SMALL, particulars={"Ngày ban hành": "10/05/2021"}), template_of(rows))
    found = cells(data, "PhuLuc")
    assert found == {
        "A1": "Năm 2021",
        "B1": 2021.0,
        "C1": "10/05/2021",
        "D1": 1.0,
        "E1": "ĐỒNG NAI",
        "G1": 1.5,
        "H1": pytest.approx(195 / 7),
    }
    assert [
        c.get("t") for c in root(data, "PhuLuc").iter(f"{M}c") if c.get("r") in ("B1", "D1")
    ] == [None, "b"]


def test_typed_text_never_becomes_a_formula() -> None:
    rows = [
        line("Mục", "I", "=1+1"),
        line("Chương trình", "1"),
        project("1.1", 1, name='=HYPERLINK("x")'),
    ]
    found = cells(
        build(
            source(rows),
            template_of(
                {
                    1: tag("for section in plan.sections"),
                    2: {"A": "{{ section.name }}"},
                    3: tag("endfor"),
                }
            ),
        ),
        "PhuLuc",
    )
    assert found == {"A1": "=1+1"}


def test_text_inside_a_formula_is_quoted() -> None:
    rows = {1: {"A": '=IF(TRUE,"{{ plan.province_name }}","")'}}
    found = cells(
        build(source(SMALL, particulars={"Tỉnh": 'A"&1&"' + "b" * 300}), template_of(rows)),
        "PhuLuc",
    )
    assert found["A1"].startswith('=IF(TRUE,"A""&1&""b') and '"&"' in found["A1"]
    assert found["A1"].count('"') % 2 == 0


def test_merges_heights_outline_follow(output: bytes) -> None:
    page = root(output, "PhuLuc")
    assert [e.get("ref") for e in page.iter(f"{M}mergeCell")] == [
        "A1:C1",
        "E5:G5",
        "E6:G6",
        "E8:G8",
        "E11:G11",
    ]
    rows = {int(e.get("r")): e for e in page.iter(f"{M}row")}
    assert [number for number, row in rows.items() if row.get("outlineLevel") == "2"] == [
        5,
        6,
        8,
        11,
    ]
    assert {rows[number].get("ht") for number in (5, 6, 8, 11)} == {"33"}


def test_conditional_formats_and_validations_follow(output: bytes) -> None:
    page = root(output, "PhuLuc")
    found = [
        (e.get("sqref"), e[0].findtext(f"{M}formula"))
        for e in page.iter(f"{M}conditionalFormatting")
    ]
    assert found == [("C5:D6 C8:D8 C11:D11", "$C5>50"), ("C3:C13", "C3<$C$13")]
    checks = [(e.get("sqref"), e.findtext(f"{M}formula1")) for e in page.iter(f"{M}dataValidation")]
    assert checks == [("D5:D6 D8 D11", "C5")]


def test_a_conditional_format_on_other_rows_is_written_for_each_row() -> None:
    def draw(book: Any, page: Any) -> None:
        page.conditional_format(
            "C8",
            {"type": "formula", "criteria": "=$C8>$C6", "format": book.add_format({"bold": 1})},
        )

    page = root(build(source(PLAN), template_of(ROWS, draw)), "PhuLuc")
    found = [
        (e.get("sqref"), e[0].findtext(f"{M}formula"))
        for e in page.iter(f"{M}conditionalFormatting")
    ]
    assert found == [("C5", "$C5>$C4"), ("C6", "$C6>$C4"), ("C8", "$C8>$C7"), ("C11", "$C11>$C10")]


def test_links_breaks_names_follow(output: bytes) -> None:
    page = root(output, "PhuLuc")
    assert [(e.get("ref"), e.get("location")) for e in page.iter(f"{M}hyperlink")] == [
        ("B4", "'PhuLuc'!A5:A6"),
        ("B7", "'PhuLuc'!A8"),
        ("B10", "'PhuLuc'!A11"),
        ("A14", None),
    ]
    assert [e.get("id") for e in page.find(f"{M}rowBreaks")] == ["4", "7", "10", "12", "13"]
    package = open_package(output, "x")
    book = parse_xml(package.read("xl/workbook.xml"), "b")
    every = {(e.get("name"), e.get("localSheetId")): e.text for e in book.iter(f"{M}definedName")}
    names = {name: text for name, text in every.items() if not str(name[0]).startswith(PREFIX)}
    index = str([s.name for s in sheets(package)].index("PhuLuc"))
    assert names == {
        ("_xlnm.Print_Area", index): "PhuLuc!$A$1:$G$14",
        ("_xlnm.Print_Titles", index): "PhuLuc!$1:$2",
        ("DeAnMau", None): "PhuLuc!$C$5:$C$6,PhuLuc!$C$8,PhuLuc!$C$11",
        ("TongMau", None): "PhuLuc!$C$13",
        ("TaiCho", index): "PhuLuc!$A$13",
    }


def _part(data: bytes, kind: str) -> Any:
    package = open_package(data, "x")
    todo = [s.part for s in sheets(package) if s.name == "PhuLuc"]
    while todo:
        for rel in relationships(package, todo.pop()):
            if rel.kind == kind:
                return parse_xml(package.read(rel.target), rel.target)
            todo.append(rel.target)
    raise KeyError(kind)


def test_notes_follow_with_their_boxes(output: bytes) -> None:
    notes = _part(output, "comments")
    assert [e.get("ref") for e in notes.iter(f"{M}comment")] == ["B5", "B6", "B8", "B11", "A13"]
    boxes = _part(output, "vmlDrawing")
    rows = [e.text for e in boxes.iter("{urn:schemas-microsoft-com:office:excel}Row")]
    ids = [e.get("id") for e in boxes.iter("{urn:schemas-microsoft-com:vml}shape")]
    assert rows == ["4", "5", "7", "10", "12"] and len(set(ids)) == 5


def test_tables_pictures_and_charts_follow(output: bytes) -> None:
    assert _part(output, "table").get("ref") == "K19:L20"
    drawing = _part(output, "drawing")
    ns = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
    assert sorted(int(e.findtext(f"{ns}from/{ns}row")) for e in drawing) == [1, 12, 14]
    chart = _part(output, "chart")
    c = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    assert [e.text for e in chart.iter(f"{c}f")] == [
        "PhuLuc!$C$2",
        "(PhuLuc!$A$4,PhuLuc!$A$7,PhuLuc!$A$10,PhuLuc!$A$12)",
        "(PhuLuc!$C$4,PhuLuc!$C$7,PhuLuc!$C$10,PhuLuc!$C$12)",
    ]
    assert [e.text for e in chart.find(f".//{c}val").iter(f"{c}v")] == ["180", "15", "6", "0"]
    assert [e.text for e in chart.find(f".//{c}tx").iter(f"{c}v")] == ["Tổng"]


def test_nothing_is_wrong_with_the_package(output: bytes) -> None:
    assert package_faults(output) == []


def test_a_sum_of_more_than_255_cells_apart() -> None:
    rows = [line("Mục", "I")]
    for number in range(1, 601):
        rows += [line("Chương trình", str(number)), project(f"{number}.1", number, 0, 0)]
    data = build(source(rows), template_of(ROWS))
    formula = cells(data, "PhuLuc")["C3"]
    assert formula.startswith("=SUM(SUM(C4,C6,") and formula.count("SUM(") == 4
    assert results(data, "PhuLuc")["C3"] == str(600 * 601 // 2)


def test_if_else_and_empty_loops() -> None:
    rows = {
        1: tag("for project in plan.projects"),
        2: tag("if project.province > 50"),
        3: {"A": "{{ project.tt }} lớn"},
        4: tag("elif project.province > 10"),
        5: {"A": "{{ project.tt }} vừa"},
        6: tag("else"),
        7: {"A": "nhỏ"},
        8: tag("endif"),
        9: tag("endfor"),
        10: tag("for finding in findings"),
        11: {"A": "x"},
        12: tag("else"),
        13: {"A": "không có"},
        14: tag("endfor"),
        15: {"A": "=COUNTA(A3:A7)"},
    }
    found = cells(build(source(SMALL), template_of(rows)), "PhuLuc")
    assert found == {
        "A1": "1.1 lớn",
        "A2": "1.2 vừa",
        "A3": "nhỏ",
        "A4": "không có",
        "A5": "=COUNTA(A1:A3)",
    }


def test_references_across_generated_sheets_keep_to_the_same_item() -> None:
    def more(book: Any) -> None:
        page = book.add_worksheet("Tổng hợp")
        for number, (first, second) in enumerate(
            (
                ("{% for programme in plan.programmes %}", None),
                ("{{ programme.tt }}", "=PhuLuc!C6+SUM(PhuLuc!C8)"),
                ("{% endfor %}", None),
                ("Cộng", "=SUM('Tổng hợp'!B2)"),
            ),
            1,
        ):
            page.write_string(f"A{number}", first)
            if second:
                page.write_formula(f"B{number}", second)

    data = build(source(PLAN), template_of(ROWS, more=more))
    found = cells(data, "Tổng hợp")
    assert [found[f"B{row}"] for row in range(1, 6)] == [
        "=PhuLuc!C4+SUM(PhuLuc!C5:C6)",
        "=PhuLuc!C7+SUM(PhuLuc!C8)",
        "=PhuLuc!C10+SUM(PhuLuc!C11)",
        "=PhuLuc!C12+SUM(0)",
        "=SUM('Tổng hợp'!B1:B4)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ plan.__class__ }}",
        "{{ plan.to_frame() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ plan.particulars.get('x') }}",
        "{{ 'x' * 100000000 }}",
        "{{ 9 ** 99999 }}",
        "{{ '%1000000d' % 1 }}",
        "{{ plan.to_frame }}",
        "{{ plan.nothing }}",
        "{{ nothing }}",
    ],
)
def test_a_template_can_read_the_plan_and_nothing_else(text: str) -> None:
    with pytest.raises(TemplateError, match=r"PhuLuc!B2"):
        build(source(SMALL), template_of({2: {"B": text}}))


@pytest.mark.parametrize(
    "text",
    [
        "{{ '' | attr('x') }}",
        "{% for x in range(9) %}x{% endfor %}y",
        "{{ plan. }}",
        "{{ }}",
        "{% include 'x' %} y",
    ],
)
def test_wrong_jinja_is_told_when_the_template_is_read(text: str) -> None:
    with pytest.raises(TemplateError, match=r"PhuLuc!B2"):
        template_of({2: {"B": text}})


def test_a_loop_without_end_is_stopped() -> None:
    inner = "for x in [1,1,1,1,1,1,1,1,1,1]"
    rows = {number: tag(inner.replace(" x ", f" x{number} ")) for number in range(1, 8)}
    rows |= {8: {"A": "x"}} | {number: tag("endfor") for number in range(9, 16)}
    with pytest.raises(TemplateError, match="nhiều dòng hơn"):
        build(source(SMALL), template_of(rows))
