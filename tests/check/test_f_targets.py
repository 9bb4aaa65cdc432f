"""Family F: what each rule says of a figure in the plan's text, and where nothing is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.check.typed import fault, faults, plan_of, programme, project, section
from workbook_tools.plan.model import Plan, Target

PLACES = {"ChiTieu": {"Chỉ tiêu": "A", "Giá trị": "B", "Đơn vị": "C", "TT đề án": "E", "Cột": "F"}}


def stating(value: str, unit: str, tt: str, column: str, **values: Any) -> Plan:
    """A plan of 9.230,5 triệu đồng whose text states a figure."""
    target = Target("Kinh phí", value, unit, "Mục V.1", tt, column, row=2)
    line = project("1.1", 9_000_000, 230_500, 0, **values)
    return plan_of(section(), programme(), line, targets=(target,), record_columns=PLACES)


def money(
    value: str, unit: str = "triệu đồng", tt: str = "", column: str = "Tổng KP thực hiện"
) -> Plan:
    return stating(value, unit, tt, column)


# F01, money


def test_f01_tells_both_amounts_in_the_unit_of_the_text() -> None:
    found = fault("F01", money("9.320,5"))
    assert found.message == (
        "Chỉ tiêu “Kinh phí” (Mục V.1): văn bản nêu 9.320,5 triệu đồng, "
        "biểu ghi 9.230,5 triệu đồng (tổng cộng, cột “Tổng KP thực hiện”)"
    )
    assert found.hint == "Sửa văn bản hoặc sửa biểu cho hai bên khớp."
    assert (str(found.place), found.line, found.column) == ("ChiTieu!B2", None, "total")


def test_f01_tells_the_line_and_the_column() -> None:
    found = fault("F01", money("1", tt="1.1", column="KPKC ĐP"))
    assert "biểu ghi 9.000 triệu đồng (1.1 Đề án 1.1, cột “KPKC ĐP”)" in found.message
    assert found.line is not None and (found.line.tt, found.column) == ("1.1", "province")


@pytest.mark.parametrize("tt", ["", "Tổng cộng", "TOÀN KẾ HOẠCH", "I", "1", "1.1"])
def test_f01_is_content_with_the_amount_of_any_line(tt: str) -> None:
    assert faults("F01", money("9.230,5", tt=tt)) == []


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("9.230.500", "ngàn đồng"),
        ("9.230.500", ""),
        ("9,2305", "tỷ đồng"),
        ("9,23", "tỷ đồng"),
        ("9,2", "tỷ đồng"),
        ("9.230,5 triệu đồng", ""),
        ("9.230.500.000", "đồng"),
    ],
)
def test_f01_is_content_with_another_unit_and_with_rounding(value: str, unit: str) -> None:
    assert faults("F01", money(value, unit)) == []


@pytest.mark.parametrize(("value", "unit"), [("9,3", "tỷ đồng"), ("9", "tỷ đồng"), ("9.230", "")])
def test_f01_sees_a_wrong_digit(value: str, unit: str) -> None:
    assert len(faults("F01", money(value, unit))) == 1


def test_f01_accepts_either_reading_of_a_number_with_two() -> None:
    target = Target("Kinh phí", "1.234", "tỷ đồng", "", "", "Tổng KP thực hiện", row=2)
    for dong in (1_234_000, 1_234_000_000):
        plan = plan_of(section(), programme(), project("1.1", dong), targets=(target,))
        assert faults("F01", plan) == []


@pytest.mark.parametrize(
    ("value", "unit", "tt", "column"),
    [
        ("1", "triệu đồng", "9.9", "KPKC ĐP"),
        ("1", "triệu đồng", "1.1", "Số lượng"),
        ("nhiều", "triệu đồng", "1.1", "KPKC ĐP"),
        ("1", "người", "1.1", "KPKC ĐP"),
    ],
)
def test_f01_leaves_what_leads_nowhere_to_another_rule(
    value: str, unit: str, tt: str, column: str
) -> None:
    assert faults("F01", money(value, unit, tt, column)) == []


# F02, quantities


def counted(value: str, unit: str = "người", **values: Any) -> Plan:
    return stating(value, unit, "1.1", "Số lượng", **values)


def test_f02_tells_both_quantities() -> None:
    found = fault("F02", counted("300", quantity="250 người"))
    assert found.message == (
        "Chỉ tiêu “Kinh phí” (Mục V.1): văn bản nêu 300 người, đề án 1.1 Đề án 1.1 ghi “250 người”"
    )
    assert found.hint == "Sửa văn bản hoặc sửa cột Số lượng cho hai bên khớp."
    assert (str(found.place), found.column) == ("ChiTieu!B2", "result")
    assert found.line is not None and found.line.tt == "1.1"


def test_f02_tells_a_project_without_a_quantity() -> None:
    assert fault("F02", counted("300", "")).message.endswith(
        "văn bản nêu 300, đề án 1.1 Đề án 1.1 không ghi số lượng"
    )


@pytest.mark.parametrize("quantity", ["300 người", "02 lớp, 300 người", "300", "300 học viên"])
def test_f02_is_content_with_the_quantity(quantity: str) -> None:
    assert faults("F02", counted("300", quantity=quantity)) == []


def test_f02_reads_the_result_where_there_is_no_quantity() -> None:
    assert faults("F02", counted("300", result="300 người")) == []
    assert len(faults("F02", counted("300", quantity="2 người", result="300 người"))) == 1


def test_f02_takes_the_number_of_the_same_unit() -> None:
    assert len(faults("F02", counted("2", quantity="2 lớp, 300 người"))) == 1


# F03, leads nowhere


@pytest.mark.parametrize(
    ("plan", "cell", "said", "hint"),
    [
        (
            money("1", column="Cột lạ"),
            "F",
            "cột “Cột lạ” không phải cột tiền hay Số lượng",
            "Ghi một trong: Tổng KP thực hiện, KPKC ĐP, KP đơn vị thụ hưởng, Nguồn khác, Số lượng.",
        ),
        (
            money("1", tt="9.9"),
            "E",
            "TT đề án “9.9” không có trong kế hoạch",
            "Sửa TT đề án.",
        ),
        (stating("1", "người", "", "Số lượng"), "E", "chưa có TT đề án", "Sửa TT đề án."),
        (money("nhiều"), "B", "giá trị “nhiều” không đọc được thành số", "Ghi bằng chữ số."),
        (
            money("1", "người"),
            "C",
            "đơn vị “người” không phải đơn vị tiền",
            "Ghi một trong: đồng, ngàn đồng, triệu đồng, tỷ đồng.",
        ),
    ],
    ids=["column", "project", "no project", "value", "unit"],
)
def test_f03_tells_where_a_target_leads_nowhere(
    plan: Plan, cell: str, said: str, hint: str
) -> None:
    found = fault("F03", plan)
    assert found.message == f"Chỉ tiêu “Kinh phí” (Mục V.1): {said}"
    assert found.hint == hint
    assert str(found.place) == f"ChiTieu!{cell}2"


def test_f03_calls_a_nameless_target_by_its_row() -> None:
    plan = plan_of(section(), targets=(Target("", "1", "", "", "9", "KPKC ĐP", row=7),))
    assert fault("F03", plan).message.startswith("Chỉ tiêu ở dòng 7: ")


@pytest.mark.parametrize("plan", [money("1"), money("1", tt="tổng cộng"), counted("1", "quả")])
def test_f03_is_content(plan: Plan) -> None:
    assert faults("F03", plan) == []
