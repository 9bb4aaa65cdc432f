"""Plans of other forms than the usual one: any sources, further columns, levels."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from workbook_tools.read.source import Source, source_of

HEADS = ["Mã", "Tên cột", "Tên trên biểu", "Loại", "Tính định mức", "Phần còn lại"]
FOUR = [
    ["KCQG", "KPKC QG", None, "Ngân sách", "x", None],
    ["KPKC", "KPKC ĐP", None, "Ngân sách", "x", None],
    ["NSX", "Vốn của xã", "Ngân sách xã", "Ngân sách", None, None],
    ["ThuHuong", "KP đơn vị thụ hưởng", None, "Thụ hưởng", None, None],
]
_BEFORE = ["TT", "Cấp", "Tên đề án", "Đơn vị thực hiện", "Bắt đầu (tháng)", "Kết thúc (tháng)"]


def sources_of(count: int) -> list[list[Any]]:
    """So many sources, no two of a name or of neighbours alike in kind."""
    kinds = ("Ngân sách", "Thụ hưởng", "Khác")
    return [
        [f"N{at}", f"Nguồn số {at}", None, kinds[at % 3], "x" if at % 2 else None, None]
        for at in range(count)
    ]


def form_file(
    sources: Sequence[Sequence[Any]],
    amounts: Sequence[Sequence[Any]],
    further: Mapping[str, Sequence[Any]] | None = None,
    breaks: Sequence[int] = (),
    levels: Sequence[str] = ("Mục", "Chương trình"),
    headings: Sequence[str] | None = None,
) -> bytes:
    """A plan workbook with a project for each row of amounts: the total, then one of each source.

    ``further`` gives the values of the user's own columns, ``breaks`` before which projects
    another programme begins, ``levels`` which of those above projects there are, ``headings``
    the columns of money on ``DeAn`` where ``NguonKP`` says others.
    """
    own = further or {}
    money = headings if headings is not None else [str(source[1]) for source in sources]
    heads = [*_BEFORE, "Tổng KP thực hiện", *money, *own]
    rows: list[list[Any]] = [heads]
    if "Mục" in levels:
        rows.append(["I", "Mục", "Mục I"])
    programme = at_programme = 0
    for number, held in enumerate(amounts):
        if "Chương trình" in levels and (number == 0 or number in breaks):
            programme, at_programme = programme + 1, 0
            rows.append([str(programme), "Chương trình", f"Chương trình {programme}"])
        at_programme += 1
        tt = f"{programme}.{at_programme}" if programme else str(number + 1)
        values = [held_of[number] for held_of in own.values()]
        head = [tt, "Đề án", f"Đề án {tt}", "Trung tâm", 1 + number % 12, 12]
        rows.append([*head, *held, *[None] * (len(money) + 1 - len(held)), *values])
    return _with_lines(rows, {"NguonKP": [HEADS, *map(list, sources)]})


def _with_lines(rows: list[list[Any]], sheets: Mapping[str, list[list[Any]]]) -> bytes:
    """A plan workbook with these rows on ``DeAn``."""
    raw = io.BytesIO()
    letters = {"font_name": "Times New Roman", "font_size": 11}
    options = {"default_date_format": "dd/mm/yyyy", "default_format_properties": letters}
    book = xlsxwriter.Workbook(raw, {"in_memory": True, **options})
    about = book.add_worksheet("ThongTin")
    about.write_row(0, 0, ["Mục", "Nội dung"])
    given = {"Tỉnh": "Đồng Nai", "Năm kế hoạch": 2027, "Đơn vị tính": "ngàn đồng"}
    for at, pair in enumerate(given.items(), 1):
        about.write_row(at, 0, pair)
    for name, values in {"DeAn": rows, **sheets}.items():
        page = book.add_worksheet(name)
        for at, record in enumerate(values):
            page.write_row(at, 0, record)
    book.close()
    return raw.getvalue()


def form_plan(*args: Any, **options: Any) -> Source:
    """The same, opened."""
    return source_of(form_file(*args, **options), "k.xlsx")
