"""A template with parts that Excel itself would have to mend is told by its part."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.templates import ROWS, rich, template_file
from workbook_tools.errors import InputError
from workbook_tools.excel.package import Package, open_package
from workbook_tools.template.compile import compile_template


def template(change: Callable[[str, bytes], bytes], without: str = "") -> Package:
    """The rich template with each part changed, or one left out."""
    package = open_package(template_file(ROWS, rich), "m.xlsx")
    parts = {name: change(name, package.read(name)) for name in package.parts if name != without}
    return Package(parts)


@pytest.mark.parametrize(
    ("old", "new", "part", "value"),
    [
        (b' dxfId="0"', b' dxfId="abc"', "xl/worksheets/sheet1.xml", "abc"),
        (b'mergeCell ref="A1:C1"', b'mergeCell ref="99999999999"', "sheet1.xml", "99999999999"),
        (b"<xdr:row>1</xdr:row>", b"<xdr:row>NaN</xdr:row>", "drawing1.xml", "NaN"),
        (b"<x:Row>7</x:Row>", b"<x:Row>../x</x:Row>", "vmlDrawing1.vml", "../x"),
        (b' fontId="1"', b' fontId="rId1"', "xl/styles.xml", "rId1"),
        (b'ref="K18:L19"', b'ref="XFD"', "xl/tables/table1.xml", "XFD"),
    ],
)
def test_a_value_that_cannot_be_reckoned_with_is_told(
    old: bytes, new: bytes, part: str, value: str
) -> None:
    changed = template(lambda _, data: data.replace(old, new, 1))
    with pytest.raises(InputError, match=f"{part} .*“{value}”"):
        compile_template(changed)


@pytest.mark.parametrize(
    "part", ["xl/tables/table1.xml", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"]
)
def test_a_part_that_is_needed_and_not_there_is_told(part: str) -> None:
    with pytest.raises(InputError, match=part):
        compile_template(template(lambda _, data: data, without=part))


def test_a_whole_template_compiles() -> None:
    assert compile_template(template(lambda _, data: data)).sheets
