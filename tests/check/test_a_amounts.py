"""Family A: what each rule says of stated and computed amounts, and where nothing is wrong."""

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
    unread,
)
from workbook_tools.check.register import Severity
from workbook_tools.place import Place
from workbook_tools.plan.grid import ErrorValue
from workbook_tools.plan.model import Plan
from workbook_tools.plan.money import DONG, MILLION


def one(*amounts: Any, **values: Any) -> Plan:
    return plan_of(section(), programme(), project("1.1", *amounts, **values))


def many(*amounts: Any, **values: Any) -> Plan:
    """A project for each amount of KPKC ĐP."""
    lines = [project(f"1.{at}", amount, **values) for at, amount in enumerate(amounts, 1)]
    return plan_of(section(), programme(), *lines)


# A01, a project's total


def test_a01_tells_both_totals_and_the_difference() -> None:
    found = fault("A01", one(190_000, 0, 0, total=195_000))
    assert found.message == (
        "1.1 Đề án 1.1: Tổng KP ghi 195.000 ngàn đồng, nhưng các nguồn cộng lại là 190.000 "
        "ngàn đồng "
        "(lệch 5.000 ngàn đồng)"
    )
    assert found.hint == (
        "Sửa Tổng KP hoặc số của nguồn bị sai; để trống Tổng KP thì công thức tự cộng."
    )
    assert (str(found.place), found.column) == ("DeAn!I4", "total")


def test_a01_tells_a_total_that_is_too_small() -> None:
    assert "(lệch -5.000 ngàn đồng)" in fault("A01", one(200_000, 0, 0, total=195_000)).message


@pytest.mark.parametrize(
    ("amounts", "total"), [((1, 2, 3), 6), ((1, 2), 6), ((1, 2, 3), None), ((), 6)]
)
def test_a01_is_content(amounts: tuple[int, ...], total: int | None) -> None:
    assert faults("A01", one(*amounts, total=total)) == []


def test_a01_sees_a_thousandth() -> None:
    assert len(faults("A01", one(1, 2, 3, total="6.001"))) == 1


# A02 and A03, subtotals and the grand total


def test_a02_tells_what_a_programme_states_and_what_its_projects_add_up_to() -> None:
    plan = plan_of(section(), programme("5", total=904), project("5.1", 700), project("5.2", 54))
    found = fault("A02", plan)
    assert found.message == (
        "5 Chương trình 5: cột “Tổng KP thực hiện” ghi 904 ngàn đồng, nhưng các đề án trong "
        "chương trình "
        "cộng lại là 754 ngàn đồng (lệch 150 ngàn đồng)"
    )
    assert found.hint == (
        "Kiểm tra xem thiếu, thừa hay sai số ở dòng nào; để trống thì công thức tự cộng."
    )


def test_a02_tells_what_a_section_states_and_what_its_programmes_add_up_to() -> None:
    found = fault("A02", plan_of(section("I", province=4), programme(), project("1.1", 5)))
    assert found.message == (
        "I Mục I: cột “KPKC ĐP” ghi 4 ngàn đồng, nhưng các chương trình trong mục cộng lại là "
        "5 ngàn đồng "
        "(lệch -1 ngàn đồng)"
    )


RIGHT: dict[str, Any] = {"total": 9, "province": 4, "beneficiary": 3, "other": 2}


@pytest.mark.parametrize(
    ("field", "letter"), [("total", "I"), ("province", "J"), ("beneficiary", "K"), ("other", "L")]
)
def test_a02_and_a03_look_at_every_column(field: str, letter: str) -> None:
    wrong = {**RIGHT, field: RIGHT[field] + 1}
    below = project("1.1", 4, 3, 2)
    assert cells("A02", plan_of(section(**wrong), programme(**RIGHT), below)) == [f"DeAn!{letter}2"]
    assert cells("A02", plan_of(section(**RIGHT), programme(**wrong), below)) == [f"DeAn!{letter}3"]
    plan = plan_of(section(), programme(), below, grand_total(**wrong))
    assert cells("A03", plan) == [f"DeAn!{letter}5"]


