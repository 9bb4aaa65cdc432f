"""Quantities as plans write them: ``05 cơ sở``, ``01 đoàn, 18 người``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from workbook_tools.patterns import pattern
from workbook_tools.plan.numerals import read_numeral

_QUANTITY = pattern(r"(?<![\w.,/])([0-9][0-9.,]*[0-9]|[0-9])\s*(%|[^\d;,.:()\n]*)")


@lru_cache(maxsize=16384)
def quantities(text: str) -> tuple[tuple[Decimal, str], ...]:
    """The numbers of a text, each with the words after it in small letters: ``((5, "cơ sở"),)``."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[tuple[Decimal, str]]:
    for match in _QUANTITY().finditer(text):
        numeral = read_numeral(match[1])
        if numeral is not None:
            yield numeral.value, " ".join(match[2].casefold().split())


def quantity_of(text: str, unit: str) -> tuple[Decimal, ...]:
    """The numbers of a text that count ``unit``; where none names it and there is one number only,
    that one.
    """
    wanted = " ".join(unit.casefold().split())
    found = quantities(text)
    named = tuple(
        value for value, words in found if wanted and (words + " ").startswith(wanted + " ")
    )
    if named:
        return named
    return (found[0][0],) if len(found) == 1 and (not wanted or not found[0][1]) else ()
