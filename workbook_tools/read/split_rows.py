"""The rows below a sum that only split it (Trong đó: kinh phí quốc gia, kinh phí địa phương)."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.read.headers import normal
from workbook_tools.read.levels import is_sum, is_total
from workbook_tools.read.sums import SumRow, added, agree
from workbook_tools.read.vocabulary import DASHES, SPLIT_NAME


def parts_of_sums(rows: Sequence[SumRow]) -> dict[int, int]:
    """The rows that are parts of a row above them, each with that row: two at least without a
    number, below the sum of all or below a line that says so, which add up to it.
    """
    found: dict[int, int] = {}
    for at, row in enumerate(rows):
        first = at + 1
        said = first < len(rows) and _says_split(rows[first])
        if not row.money or not (said or is_total(row.tt, row.name)):
            continue
        begin = end = first + said
        while end < len(rows) and _may_be_part(rows[end]):
            end += 1
        parts = range(begin, end)
        if len(parts) > 1 and agree(row.money, added(rows[begin:end])):
            found |= dict.fromkeys(range(first, end), at)
    return found


def _says_split(row: SumRow) -> bool:
    """Whether a row only says that what follows are the parts of the row above."""
    return not row.tt and not row.money and bool(SPLIT_NAME().match(normal(row.name)))


def _may_be_part(row: SumRow) -> bool:
    """Whether a row has money, and no number and no sum's name."""
    return bool(row.money) and row.tt in ("", *DASHES) and not is_sum(row.tt, row.name)
