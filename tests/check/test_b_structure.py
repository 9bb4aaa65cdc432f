"""Family B: what each rule says of numbers, names, units and places, and where nothing is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.check.typed import (
    cells,
    fault,
    faults,
    grand_total,
    on_sheet,
    plan_of,
    programme,
    project,
    section,
    unread,
)
from workbook_tools.check import Severity
from workbook_tools.plan.grid import ErrorValue
from workbook_tools.plan.model import Line, Plan


def numbered(*numbers: str, under: str = "1") -> Plan:
    """Projects with these numbers under one programme."""
    return plan_of(section(), programme(under), *(project(tt) for tt in numbers))


def messages(code: str, plan: Plan) -> list[str]:
    return [found.message for found in faults(code, plan)]


# --------------------------------------------------------------------------------------- B01, twice


def test_b01_tells_both_rows() -> None:
    plan = plan_of(section(), programme("4"), project("4.3", name="Bản tin"), project("4.3"))
    found = fault("B01", plan)
    assert found.message == "4.3 Đề án 4.3 (dòng 5): TT 4.3 đã dùng ở dòng 4 (Bản tin)"
    assert found.hint == "Đánh số lại một trong hai dòng."
    assert (str(found.place), found.column) == ("DeAn!A5", "tt")


def test_b01_tells_of_each_later_line() -> None:
    assert messages("B01", numbered("1.1", "1.1", "1.1"))[1].endswith("ở dòng 4 (Đề án 1.1)")


def test_b01_looks_into_each_group_alone() -> None:
    plan = plan_of(
        section(), programme("1"), project("1"), programme("2"), project("1"), project("2")
    )
    assert faults("B01", plan) == []


def test_b01_looks_at_sections_and_programmes_too() -> None:
    assert cells("B01", plan_of(section("I"), section("I"))) == ["DeAn!A3"]
    assert cells("B01", plan_of(section(), programme("1"), programme("1"))) == ["DeAn!A4"]


def test_b01_takes_signs_after_a_number_for_nothing() -> None:
    assert cells("B01", plan_of(section(), programme("1."), programme("1)"))) == ["DeAn!A4"]


def test_b01_leaves_lines_without_a_fitting_number_to_others() -> None:
    assert faults("B01", numbered("", "", "x", "x", "1.1", "2.1", "2.1")) == []


def test_b01_knows_a_tenth_number_whose_zero_was_lost() -> None:
    found = fault("B01", numbered(*(f"1.{n}" for n in range(1, 10)), "1.1"))
    assert found.hint == "Gõ TT này dưới dạng chữ (ví dụ '1.10) để Excel không bỏ số 0 ở cuối."


@pytest.mark.parametrize(
    "numbers",
    [
        [*(f"1.{n}" for n in range(1, 9)), "1.1"],
        [*(f"1.{n}" for n in range(1, 10)), "1.2"],
        [*(str(n) for n in range(1, 10)), "1"],
    ],
    ids=["too few", "not the first", "no zero to lose"],
)
def test_b01_sees_no_lost_zero(numbers: list[str]) -> None:
    assert fault("B01", numbered(*numbers)).hint == "Đánh số lại một trong hai dòng."


# ---------------------------------------------------------------------------------------- B02, gaps


def test_b02_tells_what_is_missing_before_which_number() -> None:
    found = fault("B02", numbered("1.1", "1.2", "1.5"))
    assert found.message == "1.5 Đề án 1.5: trước TT 1.5 thiếu 1.3, 1.4"
    assert found.hint == "Đánh số lại cho liên tục, hoặc bổ sung dòng còn thiếu."
    assert (str(found.place), found.column) == ("DeAn!A6", "tt")


def test_b02_tells_a_missing_first_number() -> None:
    assert messages("B02", numbered("1.2", "1.3")) == ["1.2 Đề án 1.2: trước TT 1.2 thiếu 1.1"]


def test_b02_lists_five_and_says_that_there_are_more() -> None:
    assert fault("B02", numbered("1.1", "1.7")).message.endswith("1.2, 1.3, 1.4, 1.5, 1.6")
    assert fault("B02", numbered("1.1", "1.8")).message.endswith("1.2, 1.3, 1.4, 1.5, 1.6 …")


def test_b02_tells_numbers_of_sections_without_a_stem() -> None:
    assert messages("B02", plan_of(section("I"), section("III"))) == [
        "III Mục III: trước TT III thiếu 2"
    ]


def test_b02_tells_a_number_after_a_greater_one() -> None:
    assert messages("B02", numbered("1.1", "1.3", "1.2")) == [
        "1.2 Đề án 1.2: TT 1.2 đứng sau số lớn hơn"
    ]


def test_b02_takes_nothing_for_missing_that_stands_elsewhere_in_the_group() -> None:
    assert messages("B02", numbered("1.3", "1.1", "1.2")) == [
        "1.1 Đề án 1.1: TT 1.1 đứng sau số lớn hơn",
        "1.2 Đề án 1.2: TT 1.2 đứng sau số lớn hơn",
    ]


def test_b02_tells_a_line_without_a_number() -> None:
    found = fault("B02", numbered("1.1", "", "1.3"))
    assert found.message == "Đề án: không có TT (dòng 5)"
    assert str(found.place) == "DeAn!A5"


def test_b02_asks_no_numbers_of_a_level_that_has_none() -> None:
    assert faults("B02", numbered("", "", under="1")) == []
    assert cells("B02", plan_of(section(""), programme("1"), section("II"))) == ["DeAn!A2"]


def test_b02_counts_a_line_without_a_number_as_the_next_one() -> None:
    assert messages("B02", numbered("1.1", "", "1.4"))[1:] == [
        "1.4 Đề án 1.4: trước TT 1.4 thiếu 1.3"
    ]


def test_b02_is_content_with_the_number_that_an_unnumbered_line_might_have() -> None:
    assert messages("B02", numbered("1.1", "", "1.2")) == ["Đề án: không có TT (dòng 5)"]


def test_b02_counts_a_line_with_a_number_that_does_not_fit_as_the_next_one() -> None:
    assert faults("B02", numbered("1.1", "x", "1.3")) == []
    assert faults("B02", numbered("1.1", "2.7", "1.3")) == []


def test_b02_counts_a_repeated_number_as_the_next_one() -> None:
    assert faults("B02", numbered("1.1", "1.1", "1.3")) == []
    assert faults("B02", numbered("1.1", "1.2", "1.1", "1.4")) == []


def test_b02_reads_a_range_as_all_its_numbers() -> None:
    assert faults("B02", numbered("1.1", "1.2-1.4", "1.5")) == []
    assert messages("B02", numbered("1.1", "1.2-1.4", "1.6")) == [
        "1.6 Đề án 1.6: trước TT 1.6 thiếu 1.5"
    ]


def test_b02_counts_a_number_within_an_earlier_range_as_repeated() -> None:
    assert faults("B02", numbered("1.1-1.3", "1.2", "1.5")) == []
    assert faults("B02", numbered("1.1-1.3", "1.3", "1.5")) == []
    assert faults("B02", numbered("1.1-1.3", "1.4")) == []


def test_b02_looks_at_a_thousand_numbers_of_a_gap() -> None:
    lines = [programme("1"), *(programme(str(n)) for n in (5_000,))]
    assert fault("B02", plan_of(section(), *lines)).message.endswith("2, 3, 4, 5, 6 …")


def test_b02_looks_at_a_thousand_numbers_of_a_range() -> None:
    plan = plan_of(section(), programme("1-5000"), programme("1001"), programme("1002"))
    assert messages("B02", plan) == ["1002 Chương trình 1002: TT 1002 đứng sau số lớn hơn"]


def test_b02_lets_a_group_begin_anew_or_go_on() -> None:
    anew = [section("I"), programme("1"), programme("2"), section("II"), programme("1")]
    on = [section("I"), programme("1"), programme("2"), section("II"), programme("3")]
    assert faults("B02", plan_of(*anew)) == []
    assert faults("B02", plan_of(*on)) == []


def test_b02_lets_a_group_go_on_from_the_greatest_number_before() -> None:
    lines = [section("I"), programme("1-3"), section("II"), programme("1"), section("III")]
    assert faults("B02", plan_of(*lines, programme("4"))) == []


def test_b02_tells_a_group_that_does_neither() -> None:
    lines = [section("I"), programme("1"), programme("2"), section("II"), programme("4")]
    assert fault("B02", plan_of(*lines)).message.endswith("trước TT 4 thiếu 1, 2, 3")


def test_b02_tells_where_a_group_that_goes_on_has_a_gap() -> None:
    lines = [section("I"), programme("1"), section("II"), programme("2"), programme("4")]
    assert fault("B02", plan_of(*lines)).message.endswith("trước TT 4 thiếu 3")


def test_b02_lets_a_group_go_on_with_its_first_number_only() -> None:
    lines = [section("I"), programme("1"), programme("2"), section("II"), programme("1")]
    assert fault("B02", plan_of(*lines, programme("3"))).message.endswith("trước TT 3 thiếu 2")


def test_b02_lets_no_nested_number_go_on_from_another_group() -> None:
    lines = [section(), programme("1"), project("1.1"), programme("2"), project("2.2")]
    assert fault("B02", plan_of(*lines)).message.endswith("trước TT 2.2 thiếu 2.1")


def test_b02_takes_a_first_number_after_unnumbered_lines_as_it_is() -> None:
    lines = [section("I"), programme("1"), section("II"), programme(""), programme("2")]
    assert cells("B02", plan_of(*lines)) == ["DeAn!A5"]
    more = [section("I"), programme(""), programme(""), programme("1")]
    assert cells("B02", plan_of(*more)) == ["DeAn!A3", "DeAn!A4", "DeAn!A5"]


# ------------------------------------------------------------------------------- B03, wrong numbers


def test_b03_tells_a_number_of_another_programme() -> None:
    plan = plan_of(section(), programme("5"), project("5.1"), project("6.1"))
    found = fault("B03", plan)
    assert found.message == (
        "6.1 Đề án 6.1: TT “6.1” không hợp với cấp hoặc dòng cấp trên, nằm dưới “5 Chương trình 5”"
    )
    assert found.hint == "Sửa TT, hoặc chuyển dòng này về đúng chương trình."
    assert (str(found.place), found.column) == ("DeAn!A5", "tt")


def test_b03_tells_a_number_of_another_style() -> None:
    assert messages("B03", plan_of(section("I"), section("II"), section("3"))) == [
        "3 Mục 3: TT “3” không hợp với cấp hoặc dòng cấp trên"
    ]


def test_b03_tells_what_is_no_number() -> None:
    assert cells("B03", numbered("1.1", "1.2", "thêm")) == ["DeAn!A6"]


def test_b03_names_no_line_above_that_was_not_typed() -> None:
    plan = plan_of(programme("1"), programme("2"), programme("x"))
    assert fault("B03", plan).message.endswith("dòng cấp trên")


def test_b03_lets_most_numbers_say_whether_they_are_nested() -> None:
    assert cells("B03", numbered("1.1", "1.2", "3")) == ["DeAn!A6"]
    assert cells("B03", numbered("1.1", "2", "3")) == ["DeAn!A4"]


def test_b03_takes_numbers_half_nested_for_nested() -> None:
    assert cells("B03", numbered("1.1", "2")) == ["DeAn!A5"]


def test_b03_accepts_numbers_below_nested_ones() -> None:
    lines = [section("I"), programme("I.1"), project("1.1"), programme("I.2"), project("2.1")]
    assert faults("B03", plan_of(*lines)) == []
    deep = [section("2"), programme("2.1"), project("2.1.1"), project("2.1.2")]
    assert faults("B03", plan_of(*deep)) == []


def test_b03_judges_no_parent_where_the_line_above_has_no_number() -> None:
    assert faults("B03", plan_of(section(), programme(""), project("7.1"), project("8.1"))) == []


def test_b03_judges_no_parent_where_the_line_above_was_not_typed() -> None:
    assert faults("B03", plan_of(project("7.1"), project("8.1"))) == []


def test_b03_does_not_ask_the_line_above_where_numbers_are_not_nested() -> None:
    assert faults("B03", plan_of(section("II"), programme("1"), programme("2"))) == []


def test_b03_reads_c_among_letters_as_a_letter() -> None:
    plan = plan_of(section("A"), section("B"), section("C"), section("D."))
    assert faults("B03", plan) == faults("B02", plan) == []


def test_b03_reads_c_with_a_sign_among_letters_as_a_letter() -> None:
    plan = plan_of(section("A."), section("B."), section("C."), section("D."))
    assert faults("B03", plan) == faults("B02", plan) == []


def test_b03_reads_i_among_roman_numbers_as_roman() -> None:
    assert cells("B03", plan_of(section("I"), section("II"), section("A"))) == ["DeAn!A4"]
    assert cells("B03", plan_of(section("I"), section("A"))) == ["DeAn!A3"]


def test_b03_reads_no_longer_roman_number_as_a_letter() -> None:
    plan = plan_of(section("A"), section("B"), section("II"))
    assert cells("B03", plan) == ["DeAn!A4"]


def test_b03_reads_no_digit_as_a_letter() -> None:
    plan = plan_of(section("A"), section("B"), section("3"))
    assert cells("B03", plan) == ["DeAn!A4"]


def test_b02_knows_c_among_letters_as_the_third() -> None:
    plan = plan_of(section("A"), section("B"), section("D"), section("E"), section("C"))
    assert messages("B02", plan) == ["C Mục C: TT C đứng sau số lớn hơn"]


# -------------------------------------------------------------------------- B03, misplaced by money


def misplaced(
    *,
    before: dict[str, Any] | None = None,
    owner: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Plan:
    """Three programmes with three projects of one's own each, and what they state."""
    lines: list[Line] = [section()]
    for number, stated in enumerate((before, owner, after), 1):
        lines.append(programme(str(number), **(stated or {})))
        for at in (1, 2, 3):
            lines.append(project(f"{number}.{at}", 100 * number + at, 10 * number + at, 0))
    return plan_of(*lines)


