"""Plans of every shape that is printed: short and long, with few sources and many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.forms import form_plan, sources_of
from tests.plans import line, plan_file, project

SENTENCE = (
    "Hỗ trợ cơ sở công nghiệp nông thôn ứng dụng máy móc, thiết bị tiên tiến vào sản xuất; "
    "tổ chức tập huấn khởi sự doanh nghiệp cho cán bộ quản lý của các cơ sở trên địa bàn tỉnh "
    "theo Quyết định 53/2018/QĐ-UBND ngày 11/12/2018 (giai đoạn 2021-2025) - 100% khối lượng."
)
SIGNED = {
    "Chức vụ người ký": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "Người ký": "Nguyễn Thị Hoàng",
    "Số, ký hiệu": "1234/KH-UBND",
}


def in_times(book: Any) -> None:
    """The workbook's usual font is the one of documents."""
    book.formats[0].set_font_name("Times New Roman")
    book.formats[0].set_font_size(11)


def _texts(number: int) -> dict[str, Any]:
    """Texts of all lengths, each length its turn."""
    words = SENTENCE.split()
    count = number * 7 % len(words) + 1
    return {
        "name": " ".join(words[: count // 2 + 1]),
        "goal": " ".join(words[:count]),
        "result": " ".join(words[-(number % 9) - 1 :]),
        "note": "\n".join(["- Quyết định 53/2018/QĐ-UBND 11/12/2018"] * (number % 4)),
    }


def _long() -> list[dict[str, Any]]:
    """A hundred projects in ten programmes."""
    rows = [line("Mục", "I", "Khuyến công địa phương")]
    for programme in range(1, 11):
        rows.append(line("Chương trình", f"{programme}", SENTENCE[: 20 * programme]))
        rows += [
            project(f"{programme}.{at}", 1000 + at, 500, 0, **_texts(10 * programme + at))
            for at in range(1, 11)
        ]
    return rows


def _many_sections() -> list[dict[str, Any]]:
    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    rows: list[dict[str, Any]] = []
    for numeral in numerals:
        rows += [line("Mục", numeral), line("Chương trình", "1", "Nâng cao năng lực quản lý")]
        rows += [project(f"1.{at}", 10, 20, 30, **_texts(at)) for at in (1, 2)]
    return rows


def _large() -> list[dict[str, Any]]:
    rows = [line("Mục", "I"), line("Chương trình", "1")]
    amounts = (123_456_789_012_345, 98_765_432_109_876, 0)
    return rows + [project(f"1.{at}", *amounts, **_texts(at)) for at in range(1, 5)]


def _with_details() -> list[dict[str, Any]]:
    """Projects of several beneficiaries, each with its own line."""
    rows = [line("Mục", "I"), line("Chương trình", "1", "Ứng dụng máy móc, thiết bị tiên tiến")]
    for at in range(1, 9):
        rows.append(line("Đề án", f"1.{at}", executing_unit="Trung tâm", **_texts(at)))
        rows += [
            line("Chi tiết", "", f"Hợp tác xã {part}, xã Hiệp Hòa", province=200, beneficiary=150)
            for part in range(1, at)
        ]
    return rows


def _file(rows: list[dict[str, Any]], unit: str = "ngàn đồng", extra: Any = in_times) -> bytes:
    return plan_file(rows, unit, SIGNED, extra=extra)


def printed_plans() -> Mapping[str, bytes]:
    """The workbooks by what they are."""
    projects = [project(str(at), 100, 50, 0, **_texts(at)) for at in range(1, 4)]
    programmes = [row for row in _long() if row["level"] != "Mục"][:40]
    return {
        "three rows": _file(projects),
        "a hundred rows": _file(_long()),
        "amounts of 15 digits": _file(_large(), "đồng"),
        "twelve sections": _file(_many_sections()),
        "no section": _file(programmes),
        "details": _file(_with_details()),
        "another font": _file(_many_sections(), extra=None),
    }


def plans_of_sources() -> Mapping[str, Any]:
    """Plans with few and with many sources."""
    return {
        f"{count} sources": form_plan(sources_of(count), [[None, *range(1000, 1000 + count)]] * 9)
        for count in (1, 4, 6)
    }
