"""Money as the plan writes it: units, Vietnamese numerals, amounts in words.

All amounts are ``Decimal``. Amounts in words follow the way accounting vouchers are read: within a number,
a class of three digits that is not the leading one says its hundreds even where they are zero
("mười triệu không trăm mười nghìn không trăm mười"), and a class of zeros is not said at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MAX_DONG = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of account (đơn vị tính); ``dong`` is how many đồng one of it is."""

    name: str
    dong: int

    @property
    def decimals(self) -> int:
        """How many decimals an amount in this unit can have before it is a part of a đồng."""
        return len(str(self.dong)) - 1

    def to_dong(self, amount: Decimal) -> Decimal:
        """An amount in this unit, in đồng."""
        return amount * self.dong

    def quantize(self, amount: Decimal) -> Decimal:
        """An amount in this unit rounded to the last đồng."""
        return amount.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


DONG = Unit("đồng", 1)
THOUSAND = Unit("ngàn đồng", 1_000)
MILLION = Unit("triệu đồng", 1_000_000)
BILLION = Unit("tỷ đồng", 1_000_000_000)

_UNITS = {
    "đồng": 1, "đ": 1, "vnđ": 1, "vnd": 1, "ngàn đồng": 1_000, "nghìn đồng": 1_000, "1000 đồng": 1_000,
    "1.000 đồng": 1_000, "ngàn": 1_000, "nghìn": 1_000, "triệu đồng": 1_000_000, "triệu": 1_000_000,
    "tỷ đồng": 1_000_000_000, "tỉ đồng": 1_000_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000,
}


def parse_unit(text: str) -> Unit:
    """``"ngàn đồng"`` → that unit, under the name it was given. Raises ``ValueError`` for an unknown one."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    factor = _UNITS.get(name.lower())
    if factor is None:
        raise ValueError(f"unknown unit: {text!r}")
    return Unit(name, factor)


# ---------------------------------------------------------------------------------------------- numerals

_SPACES = re.compile("[\u0020\u00a0\u2007\u2009\u202f']")
_UNIT_TAIL = re.compile(r"^(.*?[0-9)])\s*([^\W\d_][^\d]*)$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from text. ``other`` is its second possible reading where the text has two (1.234)."""

    value: Decimal
    unit: Unit | None = None
    other: Decimal | None = None
    style: str = ""
    """``"vi"`` (1.234,5), ``"en"`` (1,234.5), or ``""`` where the text does not tell."""


def read_numeral(text: str) -> Numeral | None:
    """Read a number as Vietnamese offices write it; ``None`` where the text is no number.

    ``9.230,5``, ``9.230.500``, ``1 234 567``, ``(1.000)`` (negative), ``6.172,4 triệu đồng`` (the unit comes
    back beside the value, which is not multiplied). ``1.234`` and ``1,234`` have two readings: the first is
    the Vietnamese one, ``other`` the English one; the caller decides and must say so.
    """
    body = unicodedata.normalize("NFC", text).strip().replace("−", "-").replace("–", "-")
    unit = None
    tail = _UNIT_TAIL.match(body)
    if tail:
        try:
            unit = parse_unit(tail[2].strip(" ./"))
        except ValueError:
            return None
        body = tail[1]
    negative = body.startswith("-") or (body.startswith("(") and body.endswith(")"))
    body = body.strip("()").lstrip("-+").strip()
    if _SPACES.search(body) and not re.fullmatch(r"\d{1,3}(?:[\s\u00a0\u2007\u2009\u202f'.,]\d{3})*(?:[.,]\d+)?", body):
        return None
    body = _SPACES.sub("", body)
    readings = _readings(body)
    if readings is None:
        return None
    value, other, style = readings
    sign = -1 if negative else 1
    return Numeral(sign * value, unit, None if other is None else sign * other, style)


def _readings(body: str) -> tuple[Decimal, Decimal | None, str] | None:
    if re.fullmatch(r"\d+", body):
        return Decimal(body), None, ""
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", body):
        grouped, fraction = Decimal(body[:-4] + body[-3:]), Decimal(body[:-4] + "." + body[-3:])
        return (grouped, fraction, "") if body[-4] == "." else (fraction, grouped, "")
    for style, group, point in (("vi", ".", ","), ("en", ",", ".")):
        g, p = re.escape(group), re.escape(point)
        if re.fullmatch(rf"\d{{1,3}}(?:{g}\d{{3}})+(?:{p}\d+)?|\d+{p}\d+", body):
            told = group in body or len(body.split(point)[1]) != 3
            return Decimal(body.replace(group, "").replace(point, ".")), None, style if told else ""
    return None


