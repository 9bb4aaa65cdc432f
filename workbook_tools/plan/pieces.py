"""Many texts in one piece, so that a sign is looked for in all of them at once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Generic, TypeVar

END = "\0"
"""What stands before, between and after the texts: no cell of a workbook can hold it."""

_CAPITALS = bytes(65 if 65 <= code <= 90 else 32 for code in range(256))

Held = TypeVar("Held")

Sign = str | re.Pattern[str]
"""What is looked for: itself, or what an expression finds."""


class Pieces(Generic[Held]):
    """Things with a text each, as they stand in order."""

    def __init__(self, held: Sequence[Held], text: Callable[[Held], str]) -> None:
        self.held = held
        self._texts = [text(one) for one in held]

    @cached_property
    def joined(self) -> str:
        """All the texts, with ``END`` around each."""
        return END.join(["", *self._texts, ""])

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate([len(text) + 1 for text in self._texts]))

    def with_signs(self, *signs: Sign) -> Iterator[Held]:
        """The things whose texts hold one of the signs, in their order."""
        return self._at({at for sign in signs for at in _positions(self.joined, sign)})

    def with_capitals(self, count: int) -> Iterator[Held]:
        """The things in whose texts so many capitals (A to Z, Đ) follow each other."""
        letters = self.joined.replace("Đ", "D").encode("latin-1", "replace")
        run, found, at = b"A" * count, set(), -1
        capitals = letters.translate(_CAPITALS)
        while (at := capitals.find(run, at + 1)) >= 0:
            found.add(at)
        return self._at(found)

    def _at(self, positions: set[int]) -> Iterator[Held]:
        """The things that stand at some positions of the joined texts, each once."""
        if positions:
            ends = self._ends
            for number in sorted({bisect_left(ends, at) for at in positions}):
                yield self.held[number]


def _positions(joined: str, sign: Sign) -> Iterator[int]:
    """Where a sign ends: of one that tells how a text begins, too, that is within the text."""
    if isinstance(sign, str):
        at = joined.find(sign)
        while at >= 0:
            yield at + len(sign) - 1
            at = joined.find(sign, at + 1)
    else:
        for match in sign.finditer(joined):
            yield match.end() - 1
