"""The province or city that a title names."""

from __future__ import annotations

import pytest

from workbook_tools.plan.provinces import CITIES, PROVINCES, is_city, province_in, with_kind


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("KẾ HOẠCH KHUYẾN CÔNG TỈNH THANH HÓA GIAI ĐOẠN 2026 - 2030", "Thanh Hóa"),
        ("KẾ HOẠCH TỈNH PHÚ THỌ QUÝ I NĂM 2027", "Phú Thọ"),
        ("DANH MỤC ĐỀ ÁN TỈNH ĐỒNG NAI ĐỢT 2", "Đồng Nai"),
        ("Kế hoạch khuyến công thành phố Huế năm 2026", "Thành phố Huế"),
        ("KẾ HOẠCH THÀNH PHỐ HỒ CHÍ MINH NĂM 2026", "Thành phố Hồ Chí Minh"),
        ("UBND TP. Cần Thơ", "Thành phố Cần Thơ"),
        ("UBND tỉnh Thừa Thiên Huế", "Thừa Thiên Huế"),
        ("UBND tỉnh Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("(của UBND tỉnh Thanh Hoá)", "Thanh Hóa"),
        ("tại thành phố Biên Hòa, tỉnh Đồng Nai", "Đồng Nai"),
        ("UBND thành phố Long Khánh", ""),
        ("cấp tỉnh và cấp huyện", ""),
        ("TỈNH MỘT HAI NĂM 2026", "Một Hai"),
        ("tỉnh Khánh Sơn Mới Đợt 3", "Khánh Sơn Mới"),
        ("không có gì", ""),
    ],
)
def test_the_name_ends_where_the_title_goes_on(line: str, name: str) -> None:
    assert province_in(line) == name


@pytest.mark.parametrize("name", PROVINCES)
def test_every_province_in_capitals(name: str) -> None:
    assert province_in(f"BIỂU TỔNG HỢP TỈNH {name.upper()} NĂM 2026") == name


def test_there_were_sixty_three() -> None:
    assert len({*PROVINCES, *CITIES} - {"Huế"}) == 63


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Lâm Đồng", "tỉnh Lâm Đồng"),
        ("Tỉnh  Đồng Nai", "tỉnh Đồng Nai"),
        ("Đà Nẵng", "thành phố Đà Nẵng"),
        ("TP. Hồ Chí Minh", "thành phố Hồ Chí Minh"),
        ("Thành phố Huế", "thành phố Huế"),
        ("", ""),
    ],
)
def test_a_sentence_names_a_province_with_its_kind(typed: str, said: str) -> None:
    assert with_kind(typed) == said


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("Huế", True),
        ("tp. Cần Thơ", True),
        ("Phú Thọ", False),
        ("tỉnh Lâm Đồng", False),
        ("", False),
    ],
)
def test_a_city_of_its_own_is_told_from_a_province(name: str, city: bool) -> None:
    assert is_city(name) is city
