"""Where pages end, against a slow search through all ends that are allowed."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.render.page_breaks import (
    BLOCK,
    FREE,
    ONE,
    WHOLE,
    allowed_ends,
    page_breaks,
)


def fewest_pages(
    heights: Sequence[float], ends: Sequence[int], first: float, others: float
) -> int | None:
    """The least number of pages over all choices of ends, or ``None`` where none fits."""
    best: dict[int, int] = {0: 0}
    stops = [*ends, len(heights)]
    for stop in stops:
        counts = [
            best[start] + 1
            for start in [0, *ends]
            if start < stop
            and start in best
            and sum(heights[start:stop]) <= (first if start == 0 else others)
        ]
        if counts:
            best[stop] = min(counts)
    return best.get(len(heights))


ROWS = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from([FREE, FREE, WHOLE, BLOCK, ONE])),
    min_size=1,
    max_size=40,
)


@given(ROWS, st.integers(40, 200), st.integers(0, 40))
def test_no_fewer_pages_are_possible(
    rows: list[tuple[int, int]], first: int, repeated: int
) -> None:
    heights, bonds = [float(height) for height, _ in rows], [bond for _, bond in rows]
    others = first - repeated
    ends = allowed_ends(heights, bonds, first, others)
    found = page_breaks(heights, bonds, first, others)
    least = fewest_pages(heights, ends, first, others)
    if least is not None:
        assert len(found) + 1 == least
        assert set(found) <= set(ends)


@given(ROWS, st.integers(60, 200))
def test_every_page_holds_its_rows(rows: list[tuple[int, int]], room: int) -> None:
    heights = [float(height) for height, _ in rows]
    found = page_breaks(heights, [bond for _, bond in rows], room, room)
    for start, end in zip([0, *found], [*found, len(rows)], strict=True):
        assert sum(heights[start:end]) <= room


def test_bound_rows_go_to_the_next_page_together() -> None:
    assert page_breaks([40, 40, 40], [FREE, BLOCK, FREE], 100, 100) == (1,)


def test_rows_that_no_page_holds_are_parted_at_the_weakest_bond() -> None:
    heights, bonds = [30.0] * 5, [BLOCK, WHOLE, BLOCK, ONE, FREE]
    assert page_breaks(heights, bonds, 100, 100) == (2,)
    assert page_breaks(heights, [ONE, ONE, BLOCK, ONE, FREE], 100, 100) == (3,)
    assert page_breaks(heights, [ONE] * 5, 100, 100) == (3,)


def test_repeated_headings_leave_less_room() -> None:
    assert page_breaks([50.0] * 4, [FREE] * 4, 100, 100) == (2,)
    assert page_breaks([50.0] * 4, [FREE] * 4, 100, 60) == (2, 3)


def test_a_row_higher_than_a_page_has_one_of_its_own() -> None:
    assert page_breaks([50, 500, 50], [FREE] * 3, 100, 100) == (1, 2)


def test_what_fits_on_a_page_needs_no_break() -> None:
    assert page_breaks([50, 50], [FREE, FREE], 100, 100) == ()
    assert page_breaks([], [], 100, 100) == ()
