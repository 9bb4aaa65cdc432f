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


def amount_in_words(
    amount: Decimal | int,
    unit: Unit = DONG,
    style: WordStyle = DEFAULT_WORDS,
    *,
    in_unit: bool = False,
) -> str:
    """``9230500`` ngàn đồng → ``"chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng"``.

    The amount is read in đồng; with ``in_unit`` it is read in its own unit, decimals and all
    (``9230.5`` triệu đồng → ``"chín ngàn, hai trăm ba mươi phẩy năm triệu đồng"``).
    Raises ``ValueError`` beyond 10^18.
    """
    value = Decimal(amount) if in_unit else unit.to_dong(Decimal(amount))
    if abs(value) > MAX_DONG:
        raise ValueError(f"amount beyond 10^18: {amount}")
    whole, _, fraction = plain(abs(value)).partition(".")
    words = _whole_in_words(int(whole), style)
    if fraction:
        words += " phẩy " + " ".join(_DIGITS[int(digit)] for digit in fraction)
    currency = unit.name if in_unit else style.currency
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
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    said = [] if leading and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if tens == 0 and units:
        said.append((f"{style.zero_tens} " if said else "") + _DIGITS[units])
    elif tens:
        said.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
        if units:
            said.append(
                "lăm"
                if units == 5
                else "mốt"
                if units == 1 and tens > 1
                else style.four
                if units == 4 and tens > 1
                else _DIGITS[units]
            )
    return " ".join(said)


_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "bẩy": 7,
}
_SCALES = {"triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}


def read_words(text: str) -> Decimal | None:
    """Read an amount in words back, in đồng, whichever of the styles it was written in; ``None`` if
    it is none.

    Tolerates "Bằng chữ:", brackets, commas, full stops, capitals, "tỉ", "nghìn/ngàn", "lẻ/linh",
    "chẵn".
    """
    line = unicodedata.normalize("NFC", text).lower()
    line = re.sub(r"[(),.:;/]", " ", line).replace("bằng chữ", " ").replace("tỉ", "tỷ")
    words = line.split()
    if words and words[-1] == "chẵn":
        words.pop()
    if words and words[-1] == "đồng":
        words.pop()
    negative = bool(words) and words[0] == "âm"
    words = words[negative:]
    fraction = ""
    if "phẩy" in words:
        at = words.index("phẩy")
        words, tail = words[:at], words[at + 1 :]
        if not tail or any(word not in _VALUES for word in tail):
            return None
        fraction = "".join(str(_VALUES[word]) for word in tail)
    whole = _read_whole(words)
    if whole is None:
        return None
    value = Decimal(f"{whole}.{fraction or 0}")
    return -value if negative else value


def _read_whole(words: list[str]) -> int | None:
    if not words:
        return None
    if "tỷ" in words:
        last = len(words) - 1 - words[::-1].index("tỷ")
        upper = _read_whole(words[:last])
        lower = _read_whole(words[last + 1 :]) if words[last + 1 :] else 0
        return None if upper is None or lower is None or lower >= 10**9 else upper * 10**9 + lower
    total, group, ceiling = 0, [], 10**9
    for word in words:
        scale = _SCALES.get(word)
        if scale is None:
            group.append(word)
            continue
        value = _read_three(group)
        if value is None or scale >= ceiling:
            return None
        total, group, ceiling = total + value * scale, [], scale
    if group:
        value = _read_three(group)
        if value is None:
            return None
        total += value
    return total


def _read_three(words: list[str]) -> int | None:
    value, rest = 0, list(words)
    if len(rest) >= 2 and rest[1] == "trăm" and rest[0] in _VALUES:
        value, rest = 100 * _VALUES[rest[0]], rest[2:]
        if not rest:
            return value
    if rest and rest[0] in ("lẻ", "linh"):
        rest = rest[1:]
        return value + _VALUES[rest[0]] if len(rest) == 1 and rest[0] in _VALUES else None
    if rest and rest[0] == "mười":
        value, rest = value + 10, rest[1:]
    elif len(rest) >= 2 and rest[1] == "mươi" and rest[0] in _VALUES:
        value, rest = value + 10 * _VALUES[rest[0]], rest[2:]
    if not rest:
        return value
    return value + _VALUES[rest[0]] if len(rest) == 1 and rest[0] in _VALUES else None
