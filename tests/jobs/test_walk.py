"""From finding to finding: which one is next."""

from __future__ import annotations

import pytest

from workbook_tools.check import Finding, Severity
from workbook_tools.jobs.walk import Position, nearest
from workbook_tools.place import Place

PLACES: list[Position] = [(0, 2, 9), (0, 5, 7), (1, 1, 1)]
PLACED = [
    (at, Finding("A01", Severity.ERROR, "x", Place("S"), str(number), "h"))
    for number, at in enumerate(PLACES)
]


@pytest.mark.parametrize(
    ("here", "way", "number"),
    [
        ((0, 1, 1), 1, "0"),
        ((0, 2, 9), 1, "1"),
        ((0, 2, 10), 1, "1"),
        ((1, 1, 1), 1, "0"),
        ((9, 9, 9), 1, "0"),
        ((9, 9, 9), -1, "2"),
        ((1, 1, 1), -1, "1"),
        ((0, 5, 7), -1, "0"),
        ((0, 2, 9), -1, "2"),
        ((0, 1, 1), -1, "2"),
    ],
)
def test_the_nearest_one_round_the_workbook(here: Position, way: int, number: str) -> None:
    assert nearest(PLACED, here, way).message == number
