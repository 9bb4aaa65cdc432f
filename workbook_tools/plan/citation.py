"""Legal documents as plans cite them: number, and the date that stands after it."""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_KIND = (
    r"(?:QĐ|NĐ|NQ|TTLT|TTr|TT|CTr|CT|KH|QH|CV|PL|LCT|TB|BC|BB|CĐ|ĐA|GM|GP|GCN|HD|HĐ|PA|QC|QyĐ"
    r"|UQ|VBHN)"
)
_ISSUER = r"[A-ZĐ][A-ZĐa-z]*\d{0,2}(?:&[A-ZĐ]+)*"
_FILE = r"(?:\.[A-ZĐ]{2,3}(?!\w))"
"""What some offices put behind the issuer for the file that a document lies in (UBND.HC)."""
_PARTY = r"(?:BC|CT|CTr|CV|ĐA|HD|KH|KL|NQ|QC|QĐ|QyĐ|TB|TTr)"
_GOOD = re.compile(
    rf"\d{{1,5}}(?:/(?:19|20)\d{{2}})?/{_KIND}(?:-{_ISSUER})+{_FILE}?\Z"
    r"|\d{1,3}/(?:19|20)\d{2}/QH\d{1,2}\Z"
    rf"|\d{{1,5}}-{_PARTY}/[A-ZĐ][A-ZĐa-z]{{1,9}}\Z"
    rf"|\d{{1,5}}(?:/(?:19|20)\d{{2}})?/HĐ[A-ZĐ]{{1,4}}(?:-{_ISSUER})*\Z"
)
"""Numbers of the state's documents, of laws, of the party's (06-CTr/TU), of contracts (12/HĐKT)."""
_MISSPELT = re.compile(r"-(?:HDND|UBNĐ|UBDN|UNBD|BKHDT|BKHÐT|HĐNĐ)(?![A-ZĐ])")
"""Issuers as they are written where Đ and D are confused or letters are exchanged."""
_CANDIDATE = re.compile(
    r"(?<![\w/])(?P<number>\d{1,5}(?:\s?[/-]\s?\d{2,4})?\s?[/-]\s?[A-ZĐ]{2}[A-Za-zĐđ0-9]*"
    rf"(?:\s?[-–/]\s?[A-ZĐ&][A-Za-zĐđ0-9&]*)*{_FILE}?|\d{{1,5}}[A-ZĐ]{{2,4}}/[A-ZĐ]{{2,9}})"
)
_NAMED = re.compile(
    r"(?:quyết định|nghị định|nghị quyết|thông tư(?: liên tịch)?|chỉ thị|QĐ|NĐ|NQ|TT)\s+"
    r"(?:số\s*(?::\s*)?)?(?P<number>\d{1,5}(?:[/.-]\w+)+)",
    re.IGNORECASE,
)
_WHOLE_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_LONG_DATE = r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"
_SHORT_DATE = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})"
_DATE = re.compile(
    rf"\s*(?:,\s*)?\(?(?:ký\s+|ban hành\s+)?(?:ngày\s+)?(?:{_LONG_DATE}|{_SHORT_DATE})",
    re.IGNORECASE,
)
_ANY_DATE = re.compile(rf"(?:ngày\s+)?(?:{_LONG_DATE}|{_SHORT_DATE})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as a text cites it. ``issued`` is the date beside it; ``span`` is where both stand
    in the text.
    """

    number: str
    issued: date | None
    date_text: str
    well_formed: bool
    span: tuple[int, int]

    @property
    def year(self) -> int | None:
        """The year in the number (53/2018/QĐ-UBND), where it has one."""
        match = re.search(r"/((?:19|20)\d{2})/", self.number)
        return int(match[1]) if match else None


@lru_cache(maxsize=65536)
def citations(text: str) -> tuple[Citation, ...]:
    """The documents that a text cites, in order."""
    if "/" not in text and "-" not in text:
        return ()
    found: list[Citation] = []
    for pattern in (_CANDIDATE, _NAMED):
        for match in pattern.finditer(text):
            if not _is_taken(match.span("number"), found) and not _is_date(match):
                insort(found, _citation(text, match), key=_span)
    return tuple(found)


def _is_taken(span: tuple[int, int], found: Sequence[Citation]) -> bool:
    """Whether a part of the text overlaps with a citation that is found already; these do not
    overlap, and are in order.
    """
    start, end = span
    at = bisect(found, span, key=_span)
    near = found[max(at - 1, 0) : at + 1]
    return any(start < citation.span[1] and citation.span[0] < end for citation in near)


def _span(citation: Citation) -> tuple[int, int]:
    return citation.span


def _is_date(match: re.Match[str]) -> bool:
    """Whether what stands after the name of a kind of document is a date, no number."""
    return bool(_WHOLE_DATE.fullmatch(_bare(match["number"])))


def _citation(text: str, match: re.Match[str]) -> Citation:
    """The citation whose number was found, with the date that follows it."""
    start, end = match.span("number")
    said = _DATE.match(text, end)
    number = _bare(match["number"])
    return Citation(
        number=number,
        issued=_date(said),
        date_text=said[0].strip(" ,(") if said else "",
        well_formed=_is_good(match["number"].strip(" .,;-"), number),
        span=(start, said.end() if said else end),
    )


def _bare(number: str) -> str:
    """A number without blanks and without the signs that end a sentence."""
    return re.sub(r"\s", "", number).rstrip(".,;-")


def _is_good(typed: str, number: str) -> bool:
    return typed == number and bool(_GOOD.match(number)) and not _MISSPELT.search(number)


def _date(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def without_citations(text: str) -> str:
    """A text less the documents that it cites and less full dates, as long as it was."""
    for citation in citations(text):
        start, end = citation.span
        text = text[:start] + " " * (end - start) + text[end:]
    return _ANY_DATE.sub(lambda match: " " * len(match[0]), text)


def normal_number(number: str) -> str:
    """A document's number as it is compared: no blanks, capitals, no leading zeros."""
    return re.sub(r"\s", "", number).upper().lstrip("0")
