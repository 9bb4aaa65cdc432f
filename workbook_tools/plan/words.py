"""Amounts in words, written and read back.

They follow the way accounting vouchers are read: within a number, a class of three digits that is
not the leading one says its hundreds even where they are zero ("mười triệu không trăm mười nghìn
không trăm mười"), and a class of zeros is not said at all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from workbook_tools.plan.money import DONG, MAX_DONG, Unit, plain

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True, slots=True)
class WordStyle:
    """The choices that offices make in reading amounts; the defaults are the ones of the Đồng Nai
    plan.
    """

    thousand: str = "ngàn"
    zero_tens: str = "lẻ"
    four: str = "bốn"
    separator: str = ","
    currency: str = "đồng"
    even: bool = False


DEFAULT_WORDS = WordStyle()


def thousand_of(unit: Unit) -> str:
    """How a thousand is called where amounts are in this unit: as the unit itself says it."""
    return "nghìn" if unit.name.startswith("nghìn") else DEFAULT_WORDS.thousand


def amount_in_words(
    amount: Decimal | int,
    unit: Unit = DONG,
    style: WordStyle | None = None,
    *,
    in_unit: bool = False,
) -> str:
    """``9230500`` ngàn đồng → ``"chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng"``.

    Without a ``style`` a thousand is called as the unit calls it. The amount is read in đồng; with
    ``in_unit`` it is read in its own unit, decimals and all (``9230.5`` triệu đồng →
    ``"chín ngàn, hai trăm ba mươi phẩy năm triệu đồng"``).
    Raises ``ValueError`` beyond 10^18.
    """
    style = style or WordStyle(thousand=thousand_of(unit))
    value = Decimal(amount) if in_unit else unit.to_dong(Decimal(amount))
    if abs(value) > MAX_DONG:
        raise ValueError(f"amount beyond 10^18: {amount}")
    whole, _, fraction = plain(abs(value)).partition(".")
    words = _whole_in_words(int(whole), style)
    if fraction:
        words += " phẩy " + " ".join(_DIGITS[int(digit)] for digit in fraction)
    currency = unit.said if in_unit else style.currency
    even = " chẵn" if style.even and not fraction else ""
    return ("âm " if value < 0 else "") + f"{words} {currency}{even}"


def _whole_in_words(number: int, style: WordStyle) -> str:
    if number == 0:
        return _DIGITS[0]
    return f"{style.separator} ".join(_classes(number, True, style))


def _classes(number: int, leading: bool, style: WordStyle) -> list[str]:
    """The spoken classes of a number, highest first; above a tỷ the whole upper part is read, then
    "tỷ".
    """
    upper, lower = divmod(number, 10**9)
    said: list[str] = []
    if upper:
        said = _classes(upper, leading, style)
        said[-1] += " tỷ"
        leading = False
    for power, name in ((6, " triệu"), (3, f" {style.thousand}"), (0, "")):
        digits = lower // 10**power % 1000
        if digits:
            said.append(_three_digits(digits, leading, style) + name)
            leading = False
    return said


def _three_digits(number: int, leading: bool, style: WordStyle) -> str:
    """A class of three digits in words; one that is not the leading one says its hundreds even
    where they are zero.
    """
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    said = [] if leading and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if tens:
        said.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    elif units and said:
        said.append(style.zero_tens)
    if units:
        said.append(_units(units, tens, style))
    return " ".join(said)


def _units(units: int, tens: int, style: WordStyle) -> str:
    """The last digit of a class, as it is said after its tens: mười lăm, hai mươi mốt."""
    if units == 5 and tens:
        return "lăm"
    if units == 1 and tens > 1:
        return "mốt"
    if units == 4 and tens > 1:
        return style.four
    return _DIGITS[units]


_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "bẩy": 7,
}
_SCALES = {"triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
_BILLION = 10**9
_THOUSANDS = ("nghìn", "ngàn")
_IN_UNITS = {"triệu": 10**6, "tỷ": _BILLION}
"""What an amount may be said in as a table has it."""
_MOST_WORDS = 200
"""No amount takes more."""


def read_words(text: str) -> Decimal | None:
    """Read an amount in words back, in đồng, whichever of the styles it was written in; ``None`` if
    it is none.

    Tolerates "Bằng chữ:", brackets, commas, full stops, capitals, "tỉ", "nghìn/ngàn", "lẻ/linh",
    "chẵn".
    """
    words = _spoken(text)
    if len(words) > _MOST_WORDS:
        return None
    negative = words[:1] == ["âm"]
    value = _read_number(words[negative:])
    if value is None and words:
        value = _read_in_unit(words[negative:-1], words[-1])
    return -value if negative and value is not None else value


def _read_in_unit(words: list[str], unit: str) -> Decimal | None:
    """An amount in triệu or tỷ đồng as it is read from a table: ba nghìn chín trăm phẩy năm triệu;
    the number is a whole one to its last class, or has a point.
    """
    scale = _IN_UNITS.get(unit)
    last = words[max((at for at, word in enumerate(words) if word in _THOUSANDS), default=-1) + 1 :]
    complete = "phẩy" in words or not last or "trăm" in last
    if scale is None or not complete or not _IN_UNITS.keys().isdisjoint(words):
        return None
    value = _read_number(words)
    return None if value is None else value * scale


def _read_number(words: list[str]) -> Decimal | None:
    """A number with or without what stands behind its point; ``None`` where there is none."""
    whole_words, fraction_words = _parted(words, "phẩy")
    whole = _read_whole(whole_words)
    fraction = "" if fraction_words is None else _read_digits(fraction_words)
    if whole is None or fraction is None:
        return None
    return Decimal(f"{whole}.{fraction or 0}")


def _spoken(text: str) -> list[str]:
    """The words of the amount itself: no title, signs or capitals, no "đồng" or "chẵn" at the
    end.
    """
    line = unicodedata.normalize("NFC", text).lower()
    line = re.sub(r"[(),.:;/]", " ", line).replace("bằng chữ", " ").replace("tỉ", "tỷ")
    words = line.split()
    for last in ("chẵn", "đồng"):
        if words[-1:] == [last]:
            words.pop()
    return words


def _parted(words: list[str], at: str) -> tuple[list[str], list[str] | None]:
    """The words before and after the first ``at``; nothing after it where it is not said."""
    if at not in words:
        return words, None
    cut = words.index(at)
    return words[:cut], words[cut + 1 :]


def _read_digits(words: list[str]) -> str | None:
    """Digits said one by one; ``None`` where there are none, or other words among them."""
    if not words or any(word not in _VALUES for word in words):
        return None
    return "".join(str(_VALUES[word]) for word in words)


def _read_whole(words: list[str]) -> int | None:
    """A whole number; what stands before the last "tỷ" is a number of its own."""
    if "tỷ" not in words:
        return _read_below_billion(words)
    last = len(words) - 1 - words[::-1].index("tỷ")
    upper, rest = _read_whole(words[:last]), words[last + 1 :]
    lower = _read_below_billion(rest) if rest else 0
    if upper is None or lower is None:
        return None
    return upper * _BILLION + lower


def _read_below_billion(words: list[str]) -> int | None:
    """A number of classes each below the one before; ``None`` where there is none."""
    if not words:
        return None
    total, group, ceiling = 0, list[str](), _BILLION
    for word in words:
        scale = _SCALES.get(word)
        if scale is None:
            group.append(word)
            continue
        value = _read_three(group)
        if value is None or scale >= ceiling:
            return None
        total, group, ceiling = total + value * scale, [], scale
    value = _read_three(group) if group else 0
    return None if value is None else total + value


def _read_three(words: list[str]) -> int | None:
    """A class of three digits; ``None`` where the words say none."""
    hundreds, rest = _counted(words, "trăm")
    linked = rest[:1] in (["lẻ"], ["linh"])
    if linked:
        tens, rest = 0, rest[1:]
    elif rest[:1] == ["mười"]:
        tens, rest = 1, rest[1:]
    else:
        tens, rest = _counted(rest, "mươi")
    if not rest and not linked:
        return 100 * hundreds + 10 * tens
    if len(rest) != 1 or rest[0] not in _VALUES:
        return None
    return 100 * hundreds + 10 * tens + _VALUES[rest[0]]


def _counted(words: list[str], what: str) -> tuple[int, list[str]]:
    """How many of ``what`` the words begin with (hai trăm …), and the words after that."""
    if len(words) >= 2 and words[1] == what and words[0] in _VALUES:
        return _VALUES[words[0]], words[2:]
    return 0, words
