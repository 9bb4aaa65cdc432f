"""The records of a sheet: the rows that hold anything below its headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workbook_tools.plan.grid import Grid
from workbook_tools.read import values


class Record(NamedTuple):
    """A row of a sheet: where it stands (from 1), and what it holds by the keys of the columns."""

    row: int
    values: Mapping[str, Any]


def records_of(grid: Grid, columns: Mapping[str, int]) -> Iterator[Record]:
    """The rows that hold anything in these columns, below the headings."""
    for number, row in grid.below_heading():
        held = {key: values.at(row, column) for key, column in columns.items()}
        if any(value is not None for value in held.values()):
            yield Record(number, held)
