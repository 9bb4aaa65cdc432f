"""Pictures, shapes and charts follow the rows that they are anchored to."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.render.layouts import loop
from workbook_tools.render.moved_drawings import move_drawing

SPACE = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def rows(inner: str, count: int = 4) -> list[str]:
    root = etree.fromstring(f'<d:wsDr xmlns:d="{SPACE}"><d:anchor>{inner}</d:anchor></d:wsDr>')
    move_drawing(root, loop(count).sheets[0])
    return [element.text or "" for element in root.iter(f"{{{SPACE}}}row")]


def anchored(first: int, last: int) -> str:
    return f"<d:from><d:row>{first}</d:row></d:from><d:to><d:row>{last}</d:row></d:to>"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (0, 3, ["0", "3"]),
        (4, 6, ["5", "7"]),
        (2, 4, ["1", "3"]),
        (9, 12, ["10", "13"]),
    ],
)
def test_a_drawing_moves_with_its_first_row_and_keeps_its_size(
    first: int, last: int, expected: list[str]
) -> None:
    assert rows(anchored(first, last)) == expected


def test_a_drawing_with_one_anchor_moves() -> None:
    assert rows("<d:from><d:row>4</d:row></d:from>") == ["5"]


def test_a_drawing_that_is_anchored_to_no_cell_stays() -> None:
    assert rows('<d:pos x="1" y="2"/>') == []