def test_b03_tells_a_project_that_the_programme_above_lacks() -> None:
    found = fault("B03", misplaced(owner={"total": 672 + 301 + 31}))
    assert found.message == (
        "3.1 Đề án 3.1: đang nằm dưới chương trình 3 Chương trình 3; số cộng đã ghi của chương "
        "trình "
        "2 Chương trình 2 (1.004 ngàn đồng) chỉ khớp khi tính cả dòng này (332 ngàn đồng)"
    )
    assert found.hint == (
        "Chuyển dòng này lên cuối chương trình 2 và đánh số lại, hoặc sửa số cộng."
    )
    assert (str(found.place), found.column) == ("DeAn!A12", "tt")


def test_b03_tells_a_project_that_the_programme_below_lacks() -> None:
    found = fault("B03", misplaced(owner={"total": 672 + 103 + 13}))
    assert "nằm dưới chương trình 1 Chương trình 1; số cộng" in found.message
    assert str(found.place) == "DeAn!A6"


def test_b03_takes_no_project_from_the_middle() -> None:
    assert faults("B03", misplaced(owner={"total": 672 + 302 + 32})) == []
    assert faults("B03", misplaced(owner={"total": 672 + 102 + 12})) == []


def test_b03_takes_no_project_from_the_far_edge() -> None:
    assert faults("B03", misplaced(owner={"total": 672 + 303 + 33})) == []
    assert faults("B03", misplaced(owner={"total": 672 + 101 + 11})) == []


