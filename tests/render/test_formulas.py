"""References stretched by scope, and formulas as they are written."""

from __future__ import annotations

import pytest

from tests.render.layouts import GROUPS, LOOP, SHEET, groups, laid_out, loop, two_groups
from tests.templates import tag
from workbook_tools.errors import TemplateError
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.place import Place
from workbook_tools.render.formulas import formula_writer, in_parts, stretch, write_formula
from workbook_tools.render.layout import Layout
from workbook_tools.template.compiled import Formula, Row

HERE = Place(SHEET, "B1")


def written(layout: Layout, formula: str, pattern: int = 0, copy: int | None = None) -> str:
    """A formula as it is written outside of all loops, or in one copy of a pattern row."""
    sheet = layout.sheets[0]
    instance = None if copy is None else sheet.of(pattern)[copy]
    scope = instance.scope if instance else {}
    return write_formula(layout, sheet, pattern, instance, scope, in_parts(tokenize(formula)), HERE)


def ref(text: str) -> Ref:
    (found,) = tokenize(text)
    assert isinstance(found, Ref)
    return found


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(B3)", "SUM(B2:B4)"),
        ("SUM($B$3)", "SUM($B$2:$B$4)"),
        ("SUM(B3:B3)", "SUM(B2:B4)"),
        ("SUM(B1:B5)", "SUM(B1:B5)"),
        ("B1+B5", "B1+B5"),
        ("SUM(PhuLuc!B3)", "SUM(PhuLuc!B2:B4)"),
        ("SUM(DeAn!B3)", "SUM(DeAn!B3)"),
        ("SUM(B:B)", "SUM(B:B)"),
        ("SUM(3:3)", "SUM(2:4)"),
        ("SUM($3:$5)", "SUM($2:$5)"),
    ],
)
def test_references_stretch_over_all_copies(formula: str, expected: str) -> None:
    assert written(loop(3), formula) == expected


def test_one_cell_is_written_as_one() -> None:
    assert written(loop(1), "SUM(B3:B3)") == "SUM(B2)"


def test_an_area_stays_one_where_its_shape_counts() -> None:
    assert written(loop(1), "INDEX(B3:B3,1)") == "INDEX(B2:B2,1)"


def test_what_is_summed_and_not_there_is_0() -> None:
    assert written(loop(0), "SUM(B3)") == "SUM(0)"
    assert written(loop(0), "SUM(B3*2)") == "SUM(0*2)"


def test_what_is_counted_and_not_there_counts_for_nothing() -> None:
    assert written(loop(0), "COUNTA(B3)") == "COUNTA(B1048576)"


@pytest.mark.parametrize(
    "formula", ["B3*2", "(B3)", "IF(B3>1,1,0)", "ROUND(PhuLuc!$B$3,0)", "B3:B3"]
)
def test_what_is_not_there_is_a_fault_outside_of_sums(formula: str) -> None:
    with pytest.raises(TemplateError, match=r"PhuLuc!B1: tham chiếu .*\$?B\$?3.* không lặp ra"):
        written(loop(0), formula)
    assert written(loop(1), formula) == formula.replace("3", "2").replace("B2:B2", "B2")


def test_the_row_above_the_first_row_is_0() -> None:
    layout = laid_out({1: tag("for item in items"), 2: {"B": 1}, 3: tag("endfor")}, items=["a"])
    assert written(layout, "N(B1)+B2", 2, 0) == "N(0)+B1"


def test_an_area_that_is_not_there_is_surely_empty() -> None:
    rows = LOOP | {6: {"A": "x"}}
    layout = laid_out({**rows, 3: {"A": "{{ item }}"}}, items=[])
    assert written(layout, "COUNTA(A2:A4)") == "COUNTA(A1048576:A1048576)"


def test_cells_apart_become_arguments() -> None:
    layout = two_groups()
    assert written(layout, "SUM(A2)") == "SUM(A1,A4)"
    assert written(layout, "SUM(1,A2)") == "SUM(1,A1,A4)"


@pytest.mark.parametrize("formula", ["A2*2", "SUM(A2*2)", "(A2)", "SUM((A2))"])
def test_cells_apart_must_be_whole_arguments_of_a_function(formula: str) -> None:
    with pytest.raises(TemplateError, match="2 ô rời nhau"):
        written(two_groups(), formula)


def many(count: int) -> Layout:
    return laid_out(GROUPS, groups=groups(**{f"g{number}": ["x"] for number in range(count)}))


def test_more_cells_than_a_function_takes_are_nested() -> None:
    text = written(many(300), "SUM(A2)")
    assert text.startswith("SUM(SUM(A1,A3,") and text.count("SUM(") == 3


def test_a_function_that_cannot_be_nested_takes_so_many_only() -> None:
    with pytest.raises(TemplateError, match="AVERAGE không nhận quá 255"):
        written(many(300), "AVERAGE(A2)")


def test_few_enough_cells_stand_side_by_side_in_any_function() -> None:
    assert written(many(3), "AVERAGE(A2)") == "AVERAGE(A1,A3,A5)"


def test_a_formula_longer_than_excel_takes_is_a_fault() -> None:
    with pytest.raises(TemplateError, match=r"Excel chỉ nhận 8\.192"):
        written(many(2500), "SUM(A2)")


def test_a_copy_refers_to_its_own_row() -> None:
    assert written(loop(3), "A3&B3", 3, 1) == "A3&B3"
    assert written(loop(3), "A3&B3", 3, 2) == "A4&B4"


def test_a_copy_refers_to_the_rows_of_its_own_item() -> None:
    layout = two_groups()
    assert written(layout, "COUNTA(A4)", 2, 0) == "COUNTA(A2:A3)"
    assert written(layout, "COUNTA(A4)", 2, 1) == "COUNTA(A5)"


def test_a_reference_to_a_sheet_of_the_users_stays() -> None:
    layout = loop(3)
    assert stretch(layout, ref("DeAn!A3"), layout.sheets[0], 0, None, {}) == ["DeAn!A3"]


def test_a_reference_to_nothing_gives_no_text() -> None:
    layout = loop(0)
    assert stretch(layout, ref("B3"), layout.sheets[0], 0, None, {}) == []


def test_a_formula_of_its_own_row_is_compiled_once() -> None:
    layout = loop(3)
    sheet = layout.sheets[0]
    text = "$A3:B$3&DeAn!$A$9"
    write = formula_writer(layout, sheet, sheet.sheet.rows[3], 2, Formula(tokenize(text), text))
    assert [write(instance) for instance in sheet.of(3)] == [
        "$A2:B$2&DeAn!$A$9",
        "$A3:B$3&DeAn!$A$9",
        "$A4:B$4&DeAn!$A$9",
    ]


def test_a_formula_without_references_is_the_same_for_all() -> None:
    layout = loop(2)
    sheet = layout.sheets[0]
    write = formula_writer(layout, sheet, Row(3), 2, Formula(tokenize("1+1"), "1+1"))
    assert {write(instance) for instance in sheet.of(3)} == {"1+1"}


@pytest.mark.parametrize("text", ["SUM($1:$1)", "COUNTA(1:1)", "ROWS(PhuLuc!$5:$5)"])
def test_one_whole_row_stays_a_whole_row(text: str) -> None:
    layout = laid_out({1: {"A": 1}, 5: {"A": 2}, 7: {"A": f"={text}"}})
    sheet = layout.sheets[0]
    (cell,) = sheet.instances[6].pattern.cells
    assert isinstance(cell.content, Formula)
    writer = formula_writer(layout, sheet, sheet.instances[6].pattern, 1, cell.content)
    assert writer(sheet.instances[6]) == text
