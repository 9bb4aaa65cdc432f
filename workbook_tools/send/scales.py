"""Colour scales as they show now: the ground that each cell of an area has by its number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN

if TYPE_CHECKING:
    from lxml.etree import _Element

    from workbook_tools.send.clean_styles import Palette

_M = f"{{{MAIN}}}"
NUMBER = re.compile(r"-?[0-9]{0,20}\.?[0-9]{1,20}(?:[eE][+-]?[0-9]{1,3})?\Z")
_Cell = tuple[int, int]


def scale_fills(
    scale: _Element, numbers: Mapping[_Cell, float], palette: Palette
) -> dict[_Cell, str] | None:
    """The grounds of the cells that hold ``numbers`` on a colour scale, as colours in six digits;
    ``None`` for a scale whose points are not known (formulas).
    """
    held = sorted(numbers.values())
    colours = [palette.colour(found, "FFFFFF") for found in scale.iterfind(f"{_M}color")]
    points = [_point(found, held) for found in scale.iterfind(f"{_M}cfvo")] if held else []
    known = [point for point in points if point is not None]
    if not held:
        return {}
    if len(known) != len(points) or len(points) != len(colours) or len(points) not in (2, 3):
        return None
    stops = list(zip(_rising(known), colours, strict=True))
    return {cell: _colour(number, stops) for cell, number in numbers.items()}


def _point(found: _Element, held: Sequence[float]) -> float | None:
    """The number at which a scale has one of its colours; ``held`` are those of its cells, in
    order. ``None`` where it is not known.
    """
    kind, said = found.get("type"), str(found.get("val") or "")
    if kind == "min":
        return held[0]
    if kind == "max":
        return held[-1]
    if not NUMBER.match(said):
        return None
    number = float(said)
    if kind == "num":
        return number
    if kind == "percent":
        return held[0] + (held[-1] - held[0]) * number / 100
    return _percentile(held, number / 100) if kind == "percentile" else None


def _percentile(held: Sequence[float], share: float) -> float | None:
    """The number below which a share of the numbers lies, as PERCENTILE.INC gives it."""
    if not 0 <= share <= 1:
        return None
    place = share * (len(held) - 1)
    under = int(place)
    over = min(under + 1, len(held) - 1)
    return held[under] + (held[over] - held[under]) * (place - under)


def _rising(points: Sequence[float]) -> list[float]:
    """The points of a scale in order: none lies below the one before it."""
    return [max(points[: at + 1]) for at in range(len(points))]


def _colour(number: float, stops: Sequence[tuple[float, str]]) -> str:
    """The colour of a number between the points of a scale, mixed in equal steps."""
    if number <= stops[0][0]:
        return stops[0][1]
    for (low, first), (high, second) in pairwise(stops):
        if number <= high:
            return _mixed(first, second, (number - low) / (high - low))
    return stops[-1][1]


def _mixed(first: str, second: str, share: float) -> str:
    pairs = [(int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (0, 2, 4)]
    return "".join(f"{round(one + (other - one) * share):02X}" for one, other in pairs)
