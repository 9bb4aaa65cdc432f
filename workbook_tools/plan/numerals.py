"""Vietnamese numerals as people type them: read, and decided between two readings by the column
they stand in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from workbook_tools.patterns import pattern
from workbook_tools.plan.money import Unit, parse_unit

_SPACES = pattern("[\u0020\u00a0\u2007\u2009\u202f']")
_LONGEST = 1_000
"""No number is longer, with its unit."""
_UNIT_TAIL = pattern(r"^(.*?[0-9)])\s*([^\W\d_][^\d]*)$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from text. ``other`` is its second possible reading where the text has two
    (1.234).
    """

    value: Decimal
    unit: Unit | None = None
    other: Decimal | None = None
    style: str = ""
    """``"vi"`` (1.234,5), ``"en"`` (1,234.5), or ``""`` where the text does not tell."""


_TEXT_MARKS = "'’‘`´"
"""What people type before a number to keep it as a text."""


def read_numeral(text: str) -> Numeral | None:
    """Read a number as Vietnamese offices write it; ``None`` where the text is no number.

    ``9.230,5``, ``9.230.500``, ``1 234 567``, ``(1.000)`` (negative), ``6.172,4 triệu đồng`` (the
    unit comes back beside the value, which is not multiplied). ``1.234`` and ``1,234`` have two
    readings: the first is the Vietnamese one, ``other`` the English one; the caller decides and
    must say so.
    """
    if len(text) > _LONGEST:
        return None
    body = unicodedata.normalize("NFC", text).strip().lstrip(_TEXT_MARKS).strip()
    body = body.replace("−", "-").replace("–", "-")
    unit = None
    tail = _UNIT_TAIL().match(body)
    if tail:
        try:
            unit = parse_unit(tail[2].strip(" ./"))
        except ValueError:
            return None
        body = tail[1]
    negative = body.startswith("-") or (body.startswith("(") and body.endswith(")"))
    body = body.strip("()").lstrip("-+").strip()
    if _SPACES().search(body) and not re.fullmatch(
        r"[0-9]{1,3}(?:[\s\u00a0\u2007\u2009\u202f'.,][0-9]{3})*(?:[.,][0-9]+)?", body
    ):
        return None
    body = _SPACES().sub("", body)
    readings = _readings(body)
    if readings is None:
        return None
    value, other, style = readings
    sign = -1 if negative else 1
    return Numeral(sign * value, unit, None if other is None else sign * other, style)


def _readings(body: str) -> tuple[Decimal, Decimal | None, str] | None:
    if re.fullmatch(r"[0-9]+", body):
        return Decimal(body), None, ""
    if re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", body):
        grouped, fraction = Decimal(body[:-4] + body[-3:]), Decimal(body[:-4] + "." + body[-3:])
        return (grouped, fraction, "") if body[-4] == "." else (fraction, grouped, "")
    for style, group, point in (("vi", ".", ","), ("en", ",", ".")):
        g, p = re.escape(group), re.escape(point)
        # no number in groups begins with 0: 0.123 is a fraction, however its point is written
        grouped_or_not = rf"[1-9][0-9]{{0,2}}(?:{g}[0-9]{{3}})+(?:{p}[0-9]+)?|[0-9]+{p}[0-9]+"
        if re.fullmatch(grouped_or_not, body):
            told = group in body or len(body.split(point)[1]) != 3
            return Decimal(body.replace(group, "").replace(point, ".")), None, style if told else ""
    return None


@dataclass(frozen=True, slots=True)
class Decision:
    """How an ambiguous numeral was read, and on what evidence (a Vietnamese phrase): the only
    reading (``told``), or none at all (``blind``).
    """

    value: Decimal
    evidence: str
    told: bool = field(default=False, compare=False)
    blind: bool = field(default=False, compare=False)


def decide(numeral: Numeral, column: Iterable[Numeral], typed: Iterable[Decimal] = ()) -> Decision:
    """Choose between the readings of an ambiguous numeral by what else stands in its column.

    Unambiguous neighbours decide by their style; without any, typed numbers decide by their size;
    without those, the Vietnamese reading is taken and the evidence says that there was none.
    """
    if numeral.other is None:
        return Decision(numeral.value, "chỉ đọc được một cách", told=True)
    styles = [other.style for other in column if other.style]
    vietnamese, english = styles.count("vi"), styles.count("en")
    if vietnamese != english:
        right = vietnamese > english
        evidence = "các ô khác trong cột viết kiểu " + ("1.234,5" if right else "1,234.5")
        return Decision(numeral.value if right else numeral.other, evidence)
    sizes = sorted(abs(value) for value in typed if value)
    if sizes:
        middle = sizes[len(sizes) // 2]
        near = min(
            (numeral.value, numeral.other),
            key=lambda value: abs(value / middle).log10().copy_abs() if value else Decimal(99),
        )
        return Decision(near, "cùng cỡ với các số khác trong cột")
    return Decision(numeral.value, "không có căn cứ khác, đọc theo lối Việt Nam", blind=True)