def test_a02_and_a03_are_content_with_right_amounts_and_with_none() -> None:
    nothing: dict[str, Any] = {}
    for stated in (RIGHT, nothing):
        lines = [section(**stated), programme(**stated), project("1.1", 4, 3, 2)]
        plan = plan_of(*lines, grand_total(**stated))
        assert faults("A02", plan) == faults("A03", plan) == []


def test_a03_tells_what_is_stated_and_what_the_sections_add_up_to() -> None:
    plan = plan_of(section(), programme(), project("1.1", 7), grand_total(total=9))
    assert fault("A03", plan).message == (
        "Tổng cộng: cột “Tổng KP thực hiện” ghi 9 ngàn đồng, nhưng các mục cộng lại là 7 ngàn "
        "đồng (lệch 2 ngàn đồng)"
    )


def test_a03_asks_no_grand_total() -> None:
    assert faults("A03", one(7)) == []


# A04, the amount in words


def worded(words: str, **options: Any) -> Plan:
    lines = [section(), programme(), project("1.1", 195)]
    return plan_of(*lines, particulars={"Tổng cộng bằng chữ": words}, **options)


def test_a04_tells_what_the_words_read_and_what_is_due() -> None:
    cell = {"Tổng cộng bằng chữ": Place("ThongTin", "B6")}
    found = fault("A04", worded("Một trăm chín mươi lăm đồng", particular_cells=cell))
    assert found.message == (
        "Bằng chữ ghi “Một trăm chín mươi lăm đồng” (đọc ra 195 đồng), "
        "nhưng tổng cộng là 195.000 đồng"
    )
    assert found.hint == (
        "Sửa thành: một trăm chín mươi lăm ngàn đồng; hoặc để trống, biểu sẽ tự ghi."
    )
    assert (str(found.place), found.line, found.column) == ("ThongTin!B6", None, "total")


def test_a04_tells_words_that_are_no_number() -> None:
    found = fault("A04", worded("nhiều tiền"))
    assert "“nhiều tiền” (không đọc được thành số)" in found.message
    assert str(found.place) == "DeAn"


def test_a04_is_content_with_the_right_words_and_with_none() -> None:
    assert faults("A04", worded("Một trăm chín mươi lăm nghìn đồng")) == []
    assert faults("A04", worded("")) == []


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("Một trăm chín mươi sáu nghìn đồng", Severity.WARNING),
        ("Một trăm chín mươi bảy nghìn đồng", None),
    ],
)
def test_a04_is_a_warning_where_the_words_are_those_of_the_stated_total(
    words: str, severity: Severity | None
) -> None:
    lines = [section(), programme(), project("1.1", 195), grand_total(total=196)]
    found = fault("A04", plan_of(*lines, particulars={"Tổng cộng bằng chữ": words}))
    assert found.severity is severity
    assert ("xem lại các mục trước" in found.hint) is (severity is not None)


# A05, a subtotal as a project


def doubled(name: str, *others: Any, **values: Any) -> Plan:
    """Projects of these amounts, and one more with their sum."""
    lines = [project(f"4.{at}", amount, name=f"Việc {at}") for at, amount in enumerate(others, 1)]
    last = project("4.9", sum(others), name=name, **values)
    return plan_of(section(), programme("4", name="Đào tạo"), *lines, last)


def test_a05_tells_the_amount_and_the_programme() -> None:
    found = fault("A05", doubled("Cộng chương trình 4", 500, 300))
    assert found.message == (
        "4.9 Cộng chương trình 4: 800 ngàn đồng bằng tổng các đề án còn lại của chương trình 4 "
        "Đào tạo, nên đang được tính hai lần"
    )
    assert found.hint == "Đổi loại của dòng này thành Chương trình, hoặc xóa dòng này."
    assert (str(found.place), found.column) == ("DeAn!I6", "total")


@pytest.mark.parametrize("name", ["Tổng cộng", "cộng", "TỔNG", "Tổng số"])
def test_a05_knows_the_names_of_subtotals(name: str) -> None:
    assert len(faults("A05", doubled(name, 800))) == 1


