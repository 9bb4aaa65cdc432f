"""What a number format shows of a value, and in which colour."""

from __future__ import annotations

import pytest

from workbook_tools.send.clean_formats import format_colour, shows_value

INDEXED = [f"0000{at:02X}" for at in range(64)]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", True),
        ("0;-0;0", True),
        ("0;-0;0;@", True),
        ('0;-0;0;"Đơn vị "@', True),
        ("0;-0;0;General", True),
        (";;;", False),
        ('0;-0;0;""', False),
        ('0;-0;0;" "', False),
        ("0;-0;0;[Red]", False),
        ('0;-0;0;"khác"', False),
        ("0;-0;0;\\@", False),
    ],
)
def test_what_is_shown_of_a_text(code: str, shown: bool) -> None:
    assert shows_value(code, "Riêng") == shown


@pytest.mark.parametrize(
    ("code", "value", "colour"),
    [
        ("[White]@", "chữ", "FFFFFF"),
        ("[White]General", "chữ", "FFFFFF"),
        ("0;0;0;[Red]@", "chữ", "FF0000"),
        ("[White]0", "chữ", None),
        ("[White]0", 5.0, "FFFFFF"),
        ("0;[white]-0", -5.0, "FFFFFF"),
        ("0;[White]-0", 5.0, None),
        ("0;-0;[White]0", 0.0, "FFFFFF"),
        ("[Color2]0", 5.0, INDEXED[9]),
        ("[Color 56]0", 5.0, INDEXED[63]),
        ("[Color99]0", 5.0, None),
        ('"[White]"0', 5.0, None),
        ("[<1][White]0;0", 0.5, "FFFFFF"),
        ("[<1][White]0;0", 5.0, None),
        ("[>=100]0;[White]0", 5.0, "FFFFFF"),
        ("[White]General", True, None),
    ],
)
def test_the_colour_that_a_format_gives(
    code: str, value: float | str | bool, colour: str | None
) -> None:
    assert format_colour(code, value, INDEXED) == colour
