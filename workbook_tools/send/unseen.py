"""What a reader of a sheet cannot see."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,9})?\Z")
_SMALLEST = 2.0
"""Letters of this size, in points, or smaller are a line on paper."""

_CLOSE = 16
"""Colours whose parts (0 to 255) differ by no more than this are taken for one."""


def is_unseen(colour: str, fill: str | None, size: float | str) -> bool:
    """Whether letters of a colour and size are not to be seen on a ground; colours in six digits,
    ``fill`` is ``None`` where the ground is not one colour.
    """
    points = size if isinstance(size, float) else _points(size)
    return points <= _SMALLEST or (fill is not None and _is_close(colour, fill))


def _points(size: str) -> float:
    return float(size) if _NUMBER.match(size) else 11.0


def _is_close(first: str, second: str) -> bool:
    pairs = [(int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (0, 2, 4)]
    return all(abs(one - other) <= _CLOSE for one, other in pairs)


def is_nothing(length: str | None, least: float) -> bool:
    """Whether a height or width that is told leaves nothing to see."""
    return length is not None and bool(_NUMBER.match(length)) and float(length) <= least
