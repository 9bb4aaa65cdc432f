"""What was read otherwise, told in one line for each kind: each cell counted and named once."""

from __future__ import annotations

import pytest

from workbook_tools.check.remarks import told
from workbook_tools.place import Place
from workbook_tools.plan.model import Remark

WHY = "thời gian viết bằng chữ"


def remarks(*said: tuple[str, str]) -> list[Remark]:
    return [Remark(Place("DeAn", cell), "Tháng 3 - 9", read_as, WHY) for cell, read_as in said]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ((("G4", "tháng 3"),), "1 ô {}: DeAn!G4 (“Tháng 3 - 9” → tháng 3)"),
        (
            (("G4", "tháng 3"), ("G4", "tháng 9")),
            "1 ô {}: DeAn!G4 (“Tháng 3 - 9” → tháng 3, tháng 9)",
        ),
        (
            (("G4", "tháng 3"), ("G4", "tháng 9"), ("G5", "tháng 3"), ("G5", "tháng 9")),
            "2 ô {}: DeAn!G4, G5",
        ),
    ],
)
def test_a_cell_that_says_two_things_is_one_cell(
    said: tuple[tuple[str, str], ...], line: str
) -> None:
    assert told(remarks(*said)) == line.format(WHY)


def test_of_many_cells_those_that_are_not_named_are_counted() -> None:
    cells = [(f"G{row}", read_as) for row in range(1, 16) for read_as in ("tháng 3", "tháng 9")]
    line = told(remarks(*cells))
    assert line.startswith(f"15 ô {WHY}: DeAn!G1, G2,") and line.endswith("G12 và 3 ô nữa")