def test_b03_compares_every_amount_that_is_stated() -> None:
    assert cells("B03", misplaced(owner={"total": 1_004, "province": 606 + 301})) == ["DeAn!A12"]
    assert faults("B03", misplaced(owner={"total": 1_004, "province": 606})) == []


def test_b03_says_the_first_amount_that_is_stated() -> None:
    plan = misplaced(owner={"province": 606 + 301, "beneficiary": 66 + 31})
    assert "(907 ngàn đồng) chỉ khớp" in fault("B03", plan).message


def test_b03_leaves_a_project_where_its_own_programme_counts_it() -> None:
    assert faults("B03", misplaced(owner={"total": 1_004}, after={"total": 906 + 96})) == []
    plan = misplaced(owner={"total": 1_004}, after={"total": 906 + 96 - 332})
    assert cells("B03", plan) == ["DeAn!A12"]


@pytest.mark.parametrize("owner", [{}, {"total": 672}, {"other": 0}])
def test_b03_gives_nothing_to_a_programme_that_lacks_nothing(owner: dict[str, Any]) -> None:
    assert faults("B03", misplaced(owner=owner, after={"total": 906 + 96 - 332})) == []


def test_b03_is_content_with_right_subtotals() -> None:
    assert faults("B03", misplaced(owner={"total": 672, "other": 0})) == []


