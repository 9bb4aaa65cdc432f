"""Family C: what each rule says of months and years, and where nothing is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.check.typed import (
    COLUMN,
    cells,
    fault,
    faults,
    on_sheet,
    plan_of,
    programme,
    project,
    section,
    unread,
)
from workbook_tools.place import Place
from workbook_tools.plan.grid import ErrorValue
from workbook_tools.plan.model import Plan


def timed(start: int | None, end: int | None, **options: Any) -> Plan:
    line = project("1.1", start_month=start, end_month=end)
    return plan_of(section(), programme(), line, **options)


# C01, the end before the start


def test_c01_tells_both_months() -> None:
    found = fault("C01", timed(11, 4))
    assert found.message == "1.1 Đề án 1.1: bắt đầu tháng 11, kết thúc tháng 4"
    assert found.hint == "Sửa một trong hai tháng; có thể chúng bị đổi chỗ."
    assert (str(found.place), found.column) == ("DeAn!G4", "start_month")


@pytest.mark.parametrize(
    ("start", "end"), [(4, 4), (4, 11), (None, 4), (4, None), (13, 4), (4, 0), (1, 12)]
)
def test_c01_is_content(start: int | None, end: int | None) -> None:
    assert faults("C01", timed(start, end)) == []


@pytest.mark.parametrize(("start", "end"), [(12, 1), (2, 1), (12, 11)])
def test_c01_knows_the_first_and_the_last_month(start: int, end: int) -> None:
    assert cells("C01", timed(start, end)) == ["DeAn!G4"]


def test_c01_looks_at_every_line() -> None:
    plan = plan_of(section(start_month=5, end_month=4), programme(start_month=5, end_month=4))
    assert cells("C01", plan) == ["DeAn!G2", "DeAn!G3"]


# C02, no such month


def test_c02_tells_the_column_and_the_number() -> None:
    found = fault("C02", timed(1, 13))
    assert found.message == "1.1 Đề án 1.1: cột “Kết thúc (tháng)” ghi 13, không có tháng này"
    assert found.hint == "Ghi số của tháng, từ 1 đến 12."
    assert (str(found.place), found.column) == ("DeAn!H4", "end_month")


@pytest.mark.parametrize(
    ("month", "told"),
    [(1, 0), (12, 0), (0, 1), (13, 1), (99, 1), (100, 0), (-99, 1), (-100, 0), (None, 0)],
)
def test_c02_leaves_what_is_money_to_another_rule(month: int | None, told: int) -> None:
    assert len(faults("C02", timed(month, 12))) == told


# C03, a month that is missing


def test_c03_tells_the_column() -> None:
    found = fault("C03", timed(5, None))
    assert found.message == "1.1 Đề án 1.1: cột “Kết thúc (tháng)” còn trống"
    assert found.hint == "Ghi số của tháng, từ 1 đến 12."
    assert (str(found.place), found.column) == ("DeAn!H4", "end_month")


def test_c03_tells_of_both_months() -> None:
    assert cells("C03", timed(None, None)) == ["DeAn!G4", "DeAn!H4"]


def test_c03_asks_projects_only() -> None:
    assert faults("C03", plan_of(section(), programme())) == []


def test_c03_asks_no_month_without_its_column() -> None:
    columns = {field: letters for field, letters in COLUMN.items() if field != "start_month"}
    assert cells("C03", timed(None, None, columns=columns)) == ["DeAn!H4"]


def test_c03_leaves_a_cell_that_could_not_be_read_to_another_rule() -> None:
    off = (unread("G4", "start_month", "Sở"),)
    assert cells("C03", timed(None, None, unread=off)) == ["DeAn!H4"]


def test_c03_tells_once_that_no_project_has_months() -> None:
    lines = [project(f"1.{at}", 5, start_month=None, end_month=at % 2 or None) for at in (2, 4, 6)]
    plan = plan_of(section(), programme(), *lines)
    assert cells("C03", plan) == ["DeAn!G4", "DeAn!H4"]
    said = faults("C03", plan)[0].message
    assert said == "không đề án nào ghi cột “Bắt đầu (tháng)” (3 đề án)"


def test_c03_asks_no_months_of_what_a_project_takes_off() -> None:
    lines = [project("1.1", 5), project("1.2", -2, start_month=None, end_month=None)]
    assert faults("C03", plan_of(section(), programme(), *lines)) == []


def test_c03_leaves_an_error_to_another_rule() -> None:
    plan = on_sheet(timed(None, None), {"H4": ErrorValue("#N/A")})
    assert cells("C03", plan) == ["DeAn!G4"]


# C04, years


def saying(text: str, field: str = "goal", **options: Any) -> Plan:
    return plan_of(section(), programme(), project("1.1", **{field: text}), **options)


def test_c04_tells_the_words_and_the_year_of_the_plan() -> None:
    found = fault("C04", saying("Bình chọn sản phẩm năm 2020"))
    assert found.message == (
        "1.1 Đề án 1.1: cột “Mục tiêu và nội dung chính” nhắc “năm 2020” trong kế hoạch năm 2021"
    )
    assert found.hint == "Sửa lại năm; nếu đúng là năm đó thì ghi lý do vào cột Giải trình."
    assert (str(found.place), found.column) == ("DeAn!E4", "goal")


@pytest.mark.parametrize(("field", "cell"), [("name", "C"), ("goal", "E"), ("result", "F")])
def test_c04_looks_at_name_goal_and_result(field: str, cell: str) -> None:
    assert cells("C04", saying("Năm 2019", field)) == [f"DeAn!{cell}4"]


def test_c04_does_not_look_at_notes() -> None:
    assert faults("C04", saying("Năm 2019", "note")) == []


@pytest.mark.parametrize(
    "text",
    [
        "năm 2020",
        "quý IV/2020",
        "tháng 5/2019",
        "kế hoạch 1999",
        "năm 2023",
        "giai đoạn 2016 - 2020",
        "giai đoạn 2022 - 2025",
        "giai đoạn 2021 - 2020",
        "Đến năm 2030. Trong năm 2020",
        "So với năm 2019; năm 2020",
    ],
)
def test_c04_knows_other_years(text: str) -> None:
    assert len(faults("C04", saying(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "năm 2021",
        "năm 2022",
        "2020 cuốn bản tin",
        "Tổng kết năm 2020",
        "so với năm 2019",
        "Định hướng đến năm 2030",
        "Xây dựng kế hoạch năm 2023",
        "giai đoạn 2021 - 2025",
        "giai đoạn 2016 - 2021",
        "Xây dựng chương trình giai đoạn 2022 - 2025",
        "Đánh giá giai đoạn 2016 - 2020",
        "Quyết định 53/2018/QĐ-UBND ngày 11/12/2018",
    ],
)
def test_c04_is_content(text: str) -> None:
    assert faults("C04", saying(text)) == []


def test_c04_tells_a_period_before_a_single_year() -> None:
    found = fault("C04", saying("Năm 2019 và giai đoạn 2016 - 2020"))
    assert "“2016 - 2020”" in found.message


def test_c04_looks_back_within_one_sentence_only() -> None:
    assert len(faults("C04", saying("Tổng kết công tác.\nNăm 2020"))) == 1
    assert faults("C04", saying("Tổng kết công tác năm 2020.")) == []


def test_c04_does_not_judge_without_a_year() -> None:
    assert faults("C04", saying("năm 2019", particulars={})) == []


def period(text: str) -> Plan:
    particulars = {"Năm kế hoạch": 2021, "Giai đoạn chương trình": text}
    place = {"Giai đoạn chương trình": Place("ThongTin", "B4")}
    return plan_of(section(), particulars=particulars, particular_cells=place)


def test_c04_tells_a_period_of_the_programme_without_the_year() -> None:
    found = fault("C04", period("2022 - 2025"))
    assert found.message == (
        "Giai đoạn chương trình ghi “2022 - 2025”, không gồm năm kế hoạch 2021"
    )
    assert found.hint == "Sửa giai đoạn, hoặc sửa Năm kế hoạch."
    assert str(found.place) == "ThongTin!B4"


@pytest.mark.parametrize("text", ["2021 - 2025", "2016–2021", "", "nhiều năm"])
def test_c04_is_content_with_the_period_of_the_programme(text: str) -> None:
    assert faults("C04", period(text)) == []
