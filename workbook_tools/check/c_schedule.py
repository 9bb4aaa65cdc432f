"""Family C: months and years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_tools.check.register import Fault, Severity, named, quoted, rule
from workbook_tools.plan.citation import without_citations
from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.model import Plan

_MONTHS = ("start_month", "end_month")


@rule(
    "C01",
    Severity.ERROR,
    "Bắt đầu sau khi kết thúc",
    bad="Bắt đầu tháng 11, kết thúc tháng 4",
    good="Bắt đầu tháng 4, kết thúc tháng 11",
)
def ends_before_it_starts(plan: Plan) -> Iterator[Fault]:
    """Tháng bắt đầu không được sau tháng kết thúc."""
    for line in plan.lines():
        start, end = line.start_month, line.end_month
        if start is not None and end is not None and 1 <= end < start <= 12:
            yield Fault(
                plan.place(line, "start_month"),
                f"{named(line)}: bắt đầu tháng {start}, kết thúc tháng {end}",
                "Sửa một trong hai tháng; có thể chúng bị đổi chỗ.",
                line,
                "start_month",
            )


@rule(
    "C02", Severity.ERROR, "Tháng ngoài 1 đến 12", bad="Kết thúc tháng 13", good="Kết thúc tháng 12"
)
def no_such_month(plan: Plan) -> Iterator[Fault]:
    """Cột thời gian chỉ nhận số của tháng, từ 1 đến 12."""
    for line in plan.lines():
        for month in _MONTHS:
            value = getattr(line, month)
            if value is not None and not 1 <= value <= 12 and abs(value) < 100:
                yield Fault(
                    plan.place(line, month),
                    f"{named(line)}: cột “{COLUMNS[month]}” ghi {value}, không có tháng này",
                    "Ghi số của tháng, từ 1 đến 12.",
                    line,
                    month,
                )


@rule(
    "C03",
    Severity.WARNING,
    "Thiếu tháng",
    bad="Bắt đầu tháng 5, kết thúc để trống",
    good="Bắt đầu tháng 5, kết thúc tháng 12",
)
def missing_month(plan: Plan) -> Iterator[Fault]:
    """Mỗi đề án cần tháng bắt đầu và tháng kết thúc."""
    off = {(cell.row, cell.column) for cell in plan.unread}
    there = [month for month in _MONTHS if month in plan.columns]
    for project in plan.projects:
        for month in there:
            if (
                getattr(project, month) is None
                and (project.row, month) not in off
                and not plan.fails(project, month)
            ):
                yield Fault(
                    plan.place(project, month),
                    f"{named(project)}: cột “{COLUMNS[month]}” còn trống",
                    "Ghi số của tháng, từ 1 đến 12.",
                    project,
                    month,
                )


_PERIOD = re.compile(r"\b((?:19|20)\d\d)\s*[-–—÷]\s*((?:19|20)\d\d)\b")
_YEAR = re.compile(
    r"(?:năm|kế hoạch|khuyến công|quý\s+[ivx\d]+\s*/|tháng\s*\d{1,2}\s*/)\s*((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_LOOKING_BACK = (
    "tổng kết",
    "sơ kết",
    "đánh giá",
    "báo cáo",
    "quyết toán",
    "kết quả",
    "so với",
    "từ năm",
    "kể từ",
    "trước năm",
    "chuyển tiếp",
    "nghiệm thu",
    "thanh lý",
    "thanh toán",
    "thống kê",
    "số liệu",
    "ban hành",
    "giá so sánh",
    "thành lập",
    "đã ",
)
_LOOKING_AHEAD = (
    "đến năm",
    "tầm nhìn",
    "định hướng",
    "tới năm",
    "xây dựng",
    "lập kế hoạch",
    "chuẩn bị",
    "kế hoạch",
)


@rule(
    "C04",
    Severity.WARNING,
    "Năm không thể thuộc kế hoạch này",
    bad="Kế hoạch năm 2021: “bình chọn sản phẩm cấp quốc gia năm 2020”; giai đoạn chương trình 2022 - 2025",
    good="Kế hoạch năm 2021: “bình chọn sản phẩm cấp quốc gia năm 2021”; giai đoạn chương trình 2021 - 2025",
)
def other_year(plan: Plan) -> Iterator[Fault]:
    """Năm trước năm kế hoạch trong tên, mục tiêu, kết quả thường là chữ còn sót của kế hoạch cũ,
    trừ khi câu nói về việc đã qua (tổng kết, đánh giá, so với …). Giai đoạn chương trình phải gồm
    năm kế hoạch. Số và ngày của văn bản không tính; năm sau trong việc lập kế hoạch năm sau cũng
    không."""
    year = plan.year
    if year is None:
        return
    stated = str(plan.particulars.get("Giai đoạn chương trình") or "")
    period = _PERIOD.search(stated)
    if (
        period
        and not int(period[1]) <= year <= int(period[2])
        and "Giai đoạn chương trình" in plan.particular_cells
    ):
        yield Fault(
            plan.particular_cells["Giai đoạn chương trình"],
            f"Giai đoạn chương trình ghi {quoted(stated)}, không gồm năm kế hoạch {year}",
            "Sửa giai đoạn, hoặc sửa Năm kế hoạch.",
        )
    for line in plan.lines():
        for field in ("name", "goal", "result"):
            text = getattr(line, field)
            wrong = _wrong_year(text, year) if "20" in text or "19" in text else None
            if wrong is not None:
                yield Fault(
                    plan.place(line, field),
                    f"{named(line)}: cột “{COLUMNS[field]}” nhắc {quoted(wrong)} trong kế hoạch năm {year}",
                    "Sửa lại năm; nếu đúng là năm đó thì ghi lý do vào cột Giải trình.",
                    line,
                    field,
                )


def _wrong_year(text: str, year: int) -> str | None:
    """What a text says of a year that cannot be this plan's; ``None`` where there is no such thing."""
    text = without_citations(text)
    low = text.casefold()
    for match in _PERIOD.finditer(text):
        first, last = int(match[1]), int(match[2])
        ahead = any(word in low[: match.start()] for word in _LOOKING_AHEAD)
        if (
            not first <= year <= last
            and not (first > year and ahead)
            and not _looks_back(low, match.start())
        ):
            return match[0]
    text = _PERIOD.sub(lambda match: " " * len(match[0]), text)
    for match in _YEAR.finditer(text):
        said = int(match[1])
        start = match.start()
        if said < year and not _looks_back(low, start):
            return match[0]
        if said > year + 1 and not any(word in low[: match.end()] for word in _LOOKING_AHEAD):
            return match[0]
    return None


def _looks_back(low: str, at: int) -> bool:
    sentence = low[
        max(low.rfind(".", 0, at), low.rfind(";", 0, at), low.rfind("\n", 0, at)) + 1 : at + 4
    ]
    return any(word in sentence for word in _LOOKING_BACK)
