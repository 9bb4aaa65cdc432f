"""The table of an appendix found by its headings, whoever made it and wherever it stands on the
sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.plan.grid import Grid
from workbook_tools.read.headers import normal
from workbook_tools.read.values import text

_HEADINGS: Mapping[str, str] = {
    "tt": r"(số )?(tt|stt|thứ tự)",
    "level": r"cấp( đề án)?",
    "norm_code": r"mã định mức.*",
    "quantity": r"(số lượng|khối lượng).*",
    "name": r"(tên|danh mục|tên danh mục)?\s*(các )?(đề án|chương trình|nhiệm vụ|nội dung|hạng mục|công việc)"
    r"(,? ?(đề án|chương trình|nhiệm vụ|nội dung|công việc|hoạt động|thực hiện|khuyến công))*",
    "executing_unit": r"(đơn vị|cơ quan|chủ đầu tư)( tổ chức)?( chủ trì)?,?( thực hiện| triển khai| chủ trì)?"
    r"( thực hiện)?",
    "goal": r"(mục tiêu.*|nội dung chính.*|mục đích.*)",
    "result": r"(dự kiến )?(kết quả|sản phẩm)( .*)?",
    "start_month": r"(thời gian |tháng )?(bắt đầu|khởi công)( .*)?",
    "end_month": r"(thời gian |tháng )?(kết thúc|hoàn thành)( .*)?",
    "beneficiary": r".*(thụ hưởng|đối ứng|đơn vị đóng góp|cơ sở đóng góp|vốn doanh nghiệp|vốn tự có|kp đơn vị|kp cơ sở).*",
    "other": r".*(nguồn|vốn|kinh phí|kp)?\s*khác\b.*",
    "province": r"(kpkc.*|.*khuyến công.*|ngân sách.*|ns(nn|đp|tw|tỉnh)?\b.*|"
    r"(kp|kinh phí|mức|nhà nước) ?(đề nghị )?hỗ trợ.*|kc (đp|địa phương|tỉnh).*)",
    "total": r"(tổng.*|kinh phí( thực hiện)?|kp thực hiện.*|dự toán.*|cộng)",
    "note": r"(ghi chú|căn cứ|cơ sở pháp lý|văn bản).*",
}
"""Field → what its heading may say, small letters, most telling first; what stands in brackets is
left out.
"""

_PATTERNS = {field: re.compile(pattern) for field, pattern in _HEADINGS.items()}
_MONEY = ("total", "province", "beneficiary", "other")
_DEEPEST = 3
_SEARCHED_ROWS = 80
_LONGEST_HEADING = 150


@dataclass(frozen=True, slots=True)
class Table:
    """Where an appendix's table stands: rows of its heading, column of each field found, first row
    of data.
    """

    heading: tuple[int, int]
    columns: Mapping[str, int]

    @property
    def first_row(self) -> int:
        """The row below the heading."""
        return self.heading[1] + 1


def find_table(grid: Grid) -> Table | None:
    """The table with the most known headings; ``None`` where no rows name a project and its money."""
    best: Table | None = None
    for top in range(1, min(len(grid.rows), _SEARCHED_ROWS) + 1):
        row = grid.rows[top - 1]
        if sum(isinstance(value, str) and bool(value.strip()) for value in row) < 2:
            continue
        for depth in range(1, _DEEPEST + 1):
            bottom = top + depth - 1
            if bottom > len(grid.rows) or (depth > 1 and not _heading_goes_on(grid, bottom)):
                break
            columns = _columns(grid, top, bottom)
            if (
                "name" in columns
                and any(name in columns for name in _MONEY)
                and len(columns) >= 3
                and (best is None or len(columns) > len(best.columns))
            ):
                best = Table((top, bottom), columns)
    if best is None:
        return None
    last = max(
        (merge[2] for merge in grid.merges if merge[0] <= best.heading[1] <= merge[2]),
        default=best.heading[1],
    )
    return Table(
        (best.heading[0], max(best.heading[1], min(last, best.heading[0] + _DEEPEST - 1))),
        best.columns,
    )


def _heading_goes_on(grid: Grid, row: int) -> bool:
    """Whether a row can be part of a heading: texts only."""
    filled = [value for value in grid.rows[row - 1] if value is not None and str(value).strip()]
    return bool(filled) and all(isinstance(value, str) for value in filled)


def _columns(grid: Grid, top: int, bottom: int) -> dict[str, int]:
    width = max(len(grid.rows[row - 1]) for row in range(top, bottom + 1))
    found: dict[str, int] = {}
    for column in range(1, width + 1):
        field = _field(_heading_texts(grid, top, bottom, column), found)
        if field is not None:
            found[field] = column
    return found


def _heading_texts(grid: Grid, top: int, bottom: int, column: int) -> list[str]:
    """A column's heading texts, lowest first; the text of a merge counts for each of its columns."""
    texts = []
    for row in range(bottom, top - 1, -1):
        value = grid.at(row, column)
        if value is None:
            merge = next(
                (m for m in grid.merges if m[0] <= row <= m[2] and m[1] <= column <= m[3]), None
            )
            if merge is not None and merge[0] >= top:
                value = grid.at(merge[0], merge[1])
        if isinstance(value, str) and value.strip() and len(value) <= _LONGEST_HEADING:
            texts.append(_plain(value))
    return texts


def _plain(value: str) -> str:
    """A heading without what stands in brackets, unless that is all there is."""
    whole = normal(value)
    short = " ".join(re.sub(r"\(.*?\)|\(.*\Z|[:.*]", " ", whole).split())
    return short or whole


def _field(texts: Sequence[str], taken: Mapping[str, int]) -> str | None:
    for text_ in texts:
        for field, pattern in _PATTERNS.items():
            if field not in taken and pattern.fullmatch(text_):
                return field
    return None


def is_numbering_row(values: Sequence[object]) -> bool:
    """Whether a row below the heading only counts the columns: 1 2 3 …, (1) (2) (3) …, A B C …"""
    filled = [text(value).strip("()[] ") for value in values if value is not None and text(value)]
    if len(filled) < 4:
        return False
    numbers = [int(part) for part in filled if part.isdigit()]
    letters = [part for part in filled if len(part) == 1 and part.isalpha()]
    rest = [part for part in filled if not part.isdigit() and part not in letters]
    return (
        len(numbers) >= 3
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 2
        and all("=" in part or "+" in part for part in rest)
    )
