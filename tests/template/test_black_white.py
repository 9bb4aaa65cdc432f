"""A template in black on white."""

from __future__ import annotations

import io
import re

import openpyxl

from tests.judges.packages import package_faults
from workbook_tools.excel.package import open_package, pack
from workbook_tools.template.black_white import black_and_white
from workbook_tools.template.shipped import template_path

PLAIN = black_and_white(open_package(template_path().read_bytes(), "m.xlsx"))


def test_it_is_a_sound_workbook() -> None:
    assert package_faults(pack(PLAIN)) == []


def test_no_cell_has_a_ground_or_a_colour() -> None:
    book = openpyxl.load_workbook(io.BytesIO(pack(PLAIN)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 500
    assert {cell.fill.fill_type for cell in cells} == {None}
    assert {cell.font.color for cell in cells} == {None}
    assert {cell.border.left.color for cell in cells} == {None}


def test_no_condition_gives_a_ground() -> None:
    styles = PLAIN.read("xl/styles.xml").decode()
    assert "fill" not in styles[styles.index("<dxfs") : styles.index("</dxfs>")]


def test_charts_are_grey() -> None:
    xml = b"".join(PLAIN.read(name) for name in PLAIN.parts if "charts/chart" in name)
    held = re.findall(rb'Clr val="(..)(..)(..)"', xml)
    assert held and all(len(set(parts)) == 1 for parts in held)
