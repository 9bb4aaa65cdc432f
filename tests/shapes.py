"""Plans in every shape of levels, with any number of sources: what a province may leave out, and
what it may put under a project.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from tests.forms import HEADS, sources_of
from tests.plans import BASIS

_SHORT = {"M": "Mục", "C": "Chương trình", "D": "Đề án", "+": "Chi tiết"}
SHAPES: Mapping[str, str] = {
    "whole": "M C D D C D M C D",
    "no section": "C D D C D",
    "no programme": "M D D M D",
    "projects alone": "D D D",
    "one project": "D",
    "details": "M C D + + D C D + M C D + +",
    "details alone": "D + + D D +",
    "details in sections": "M D + + M D D +",
    "beside sections": "D M C D D M C D",
    "beside programmes": "M D C D D M C D",
    "empty section": "M C D M",
}
"""Levels in their order: section, programme, project (Đề án), detail (+)."""


def numbered(shape: str) -> list[tuple[str, str]]:
    """Level and number of each line of a shape."""
    section = programme = project = detail = 0
    grouped = "C" in shape
    found = []
    for short in SHAPES[shape].split():
        if short == "M":
            section, programme, project = section + 1, 0, 0
            tt = "I" * section
        elif short == "C":
            programme, project = programme + 1, 0
            tt = str(programme)
        elif short == "D":
            project, detail = project + 1, 0
            tt = f"{programme}.{project}" if grouped and programme else str(project)
        else:
            detail += 1
            tt = "abc"[detail - 1]
        found.append((_SHORT[short], tt))
    return found


def shape_file(shape: str, count: int, unit: str = "ngàn đồng") -> bytes:
    """A plan workbook of a shape with so many sources. In each kind of line some sources are left
    to be computed, an end lies in a later year, and projects with details state some total.
    """
    sources = sources_of(count)
    heads = ["TT", "Cấp", "Tên đề án", "Đơn vị thực hiện", "Bắt đầu (tháng)", "Kết thúc (tháng)"]
    heads += ["Tổng KP thực hiện", *(str(source[1]) for source in sources), "Ghi chú"]
    lines = numbered(shape)
    rows: list[list[Any]] = [heads]
    for at, (level, tt) in enumerate(lines):
        held = _amounts(at, count) if _counts(lines, at) else [None] * (count + 1)
        end = "12/2028" if at % 5 == 2 else 12
        times = [1 + at % 11, end] if level == "Đề án" else [None, None]
        unit_of = ("Trung tâm", "Sở Công Thương")[at % 2]
        who = unit_of if level in ("Đề án", "Chi tiết") else None
        basis = BASIS if level == "Đề án" else None
        rows.append([tt, level, f"{level} {tt} ({at})", who, *times, *held, basis])
    return _file(rows, {"NguonKP": [HEADS, *map(list, sources)]}, unit)


def _counts(lines: Sequence[tuple[str, str]], at: int) -> bool:
    """Whether money counts on a line: a detail, or a project without any."""
    below = lines[at + 1][0] if at + 1 < len(lines) else ""
    return lines[at][0] == "Chi tiết" or (lines[at][0] == "Đề án" and below != "Chi tiết")


def _amounts(at: int, count: int) -> list[Any]:
    """Total and sources: in every third line the last source is left out, to be computed."""
    values = [(at * 7 + source * 13) % 50 + source + 1 for source in range(count)]
    if count > 1 and at % 3 == 0:
        return [sum(values), *values[:-1], None]
    return [sum(values) if at % 2 else None, *values]


def totals(shape: str, count: int) -> list[Decimal]:
    """What a plan of a shape adds up to, counted by itself: the total, then each source."""
    lines = numbered(shape)
    sums = [Decimal(0)] * count
    for at in range(len(lines)):
        if _counts(lines, at):
            for source in range(count):
                sums[source] += (at * 7 + source * 13) % 50 + source + 1
    return [sum(sums, Decimal(0)), *sums]


def _file(
    rows: Sequence[Sequence[Any]], sheets: Mapping[str, Sequence[Sequence[Any]]], unit: str
) -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    about = book.add_worksheet("ThongTin")
    given = {"Mục": "Nội dung", "Tỉnh": "Đồng Nai", "Năm kế hoạch": 2027, "Đơn vị tính": unit}
    for at, pair in enumerate(given.items()):
        about.write_row(at, 0, pair)
    for name, values in {"DeAn": rows, **sheets}.items():
        page = book.add_worksheet(name)
        for at, record in enumerate(values):
            page.write_row(at, 0, record)
    book.close()
    return raw.getvalue()
