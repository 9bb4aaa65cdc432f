"""File names from a pattern, legal on every system."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from workbook_tools.error_kinds import BAD_NAME_PATTERN
from workbook_tools.errors import InputError
from workbook_tools.plan.model import Plan
from workbook_tools.plan.vietnamese import without_marks

PATTERN = "KH_KhuyenCong_{tinh}_{nam}_{so}"
"""The pattern where no other is given: province, year, number of the plan."""

LONGEST = 100
"""Letters of a name: as RFC 2231 writes them, nine for one letter, they still fit a line of a mail.
"""
_UNDER = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(\.|\Z)", re.IGNORECASE)


def fields(plan: Plan, unit: str = "") -> Mapping[str, str]:
    """What a pattern can speak of: ``tinh``, ``nam``, ``so``, ``donvi``."""
    number = str(plan.particulars.get("Số, ký hiệu") or "")
    return {"tinh": plan.province_name, "nam": str(plan.year or ""), "so": number, "donvi": unit}


def file_name(plan: Plan, pattern: str = "", unit: str = "", *, ascii_only: bool = False) -> str:
    """A file name without ending. Raises ``InputError`` for a pattern that speaks of what is not
    there.

    Without a pattern it is ``KH_KhuyenCong_LamDong_2027_1234-KH-UBND``: no marks and no blanks, so
    that it passes through any system.
    """
    said = fields(plan, unit)
    if not pattern:
        pattern, ascii_only = PATTERN, True
        said = {name: _in_one_word(value) for name, value in said.items()}
        unit = said["donvi"]
    unknown = [name for name in _UNDER.findall(pattern) if name not in said]
    if unknown or pattern.count("{") != pattern.count("}"):
        usable = ", ".join(f"{{{name}}}" for name in said)
        raise InputError(BAD_NAME_PATTERN, pattern=pattern, usable=usable)
    text = _UNDER.sub(lambda match: said[match[1]], pattern)
    if unit and "{donvi}" not in pattern:
        text = f"{text}_{unit}"
    if ascii_only:
        text = without_marks(text).encode("ascii", "ignore").decode()
    return _legal(text)


def title_of(plan: Plan, unit: str = "") -> str:
    """What a clean copy and its PDF are called: the plan, and the unit whose excerpt it is."""
    parts = [f"Kế hoạch khuyến công {plan.province_with_kind}".strip()]
    parts += [f"năm {plan.year}"] if plan.year else []
    parts += [f"- trích phần của {unit}"] if unit else []
    return " ".join(parts)


def _legal(text: str) -> str:
    """The text as every system takes it for a name."""
    text = re.sub(r"\s+", " ", _FORBIDDEN.sub("-", text)).strip(" .-_")
    text = re.sub(r"_{2,}", "_", text)[:LONGEST].rstrip(" .-_")
    return f"_{text}" if _RESERVED.match(text) or not text else text


def _in_one_word(text: str) -> str:
    """``Lâm Đồng`` → ``LâmĐồng``."""
    return "".join(word[:1].upper() + word[1:] for word in text.split())


def unlike(name: str, taken: Container[str]) -> str:
    """The name, numbered where another file has it already; ``taken`` are in small letters."""
    number, fresh = 1, name
    while fresh.casefold() in taken:
        number += 1
        fresh = f"{name[: LONGEST - 5]} ({number})"
    return fresh
