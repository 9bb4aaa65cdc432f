"""When a project runs, as offices write it: months, quarters, dates, whole years, in one column or
in two.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import NamedTuple

from workbook_tools.patterns import pattern
from workbook_tools.read import values

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = 12
_YEARS_AHEAD = 5
"""A project may end so many years after the plan's."""

_BEFORE = pattern(
    r"\A(?:(?:từ|trong|dự kiến|bắt đầu|kết thúc|(?:cho )?(?:đến|tới)(?: hết)?|hết|vào)\s+(?!năm))+"
)
_TO = pattern(r"\s*(?:-|–|—|÷|→|->|\bđến\b|\btới\b|,|;|\bvà\b)\s*")
_WHOLE_YEAR = pattern(r"(?:cả|trong|suốt|hàng|hằng|toàn)\s+năm(?:\s+([0-9]{4}))?\Z|thường xuyên")
_DAY = pattern(r"(?:ngày\s+)?[0-9]{1,2}([/.-])0?([0-9]{1,2})\1([0-9]{4})\Z")
_QUARTER = pattern(r"(?:quý|q)\.?\s*(i{1,3}|iv|[1-4])(?:\s*(?:/|năm)?\s*([0-9]{4}))?\Z")
_QUARTERS = pattern(r"q\.?\s*[1-4i]|i{1,3}v?\s*[-–—,]\s*i{0,3}v?\b")
_MONTH = pattern(r"(?:tháng|thg|th|t)?\.?\s*0?([0-9]{1,2})(?:\s*(?:/|năm|\.)\s*([0-9]{4}))?\Z")
_YEAR = pattern(r"(?:năm\s+)?((?:19|20)[0-9]{2})\Z")


_COUNTED = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_IN_WORDS = {
    **{word: number for number, word in enumerate(_COUNTED, 1)},
    "giêng": 1,
    "bốn": 4,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
}
_MONTH_IN_WORDS = pattern(rf"(?<=tháng )({'|'.join(sorted(_IN_WORDS, reverse=True))})\b(?! tháng)")
_PARTS = {
    "6 tháng đầu năm": (1, 6),
    "6 tháng cuối năm": (7, 12),
    "nửa đầu năm": (1, 6),
    "nửa cuối năm": (7, 12),
}
_PART = pattern(rf"({'|'.join(_PARTS)})(?:\s+([0-9]{{4}}))?\Z")


class Period(NamedTuple):
    """The first and the last month of the plan's year in which a project runs."""

    first: int
    last: int


class _End(NamedTuple):
    """One end of a period: the first and last month that it may mean, and its year."""

    first: int
    last: int
    year: int | None


def period(value: object, year: int | None) -> Period | None:
    """``Quý II - Quý IV``, ``Tháng 3 - 11/2026``, ``cả năm``, ``5-12``, a date … → the months of
    the plan's year; ``None`` where the value says none, or no month of that year.

    What goes on after the year ends in December; without a plan's year any year is taken for it.
    """
    ends = _ends(value)
    return None if ends is None else _joined(*ends, year)


def later_end(value: object, year: int | None) -> str:
    """The end that a value says in one of the few years after the plan's, as ``12/2028``; empty
    where it ends in the plan's year, or says no end of the plan's.
    """
    if isinstance(value, (int, float)) and value <= _MONTHS:
        return ""
    ends = _ends(value)
    if ends is None or year is None:
        return ""
    first, last = ends
    to = last or first
    if to.year is None or to.year <= year or end_month(value, year) is None:
        return ""
    return f"{to.last}/{to.year}"


def _ends(value: object) -> tuple[_End, _End | None] | None:
    """The two ends that a value says, or the only one; ``None`` where it says none."""
    if isinstance(value, date):
        return _End(value.month, value.month, value.year), None
    said = _said(value)
    whole = _end(said, quarterly=False)
    if whole is not None:
        return whole, None
    ends = [part for part in _TO().split(said) if part]
    if not 2 <= len(ends) <= 4:
        return None
    quarterly = "quý" in said or bool(_QUARTERS().match(said))
    first, last = _end(ends[0], quarterly), _end(ends[-1], quarterly)
    return None if first is None or last is None else (first, last)


def _said(value: object) -> str:
    """A value as it is read: small letters, single blanks, no word before; empty for none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    said = value if isinstance(value, str) else values.text(value)
    plain = " ".join(unicodedata.normalize("NFC", said).casefold().split())
    plain = _MONTH_IN_WORDS().sub(lambda found: str(_IN_WORDS[found[1]]), plain)
    return _BEFORE().sub("", plain.strip(" .()")).strip(" .()")


def _end(said: str, quarterly: bool) -> _End | None:
    """One end as it is written; ``quarterly``: a bare number is a quarter's."""
    if whole := _WHOLE_YEAR().match(said):
        return _End(1, 12, _year(whole[1]))
    if part := _PART().match(said):
        return _End(*_PARTS[part[1]], _year(part[2]))
    if year := _YEAR().match(said):
        return _End(1, 12, int(year[1]))
    if day := _DAY().match(said):
        return _month(int(day[2]), day[3])
    if quarter := _QUARTER().match(f"q{said}" if quarterly and "q" not in said else said):
        number = _ROMAN.get(quarter[1]) or int(quarter[1])
        return _End(3 * number - 2, 3 * number, _year(quarter[2]))
    if month := _MONTH().match(said):
        return _month(int(month[1]), month[2])
    return None


def _year(said: str | None) -> int | None:
    return int(said) if said else None


def _month(number: int, year: str | None) -> _End | None:
    return _End(number, number, _year(year)) if 1 <= number <= 12 else None


def _joined(first: _End, last: _End | None, year: int | None) -> Period | None:
    """The months of the plan's year between two ends; ``None`` where they lie in no order, or the
    period is not the plan's.
    """
    to = last or first
    planned = year if year is not None else first.year or to.year or 0
    begins = _begin(first, to, planned)
    ends = to.year or begins
    in_years = begins <= planned <= ends <= planned + _YEARS_AHEAD
    if not in_years or (last is None and begins != planned):
        return None
    found = Period(first.first if begins == planned else 1, to.last if ends == planned else 12)
    return found if found.first <= found.last else None


def _begin(first: _End, to: _End, planned: int) -> int:
    """The year in which a period begins: as said, that of its end where the months are in order."""
    if first.year is not None:
        return first.year
    return to.year if to.year is not None and first.first <= to.last else planned


def end_month(value: object, year: int | None) -> int | None:
    """The last month where a column says the end alone: December where that lies in a later year
    of the few after the plan's.
    """
    found = period(value, year)
    if found is not None or year is None:
        return None if found is None else found.last
    for later in range(year + 1, year + _YEARS_AHEAD + 1):
        if period(value, later) is not None:
            return 12
    return None