def test_b03_needs_an_amount_of_the_project() -> None:
    lines = [programme("1", total=5, other=1), project("1.1", 5), programme("2"), project("2.1")]
    assert faults("B03", plan_of(section(), *lines, project("2.2"))) == []


def test_b03_looks_past_a_programme_without_projects() -> None:
    lines = [programme("1"), programme("2", total=9), project("2.1", 4), programme("3")]
    assert faults("B03", plan_of(section(), *lines)) == []


def test_b03_looks_at_one_side_where_the_other_has_no_project() -> None:
    owner = [programme("2", total=11), project("2.1", 4)]
    above = [programme("1"), project("1.1", 7), *owner, programme("3")]
    assert cells("B03", plan_of(section(), *above)) == ["DeAn!A4"]
    below = [programme("1"), *owner, programme("3"), project("3.1", 7)]
    assert cells("B03", plan_of(section(), *below)) == ["DeAn!A7"]


def test_b03_prefers_the_project_below() -> None:
    lines = [
        programme("1"),
        project("1.1", 7),
        programme("2", total=11),
        project("2.1", 4),
        programme("3"),
        project("3.1", 7),
    ]
    assert cells("B03", plan_of(section(), *lines)) == ["DeAn!A8"]


def test_b03_tells_once_of_a_project_with_a_wrong_number() -> None:
    lines = [programme("1", total=11), project("1.1", 4), programme("2"), project("1.2", 7)]
    found = fault("B03", plan_of(section(), *lines))
    assert found.message.endswith("nằm dưới “2 Chương trình 2”")