def test_a05_knows_no_subtotal_in_another_word() -> None:
    assert faults("A05", doubled("Cộngđồng", 500, 300)) == []
    assert faults("A05", doubled("Hội chợ", 500, 300)) == []


def test_a05_knows_a_project_called_like_its_programme() -> None:
    assert len(faults("A05", doubled("ĐÀO TẠO", 500, 300))) == 1


def test_a05_knows_a_bare_line_of_figures() -> None:
    bare: dict[str, Any] = {"executing_unit": "", "start_month": None, "end_month": None}
    assert len(faults("A05", doubled("Hội chợ", 500, 300, **bare))) == 1
    for field, value in {"executing_unit": "Sở", "start_month": 1, "end_month": 2}.items():
        assert faults("A05", doubled("Hội chợ", 500, 300, **{**bare, field: value})) == []


def test_a05_needs_more_than_two_projects_where_only_looks_tell() -> None:
    bare: dict[str, Any] = {"executing_unit": "", "start_month": None, "end_month": None}
    assert faults("A05", doubled("Hội chợ", 800, **bare)) == []
    assert faults("A05", doubled("Đào tạo", 800)) == []


def test_a05_compares_every_amount() -> None:
    lines = [project("4.1", 5, 3), project("4.2", 8, 0, name="Cộng")]
    assert faults("A05", plan_of(section(), programme(), *lines)) == []


def test_a05_needs_an_amount() -> None:
    assert faults("A05", doubled("Cộng", 0, 0)) == []


# A06, negative amounts


def test_a06_tells_the_column_and_the_amount() -> None:
    found = fault("A06", one(5, -3, 0))
    assert found.message == "1.1 Đề án 1.1: cột “KP đơn vị thụ hưởng” ghi -3 ngàn đồng (số âm)"
    assert found.hint == "Sửa lại số tiền; số giảm trừ phải trừ thẳng vào số của đề án."
    assert (str(found.place), found.column) == ("DeAn!K4", "beneficiary")


def test_a06_tells_a_source_that_comes_out_negative() -> None:
    found = fault("A06", one(120_000, 0, total=100_000))
    assert found.message == (
        "1.1 Đề án 1.1: Nguồn khác tính bằng tổng trừ các nguồn khác ra -20.000 ngàn đồng (số âm)"
    )
    assert found.hint == "Sửa Tổng KP hoặc các nguồn đã ghi."
    assert (str(found.place), found.column) == ("DeAn!I4", "total")


def test_a06_takes_nothing_for_negative_that_is_zero() -> None:
    assert faults("A06", one(0, 0, total=0)) == []
    assert faults("A06", one(100, 0, total=100)) == []


def test_a06_looks_at_every_line() -> None:
    plan = plan_of(section(total=-1), programme(other=-1), project(), grand_total(province=-1))
    assert cells("A06", plan) == ["DeAn!I2", "DeAn!L3", "DeAn!J5"]


# A07, no money


def test_a07_tells_a_total_without_sources() -> None:
    found = fault("A07", one(total=60_000))
    assert (
        found.message == "1.1 Đề án 1.1: Tổng KP ghi 60.000 ngàn đồng nhưng không nguồn nào có số"
    )
    assert found.hint == (
        "Ghi số tiền vào cột nguồn (KPKC ĐP, đơn vị thụ hưởng hoặc nguồn khác); "
        "chưa có tiền thì ghi 0."
    )
    assert (str(found.place), found.column) == ("DeAn!I4", "total")


def test_a07_tells_a_project_without_any_amount() -> None:
    assert fault("A07", one()).message == "1.1 Đề án 1.1: không có số tiền nào"


@pytest.mark.parametrize("amounts", [(0,), (None, 0), (None, None, 0)])
def test_a07_is_content_with_a_zero_in_any_source(amounts: tuple[Any, ...]) -> None:
    assert faults("A07", one(*amounts)) == []


def test_a07_leaves_a_cell_that_could_not_be_read_to_another_rule() -> None:
    lines = [section(), programme(), project("1.1"), project("1.2")]
    off = unread("L4", "other", "x")
    assert cells("A07", plan_of(*lines, unread=(off,))) == ["DeAn!I5"]
    assert len(faults("A07", plan_of(*lines, unread=(unread("G4", "start_month", "x"),)))) == 2


