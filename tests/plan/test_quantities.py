from __future__ import annotations

from workbook_tools.plan.quantities import quantities, quantity_of


def test_numbers_with_what_they_count() -> None:
    assert quantities("01 đoàn, 18 người") == ((1, "đoàn"), (18, "người"))
    assert quantities("1.000 lượt truy cập/tháng") == ((1000, "lượt truy cập/tháng"),)
    assert quantity_of("01 đoàn, 18 người", "người") == (18,)
    assert quantity_of("20 sản phẩm cấp tỉnh; 02 sản phẩm cấp quốc gia", "sản phẩm") == (20, 2)
    assert (
        quantity_of("5", "cơ sở") == (5,)
        and quantity_of("5 máy", "cơ sở") == ()
        and quantity_of("", "cơ sở") == ()
    )
    assert quantity_of("100% khối lượng", "%") == (100,)