def test_b03_calls_an_unnumbered_owner_by_its_name() -> None:
    lines = [programme("", name="Đào tạo", total=11), project("", 4), programme(""), project("", 7)]
    assert "cuối chương trình Đào tạo và" in fault("B03", plan_of(section(), *lines)).hint


# --------------------------------------------------------------------------------------- B04, names


def test_b04_tells_a_line_without_a_name() -> None:
    found = fault("B04", plan_of(section(), programme(), project("1.1", name="")))
    assert found.message == "1.1 (dòng 4): chưa có tên"
    assert found.hint == "Ghi tên vào ô này."
    assert (str(found.place), found.column) == ("DeAn!C4", "name")


def test_b04_asks_every_level() -> None:
    plan = plan_of(section(name=""), programme(name=""), project())
    assert cells("B04", plan) == ["DeAn!C2", "DeAn!C3"]


def test_b04_asks_no_line_that_was_not_typed() -> None:
    assert faults("B04", plan_of(project())) == []


def test_b04_leaves_an_error_in_the_cell_to_another_rule() -> None:
    plan = on_sheet(plan_of(section(name="")), {"C2": ErrorValue("#REF!")})
    assert faults("B04", plan) == []


# --------------------------------------------------------------------------------------- B05, units


def test_b05_leaves_a_unit_that_a_merge_shows_to_another_rule() -> None:
    plan = on_sheet(units("Trung tâm", ""), {"D4": "Trung tâm"}, merges=((4, 4, 5, 4),))
    assert faults("B05", plan) == []
    empty = on_sheet(units("Trung tâm", ""), {"D4": "Trung tâm"}, merges=((5, 4, 6, 4),))
    assert cells("B05", empty) == ["DeAn!D5"]


def units(*names: str) -> Plan:
    lines = [project(f"1.{at}", executing_unit=name) for at, name in enumerate(names, 1)]
    return plan_of(section(), programme(), *lines)


def test_b05_tells_a_project_without_a_unit() -> None:
    found = fault("B05", units("Trung tâm", ""))
    assert found.message == "1.2 Đề án 1.2: chưa có đơn vị thực hiện"
    assert found.hint == "Ghi đơn vị thực hiện."
    assert (str(found.place), found.column) == ("DeAn!D5", "executing_unit")


def test_b05_asks_no_units_where_none_is_given() -> None:
    assert faults("B05", units("", "")) == []


def test_b05_asks_no_units_without_their_column() -> None:
    lines = [section(), programme(), project("1.1"), project("1.2", executing_unit="")]
    assert faults("B05", plan_of(*lines, columns={"tt": "A"})) == []


def test_b05_leaves_an_error_in_the_cell_to_another_rule() -> None:
    plan = on_sheet(units("Trung tâm", ""), {"D5": ErrorValue("#N/A")})
    assert faults("B05", plan) == []


def test_b05_tells_the_usual_spelling_and_how_often_it_is_used() -> None:
    found = fault("B05", units("Sở Công Thương", "Sở Công thương", "Sở Công Thương"))
    assert found.message == (
        "1.2 Đề án 1.2: đơn vị viết là “Sở Công thương”, ở 2 dòng khác viết là “Sở Công Thương”"
    )
    assert found.hint == "Viết thống nhất: “Sở Công Thương”."
    assert (str(found.place), found.column) == ("DeAn!D5", "executing_unit")


def test_b05_takes_the_first_of_spellings_used_as_often() -> None:
    assert cells("B05", units("Sở CT", "Sở  CT")) == ["DeAn!D5"]


LONG = "Trung tâm Khuyến công"


def test_b05_tells_a_slip_of_one_letter() -> None:
    found = fault("B05", units(LONG, LONG, LONG, "Trung tân Khuyến công"))
    assert "ở 3 dòng khác viết là “Trung tâm Khuyến công”" in found.message


def test_b05_sees_a_slip_only_against_a_common_spelling() -> None:
    assert faults("B05", units(LONG, LONG, "Trung tân Khuyến công")) == []


def test_b05_sees_a_slip_only_where_it_is_rare() -> None:
    slip = "Trung tân Khuyến công"
    assert cells("B05", units(*[LONG] * 6, slip, slip)) == ["DeAn!D10", "DeAn!D11"]
    assert faults("B05", units(*[LONG] * 5, slip, slip)) == []
    assert faults("B05", units(*[LONG] * 9, slip, slip, slip)) == []


