"""The names of provinces and cities, those of today and those that were merged in 2025: documents
of both are in force.
"""

from __future__ import annotations

import re

from workbook_tools.patterns import pattern
from workbook_tools.plan.vietnamese import spelling

CITIES = ("Cần Thơ", "Đà Nẵng", "Hà Nội", "Hải Phòng", "Hồ Chí Minh", "Huế")
PROVINCES = (
    *("An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre"),
    *("Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Đắk Lắk"),
    *("Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam"),
    *("Hà Tĩnh", "Hải Dương", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang"),
    *("Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An"),
    *("Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi"),
    *("Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên"),
    *("Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long"),
    *("Vĩnh Phúc", "Yên Bái"),
)
_BY_SPELLING = {spelling(name): name for name in (*PROVINCES, *CITIES)}
_MOST_WORDS = 5
_BEFORE = pattern(r"\b(tỉnh|thành phố|tp\.?)\s+", re.IGNORECASE)
_WORD = pattern(r"[^\s(),;:.]+")
_OTHER = pattern(r"[A-ZĐÀ-Ỹ][\w-]*(?:\s+[A-ZĐÀ-Ỹ-][\w-]*){0,4}")
_GOES_ON = pattern(
    r"\s+(?:NĂM|GIAI ĐOẠN|QUÝ|ĐỢT|THÁNG|LẦN|KỲ|TỪ|THEO|TRONG|VÀ|DO)(?!\w).*\Z",
    re.IGNORECASE | re.DOTALL,
)
"""How a title goes on after the name."""


def province_in(line: str) -> str:
    """The province, or the city with its title (Thành phố Huế), that a line names; empty where it
    names none. A name that is not known is read as far as its words begin with capitals.
    """
    for before in _BEFORE().finditer(line):
        found = _known(line[before.end() :])
        is_province = before[1].casefold() == "tỉnh"
        if found and (is_province or found in CITIES):
            return f"Thành phố {found}" if found in CITIES and not is_province else found
        other = _OTHER().match(line, before.end()) if is_province and not found else None
        if other is not None:
            name = _GOES_ON().sub("", other[0]).strip(" -")
            return name.title() if name.isupper() else name
    return ""


def with_kind(name: str) -> str:
    """A province as a sentence names it: ``tỉnh Lâm Đồng``, ``thành phố Huế``; empty for none."""
    said = " ".join(name.split())
    before = _BEFORE().match(said)
    if before is not None:
        kind = "tỉnh" if before[1].casefold() == "tỉnh" else "thành phố"
        return f"{kind} {said[before.end() :]}"
    city = _BY_SPELLING.get(spelling(said)) in CITIES
    return f"{'thành phố' if city else 'tỉnh'} {said}" if said else ""


def is_city(name: str) -> bool:
    """Whether a province is a city of its own (thành phố trực thuộc trung ương)."""
    return with_kind(name).startswith("thành phố ")


def _known(text: str) -> str:
    """The known name with which a text begins; empty where it begins with none."""
    words = [match for _, match in zip(range(_MOST_WORDS), _WORD().finditer(text), strict=False)]
    for count in range(len(words), 0, -1):
        found = _BY_SPELLING.get(spelling(text[: words[count - 1].end()]), "")
        if found:
            return found
    return ""
