"""Family G, formulas: typed totals, sums that miss rows, formulas unlike the others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.check.typed import (
    cells,
    detail,
    fault,
    faults,
    grand_total,
    on_sheet,
    plan_of,
    programme,
    project,
    section,
)
from workbook_tools.plan.model import Plan

# G02, typed totals


def subtotals(*held: str, **options: Any) -> Plan:
    """Three programmes and a grand total that state their total, with a formula in these cells."""
    lines = [section(), programme("1", total=5), project("1.1", 5), programme("2", total=5)]
    lines += [project("2.1", 5), programme("5", total=5), project("5.1", 5)]
    plan = plan_of(*lines, grand_total(total=15), **options)
    return on_sheet(plan, formulas=dict.fromkeys(held, "SUM(J1)"))


def test_g02_tells_the_column_and_how_many_hold_formulas() -> None:
    found = fault("G02", subtotals("I3", "I5", "I9"))
    assert found.message == (
        "5 Chương trình 5: cột “Tổng KP thực hiện” là số gõ tay, trong khi 3 dòng cùng cấp có "
        "công thức"
    )
    assert found.hint == "Đặt công thức cộng các dòng bên dưới."
    assert (str(found.place), found.column) == ("DeAn!I7", "total")


def test_g02_needs_one_subtotal_with_a_formula() -> None:
    assert cells("G02", subtotals("I3")) == ["DeAn!I5", "DeAn!I7", "DeAn!I9"]
    assert faults("G02", subtotals()) == []


def test_g02_looks_into_each_column_alone() -> None:
    lines = [section(total=5, province=5), programme(total=5, province=5), project("1.1", 5)]
    plan = on_sheet(plan_of(*lines), formulas={"I2": "I3", "J3": "J4"})
    assert cells("G02", plan) == ["DeAn!I3", "DeAn!J2"]


def test_g02_leaves_text_to_another_rule() -> None:
    plan = on_sheet(
        plan_of(section(total=5), programme(total=5), project("1.1", 5)),
        {"I3": "5"},
        {"I2": "I3"},
    )
    assert faults("G02", plan) == []


def totals(typed: int, held: int, formulas: dict[str, str] | None = None) -> Plan:
    lines = [project(f"1.{at}", 5, 0, 0, total=5) for at in range(1, typed + held + 1)]
    rows = range(4 + typed, 4 + typed + held)
    own = {f"I{row}": f"SUM(J{row}:L{row})" for row in rows}
    return on_sheet(plan_of(section(), programme(), *lines), formulas=own | (formulas or {}))


@pytest.mark.parametrize(
    ("typed", "held", "told"), [(1, 2, 0), (1, 3, 1), (2, 3, 0), (2, 4, 2), (3, 5, 0)]
)
def test_g02_needs_most_projects_with_a_formula(typed: int, held: int, told: int) -> None:
    assert len(faults("G02", totals(typed, held))) == told


def test_g02_leaves_a_project_whose_source_holds_a_formula() -> None:
    assert faults("G02", totals(1, 3, {"K4": "I4-J4"})) == []


def test_g02_tells_the_grand_total_of_an_appendix_without_formulas() -> None:
    found = fault("G02", subtotals(appendix=True))
    assert found.message.endswith("là số gõ tay, trong khi bảng không có công thức cộng nào")
    assert str(found.place) == "DeAn!I9"


def test_g02_calls_a_nameless_grand_total_by_its_row() -> None:
    assert fault("G02", subtotals(appendix=True)).message.startswith("Dòng 9: ")


def test_g02_tells_the_last_typed_source_where_no_total_is_typed() -> None:
    lines = [section(province=5), programme(province=5, other=0), project("1.1", 5)]
    plan = on_sheet(plan_of(*lines, appendix=True))
    assert cells("G02", plan) == ["DeAn!L3"]


def test_g02_prefers_the_total_to_sources() -> None:
    lines = [section(total=5, province=5), programme(province=5), project("1.1", 5)]
    assert cells("G02", on_sheet(plan_of(*lines, appendix=True))) == ["DeAn!I2"]


def test_g02_tells_nothing_of_an_appendix_with_a_formula_or_without_subtotals() -> None:
    lines = [section(), programme(), project("1.1", 5, total=5)]
    assert faults("G02", on_sheet(plan_of(*lines, appendix=True))) == []
    plan = plan_of(section(total=5), programme(), project("1.1", 5, 0, 0, total=5), appendix=True)
    assert faults("G02", on_sheet(plan, formulas={"I4": "SUM(J4:L4)"})) == []


# G03, sums


def summed(formulas: dict[str, str], values: dict[str, Any] | None = None) -> Plan:
    """Programme 5 in row 3 with projects in rows 4 to 6, programme 6 in row 7 with one in row 8, a
    grand total in row 9.
    """
    lines = [section(), programme("5"), *(project(f"5.{at}", 5, 0, 0) for at in (1, 2, 3))]
    more = [programme("6"), project("6.1", 5, 0, 0), grand_total(name="Tổng cộng")]
    return on_sheet(plan_of(*lines, *more), values, formulas)


def test_g03_tells_the_rows_that_a_sum_leaves_out() -> None:
    found = fault("G03", summed({"J3": "SUM(J4:J5)"}))
    assert found.message == "5 Chương trình 5: công thức =SUM(J4:J5) bỏ sót dòng 6"
    assert found.hint == "Sửa vùng cộng của công thức."
    assert (str(found.place), found.column) == ("DeAn!J3", "province")


@pytest.mark.parametrize(
    ("cell", "formula", "said"),
    [
        ("J3", "SUM(J4:J8)", "tính thừa dòng 8"),
        ("J3", "SUM(J4:J6)+J6", "tính thừa dòng 6"),
        ("J3", "SUM(J5:J6)", "bỏ sót dòng 4"),
        ("J3", "SUM(J4:J6)-J6", "bỏ sót dòng 6"),
        ("J3", "SUM(J3:J6)", "cộng cả chính ô của nó"),
        ("J3", "SUM(K4:K6)", "lấy ô K4 của cột khác"),
        ("J3", "J4+J5+K6", "lấy ô K6 của cột khác"),
        ("J2", "J4+J5+J6", "bỏ sót dòng 8"),
        ("J9", "SUM(J4:J6)", "bỏ sót dòng 8"),
        ("J9", "J8", "bỏ sót dòng 4, 5, 6"),
        ("J3", "J4+J5+J6+DeAn!J8", "tính thừa dòng 8"),
    ],
)
def test_g03_tells_what_is_wrong_with_a_sum(cell: str, formula: str, said: str) -> None:
    assert fault("G03", summed({cell: formula})).message.endswith(f"={formula} {said}")


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        ("J3", "SUM(J4:J6)"),
        ("J3", "J4+J5+J6"),
        ("J3", "SUM(dean!J4:J6)"),
        ("J3", "SUM(J4:J6)*1"),
        ("J3", "SUM(Khac!J4:J5)"),
        ("J3", "SUBTOTAL(9,J4:J6)"),
        ("J3", "SUM(J1,J4:J6)"),
        ("J3", "SUM(J4:J7)"),
        ("J2", "SUM(J4:J8)"),
        ("J9", "SUM(J2:J8)"),
        ("J3", "5"),
    ],
)
def test_g03_is_content_with_a_sum(cell: str, formula: str) -> None:
    assert faults("G03", summed({cell: formula})) == []


def test_g03_counts_a_subtotal_as_its_projects() -> None:
    values = {"J3": 15, "J7": 5}
    assert faults("G03", summed({"J2": "J3+J7"}, values)) == []
    found = fault("G03", summed({"J9": "J3+J7+J8"}, values))
    assert found.message.endswith("tính thừa dòng 8")


def test_g03_knows_that_subtotal_skips_subtotals() -> None:
    values = {"J3": 15, "J7": 5}
    inner = {"J3": "SUBTOTAL(9,J4:J6)", "J7": "SUBTOTAL(9,J8)"}
    assert faults("G03", summed({"J9": "SUBTOTAL(9,J3:J8)", **inner}, values)) == []
    plan = summed({"J9": "SUM(J3:J8)", **inner}, values)
    assert fault("G03", plan).message.endswith("tính thừa dòng 4, 5, 6, 8")


def test_g03_lists_five_rows_and_says_that_there_are_more() -> None:
    lines = [project(f"1.{at}", 5) for at in range(1, 8)]
    for last, said in ((5, "5, 6, 7, 8, 9 …"), (6, "5, 6, 7, 8, 9")):
        rows = lines[: 8 if last == 5 else 6]
        plan = on_sheet(plan_of(section(), programme(), *rows), formulas={"J3": "J4"})
        assert fault("G03", plan).message.endswith(f"bỏ sót dòng {said}")


def test_g03_does_not_judge_sources_of_a_project() -> None:
    assert faults("G03", summed({"J4": "J5+J6"})) == []


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("J4+K4", "bỏ sót ô L4"),
        ("SUM(J4:K4)", "bỏ sót ô L4"),
        ("SUM(J4:M4)", "lấy cả ô M4"),
        ("SUM(J5:L5)", "lấy cả ô J5"),
        ("SUM(J4:L4)+J4", "cộng một ô hai lần"),
    ],
)
def test_g03_tells_what_is_wrong_with_a_projects_total(formula: str, said: str) -> None:
    found = fault("G03", summed({"I4": formula}, {"L4": 7}))
    assert found.message == f"5.1 Đề án 5.1: công thức ={formula} {said}"
    assert str(found.place) == "DeAn!I4"


def test_g03_lets_a_projects_total_leave_out_a_source_of_nothing() -> None:
    for nothing in (None, "", 0):
        assert faults("G03", summed({"I4": "J4+K4"}, {"L4": nothing})) == []


def test_g03_names_the_first_source_in_the_order_of_the_form() -> None:
    found = fault("G03", summed({"I4": "J4"}, {"K4": 3, "L4": 7}))
    assert found.message.endswith("bỏ sót ô K4")


def test_g03_judges_no_total_beside_a_single_source() -> None:
    plan = summed({"I4": "M4"})
    assert len(faults("G03", plan)) == 1
    lines = [section(), programme(), project("1.1", 5)]
    columns = {"total": "I", "province": "J"}
    assert faults("G03", on_sheet(plan_of(*lines, columns=columns), formulas={"I4": "M4"})) == []


# G04, unlike the others


def alike(*formulas: str, column: str = "I") -> Plan:
    """Projects from row 4 on with these formulas in one column."""
    lines = [project(f"1.{at}", 5, 0, 0) for at in range(1, len(formulas) + 1)]
    held = {f"{column}{row}": text for row, text in enumerate(formulas, 4)}
    return on_sheet(plan_of(section(), programme(), *lines), formulas=held)


def test_g04_tells_the_formula_and_the_usual_one() -> None:
    found = fault("G04", alike("J4*2", "J5*2", "ROUND(J6,0)", "J7*2"))
    assert found.message == ("1.3 Đề án 1.3: công thức =ROUND(J6,0) khác 3 ô cùng cột (như =J4*2)")
    assert found.hint == "Chép công thức từ ô bên trên xuống, nếu không cố ý."
    assert (str(found.place), found.column) == ("DeAn!I6", "total")


def test_g04_needs_three_alike() -> None:
    assert faults("G04", alike("J4*2", "J5*2", "J6*3")) == []


def test_g04_needs_seven_in_ten_alike() -> None:
    usual = [f"J{row}*2" for row in range(4, 11)]
    assert len(faults("G04", alike(*usual, "J11*3", "J12*4", "J13*5"))) == 3
    assert faults("G04", alike(*usual[:6], "J10*5", "J11*3", "J12*4")) == []


@pytest.mark.parametrize("odd", ["J5*2", "$J7*2", "J$7*2", "J7*3", "K7*2", "Khac!J7*2"])
def test_g04_compares_references_relative_to_the_cell(odd: str) -> None:
    assert cells("G04", alike("J4*2", "J5*2", "J6*2", odd)) == ["DeAn!I7"]


@pytest.mark.parametrize("same", ["J7*2", "j7*2", "J7 * 2"])
def test_g04_sees_no_difference_in_capitals_and_blanks(same: str) -> None:
    assert faults("G04", alike("J4*2", "J5*2", "J6*2", same)) == []


def test_g04_lets_fixed_references_stay_where_they_are() -> None:
    assert faults("G04", alike("J4*$M$1", "J5*$M$1", "J6*$M$1", "J7*$M$1")) == []


def test_g04_leaves_sums_of_a_projects_total_to_another_rule() -> None:
    sums = ["SUM(J4:L4)", "SUM(J5:L5)", "SUM(J6:L6)", "J7+K7"]
    assert faults("G04", alike(*sums)) == []
    assert cells("G04", alike(*sums, column="N")) == ["DeAn!N7"]


def test_g04_compares_what_is_no_formula_as_text() -> None:
    assert cells("G04", alike('"', '"', '"', '""')) == ["DeAn!I7"]


def test_g04_looks_at_projects_only() -> None:
    plan = alike("J4*2", "J5*2", "J6*2")
    held = {**{f"I{row}": f"J{row}*2" for row in (4, 5, 6)}, "I3": "J3*9"}
    assert faults("G04", on_sheet(plan, formulas=held)) == []


# ------------------------------------------------------------------------------------ G03, details


@pytest.mark.parametrize(
    ("cell", "formula", "found"),
    [
        ("J4", "SUM(J5:J6)", False),
        ("J4", "SUM(J5)", True),
        ("I4", "SUM(I5:I6)", False),
        ("I4", "SUM(J4:L4)", False),
        ("I4", "SUM(J4:K4)", True),
        ("I5", "SUM(J5:L5)", False),
        ("I5", "SUM(J5:L6)", True),
        ("I3", "SUM(I4,I7)", False),
        ("I3", "I5+I6+I7", False),
        ("I3", "SUM(I4:I7)", True),
        ("I3", "SUM(I5,I7)", True),
        ("K4", "I4-J4-L4", False),
    ],
)
def test_g03_counts_a_project_as_its_details(cell: str, formula: str, found: bool) -> None:
    lines = [project("1.1", 9, 1, 1), detail("-", 4, 1, 1), detail("-", 5, 0, 0), project("1.2", 1)]
    plan = plan_of(section(), programme(), *lines)
    held = on_sheet(plan, {"I4": 11, "I7": 1, "K7": 1}, {cell: formula})
    assert cells("G03", held) == ([f"DeAn!{cell}"] if found else [])