def test_b05_sees_no_slip_in_a_short_name() -> None:
    assert faults("B05", units("Sở CTha", "Sở CTha", "Sở CTha", "Sở CTho")) == []
    eight = ["Sở CThaa"] * 3
    assert faults("B05", units(*eight, "Sở CThoo")) == []
    assert cells("B05", units(*eight, "Sở CThao")) == ["DeAn!D7"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Công ty Hoa Mai 1", "Công ty Hoa Mai 2"),
        ("Công ty Hoa Mai X1", "Công ty Hoa Mai X2"),
        ("Công ty may mặc An", "Công ty may mặc Ân"),
        ("Công ty cổ phần ABC", "Công ty cổ phần ABD"),
    ],
)
def test_b05_tells_units_apart_by_a_digit_and_in_short_words(one: str, other: str) -> None:
    assert faults("B05", units(one, one, one, other)) == []


def test_b05_sees_a_slip_in_a_blank() -> None:
    assert cells("B05", units(*["Trung tâm KCTVPTCN"] * 3, "Trung tâm KCTVP TCN")) == ["DeAn!D7"]


def test_b05_sees_a_slip_that_joins_two_words() -> None:
    assert cells("B05", units(LONG, LONG, LONG, "Trung tâmmKhuyến công")) == ["DeAn!D7"]


def test_b05_sees_no_slip_in_a_spelling_that_it_has_told_of() -> None:
    other = "Trung tâm khuyến công"
    found = faults("B05", units(LONG, LONG, LONG, other))
    assert [one.hint for one in found] == [f"Viết thống nhất: “{LONG}”."]


# --------------------------------------------------------------------------------------- B06, twins


def named(*names: str, **values: Any) -> Plan:
    lines = [project(f"1.{at}", 198_400, name=name, **values) for at, name in enumerate(names, 1)]
    return plan_of(section(), programme(), *lines)


def test_b06_tells_the_twin_and_the_amount() -> None:
    found = fault("B06", named("Bản tin khuyến công", "Phát hành bản tin khuyến công"))
    assert found.message == (
        "1.2 Phát hành bản tin khuyến công (dòng 5): giống 1.1 Bản tin khuyến công (dòng 4): "
        "cùng đơn vị, thời gian và 198.400 ngàn đồng"
    )
    assert found.hint == (
        "Nếu là một đề án thì xóa một dòng; nếu là hai thì ghi tên cho phân biệt được."
    )
    assert (str(found.place), found.column) == ("DeAn!C5", "name")


def test_b06_tells_equal_names_of_one_word() -> None:
    assert cells("B06", named("Hội chợ", "HỘI CHỢ.", "Hội chợ")) == ["DeAn!C5", "DeAn!C6"]
    assert cells("B06", named("Gốm", "Gốm")) == ["DeAn!C5"]


def test_b06_needs_two_words_in_common() -> None:
    assert faults("B06", named("Gốm", "Gốm sứ")) == []
    assert cells("B06", named("Gốm sứ", "Gốm sứ Biên Hòa")) == ["DeAn!C5"]


def test_b06_knows_the_same_words_in_another_order() -> None:
    assert cells("B06", named("Gốm sứ Biên Hòa", "Biên Hòa gốm sứ")) == ["DeAn!C5"]


def test_b06_lets_a_name_be_twice_as_long_and_no_longer() -> None:
    assert faults("B06", named("Gốm sứ", "Gốm sứ Biên Hòa xưa")) == []


def test_b06_needs_all_words_of_the_shorter_name() -> None:
    assert faults("B06", named("Gốm sứ xưa", "Gốm sứ Biên Hòa")) == []


def test_b06_reads_no_words_in_signs() -> None:
    assert faults("B06", named("Gốm -", "Gốm - sứ")) == []


@pytest.mark.parametrize(
    "other",
    [
        {"executing_unit": "Sở"},
        {"start_month": 2},
        {"end_month": 11},
        {"province": 5},
        {"province": 5, "beneficiary": 2},
        {"beneficiary": 1, "other": 1},
    ],
)
def test_b06_needs_the_same_unit_time_and_amounts(other: dict[str, Any]) -> None:
    one = {"province": 7, "beneficiary": 0, "other": 0, "name": "Gốm sứ"}
    lines = [project("1.1", **one), project("1.2", **{**one, **other})]
    assert faults("B06", plan_of(section(), programme(), *lines)) == []


