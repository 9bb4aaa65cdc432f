"""Family D: what each rule says of support and its norm, and where just nothing is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.check.typed import cells, fault, faults, plan_of, programme, project, section
from workbook_tools.check.register import Severity
from workbook_tools.plan.model import Norm, Plan
from workbook_tools.plan.money import MILLION

HALF = Norm("MH", "Mô hình", max_share=Decimal("0.5"), source="QĐ 53, Điều 5", row=2)
CAP = Norm("MM", "Máy móc", max_amount=Decimal(35_000_000), per="cơ sở", source="QĐ 53", row=3)


def normed(norm: Norm | None, *amounts: Any, **values: Any) -> Plan:
    return plan_of(section(), programme(), project("1.1", *amounts, norm=norm, **values))


@pytest.mark.parametrize("code", ["D01", "D02"])
def test_a_norm_that_is_not_verified_gives_a_warning(code: str) -> None:
    whole = Norm("MH", max_share=Decimal("0.5"), max_amount=Decimal(1000), source="QĐ 53")
    doubtful = replace(whole, source="QĐ 53; cần đối chiếu với TT 64/2024/TT-BTC")
    sure, unsure = (fault(code, normed(norm, 200, 0, 0)) for norm in (whole, doubtful))
    assert (sure.severity, unsure.severity) == (None, Severity.WARNING)
    assert "đối chiếu" not in sure.hint
    assert unsure.hint.endswith("Trước đó hãy đối chiếu định mức này với văn bản.")


# ----------------------------------------------------------------------------------- D01, the share


def test_d01_tells_the_share_that_is_and_the_share_that_may_be() -> None:
    found = fault("D01", normed(HALF, 200_000, 150_000, 0))
    assert found.message == (
        "1.1 Đề án 1.1: KPKC ĐP 200.000 ngàn đồng là 57,1% của tổng 350.000 ngàn đồng; "
        "định mức MH cho phép tối đa 50%, tức 175.000 ngàn đồng"
    )


def test_d01_hints_at_the_amount_and_the_source_of_the_norm() -> None:
    assert fault("D01", normed(HALF, 200_000, 150_000, 0)).hint == (
        "Giảm KPKC ĐP xuống 175.000 ngàn đồng hoặc tăng phần đơn vị thụ hưởng (QĐ 53, Điều 5)."
    )


def test_d01_shows_the_province_cell() -> None:
    found = fault("D01", normed(HALF, 2, 1, 0))
    assert (str(found.place), found.column) == ("DeAn!J4", "province")
    assert found.line is not None and found.line.tt == "1.1"


def test_d01_allows_exactly_the_share() -> None:
    assert faults("D01", normed(HALF, 175_000, 175_000, 0)) == []


def test_d01_tells_of_one_dong_above_the_share() -> None:
    assert cells("D01", normed(HALF, "175000.001", "174999.999", 0)) == ["DeAn!J4"]


def test_d01_rounds_the_limit_to_a_dong() -> None:
    third = Norm("MH", max_share=Decimal("0.3333"))
    assert faults("D01", normed(third, "3.333", "6.667", 0)) == []
    plan = normed(third, "3.334", "6.666", 0)
    assert fault("D01", plan).message.endswith("cho phép tối đa 33,3%, tức 3,333 ngàn đồng")


def test_d01_needs_a_share_and_a_total() -> None:
    assert faults("D01", normed(CAP, 100, 0, 0)) == []
    assert faults("D01", normed(None, 100, 0, 0)) == []
    assert faults("D01", normed(HALF, 100, -100, 0)) == []


def test_d01_goes_on_after_a_project_without_a_share() -> None:
    rows = [project("1.1", 9, 0, 0, norm=CAP), project("1.2", 9, 1, 0, norm=HALF)]
    assert cells("D01", plan_of(section(), programme(), *rows)) == ["DeAn!J5"]


def test_a_norm_without_a_source_is_called_by_its_code() -> None:
    assert fault("D01", normed(Norm("MH", max_share=Decimal(0)), 1, 0, 0)).hint.endswith(
        "(định mức MH)."
    )


# ------------------------------------------------------------------------------------- D02, the cap


def test_d02_tells_the_amounts_in_dong() -> None:
    found = fault("D02", normed(CAP, 200_000, 0, 0, quantity="05 cơ sở"))
    assert found.message == (
        "1.1 Đề án 1.1: KPKC ĐP 200.000.000 đồng; định mức MM cho phép tối đa "
        "35.000.000 đồng/cơ sở (5 cơ sở), tức 175.000.000 đồng"
    )
    assert found.hint == (
        "Giảm KPKC ĐP, hoặc sửa cột Số lượng (QĐ 53); đề án được ưu tiên thì ghi x vào cột Ưu tiên."
    )


def test_d02_shows_the_province_cell() -> None:
    found = fault("D02", normed(CAP, 200_000, 0, 0))
    assert (str(found.place), found.column) == ("DeAn!J4", "province")


def test_d02_allows_exactly_the_cap() -> None:
    assert faults("D02", normed(CAP, 175_000, 0, 0, quantity="05 cơ sở")) == []


def test_d02_tells_of_one_dong_above_the_cap() -> None:
    plan = normed(CAP, "175000.001", 0, 0, quantity="05 cơ sở")
    assert "KPKC ĐP 175.000.001 đồng" in fault("D02", plan).message


def test_d02_reads_the_unit_of_the_plan() -> None:
    rows = [section(), programme(), project("1.1", 35, 0, 0, norm=CAP)]
    assert faults("D02", plan_of(*rows, unit=MILLION)) == []
    assert (
        "KPKC ĐP 36.000.000 đồng"
        in fault("D02", plan_of(*rows[:2], project("1.1", 36, norm=CAP), unit=MILLION)).message
    )


@pytest.mark.parametrize("quantity", ["", "nhiều cơ sở", "2 đợt, 3 lớp"])
def test_d02_counts_one_where_the_quantity_does_not_tell(quantity: str) -> None:
    assert faults("D02", normed(CAP, 35_000, 0, 0, quantity=quantity)) == []
    found = fault("D02", normed(CAP, 36_000, 0, 0, quantity=quantity))
    assert found.message.endswith(
        "35.000.000 đồng/cơ sở (số cơ sở chưa ghi, tính là 1), tức 35.000.000 đồng"
    )


@pytest.mark.parametrize(
    ("quantity", "count"),
    [
        ("2 cơ sở, 3 cơ sở mới", "3"),
        ("01 đoàn, 18 cơ sở", "18"),
        ("12", "12"),
        ("0 cơ sở", "0"),
    ],
)
def test_d02_takes_the_number_that_counts_the_norms_unit(quantity: str, count: str) -> None:
    found = fault("D02", normed(CAP, 10_000_000, 0, 0, quantity=quantity))
    assert f"({count} cơ sở)" in found.message


def test_d02_allows_a_project_of_priority_its_factor() -> None:
    norm = replace(CAP, priority=Decimal("1.5"))
    given = {"quantity": "05 cơ sở", "further": {"Ưu tiên": "x"}}
    assert faults("D02", normed(norm, 262_500, 0, 0, **given)) == []
    found = fault("D02", normed(norm, 262_501, 0, 0, **given))
    assert "(5 cơ sở, hệ số ưu tiên 1,5), tức 262.500.000 đồng" in found.message
    assert fault("D02", normed(norm, 262_500, 0, 0, quantity="05 cơ sở"))


def test_d02_counts_one_where_the_quantity_counts_something_else() -> None:
    found = fault("D02", normed(CAP, 10_000_000, 0, 0, quantity="7 máy"))
    assert "(số cơ sở chưa ghi, tính là 1)" in found.message


def test_d02_calls_a_nameless_unit_a_unit() -> None:
    norm = Norm("MM", max_amount=Decimal(1_000))
    assert (
        "1.000 đồng/đơn vị (số đơn vị chưa ghi, tính là 1)"
        in fault("D02", normed(norm, 2, 0, 0)).message
    )
    assert "(1 đơn vị)" in fault("D02", normed(norm, 2, 0, 0, quantity="1 lớp")).message


def test_d02_needs_a_cap() -> None:
    assert faults("D02", normed(HALF, 10_000_000, 0, 0)) == []
    rows = [project("1.1", 9, 9, 0, norm=HALF), project("1.2", 36_000, norm=CAP)]
    assert cells("D02", plan_of(section(), programme(), *rows)) == ["DeAn!J5"]


# ---------------------------------------------------------------------- D03, the beneficiary's part


def test_d03_tells_the_least_that_the_beneficiary_must_pay() -> None:
    found = fault("D03", normed(Norm("MH", max_share=Decimal("0.3")), 350_000, 0, 0))
    assert found.message == (
        "1.1 Đề án 1.1: chưa ghi phần đóng góp; định mức MH cho phép hỗ trợ tối đa 30%, "
        "đơn vị thụ hưởng phải đóng góp tối thiểu 245.000 ngàn đồng"
    )


def test_d03_hints_at_the_column_and_the_source_of_the_norm() -> None:
    assert fault("D03", normed(HALF, 1, 0, 0)).hint == (
        "Ghi phần đóng góp vào cột KP đơn vị thụ hưởng (QĐ 53, Điều 5)."
    )


def test_d03_shows_the_beneficiarys_cell() -> None:
    found = fault("D03", normed(HALF, 1, 0, 0))
    assert (str(found.place), found.column) == ("DeAn!K4", "beneficiary")


def test_d03_tells_a_part_rounded_to_a_dong() -> None:
    third = Norm("MH", max_share=Decimal("0.3333"))
    assert fault("D03", normed(third, 1, 0, 0)).message.endswith("tối thiểu 0,667 ngàn đồng")


def test_d03_reckons_with_the_whole_cost() -> None:
    assert fault("D03", normed(HALF, 100, 0, 300)).message.endswith("tối thiểu 200 ngàn đồng")


def test_d03_is_content_with_any_part() -> None:
    assert faults("D03", normed(HALF, 100, "0.001", 0)) == []
    assert cells("D03", normed(HALF, 100, -1, 0)) == ["DeAn!K4"]


def test_d03_asks_nothing_where_all_may_be_supported() -> None:
    assert faults("D03", normed(Norm("MH", max_share=Decimal(1)), 100, 0, 0)) == []
    assert cells("D03", normed(Norm("MH", max_share=Decimal("0.99")), 100, 0, 0)) == ["DeAn!K4"]


def test_d03_asks_nothing_without_support() -> None:
    assert faults("D03", normed(HALF, 0, 0, 100)) == []
    assert cells("D03", normed(HALF, "0.001", 0, 100)) == ["DeAn!K4"]


def test_d03_goes_on_after_a_project_without_a_share() -> None:
    rows = [project("1.1", 9, 0, 0, norm=CAP), project("1.2", 9, 0, 0, norm=HALF)]
    assert cells("D03", plan_of(section(), programme(), *rows)) == ["DeAn!K5"]


# ------------------------------------------------------------------------------------ D04, in force


def in_force(valid_from: date | None, valid_to: date | None, **options: Any) -> Plan:
    norm = Norm("MH", valid_from=valid_from, valid_to=valid_to)
    return plan_of(section(), programme(), project(norm=norm, norm_code="MH"), **options)


def test_d04_knows_no_such_norm() -> None:
    found = fault("D04", normed(None, 1, norm_code="MH-X"))
    assert found.message == "1.1 Đề án 1.1: mã định mức “MH-X” không có trên trang tính DinhMuc"
    assert found.hint == "Chọn mã khác, hoặc sửa trang tính DinhMuc."
    assert (str(found.place), found.column) == ("DeAn!N4", "norm_code")


def test_d04_asks_no_project_for_a_norm() -> None:
    rows = [project("1.1", 1), project("1.2", 1, norm_code="X")]
    assert cells("D04", plan_of(section(), programme(), *rows)) == ["DeAn!N5"]


def test_d04_tells_a_norm_that_is_not_yet_in_force() -> None:
    assert fault("D04", in_force(date(2022, 1, 1), None)).message.endswith(
        "có hiệu lực từ 01/01/2022, sau năm kế hoạch 2021"
    )


def test_d04_tells_a_norm_that_is_no_longer_in_force() -> None:
    assert fault("D04", in_force(None, date(2020, 12, 31))).message.endswith(
        "hết hiệu lực từ 31/12/2020, trước năm kế hoạch 2021"
    )


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [(None, None), (date(2021, 12, 31), None), (None, date(2021, 1, 1))],
)
def test_d04_is_content_with_one_day_of_the_year(
    valid_from: date | None, valid_to: date | None
) -> None:
    assert faults("D04", in_force(valid_from, valid_to)) == []


def test_d04_does_not_judge_without_a_year() -> None:
    assert faults("D04", in_force(date(2050, 1, 1), None, particulars={})) == []


# ---------------------------------------------------------------------------------------- D05, keys

KEYS = {"DinhMuc": {"Mã định mức": "A"}}


def test_d05_tells_a_norm_without_a_code() -> None:
    plan = plan_of(norms=(Norm("", "Mô hình", row=2),), record_columns=KEYS)
    found = fault("D05", plan)
    assert str(found.place) == "DinhMuc!A2"
    assert found.message == "Dòng 2 của DinhMuc (“Mô hình”): chưa có mã"
    assert found.hint == "Ghi mã định mức."


def test_d05_tells_where_a_code_stands_already() -> None:
    norms = (Norm("MH", row=2), Norm("MM", row=3), Norm("MH", row=4))
    found = fault("D05", plan_of(norms=norms, record_columns=KEYS))
    assert str(found.place) == "DinhMuc!A4"
    assert found.message == "Dòng 4 của DinhMuc: mã “MH” đã có ở dòng 2"
    assert found.hint == "Đổi một trong hai mã; đề án đang dùng dòng sau."
