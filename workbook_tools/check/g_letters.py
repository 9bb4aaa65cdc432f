"""Family G, letters: old encodings, stray blanks, slips in abbreviations, texts like formulas."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from workbook_tools.check.fields import MONTHS, line_at, once, texts, typed_pieces
from workbook_tools.check.register import Example, Fault, Severity, fault, named, quoted, rule
from workbook_tools.patterns import pattern
from workbook_tools.plan.citation import citations, without_citations
from workbook_tools.plan.model import Line, Plan
from workbook_tools.plan.pieces import END, Pieces
from workbook_tools.plan.vietnamese import abbreviations, decode, legacy_encoding, neighbours


@rule(
    "G09",
    Severity.WARNING,
    "Chữ gõ bằng bảng mã cũ (TCVN3, VNI) hoặc Unicode tổ hợp",
    bad=Example(
        "“C«ng nghiÖp n«ng th«n”; “Coâng nghieäp noâng thoân”",
        cells={"C13": "Trang tin c«ng nghiÖp n«ng th«n"},
        at="C13",
        says="3.2 Trang tin c«ng nghiÖp n«ng th«n: cột “Tên đề án” có chữ theo bảng mã "
        "TCVN3: “Trang tin c«ng nghiÖp n«ng th«n”",
    ),
    good="“Công nghiệp nông thôn” (Unicode dựng sẵn)",
    fault=("old_letters",),
)
def old_encoding(plan: Plan) -> Iterator[Fault]:
    """Chữ của bảng mã TCVN3, VNI chỉ đọc được bằng phông cũ; Unicode tổ hợp tách dấu khỏi chữ nên
    tìm kiếm, so sánh sai.
    """
    pieces = typed_pieces(plan)
    every_composed = unicodedata.is_normalized("NFC", pieces.joined)
    for row, field, value in pieces.held:
        if value.isascii():
            continue
        composed = value if every_composed else unicodedata.normalize("NFC", value)
        encoding = legacy_encoding(composed)
        if encoding is not None:
            said, right = f"chữ theo bảng mã {encoding}", decode(value, encoding)
        elif composed != value:
            said, right = "chữ Unicode tổ hợp", composed
        else:
            continue
        line = line_at(plan, row)
        yield fault(
            plan,
            line,
            field,
            f"{named(line)}: cột “{plan.heading(field)}” có {said}: {quoted(value)}",
            f"Gõ lại bằng Unicode dựng sẵn: {quoted(right)}.",
        )


_DOUBLE = pattern("\\S[ \\t\\r\\f\\v]{2,}\\S")
_BLANK_AT_AN_END = pattern(rf"{END}(?:\s|(?<=\s{END}))")
_INVISIBLE = re.compile("[\u00a0\u2007\u202f\u200b-\u200f\u2060\ufeff]")


def _stray(value: str) -> str:
    """What is stray in a text; indented lines below the first are not."""
    if not value.isascii() and _INVISIBLE.search(value):
        return "ký tự không nhìn thấy"
    if (
        value[0].isspace()
        or value[-1].isspace()
        or (("  " in value or "\t" in value) and _DOUBLE().search(value))
    ):
        return "dấu cách thừa"
    return ""


@rule(
    "G10",
    Severity.NOTE,
    "Dấu cách thừa hoặc ký tự không nhìn thấy",
    bad=Example(
        "“Trung tâm  Khuyến công ” (hai dấu cách, một dấu cách cuối)",
        cells={"C13": "Trang tin  điện tử"},
        at="C13",
        says="3.2 Trang tin  điện tử: cột “Tên đề án” có dấu cách thừa: “Trang tin điện tử”",
    ),
    good="“Trung tâm Khuyến công”",
    fault=("stray_space",),
)
def stray_spaces(plan: Plan) -> Iterator[Fault]:
    """Dấu cách ở đầu, cuối, dấu cách đôi, dấu cách không ngắt và ký tự rộng bằng không làm hai chữ
    giống nhau thành khác nhau khi tìm, lọc, so sánh."""
    signs = "  ", "\t", _INVISIBLE, _BLANK_AT_AN_END()
    for row, field, value in typed_pieces(plan).with_signs(*signs):
        said = _stray(value) if value.strip() else ""
        if said:
            line = line_at(plan, row)
            yield fault(
                plan,
                line,
                field,
                f"{named(line)}: cột “{plan.heading(field)}” có {said}: {quoted(value)}",
                "Xóa chúng; hàm TRIM và CLEAN của Excel làm được nhiều ô một lúc.",
            )


_OWN = "CNNT"
"""Công nghiệp nông thôn: what plans of industrial promotion are about."""

_KNOWN = frozenset(
    {
        "CNTT",
        "CNNT",
        "TTCN",
        "UBND",
        "HĐND",
        "TNHH",
        "DNTN",
        "DNNN",
        "HTX",
        "KHCN",
        "KHKT",
        "TMĐT",
        "OCOP",
        "BCT",
        "BTC",
        "SCT",
        "STC",
        "NTM",
        "MTV",
        "CBCC",
        "KCN",
        "CCN",
        "VSATTP",
        "XTTM",
        "SXKD",
        "NSNN",
    }
)
"""Abbreviations that offices use: where one stands after a word of its own, it is no slip for
another.
"""
_OFTEN = 3


@rule(
    "G11",
    Severity.WARNING,
    "Chữ viết tắt nghi gõ nhầm (chỉ khác một chữ cái)",
    bad=Example(
        "“cơ sở CNTT” ở một dòng, “cơ sở CNNT” ở các dòng khác",
        cells={"E13": "Giới thiệu cơ sở CNTT"},
        at="E13",
        says="3.2 Trang tin điện tử: cột “Mục tiêu và nội dung chính” viết “CNTT”, ở "
        "nơi khác viết “CNNT” (3 lần)",
    ),
    good="“cơ sở CNNT” ở mọi dòng",
    fault=("abbreviation_slipped",),
)
def odd_abbreviation(plan: Plan) -> Iterator[Fault]:
    """Chữ viết tắt khác một chữ cái với chữ dùng nhiều hơn, và đứng sau cùng một từ (cơ sở CNTT, cơ
    sở CNNT) hoặc chỉ dùng một hai lần, thường là gõ nhầm. Chữ viết tắt thông dụng khác đứng ở chỗ
    riêng của nó (ứng dụng CNTT) không bị nêu."""
    uses = _uses(plan)
    likely = _one_letter_apart(uses.counts)
    if not likely:
        return
    spelled = _spelled_out(plan)
    for line, field, text in _abbreviated(plan):
        slip = next(_slips(text, likely, uses, spelled), None)
        if slip is not None:
            short, right = slip
            yield fault(
                plan,
                line,
                field,
                f"{named(line)}: cột “{plan.heading(field)}” viết {quoted(short)}, ở nơi khác viết "
                f"{quoted(right)} ({uses.counts[right]} lần)",
                f"Nếu là gõ nhầm thì sửa thành {right}.",
            )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Uses:
    """How often a plan uses each abbreviation, and how often each after one certain word."""

    counts: Counter[str]
    slots: Counter[tuple[str, str]]


def _uses(plan: Plan) -> _Uses:
    found = _Uses(Counter(), Counter())
    for _, _, text in _abbreviated(plan):
        for short, slot in abbreviations(text):
            found.counts[short] += 1
            found.slots[short, slot] += 1
    return found


def _one_letter_apart(counts: Counter[str]) -> dict[str, list[str]]:
    """Abbreviation → those one letter apart that it may stand for: used more often, or known and
    used often where it is not known itself. The one that is the plans' own word is never the slip.
    """
    common = [short for short, count in counts.items() if count >= _OFTEN or short == _OWN]
    found: dict[str, list[str]] = {}
    for rare, other in neighbours(common, list(counts)):
        if _may_stand_for(rare, other, counts):
            found.setdefault(rare, []).append(other)
    return found


def _may_stand_for(rare: str, other: str, counts: Counter[str]) -> bool:
    if max(counts[rare], counts[other]) < _OFTEN or rare == _OWN:
        return False
    if other == _OWN and rare in _KNOWN:
        return True
    return counts[other] > counts[rare] or (rare not in _KNOWN and other in _KNOWN)


def _slips(
    text: str, likely: Mapping[str, Sequence[str]], uses: _Uses, spelled: set[str]
) -> Iterator[tuple[str, str]]:
    """The slips of a text, each with the right abbreviation: one that is used after the same word,
    or one used much more often than a rare, unknown one that is nowhere spelled out.
    """
    for short, slot in abbreviations(text):
        rare = uses.counts[short] <= 2 and short not in _KNOWN and short not in spelled
        for other in likely.get(short, ()):
            often = uses.counts[other] >= _OFTEN * uses.counts[short]
            if uses.slots[other, slot] or (rare and often):
                yield short, other
                break


def _spelled_out(plan: Plan) -> set[str]:
    """The abbreviations of which the plan says what they stand for: ``Công ty Ba Nam (CBN)``."""
    found: set[str] = set()
    for _, _, text in _abbreviated(plan):
        found.update(_IN_BRACKETS().findall(text))
    return found


@once
def _abbreviated(plan: Plan) -> tuple[tuple[Line, str, str], ...]:
    """The texts that can hold abbreviations, without document numbers."""
    said = [(line, field, text) for line in plan.lines() for field, text in texts(line) if text]
    return tuple(
        (line, field, without_citations(text) if "/" in text else text)
        for line, field, text in Pieces(said, itemgetter(2)).with_capitals(3)
    )


_IN_BRACKETS = pattern(r"\(([^\W_]{3,8})\)")
_BEGINS_LIKE_FORMULA = pattern(rf"{END}[=+\-@]")
_LIKE_FORMULA = pattern(
    r"=|@\w|[+-]{2}|[+-](?:[\d(=@.]|[A-Z]{1,3}\$?\d|[A-Z][A-Z.]*\()|[+-]\s[\d\s.,+*/()-]+\Z"
)


@rule(
    "G12",
    Severity.NOTE,
    "Chữ mà Excel có thể hiểu là công thức",
    bad=Example(
        "Ô chữ “=tổng các đề án” hoặc “+84 909 …”",
        cells={"E13": "'=tổng các tin"},
        at="E13",
        says="3.2 Trang tin điện tử: cột “Mục tiêu và nội dung chính” là chữ bắt đầu "
        "bằng “=”: “=tổng các tin”",
    ),
    good=Example("“Tổng các đề án”; “(+84) 909 …”", cells={"E13": "Tổng các tin"}),
    fault=("text_like_a_formula",),
)
def like_a_formula(plan: Plan) -> Iterator[Fault]:
    """Chữ bắt đầu bằng =, @, hoặc dấu cộng, trừ liền với số, ô, hàm sẽ thành công thức (hoặc báo
    lỗi) khi ô được sửa lại hay khi tệp được xuất ra CSV. Gạch đầu dòng trước chữ thường thì không
    sao."""
    for row, field, value in typed_pieces(plan).with_signs(_BEGINS_LIKE_FORMULA()):
        if _LIKE_FORMULA().match(value):
            cited = citations(value)
            if field in plan.form.amounts or field in MONTHS or (cited and cited[0].span[0] == 1):
                continue
            line = line_at(plan, row)
            yield fault(
                plan,
                line,
                field,
                f"{named(line)}: cột “{plan.heading(field)}” là chữ bắt đầu bằng “{value[0]}”: "
                f"{quoted(value)}",
                "Viết lại để không bắt đầu bằng dấu đó.",
            )
