"""A template workbook compiled: its rows, its blocks, and every fault of it."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import xlsxwriter

from tests.templates import tag, template_file, template_of
from workbook_tools.errors import TemplateError
from workbook_tools.excel.package import open_package, sheets
from workbook_tools.template.compile import compile_template
from workbook_tools.template.compiled import Choice, Constant, Formula, Loop, Row, Template
from workbook_tools.template.expressions import Expression


def faults(rows: dict[int, dict[str, Any]]) -> list[str]:
    with pytest.raises(TemplateError) as raised:
        template_of(rows)
    return [str(fault) for fault in raised.value.faults]


def content(value: object) -> Any:
    """What stands in A1 of a template that holds nothing else."""
    [row] = template_of({1: {"A": value}}).sheets[0].blocks
    assert isinstance(row, Row)
    return row.cells[0].content


def edited(old: str, new: str, rows: dict[int, dict[str, Any]]) -> Template:
    """A template with something written on its sheet that XlsxWriter does not write."""
    package = open_package(template_file(rows), "mau.xlsx")
    part = sheets(package)[0].part
    before = package.read(part)
    after = before.replace(old.encode(), new.encode())
    assert before != after
    return compile_template(package.changed({part: after}))


# -------------------------------------------------------------------------------------------- cells


def test_a_text_is_a_constant() -> None:
    assert content("Kế hoạch") == Constant("s", "Kế hoạch")


def test_a_number_is_a_constant_as_it_is_written() -> None:
    assert content(1.5) == Constant("n", "1.5")


def test_a_tag_is_an_expression() -> None:
    found = content("{{ plan.year }}")
    assert isinstance(found, Expression) and found.path == ("plan", "year")


def test_a_formatted_text_keeps_its_xml() -> None:
    def draw(book: Any, page: Any) -> None:
        page.write_rich_string("A1", book.add_format({"bold": True}), "Kế ", "hoạch")

    [row] = template_of({}, draw).sheets[0].blocks
    assert isinstance(row, Row) and isinstance(row.cells[0].content, Constant)
    assert row.cells[0].content.kind == "rich"
    assert "<b/>" in row.cells[0].content.value


def test_a_blank_cell_keeps_its_format() -> None:
    def draw(book: Any, page: Any) -> None:
        page.write_blank("B1", None, book.add_format({"bold": True}))

    [row] = template_of({}, draw).sheets[0].blocks
    assert isinstance(row, Row)
    assert (row.cells[0].column, row.cells[0].content) == (2, None)
    assert row.cells[0].style


def test_a_text_inside_its_cell_is_read() -> None:
    found = edited(
        '<c r="A1"><v>1</v></c>',
        '<c r="A1" t="inlineStr"><is><t>{{ plan</t><t>.year }}</t></is></c>',
        {1: {"A": 1}},
    )
    [row] = found.sheets[0].blocks
    assert isinstance(row, Row) and isinstance(row.cells[0].content, Expression)


def test_a_formula_in_pieces() -> None:
    found = content("=SUM(C8)")
    assert isinstance(found, Formula)
    assert (found.text, len(found.pieces), found.array) == ("SUM(C8)", 4, "")


def test_a_string_with_a_tag_inside_a_formula() -> None:
    found = content('="Năm ""{{ plan.year }}"""&A1')
    assert isinstance(found, Formula) and isinstance(found.pieces[0], Expression)
    assert found.pieces[0].source == 'Năm "{{ plan.year }}"'


def test_an_array_formula_keeps_its_area() -> None:
    def draw(book: Any, page: Any) -> None:
        page.write_array_formula("A1:A2", "{=SUM(B1:B2*C1:C2)}")

    row = template_of({}, draw).sheets[0].rows[1]
    assert isinstance(row.cells[0].content, Formula)
    assert row.cells[0].content.array == "A1:A2"


def test_a_shared_formula_is_written_out() -> None:
    found = edited(
        "<f>B1+1</f>",
        '<f t="shared" ref="A1:A2" si="0">B1+1</f><v>0</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/>',
        {1: {"A": "=B1+1"}},
    )
    formulas = [row.cells[0].content for row in found.sheets[0].rows.values()]
    assert [formula.text for formula in formulas if isinstance(formula, Formula)] == [
        "B1+1",
        "B2+1",
    ]


def test_cells_come_in_the_order_of_columns() -> None:
    row = template_of({1: {"AA": 1, "B": 2, "C": 3}}).sheets[0].rows[1]
    assert [cell.column for cell in row.cells] == [2, 3, 27]


# ------------------------------------------------------------------------------------------- blocks


