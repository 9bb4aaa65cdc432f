"""Where pages end, for rows of known heights of which some belong together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

FREE, WHOLE, BLOCK, ONE = 0, 1, 2, 3
"""How firmly a row is bound to the next one: not at all; as a part of a short table; as a heading
to what it heads, or as a total to what it adds up; as a part of one thing.
"""


def page_breaks(
    heights: Sequence[float], bonds: Sequence[int], first: float, others: float
) -> tuple[int, ...]:
    """The numbers of rows (from 1) that are the last of their pages, but for the last page.

    ``bonds`` tells for each row how firmly it is bound to the next one. ``first`` is the room on
    the first page and ``others`` that on the others, where headings are repeated. Rows that are
    bound stay together unless a page does not hold them: then the weakest bonds among them give
    way. No fewer pages are possible with the ends that are allowed so.
    """
    ends = allowed_ends(heights, bonds, first, others)
    sums = list(accumulate(heights, initial=0.0))
    found: list[int] = []
    start, room = 0, first
    while sums[-1] - sums[start] > room:
        reach = bisect_right(sums, sums[start] + room) - 1
        at = bisect_right(ends, reach) - 1
        end = ends[at] if at >= 0 and ends[at] > start else max(reach, start + 1)
        if end >= len(heights):
            break
        found.append(end)
        start, room = end, others
    return tuple(found)


def allowed_ends(
    heights: Sequence[float], bonds: Sequence[int], first: float, others: float
) -> list[int]:
    """The rows (from 1) that may be the last of a page, in order."""
    sums = list(accumulate(heights, initial=0.0))
    ends: list[int] = []
    waiting = [(0, len(heights), FREE)]
    while waiting:
        start, end, level = waiting.pop()
        cuts = [row for row in range(start + 1, end) if bonds[row - 1] <= level]
        ends += cuts
        for top, bottom in zip([start, *cuts], [*cuts, end], strict=True):
            room = first if top == 0 else others
            if sums[bottom] - sums[top] > room and level < ONE:
                waiting.append((top, bottom, level + 1))
    return sorted(set(ends))