def test_b06_needs_an_amount_and_a_name() -> None:
    lines = [project("1.1", 0, name="Gốm sứ"), project("1.2", 0, name="Gốm sứ")]
    assert faults("B06", plan_of(section(), programme(), *lines)) == []
    assert faults("B06", named("", "")) == []


def test_b06_compares_large_groups_by_equal_names_only() -> None:
    others = [f"Việc khác số {'x' * at}" for at in range(1, 39)]
    assert cells("B06", named("Gốm sứ", "Gốm sứ xưa", *others)) == ["DeAn!C5"]
    assert faults("B06", named("Gốm sứ", "Gốm sứ xưa", *others, "Hết")) == []
    assert cells("B06", named("Gốm sứ", "Gốm sứ", *others, "Hết")) == ["DeAn!C5"]


# --------------------------------------------------------------------------------------- B07, place


def test_b07_tells_a_programme_without_projects() -> None:
    found = fault("B07", plan_of(section(), programme("2")))
    assert found.message == "2 Chương trình 2: chương trình chưa có đề án nào"
    assert found.hint == "Thêm các đề án của chương trình, hoặc xóa dòng này."
    assert (str(found.place), found.column) == ("DeAn!C3", "name")


def test_b07_tells_a_project_outside_of_programmes() -> None:
    plan = plan_of(section("I"), programme(), project(), section("II"), project("2.1"))
    found = fault("B07", plan)
    assert found.message == "2.1 Đề án 2.1: không nằm dưới chương trình nào"
    assert found.hint == (
        "Thêm một dòng Chương trình ở trên, hoặc chuyển đề án về chương trình của nó."
    )
    assert (str(found.place), found.column) == ("DeAn!A6", "name")


def test_b07_asks_no_programme_where_there_is_none() -> None:
    assert faults("B07", plan_of(section("I"), project("1"), section("II"), project("2"))) == []


def test_b07_tells_a_programme_outside_of_sections() -> None:
    found = fault("B07", plan_of(programme(), project(), section(), programme("2"), project("2.1")))
    assert found.message == "1 Chương trình 1: không nằm dưới mục nào"
    assert found.hint == "Thêm một dòng Mục ở trên."
    assert (str(found.place), found.column) == ("DeAn!A2", "name")


def test_b07_asks_no_section_of_an_appendix() -> None:
    below = (section(), programme("2"), project("2.1"))
    assert faults("B07", plan_of(programme(), project(), *below, appendix=True)) == []


def test_b07_asks_no_section_where_there_is_none() -> None:
    assert faults("B07", plan_of(programme(), project())) == []


def test_b03_asks_projects_outside_of_programmes_for_no_number_of_one() -> None:
    plan = plan_of(project("1"), section(), programme(), project("1.1"), project("1.2"))
    assert (faults("B03", plan), cells("B07", plan)) == ([], ["DeAn!A2"])


def test_b02_counts_projects_outside_of_programmes_through_their_sections() -> None:
    plan = plan_of(section("I"), project("1"), section("II"), project("3"))
    assert cells("B02", plan) == ["DeAn!A5"]


# ------------------------------------------------------------------------------------- B08, columns


def test_b08_tells_text_in_a_column_of_money() -> None:
    plan = plan_of(section(), programme(), project(), unread=(unread("L4", "other", "QĐ 53"),))
    found = fault("B08", plan)
    assert found.message == "1.1 Đề án 1.1: cột “Nguồn khác” ghi “QĐ 53”, không phải số tiền"
    assert found.hint == (
        "Chuyển giá trị này về đúng cột; xem các ô bên cạnh có bị lệch theo không."
    )
    assert (str(found.place), found.column) == ("DeAn!L4", "other")
    assert found.line is not None and found.line.row == 4


def test_b08_warns_of_values_that_were_read_as_those_of_other_columns() -> None:
    plan = replace(plan_of(section(), programme(), project()), moved={(4, "M"): "L", (4, "K"): "J"})
    (found,) = faults("B08", plan)
    assert (str(found.place), found.severity) == ("DeAn!J4", Severity.WARNING)
    assert found.message.endswith("ở cột J được đọc là của cột K")


def test_b08_says_nothing_of_a_name_beside_its_number() -> None:
    plan = replace(plan_of(section(), programme(), project()), moved={(4, "C"): "A"})
    assert not faults("B08", plan)


def test_b08_tells_text_in_a_column_of_months() -> None:
    plan = plan_of(section(), unread=(unread("G9", "start_month", "Sở"),))
    assert messages("B08", plan) == [
        "Dòng 9: cột “Bắt đầu (tháng)” ghi “Sở”, không phải số của tháng (1 đến 12)"
    ]
    (found,) = faults("B08", plan)
    assert found.line is not None and found.line.row == 9


