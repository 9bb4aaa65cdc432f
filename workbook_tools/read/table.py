"""The table of an appendix found by its headings, whoever made it and wherever it stands on the
sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbook_tools.plan.grid import Grid
from workbook_tools.read.headers import normal
from workbook_tools.read.values import text

_HEADINGS: Mapping[str, str] = {
    "tt": r"(số )?(tt|stt|thứ tự)",
    "level": r"cấp( đề án)?",
    "norm_code": r"mã định mức.*",
    "quantity": r"(số lượng|khối lượng).*",
    "name": r"(tên|danh mục|tên danh mục)?\s*(các )?"
    r"(đề án|chương trình|nhiệm vụ|nội dung|hạng mục|công việc)"
    r"(,? ?(đề án|chương trình|nhiệm vụ|nội dung|công việc|hoạt động|thực hiện|khuyến công))*",
    "executing_unit": r"(đơn vị|cơ quan|chủ đầu tư)( tổ chức)?( chủ trì)?,?"
    r"( thực hiện| triển khai| chủ trì)?( thực hiện)?",
    "goal": r"(mục tiêu.*|nội dung chính.*|mục đích.*)",
    "result": r"(dự kiến )?(kết quả|sản phẩm)( .*)?",
    "start_month": r"(thời gian |tháng )?(bắt đầu|khởi công)( .*)?",
    "end_month": r"(thời gian |tháng )?(kết thúc|hoàn thành)( .*)?",
    "beneficiary": r".*(thụ hưởng|đối ứng|đơn vị đóng góp|cơ sở đóng góp|"
    r"vốn doanh nghiệp|vốn tự có|kp đơn vị|kp cơ sở).*",
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
_SEARCHED_COLUMNS = 256
_LONGEST_HEADING = 150


Cell = tuple[int, int]
Corners = Mapping[Cell, Cell]
"""A merge's cells, row and column, each with its first."""


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
    """The table with the most known headings, the uppermost and flattest of those that have as
    many; ``None`` where no rows name a project and its money.
    """
    best = max(_tables(grid), key=lambda table: len(table.columns), default=None)
    return None if best is None else _with_merges(grid, best)


def _tables(grid: Grid) -> Iterator[Table]:
    """The rows that can be an appendix's heading, from above, first alone and then with the rows
    below that go on with it.
    """
    corners = _corners(grid)
    for top in range(1, min(len(grid.rows), _SEARCHED_ROWS) + 1):
        if not _may_begin(grid.rows[top - 1]):
            continue
        for bottom in range(top, min(top + _DEEPEST - 1, len(grid.rows)) + 1):
            if bottom > top and not _heading_goes_on(grid, bottom):
                break
            columns = _columns(grid, corners, top, bottom)
            if _is_appendix(columns):
                yield Table((top, bottom), columns)


def _may_begin(row: Sequence[object]) -> bool:
    """Whether a row can be the first of a heading: two texts at least."""
    return sum(isinstance(value, str) and bool(value.strip()) for value in row) >= 2


def _is_appendix(columns: Mapping[str, int]) -> bool:
    """Whether headings are those of an appendix: a name, an amount, and one more at least."""
    return "name" in columns and not columns.keys().isdisjoint(_MONEY) and len(columns) >= 3


def _with_merges(grid: Grid, table: Table) -> Table:
    """The table with the rows into which its heading's cells are merged downwards."""
    top, bottom = table.heading
    merged = [merge[2] for merge in grid.merges if merge[0] <= bottom <= merge[2]]
    lowest = min(max(merged, default=bottom), top + _DEEPEST - 1)
    return Table((top, max(bottom, lowest)), table.columns)


def _heading_goes_on(grid: Grid, row: int) -> bool:
    """Whether a row can be part of a heading: texts only."""
    filled = [value for value in grid.rows[row - 1] if value is not None and str(value).strip()]
    return bool(filled) and all(isinstance(value, str) for value in filled)


def _corners(grid: Grid) -> Corners:
    """The merged cells where a heading may stand, each with the first cell of its merge."""
    found: dict[Cell, Cell] = {}
    for top, left, bottom, right in grid.merges:
        for row in range(top, min(bottom, _SEARCHED_ROWS + _DEEPEST) + 1):
            for column in range(left, min(right, _SEARCHED_COLUMNS) + 1):
                found.setdefault((row, column), (top, left))
    return found


def _columns(grid: Grid, corners: Corners, top: int, bottom: int) -> dict[str, int]:
    width = max(len(grid.rows[row - 1]) for row in range(top, bottom + 1))
    found: dict[str, int] = {}
    for column in range(1, min(width, _SEARCHED_COLUMNS) + 1):
        field = _field(_heading_texts(grid, corners, top, bottom, column), found)
        if field is not None:
            found[field] = column
    return found


def _heading_texts(grid: Grid, corners: Corners, top: int, bottom: int, column: int) -> list[str]:
    """A column's heading texts, lowest first; the text of a merge counts for each of its columns.
    A text that is too long for a heading is none.
    """
    found = [_heading_value(grid, corners, top, row, column) for row in range(bottom, top - 1, -1)]
    texts = [value for value in found if isinstance(value, str) and value.strip()]
    return [_plain(value) for value in texts if len(value) <= _LONGEST_HEADING]


def _heading_value(grid: Grid, corners: Corners, top: int, row: int, column: int) -> object:
    """What a heading's cell shows: its value, or else that of the merge which covers it and begins
    within the heading.
    """
    value: object = grid.at(row, column)
    if value is not None:
        return value
    corner = corners.get((row, column))
    return grid.at(*corner) if corner is not None and corner[0] >= top else None


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
    """Whether a row below the heading only counts the columns: 1 2 3 …, (1) (2) (3) …, A B C …;
    a column that is computed may say how (8=9+10).
    """
    filled = [said.strip("()[] ") for said in map(text, values) if said]
    numbers = [int(part) for part in filled if part.isdecimal()]
    others = [part for part in filled if not part.isdecimal()]
    return len(filled) >= 4 and _counts(numbers) and all(map(_names_a_column, others))


def _counts(numbers: Sequence[int]) -> bool:
    """Whether three numbers or more count up, from 2 where the first column is not counted."""
    return (
        len(numbers) >= 3
        and numbers[0] <= 2
        and all(after == before + 1 for before, after in pairwise(numbers))
    )


def _names_a_column(part: str) -> bool:
    """Whether a text is a column's letter, or says how it is computed."""
    return (len(part) == 1 and part.isalpha()) or "=" in part or "+" in part
