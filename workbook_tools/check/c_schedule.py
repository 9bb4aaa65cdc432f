"""Family C: months and years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from operator import attrgetter

from workbook_tools.check.fields import MONTHS, months
from workbook_tools.check.register import Example, Fault, Look, Severity, fault, named, quoted, rule
from workbook_tools.check.standing import Standing, Table
from workbook_tools.plan.citation import without_citations
from workbook_tools.plan.model import Plan, Project


def _live_order(table: Table) -> Iterator[Standing]:
    start, end = map(table.cell, MONTHS)
    numbers = (f"ISNUMBER({start})", f"ISNUMBER({end})")
    whole = (f"INT({start})={start}", f"INT({end})={end}")
    crossed = (f"{start}>{end}", f"{start}<=12", f"{end}>=1")
    yield table.on("start_month", *numbers, *whole, *crossed, rows=table.plain_months)


@rule(
    "C01",
    Severity.ERROR,
    "Bắt đầu sau khi kết thúc",
    bad=Example(
        "Bắt đầu tháng 11, kết thúc tháng 4",
        cells={"G6": 8, "H6": 2},
        at="G6",
        says="1.3 Lớp mộc: bắt đầu tháng 8, kết thúc tháng 2",
    ),
    good="Bắt đầu tháng 4, kết thúc tháng 11",
    live=_live_order,
    fault=("months_swapped",),
)
def ends_before_it_starts(plan: Plan) -> Iterator[Fault]:
    """Tháng bắt đầu không được sau tháng kết thúc. Kết thúc ở một năm sau (12/2028) thì trong năm
    kế hoạch là tháng 12."""
    for line in plan.all_lines():
        start, end = line.start_month, line.end_month
        if start is not None and end is not None and 1 <= end < start <= 12:
            yield fault(
                plan,
                line,
                "start_month",
                f"{named(line)}: bắt đầu tháng {start}, kết thúc tháng {end}",
                "Sửa một trong hai tháng; có thể chúng bị đổi chỗ.",
            )


def _live_outside(table: Table) -> Iterator[Standing]:
    for month in MONTHS:
        own = table.cell(month)
        outside = (f"OR({own}<1,{own}>12)", f"ABS({own})<100")  # a date is a large number
        yield table.on(month, f"ISNUMBER({own})", *outside, rows=table.plain_months)


@rule(
    "C02",
    Severity.ERROR,
    "Tháng ngoài 1 đến 12",
    bad=Example(
        "Kết thúc tháng 13",
        cells={"H6": 13},
        at="H6",
        says="1.3 Lớp mộc: cột “Kết thúc (tháng)” ghi 13, không có tháng này",
    ),
    good="Kết thúc tháng 12",
    live=_live_outside,
    fault=("month_out_of_range",),
)
def no_such_month(plan: Plan) -> Iterator[Fault]:
    """Cột thời gian nhận số của tháng, từ 1 đến 12; kết thúc ở một năm sau thì ghi cả năm, như
    12/2028."""
    for line in plan.all_lines():
        for month, value in months(line):
            if value is not None and not 1 <= value <= 12 and abs(value) < 100:
                yield fault(
                    plan,
                    line,
                    month,
                    f"{named(line)}: cột “{plan.heading(month)}” ghi {value}, không có tháng này",
                    "Ghi số của tháng, từ 1 đến 12.",
                )


def _live_missing(table: Table) -> Iterator[Standing]:
    for month in MONTHS:
        empty = [f'TRIM({table.cell(month)})=""']
        if table.plan.form.keys:
            empty.append(f"SUM({table.sources})>=0")
        yield table.on(month, table.is_project, *empty, rows=table.plain_months)


@rule(
    "C03",
    Severity.WARNING,
    "Thiếu tháng",
    bad=Example(
        "Bắt đầu tháng 5, kết thúc để trống",
        cells={"H6": None},
        at="H6",
        says="1.3 Lớp mộc: cột “Kết thúc (tháng)” còn trống",
    ),
    good="Bắt đầu tháng 5, kết thúc tháng 12",
    look=Look.EMPTY,
    live=_live_missing,
    fault=("month_removed",),
)
def missing_month(plan: Plan) -> Iterator[Fault]:
    """Mỗi đề án cần tháng bắt đầu và tháng kết thúc. Không đề án nào ghi thì nêu một lần; dòng chỉ
    ghi số giảm (của đề án ngừng thực hiện) thì không cần."""
    unread = {(cell.row, cell.column) for cell in plan.unread}
    for month in (month for month in MONTHS if month in plan.columns):
        lacking = _lacking(plan, month, unread)
        heading = plan.heading(month)
        for project in lacking:
            said = f"{named(project)}: cột “{heading}” còn trống"
            alone = len(lacking) == len(plan.projects) > 1
            if alone:
                said = f"không đề án nào ghi cột “{heading}” ({len(lacking)} đề án)"
            yield fault(plan, project, month, said, "Ghi số của tháng, từ 1 đến 12.")
            if alone:
                break


def _lacking(plan: Plan, month: str, unread: Set[tuple[int, str]]) -> list[Project]:
    """The projects that need a month and say none, where no other rule tells of that."""
    said_of = attrgetter(month)
    return [
        project
        for project in plan.projects
        if said_of(project) is None
        and (project.row, month) not in unread
        and not _takes_money_off(project)
        and not plan.fails(project, month)
    ]


def _takes_money_off(project: Project) -> bool:
    """Whether all that a project says of money is that there is less."""
    return sum(project.stated.sources.values()) < 0


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
    "xây dựng chương trình",
    "xây dựng đề án",
    "xây dựng dự toán",
    "lập kế hoạch",
    "chuẩn bị",
    "kế hoạch",
)


@rule(
    "C04",
    Severity.WARNING,
    "Năm nêu trong nội dung không phù hợp với năm kế hoạch",
    bad=Example(
        "Kế hoạch năm 2021: “bình chọn sản phẩm cấp quốc gia năm 2020”; "
        "giai đoạn chương trình 2022 - 2025",
        cells={"C13": "Trang tin điện tử năm 2020"},
        at="C13",
        says="3.2 Trang tin điện tử năm 2020: cột “Tên đề án” nhắc “năm 2020” trong kế "
        "hoạch năm 2021",
    ),
    good=Example(
        "Kế hoạch năm 2021: “bình chọn sản phẩm cấp quốc gia năm 2021”; "
        "giai đoạn chương trình 2021 - 2025",
        cells={"C13": "Trang tin điện tử năm 2021"},
    ),
    fault=(
        "other_year_in_a_text",
        "other_period",
    ),
)
def other_year(plan: Plan) -> Iterator[Fault]:
    """Năm trước năm kế hoạch trong tên, mục tiêu, kết quả thường là chữ còn sót của kế hoạch cũ,
    trừ khi câu nói về việc đã qua (tổng kết, đánh giá, so với …). Giai đoạn chương trình phải gồm
    năm kế hoạch. Số và ngày của văn bản không tính; năm sau trong việc lập kế hoạch năm sau cũng
    không."""
    year = plan.year
    if year is None:
        return
    yield from _programme_period(plan, year)
    for line in plan.lines():
        for field, text in (("name", line.name), ("goal", line.goal), ("result", line.result)):
            wrong = _wrong_year(text, year) if "20" in text or "19" in text else None
            if wrong is not None:
                yield fault(
                    plan,
                    line,
                    field,
                    f"{named(line)}: cột “{plan.heading(field)}” nhắc {quoted(wrong)} trong "
                    f"kế hoạch năm {year}",
                    "Sửa lại năm; nếu đúng là năm đó thì ghi lý do vào cột Giải trình.",
                )


def _programme_period(plan: Plan, year: int) -> Iterator[Fault]:
    """A fault where the programme's period is without the plan's year."""
    stated = str(plan.particulars.get("Giai đoạn chương trình") or "")
    place = plan.particular_cells.get("Giai đoạn chương trình")
    period = _PERIOD.search(stated)
    if place is not None and period and not int(period[1]) <= year <= int(period[2]):
        yield Fault(
            place,
            f"Giai đoạn chương trình ghi {quoted(stated)}, không gồm năm kế hoạch {year}",
            "Sửa giai đoạn, hoặc sửa Năm kế hoạch.",
        )


def _wrong_year(text: str, year: int) -> str | None:
    """What a text says of a year that cannot be this plan's; ``None`` where there is no such thing.

    A period comes before a single year, whatever stands first in the text.
    """
    text = without_citations(text)
    low = text.casefold()
    for match in _PERIOD.finditer(text):
        if _wrong_period(match, low, year):
            return match[0]
    singles = _PERIOD.sub(lambda match: " " * len(match[0]), text)
    for match in _YEAR.finditer(singles):
        if _wrong_single(match, low, year):
            return match[0]
    return None


def _wrong_period(match: re.Match[str], low: str, year: int) -> bool:
    first, last = int(match[1]), int(match[2])
    if first <= year <= last or _looks_back(low, match.start()):
        return False
    return first <= year or not _looks_ahead(low[: match.start()])


def _wrong_single(match: re.Match[str], low: str, year: int) -> bool:
    said = int(match[1])
    if said < year:
        return not _looks_back(low, match.start())
    return said > year + 1 and not _looks_ahead(low[: match.end()])


def _looks_ahead(before: str) -> bool:
    return any(word in before for word in _LOOKING_AHEAD)


def _looks_back(low: str, at: int) -> bool:
    sentence = low[
        max(low.rfind(".", 0, at), low.rfind(";", 0, at), low.rfind("\n", 0, at)) + 1 : at + 4
    ]
    return any(word in sentence for word in _LOOKING_BACK)