def test_a_loop_with_what_stands_where_there_is_no_item() -> None:
    template = template_of(
        {
            1: tag("for x in plan.sections"),
            2: {"A": "{{ x.tt }}"},
            3: tag("else"),
            4: {"A": "không có"},
            5: tag("endfor"),
            6: {"A": "sau"},
        }
    )
    loop, after = template.sheets[0].blocks
    assert isinstance(loop, Loop) and isinstance(after, Row)
    assert (loop.variable, loop.items.source) == ("x", "plan.sections")
    assert [row.number for row in loop.body if isinstance(row, Row)] == [2]
    assert [row.number for row in loop.otherwise if isinstance(row, Row)] == [4]
    assert not after.repeats


def test_a_row_knows_the_loops_that_it_stands_in() -> None:
    template = template_of(
        {
            1: tag("for s in plan.sections"),
            2: {"A": 1},
            3: tag("for p in s.programmes"),
            4: {"A": 2},
            5: tag("endfor"),
            6: tag("endfor"),
        }
    )
    rows = template.sheets[0].rows
    assert rows[2].loop_variables == ("s",)
    assert rows[4].loop_variables == ("s", "p")
    assert rows[2].repeats and rows[4].repeats


def test_a_choice_of_three_branches() -> None:
    template = template_of(
        {
            1: tag("if plan.a"),
            2: {"A": 1},
            3: tag("elif plan.b"),
            4: {"A": 2},
            5: tag("else"),
            6: {"A": 3},
            7: tag("endif"),
        }
    )
    [choice] = template.sheets[0].blocks
    assert isinstance(choice, Choice)
    assert [condition and condition.source for condition, _ in choice.branches] == [
        "plan.a",
        "plan.b",
        None,
    ]


def test_rows_between_that_hold_nothing_are_rows_too() -> None:
    template = template_of({1: {"A": 1}, 4: {"A": 2}})
    assert [row.number for row in template.sheets[0].blocks if isinstance(row, Row)] == [1, 2, 3, 4]


def test_proofs_belong_to_the_row_above() -> None:
    template = template_of(
        {1: {"A": "Cộng", "C": "=SUM(D1)"}, 2: {**tag("prove"), "C": "{{ plan.total }}"}}
    )
    [row] = template.sheets[0].blocks
    assert isinstance(row, Row)
    assert {column: proof.source for column, proof in row.proofs.items()} == {3: "plan.total"}


def test_a_row_of_proofs_may_hold_remarks() -> None:
    template = template_of(
        {1: {"C": "=SUM(D1)"}, 2: {**tag("prove"), "B": "phải bằng", "C": "{{ plan.total }}"}}
    )
    assert list(template.sheets[0].rows[1].proofs) == [3]


# ------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({1: tag("for x in plan.a")}, "{% for %} không có thẻ đóng"),
        ({1: tag("if plan.a")}, "{% if %} không có thẻ đóng"),
        ({1: tag("endfor")}, "{% endfor %} không có thẻ mở"),
        ({1: tag("else")}, "{% else %} không có thẻ mở"),
        ({1: tag("for x in plan.a"), 2: tag("endif")}, "phải là {% endfor %}"),
        ({1: tag("if plan.a"), 2: tag("endfor")}, "phải là {% endif %}"),
        ({1: tag("for x of plan.a"), 2: tag("endfor")}, "thẻ for phải viết"),
        ({1: tag("for x in plan. a b"), 2: tag("endfor")}, "không đúng"),
        ({1: tag("for x in plan.a if x"), 2: tag("endfor")}, "hãy đặt điều kiện vào một dòng"),
        ({1: tag("if"), 2: tag("endif")}, "không đúng"),
        (
            {1: tag("for x in a.b"), 2: tag("for x in a.c"), 3: tag("endfor"), 4: tag("endfor")},
            "tên x đã là tên",
        ),
        ({1: {**tag("for x in plan.a"), "C": 1}, 2: tag("endfor")}, "chỉ được chứa thẻ đó"),
        ({1: tag("prove")}, "phải đứng ngay dưới dòng cần đối chiếu"),
        (
            {1: tag("for x in plan.a"), 2: {"A": "=B2"}, 3: tag("endfor"), 4: tag("prove")},
            "phải đứng ngay dưới dòng cần đối chiếu",
        ),
        (
            {1: {"A": "=SUM(B1)"}, 3: {**tag("prove"), "B": "{{ plan.total }}"}},
            "ô ngay trên không phải công thức",
        ),
        (
            {1: {"A": "x", "B": 1}, 2: {**tag("prove"), "B": "{{ plan.total }}"}},
            "ô ngay trên không phải công thức",
        ),
        ({1: {"A": "{{ plan. }}"}}, "Jinja không đúng"),
        ({1: {"A": "a {{ plan.year"}}, "Jinja không đúng"),
        ({1: {"A": '="{{ plan. }}"'}}, "Jinja không đúng"),
    ],
)
def test_a_fault_of_the_tags(rows: dict[int, dict[str, Any]], says: str) -> None:
    [fault] = faults(rows)
    assert says in fault


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("=NOW()", "hàm NOW làm sổ tự đổi"),
        ("=SUM(OFFSET(A2,1,1))", "hàm OFFSET làm sổ tự đổi"),
        ("=_xlfn.TEXTJOIN(1,1,B1)", "hàm TEXTJOIN không có trong Excel 2016"),
        ("=SUBTOTAL(9,B1:B2)", "không dùng SUBTOTAL"),
        ("=AGGREGATE(9,1,B1:B2)", "không dùng SUBTOTAL hay AGGREGATE"),
        ("=SUM(#REF!)", "trỏ tới ô đã mất"),
        ("=[1]DuToan!A1", "trỏ sang sổ tính khác"),
        ("='[1]Dự toán'!A1", "trỏ sang sổ tính khác"),
        ("=SUM({{ plan.total }})", "chỉ được đặt trong dấu nháy kép"),
        ("=A1~B1", "không đọc được"),
    ],
)
def test_a_fault_of_a_formula(formula: str, says: str) -> None:
    [fault] = faults({1: {"A": formula}})
    assert fault.startswith("PhuLuc!A1: ")
    assert says in fault