def test_a07_leaves_an_error_in_a_source_to_another_rule() -> None:
    assert faults("A07", on_sheet(one(), {"K4": ErrorValue("#REF!")})) == []
    assert len(faults("A07", on_sheet(one(), {"I4": ErrorValue("#REF!")}))) == 1


# A08, out of scale


def test_a08_tells_the_amount_and_what_it_may_be() -> None:
    found = fault("A08", many(195_000, 20_000, 480_000, 100_000, 195, 150_000))
    assert found.message == (
        "1.5 Đề án 1.5: cột “KPKC ĐP” ghi 195 ngàn đồng, lệch hẳn các số khác; "
        "có lẽ là 195.000 ngàn đồng"
    )
    assert found.hint == "Kiểm tra đơn vị tính của số này (sổ dùng ngàn đồng)."
    assert (str(found.place), found.column) == ("DeAn!J8", "province")


@pytest.mark.parametrize(
    ("typed", "right"),
    [("100000000", "100.000"), ("100", "100.000"), ("0.1", "100.000"), ("1e11", "100.000")],
)
def test_a08_knows_a_thousand_and_a_million_either_way(typed: str, right: str) -> None:
    plan = many(80_000, 90_000, 100_000, 110_000, 120_000, typed)
    assert fault("A08", plan).message.endswith(f"có lẽ là {right} ngàn đồng")


def test_a08_needs_five_amounts() -> None:
    assert faults("A08", many(100_000, 110_000, 90_000, 100)) == []
    assert len(faults("A08", many(100_000, 110_000, 90_000, 95_000, 100))) == 1


def test_a08_leaves_a_project_that_is_really_large() -> None:
    assert faults("A08", many(100, 110, 90, 95, 15_000)) == []


def test_a08_leaves_amounts_of_a_size_with_others() -> None:
    assert faults("A08", many(100_000, 110_000, 90_000, 95_000, 100, 110)) == []


def test_a08_judges_a_rare_source_by_the_totals() -> None:
    lines = [project(f"1.{at}", 100_000 + at, 0, 0) for at in range(1, 6)]
    rare = project("1.6", 100_000, 100, 0)
    plan = plan_of(section(), programme(), *lines, rare)
    assert cells("A08", plan) == ["DeAn!K9"]


def test_a08_judges_no_rare_source_of_a_project_without_a_total() -> None:
    lines = [project(f"1.{at}", 100_000 + at, 0, 0) for at in range(1, 6)]
    rare = project("1.6", -100, 100, 0)
    assert faults("A08", plan_of(section(), programme(), *lines, rare)) == []


def test_a08_judges_a_total_by_totals() -> None:
    lines = [project(f"1.{at}", 100_000 + at) for at in range(1, 6)]
    small = project("1.6", 50, 50, 0, total=100)
    assert cells("A08", plan_of(section(), programme(), *lines, small)) == ["DeAn!I9"]
    without_sources = project("1.6", total=100, other=0)
    assert cells("A08", plan_of(section(), programme(), *lines, without_sources)) == []


# A09, a part of a đồng


def test_a09_tells_the_amount_and_its_rounding() -> None:
    found = fault("A09", one("33333.3333"))
    assert found.message == (
        "1.1 Đề án 1.1: cột “KPKC ĐP” ghi 33.333,3333 ngàn đồng, lẻ đến dưới một đồng "
        "(nhiều nhất 3 chữ số lẻ)"
    )
    assert found.hint == "Làm tròn thành 33.333,333 ngàn đồng."
    assert (str(found.place), found.column) == ("DeAn!J4", "province")


def test_a09_is_content_with_whole_dong() -> None:
    assert faults("A09", one("33333.333")) == []


def test_a09_reads_the_unit_of_the_plan() -> None:
    lines = [section(), programme(), project("1.1", "0.001")]
    assert faults("A09", plan_of(*lines, unit=MILLION)) == []
    assert "nhiều nhất 0 chữ số lẻ" in fault("A09", plan_of(*lines, unit=DONG)).message