def test_b08_tells_money_in_a_column_of_months() -> None:
    plan = plan_of(section(), programme(), project("1.1", 5, end_month=1_058_400))
    found = fault("B08", plan)
    assert found.message == ("1.1 Đề án 1.1: cột “Kết thúc (tháng)” ghi 1058400, không phải tháng")
    assert found.hint == "Chuyển số này về đúng cột; xem các ô bên cạnh có bị lệch theo không."
    assert (str(found.place), found.column) == ("DeAn!H4", "end_month")


@pytest.mark.parametrize(("month", "told"), [(99, 0), (100, 1), (-99, 0), (-100, 1)])
def test_b08_takes_a_hundred_in_a_month_for_money(month: int, told: int) -> None:
    assert len(faults("B08", plan_of(section(), programme(), project(start_month=month)))) == told


def shifted(*amounts: Any, usual: Any = 200, **values: Any) -> Plan:
    """A project that may be shifted, beside three of a usual amount."""
    others = [project(f"1.{at}", usual) for at in (2, 3, 4)]
    return plan_of(section(), programme(), project("1.1", *amounts, **values), *others)


def test_b08_tells_a_month_in_a_column_of_money() -> None:
    found = fault("B08", shifted(12, 500, end_month=None))
    assert found.message == "1.1 Đề án 1.1: cột “KPKC ĐP” ghi 12 ngàn đồng, có lẽ là một tháng"
    assert found.hint == (
        "Chuyển số này về cột thời gian; xem các ô bên cạnh có bị lệch theo không."
    )
    assert (str(found.place), found.column) == ("DeAn!J4", "province")


@pytest.mark.parametrize(
    ("amount", "told"),
    [("1", 1), ("12", 1), ("0", 0), ("13", 0), ("1.5", 0), ("0.5", 0), ("-1", 0), ("12.5", 0)],
)
def test_b08_takes_whole_numbers_from_1_to_12_for_months(amount: str, told: int) -> None:
    assert len(faults("B08", shifted(amount, start_month=None))) == told


def test_b08_sees_months_only_where_a_month_is_missing_or_the_row_is_shifted() -> None:
    assert faults("B08", shifted(12, 500)) == []
    assert cells("B08", shifted(12, 500, start_month=None)) == ["DeAn!J4"]
    assert cells("B08", shifted(12, 500, start_month=100)) == ["DeAn!G4", "DeAn!J4"]


def test_b08_sees_months_beside_a_cell_that_it_could_not_read() -> None:
    lines = [project("1.1", 12, 500), project("1.2", 200), project("1.3", 200)]
    plan = plan_of(section(), programme(), *lines, unread=(unread("L4", "other", "QĐ"),))
    assert cells("B08", plan) == ["DeAn!L4", "DeAn!J4"]


def test_b08_goes_on_after_a_row_that_is_not_shifted() -> None:
    lines = [project("1.1", 5, 500), project("1.2", 5, 500, end_month=None)]
    assert cells("B08", plan_of(section(), programme(), *lines)) == ["DeAn!J5"]


def test_b08_sees_no_months_among_small_amounts() -> None:
    assert cells("B08", shifted(12, 500, usual=100, start_month=None)) == ["DeAn!J4"]
    assert faults("B08", shifted(12, 500, usual=99, start_month=None)) == []


def test_b08_judges_the_size_by_amounts_that_are_no_months() -> None:
    lines = [project(f"1.{at}", 12, start_month=None) for at in (1, 2, 3)]
    assert faults("B08", plan_of(section(), programme(), *lines)) == []
    more = [*lines, project("1.4", 100)]
    assert len(faults("B08", plan_of(section(), programme(), *more))) == 3
    thirteen = [*lines, project("1.4", 13), project("1.5", 13), project("1.6", 100)]
    assert faults("B08", plan_of(section(), programme(), *thirteen)) == []


def test_b08_judges_the_size_by_the_middle_amount() -> None:
    small = [project(f"1.{at}", 12, 1, start_month=None) for at in (1, 2)]
    large = [project(f"1.{at}", 100) for at in (3, 4)]
    assert len(faults("B08", plan_of(section(), programme(), *small, *large))) == 4
    assert faults("B08", plan_of(section(), programme(), *small, large[0])) == []


def test_the_grand_total_is_no_line_of_the_structure() -> None:
    plan = plan_of(section(), programme(), project(), grand_total(total=5))
    assert [faults(f"B0{number}", plan) for number in range(1, 9)] == [[]] * 8