@dataclass(frozen=True, slots=True)
class Decision:
    """How an ambiguous numeral was read, and on what evidence (a Vietnamese phrase)."""

    value: Decimal
    evidence: str


def decide(numeral: Numeral, column: Iterable[Numeral], typed: Iterable[Decimal] = ()) -> Decision:
    """Choose between the readings of an ambiguous numeral by what else stands in its column.

    Unambiguous neighbours decide by their style; without any, typed numbers decide by their size; without
    those, the Vietnamese reading is taken and the evidence says that there was none.
    """
    if numeral.other is None:
        return Decision(numeral.value, "chỉ đọc được một cách")
    styles = [other.style for other in column if other.style]
    vietnamese, english = styles.count("vi"), styles.count("en")
    if vietnamese != english:
        right = vietnamese > english
        evidence = "các ô khác trong cột viết kiểu " + ("1.234,5" if right else "1,234.5")
        return Decision(numeral.value if right else numeral.other, evidence)
    sizes = sorted(abs(value) for value in typed if value)
    if sizes:
        middle = sizes[len(sizes) // 2]
        near = min((numeral.value, numeral.other), key=lambda value: abs(value / middle).log10().copy_abs()
                   if value else Decimal(99))
        return Decision(near, "cùng cỡ với các số khác trong cột")
    return Decision(numeral.value, "không có căn cứ khác, đọc theo lối Việt Nam")


def format_amount(amount: Decimal, decimals: int | None = None) -> str:
    """``9230.5`` → ``9.230,5``: dots between thousands, comma before decimals, no trailing zeros."""
    if decimals is not None:
        amount = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{amount:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def plain(amount: Decimal) -> str:
    """An amount as a spreadsheet cell or a JSON string holds it: no exponent, no trailing zeros."""
    text = str(amount)
    if text.isdigit():
        return text
    if amount == amount.to_integral_value():
        return str(int(amount))
    return format(amount, "f").rstrip("0")


# ---------------------------------------------------------------------------------------------- in words

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True, slots=True)
class WordStyle:
    """The choices that offices make in reading amounts; the defaults are the ones of the Đồng Nai plan."""

    thousand: str = "ngàn"
    zero_tens: str = "lẻ"
    four: str = "bốn"
    separator: str = ","
    currency: str = "đồng"
    even: bool = False


DEFAULT_WORDS = WordStyle()


def amount_in_words(amount: Decimal | int, unit: Unit = DONG, style: WordStyle = DEFAULT_WORDS, *,
                    in_unit: bool = False) -> str:
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
    """The spoken classes of a number, highest first; above a tỷ the whole upper part is read, then "tỷ"."""
    upper, lower = divmod(number, 10 ** 9)
    said: list[str] = []
    if upper:
        said = _classes(upper, leading, style)
        said[-1] += " tỷ"
        leading = False
    for power, name in ((6, " triệu"), (3, f" {style.thousand}"), (0, "")):
        digits = lower // 10 ** power % 1000
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
            said.append("lăm" if units == 5 else "mốt" if units == 1 and tens > 1
                        else style.four if units == 4 and tens > 1 else _DIGITS[units])
    return " ".join(said)


_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "bẩy": 7}
_SCALES = {"triệu": 10 ** 6, "nghìn": 10 ** 3, "ngàn": 10 ** 3}


def read_words(text: str) -> Decimal | None:
    """Read an amount in words back, in đồng, whichever of the styles it was written in; ``None`` if it is none.

    Tolerates "Bằng chữ:", brackets, commas, full stops, capitals, "tỉ", "nghìn/ngàn", "lẻ/linh", "chẵn".
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
        words, tail = words[:at], words[at + 1:]
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
        lower = _read_whole(words[last + 1:]) if words[last + 1:] else 0
        return None if upper is None or lower is None or lower >= 10 ** 9 else upper * 10 ** 9 + lower
    total, group, ceiling = 0, [], 10 ** 9
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
