"""The plan workbook with headings that people renamed."""

from __future__ import annotations

import pytest

from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.grid import Grid
from workbook_tools.read.renamed import Renamed, with_known_headings


def renamed(said: dict[str, str], *, sources: bool = True) -> Renamed:
    """The usual headings, some of them called otherwise."""
    headings = [said.get(heading, heading) for heading in COLUMNS.values()]
    return with_known_headings(Grid("DeAn", [headings, ["1"]]), sources=sources)


@pytest.mark.parametrize(
    ("called", "heading"),
    [
        ("KPKC ĐP", "Kinh phí tỉnh"),
        ("KPKC ĐP", "Kinh phí khuyến công địa phương"),
        ("KP đơn vị thụ hưởng", "Vốn đối ứng của cơ sở"),
        ("KP đơn vị thụ hưởng", "Kinh phí doanh nghiệp đóng góp"),
        ("Tổng KP thực hiện", "Tổng kinh phí"),
        ("Tên đề án", "Tên dự án"),
        ("TT", "STT"),
        ("Bắt đầu (tháng)", "Thời gian bắt đầu"),
        ("Kết thúc (tháng)", "Tháng kết thúc"),
    ],
)
def test_a_heading_that_means_a_missing_one_is_that_one(called: str, heading: str) -> None:
    found = renamed({called: heading})
    assert called in found.grid.headings and heading not in found.grid.headings
    told = [(str(said.place.cell), said.found, said.read_as) for said in found.decisions]
    at = list(COLUMNS.values()).index(called)
    assert told == [(f"{chr(65 + at)}1", heading, f"cột “{called}”")]


def test_several_are_found_at_once() -> None:
    found = renamed({"TT": "STT", "KPKC ĐP": "Ngân sách tỉnh", "Tên đề án": "Tên dự án"})
    assert list(found.grid.headings) == list(COLUMNS.values())


def test_of_two_that_mean_it_none_is_taken() -> None:
    found = renamed({"KPKC ĐP": "Kinh phí tỉnh", "Ghi chú": "Ngân sách tỉnh"})
    assert found.decisions == () and "KPKC ĐP" not in found.grid.headings


def test_a_column_beside_the_known_one_is_the_users_own() -> None:
    assert renamed({"Ghi chú": "Kinh phí tỉnh"}).decisions == ()


def test_a_column_of_names_is_no_money() -> None:
    assert renamed({"KP đơn vị thụ hưởng": "Đơn vị thụ hưởng"}).decisions == ()


def test_stated_sources_have_their_own_headings() -> None:
    assert renamed({"KPKC ĐP": "Kinh phí tỉnh"}, sources=False).decisions == ()
