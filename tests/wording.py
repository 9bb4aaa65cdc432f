"""What is wrong with a sentence that a user reads: marks that are missing or stand where they stood
of old, words of another language, two names of one thing, numbers written as a program writes them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from tests.conftest import ROOT
from tests.said import Said, forbidden_words


def _listed() -> frozenset[str]:
    """The ASCII words that may stand in a sentence (``tests/words.txt``). Any other has lost its
    marks, or is of another language.
    """
    lines = (ROOT / "tests/words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("[") for word in line.split())


LISTED = _listed()
_SHEETS = (
    "DeAn|ThongTin|NguonKP|ChiTieu|DinhMuc|CanCu|NoiNhan|PhuLuc|TongHop|KiemTra|NhapLieu|HuongDan"
)
_UNITS = r"(?:ngàn đồng|nghìn đồng|triệu đồng|tỷ đồng|đồng)"
_OTHER_UNITS = r"(?:dòng|ô|ký tự|chữ số|thẻ|cột|lượt|lần|byte|vùng|công thức|đối số|tên|đề án)"
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|`[^`]*`|'[^']*'")
_CODE = re.compile(
    r"\{[{%].*?[}%]\}|\{[^}]*\}|<[^>]*>|https?://\S+|(?<!\w)--[\w-]+|=[A-Z]+\([^)]*\)|[A-Z]+\([^)]*\)"
    r"|\S*[_\d/\\@=.!:|][^\s,;]*\w\S*|\b\w+\.\w+\b"
)
_MENU = re.compile(r"\([A-Z][A-Za-z-]*(?:(?: | › )[A-Za-z]+)*\)")
"""What a menu or a button is called in an English Excel, behind its Vietnamese name."""
_PROPER = ("Nam", "Ctrl", "Alt", "Shift")
"""Parts of names that are words of ours with a large letter only: Việt Nam; names of keys."""
_WORD = re.compile(r"[^\W\d_]+")

_OLD = re.compile(r"(?<![qQ])(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
_POINT = re.compile(
    rf"(?<![\d.,/])(?:\d{{4,}}\.\d+|\d+\.\d{{1,2}}(?=\s*(?:{_UNITS}|%|MB)))(?![\d.])"
)
_UNBROKEN = re.compile(rf"(?<![\d.,/])(?:\d{{5,}}(?=\s*{_UNITS})|\d{{4,}}(?=\s*{_OTHER_UNITS}))")
_ODD = re.compile(r"\b(?:None|True|False|Decimal|NoneType|Traceback|nan|\d+e\+\d+)\b")
_AMOUNT = re.compile(r"(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d/])")
_NO_AMOUNTS = ("dòng ", "số ", "hệ số ưu tiên ")
"""What stands before numbers that are no amounts: a row, what a cell holds, a factor."""
_UNIT_BEHIND = re.compile(rf"[”)*]*\s*(?:{_UNITS}|{_OTHER_UNITS}|%|MB|tỷ\b|triệu\b)")


def faults(
    text: str, words: Mapping[str, str] | None = None, *, typed: bool = False
) -> Iterator[str]:
    """What is wrong with a text, a phrase each. ``words`` are those that are not to be used, each
    with the one that is; what is ``typed`` into cells has no units.
    """
    if not unicodedata.is_normalized("NFC", text):
        yield "not composed"
    yield from (f"mark as of old: {found[0]}" for found in _OLD.finditer(text))
    yield from _mixed(text, forbidden_words() if words is None else words)
    if re.search(r"\d[\u00a0 ]%", text):
        yield "blank before %"
    told = _QUOTED.sub("“…”", text)
    yield from _numbers(told)
    if not typed:
        yield from _without_unit(told)
    yield from _strange(told)


def _mixed(text: str, words: Mapping[str, str]) -> Iterator[str]:
    """Names of the glossary that are not to be used, and a sheet that is called a page."""
    prose = _prose(text)
    for word, better in words.items():
        if _whole(word).search(prose if word.isascii() else text):
            yield f"“{word}” for “{better}”"
    called = re.search(rf"\btrang\s+`?(?:{_SHEETS})\b", text, re.IGNORECASE)
    if called:
        yield f"“{called[0]}” for “trang tính …”"


def _prose(text: str) -> str:
    """A text without what is quoted, code, and the names of menus."""
    return _MENU.sub(" ", _CODE.sub(" ", _QUOTED.sub("“…”", text)))


@cache
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)


def _numbers(text: str) -> Iterator[str]:
    """Numbers as programs write them."""
    for pattern in (_THOUSANDS, _POINT, _UNBROKEN, _ODD):
        yield from (f"written by a program: {found[0]}" for found in pattern.finditer(text))


def _without_unit(text: str) -> Iterator[str]:
    """Amounts without their unit."""
    for found in _AMOUNT.finditer(text):
        bare = text[: found.start()].endswith(_NO_AMOUNTS)
        if not bare and not _UNIT_BEHIND.match(text, found.end()):
            yield f"without unit: {found[0]}"


def _strange(text: str) -> Iterator[str]:
    """Words without marks that are none of ours."""
    for found in _WORD.finditer(_prose(text)):
        word = found[0]
        if not word.isascii() or len(word) == 1 or word.isupper() or not word[1:].islower():
            continue  # marked, a letter, an abbreviation, a name such as DeAn
        if word.lower() not in LISTED and word not in _PROPER:
            yield f"no word of ours: {word}"


def all_faults(said: Iterable[Said]) -> list[str]:
    """Every fault of every text, with where it stands."""
    words = forbidden_words()
    return [
        f"{where}: {fault} in {' '.join(text.split())[:160]!r}"
        for where, text, typed in said
        for fault in faults(text, words, typed=typed)
    ]
