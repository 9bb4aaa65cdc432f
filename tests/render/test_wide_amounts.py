"""Columns are as wide as the longest total in them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.render.layouts import sheet_of
from tests.templates import tag
from workbook_tools.render.heights import TextStyle
from workbook_tools.render.layout import SheetLayout
from workbook_tools.render.rows import Written
from workbook_tools.render.wide_amounts import amount_widths

ROWS: dict[int, dict[str, Any]] = {
    1: tag("for item in items"),
    2: {"A": 1, "C": 1},
    3: tag("endfor"),
    4: {"A": 1, "C": 1},
}
MONEY, RATIO = TextStyle(11, number_format="#,##0_)"), TextStyle(11, number_format="#,##0.0%")


def sheet() -> SheetLayout:
    def draw(book: Any, page: Any) -> None:
        page.set_column("A:D", 12 - 5 / 7)
        for row in (1, 3):
            page.write(row, 2, 1, book.add_format({"num_format": "#,##0_)"}))

    return sheet_of(ROWS, draw, items=[1, 2])


def widths(amount: Decimal | None, pattern: int = 4, style: TextStyle = MONEY) -> dict[int, float]:
    layout = sheet()
    formula = Written(3, 3, layout.sheet.rows[pattern], "x", amount, True)
    return dict(amount_widths(layout, [formula], [style] * 9, 5.5))


def test_a_short_total_changes_nothing() -> None:
    assert widths(Decimal(9230500)) == {}


@pytest.mark.parametrize(
    ("amount", "least", "most"), [("123456789012345", 18, 22), ("-98765432109", 14, 17)]
)
def test_a_long_total_makes_its_column_wider(amount: str, least: float, most: float) -> None:
    assert least < widths(Decimal(amount))[3] < most


def test_decimals_take_room_too() -> None:
    assert widths(Decimal("987654321.25"))[3] > widths(Decimal("987654321"))[3]


def test_what_is_no_amount_is_left_alone() -> None:
    assert widths(None) == {} == widths(Decimal(10**12), style=RATIO)
    assert widths(Decimal(10**12), style=TextStyle(11)) == {}


def test_totals_are_asked_before_what_they_add_up() -> None:
    layout = sheet()
    rows = layout.sheet.rows
    part = Written(1, 3, rows[2], "x", Decimal(10**15), True)
    total = Written(3, 3, rows[4], "x", Decimal(5), True)
    assert amount_widths(layout, [part, total], [MONEY] * 9, 5.5) == {}
    assert amount_widths(layout, [part], [MONEY] * 9, 5.5)[3] > 15


def test_no_column_becomes_wider_than_a_page() -> None:
    assert widths(Decimal(10) ** 300)[3] == 60