def test_a09_looks_at_every_line() -> None:
    odd = "0.0001"
    plan = plan_of(section(total=odd), programme(other=odd), project(), grand_total(province=odd))
    assert cells("A09", plan) == ["DeAn!I2", "DeAn!L3", "DeAn!J5"]


# what was given up


def given_up(name: str, province: int) -> set[tuple[str, Severity | None]]:
    """How grave rules of a plan's total take it that a project takes off 15."""
    lines = [project("1.1", 60, 40, 0, total=100), project("1.2", -15, name=name)]
    stated = grand_total(total=100, province=province, beneficiary=40)
    found = plan_of(section(), programme(), *lines, stated)
    return {(code, one.severity) for code in ("A03", "A06") for one in faults(code, found)}


@pytest.mark.parametrize(
    "name", ["Đề án ngừng 1", "Giảm kinh phí đề án sấy chè", "Hội chợ (không thực hiện)"]
)
def test_what_a_given_up_project_takes_off_is_no_error(name: str) -> None:
    assert given_up(name, 45) == {("A03", Severity.WARNING), ("A06", Severity.NOTE)}


@pytest.mark.parametrize(
    ("name", "province"), [("Đề án ngừng 1", 60), ("Đề án sấy chè", 45), ("Đề án ngừng 1", 44)]
)
def test_a_negative_amount_that_the_total_lacks_or_no_name_tells_is_an_error(
    name: str, province: int
) -> None:
    assert ("A06", None) in given_up(name, province)


# ------------------------------------------------------------------------------- A01, A02, A06, A07


def parts(*details: Any, **stated: Any) -> Plan:
    """A programme with one project (row 4) and its details (from row 5)."""
    return plan_of(section(), programme(), project("1.1", **stated), *details)


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"total": 12}, []),
        ({"total": 13}, ["DeAn!I4"]),
        ({"province": 10, "beneficiary": 1, "other": 1, "total": 12}, []),
        ({"province": 9, "beneficiary": 1, "other": 1}, ["DeAn!J4"]),
        ({}, []),
    ],
)
def test_a02_holds_a_project_to_its_details(stated: dict[str, Any], found: list[str]) -> None:
    plan = parts(detail("-", 4, 1, 0), detail("-", 6, 0, 1), **stated)
    assert cells("A02", plan) == found
    assert cells("A01", plan) == cells("A07", plan) == []


def test_a02_says_what_the_parts_are() -> None:
    found = fault("A02", parts(detail("-", 4, 1, 0), total=9))
    assert found.message == (
        "1.1 Đề án 1.1: cột “Tổng KP thực hiện” ghi 9 ngàn đồng, nhưng các chi tiết của đề án "
        "cộng lại là 5 ngàn đồng "
        "(lệch 4 ngàn đồng)"
    )
    only = plan_of(section("I", total=9), project("1", 4, 1, 0))
    assert "nhưng các đề án trong mục cộng lại là 5" in fault("A02", only).message


@pytest.mark.parametrize(
    ("code", "part", "cell"),
    [
        ("A01", detail("-", 4, 1, 1, total=9), "DeAn!I5"),
        ("A06", detail("-", 4, -1, 1), "DeAn!K5"),
        ("A06", detail("-", 4, 3, total=2), "DeAn!I5"),
        ("A09", detail("-", "4.00001", 0, 1), "DeAn!J5"),
        ("B04", detail("-", 4, name=""), "DeAn!C5"),
        ("C01", detail("-", 4, start_month=5, end_month=3), "DeAn!G5"),
        ("C02", detail("-", 4, start_month=15), "DeAn!G5"),
        ("B08", detail("-", 4, end_month=2100), "DeAn!H5"),
    ],
)
def test_a_detail_is_judged_as_a_project_is(code: str, part: Any, cell: str) -> None:
    assert cells(code, parts(part, detail("-", 4, 1, 1))) == [cell]


def test_details_without_money_leave_the_projects_own() -> None:
    assert cells("A07", parts(detail("-"), detail("-"))) == ["DeAn!I4"]
    assert cells("A01", parts(detail("-"), province=4, other=0, beneficiary=0, total=5)) == [
        "DeAn!I4"
    ]