@pytest.mark.parametrize("formula", ['="SUBTOTAL(NOW())"', '="#REF!"', "={1,2}", '="[1]a!A1"'])
def test_what_stands_in_a_string_or_an_array_is_no_fault(formula: str) -> None:
    assert isinstance(content(formula), Formula)


def test_a_table_of_data_is_refused() -> None:
    with pytest.raises(TemplateError, match="bảng dữ liệu"):
        edited("<f>B1</f>", '<f t="dataTable" ref="A1" r1="B1">B1</f>', {1: {"A": "=B1"}})


def test_no_fault_hides_another() -> None:
    found = faults(
        {
            1: {"A": "=NOW()", "B": "=SUBTOTAL(9,C1)+RAND()"},
            2: {"A": "{{ plan. }}"},
            3: tag("endif"),
        }
    )
    assert len(found) == 5


# ------------------------------------------------------------------------------------------- sheets


def test_the_sheets_that_the_accountant_types_into_are_not_generated() -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    for name in ("DeAn", "PhuLuc", "ThongTin", "TongHop"):
        book.add_worksheet(name).write("A1", name)
    book.add_chartsheet("Hình")
    book.close()
    template = compile_template(open_package(raw.getvalue(), "mau.xlsx"))
    assert [sheet.name for sheet in template.sheets] == ["PhuLuc", "TongHop"]
    assert template.sheet("TongHop").rows[1].cells[0].content == Constant("s", "TongHop")
    with pytest.raises(KeyError):
        template.sheet("DeAn")


def test_a_template_without_a_sheet_to_generate() -> None:
    with pytest.raises(TemplateError, match="không có trang tính nào để lập"):
        compile_template(open_package(template_file({}, sheet="DeAn"), "mau.xlsx"))


def test_the_rest_of_the_sheet_is_kept_without_its_rows() -> None:
    sheet = template_of({1: {"A": 1}}, lambda book, page: page.set_column("A:A", 40)).sheets[0]
    names = [str(child.tag).rpartition("}")[2] for child in sheet.root]
    assert "cols" in names
    data = sheet.root[names.index("sheetData")]
    assert len(data) == 0


def test_a_sheet_whose_names_have_prefixes_is_the_same_template() -> None:
    package = open_package(template_file({1: {"A": 1, "B": "{{ plan.year }}"}}), "mau.xlsx")
    part = sheets(package)[0].part
    prefixed = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", package.read(part)).replace(
        b"xmlns=", b"xmlns:x="
    )
    other = compile_template(package.changed({part: prefixed})).sheets[0]
    same = compile_template(package).sheets[0]
    assert [len(row.cells) for row in other.rows.values()] == [
        len(row.cells) for row in same.rows.values()
    ]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=" + "(" * 65 + "1" + ")" * 65, "lồng nhau quá 64 cấp"),
        ("=" + "IF(1," * 70 + "1" + ")" * 70, "lồng nhau quá 64 cấp"),
        ("=" + "+".join(["1"] * 5000), "dài 9.999 ký tự"),
    ],
)
def test_a_formula_beyond_excels_bounds_is_a_fault(formula: str, said: str) -> None:
    with pytest.raises(TemplateError, match=rf"(?i)PhuLuc!A1: công thức .*{said}"):
        template_of({1: {"A": formula}})
