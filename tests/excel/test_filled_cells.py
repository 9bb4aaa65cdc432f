"""A value typed into a cell of a sheet that is there."""

from __future__ import annotations

import pytest
from lxml import etree

from workbook_tools.excel.filled_cells import fill
from workbook_tools.excel.package import MAIN


def filled(value: str | int) -> str:
    """A cell with a format and a text of the table, after a value was typed into it."""
    cell = etree.fromstring(f'<c xmlns="{MAIN}" r="A1" s="4" t="s"><v>7</v></c>')
    fill(cell, value)
    return etree.tostring(cell, encoding="unicode").replace(f' xmlns="{MAIN}"', "")


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (2027, '<c r="A1" s="4"><v>2027</v></c>'),
        ("Huế", '<c r="A1" s="4" t="inlineStr"><is><t>Huế</t></is></c>'),
        ("", '<c r="A1" s="4"/>'),
        ("=1+1", '<c r="A1" s="4" t="inlineStr"><is><t>=1+1</t></is></c>'),
        ("a\x01b", '<c r="A1" s="4" t="inlineStr"><is><t>a_x0001_b</t></is></c>'),
    ],
)
def test_the_value_stands_there_and_the_format_stays(value: str | int, xml: str) -> None:
    assert filled(value) == xml
