from __future__ import annotations

from decimal import Decimal

from workbook_tools.plan.quantities import quantities, quantity_of


def test_numbers_with_what_they_count() -> None:
    assert quantities("01 đoàn, 18 người") == ((Decimal(1), "đoàn"), (Decimal(18), "người"))
    assert quantities("1.000 lượt truy cập/tháng") == ((Decimal(1000), "lượt truy cập/tháng"),)
    assert quantity_of("01 đoàn, 18 người", "người") == (Decimal(18),)
    assert quantity_of("20 sản phẩm cấp tỉnh; 02 sản phẩm cấp quốc gia", "sản phẩm") == (
        Decimal(20),
        Decimal(2),
    )
    assert (
        quantity_of("5", "cơ sở") == (Decimal(5),)
        and quantity_of("5 máy", "cơ sở") == ()
        and quantity_of("", "cơ sở") == ()
    )
    assert quantity_of("100% khối lượng", "%") == (Decimal(100),)
