"""Plan workbooks made for tests, with XlsxWriter: another program's files than the ones this
project makes itself.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from workbook_tools.plan.form import COLUMNS
from workbook_tools.read.source import Source, source_of

HEADINGS = list(COLUMNS.values())
FIELDS = list(COLUMNS)


def line(level: str, tt: str = "", name: str = "", **values: Any) -> dict[str, Any]:
    """A row of ``DeAn`` by field names."""
    return {"level": level, "tt": tt, "name": name or f"{level} {tt}".strip(), **values}


def project(
    tt: str,
    province: Any = None,
    beneficiary: Any = None,
    other: Any = None,
    total: Any = None,
    **values: Any,
) -> dict[str, Any]:
    """A project row."""
    usual: dict[str, Any] = {"executing_unit": "Trung tâm", "start_month": 1, "end_month": 12}
    return line(
        "Đề án",
        tt,
        province=province,
        beneficiary=beneficiary,
        other=other,
        total=total,
        **(usual | values),
    )


def plan_file(
    rows: Sequence[dict[str, Any]],
    unit: str = "ngàn đồng",
    particulars: dict[str, Any] | None = None,
    headings: Sequence[str] = HEADINGS,
    cells: dict[str, Any] | None = None,
    sheets: dict[str, list[list[Any]]] | None = None,
    extra: Any = None,
) -> bytes:
    """A plan workbook. ``cells`` are put over ``DeAn`` afterwards; ``extra`` may add to the
    XlsxWriter workbook.
    """
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    about = book.add_worksheet("ThongTin")
    about.write_row(0, 0, ["Mục", "Nội dung"])
    given = {
        "Tỉnh": "Đồng Nai",
        "Năm kế hoạch": 2021,
        "Đơn vị tính": unit,
        "Cơ quan ban hành": "UBND tỉnh Đồng Nai",
    }
    for at, (name, value) in enumerate((given | (particulars or {})).items(), 1):
        if value is not None:
            about.write_row(at, 0, [name, value])
    sheet = book.add_worksheet("DeAn")
    sheet.write_row(0, 0, headings)
    for number, row in enumerate(rows, 1):
        for column, heading in enumerate(headings):
            value = row.get(FIELDS[HEADINGS.index(heading)]) if heading in HEADINGS else None
            if isinstance(value, Decimal):
                value = float(value)
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write(number, column, value)
    for cell, value in (cells or {}).items():
        sheet.write(cell, value)
    for name, values in (sheets or {}).items():
        other = book.add_worksheet(name)
        for at, record in enumerate(values):
            other.write_row(at, 0, record)
    if extra is not None:
        extra(book)
    book.close()
    return raw.getvalue()


def source(rows: Sequence[dict[str, Any]], **options: Any) -> Source:
    """The same, opened."""
    return source_of(plan_file(rows, **options), "ke-hoach.xlsx")


BASIS = "Quyết định 53/2018/QĐ-UBND ngày 11/12/2018"
SMALL = (
    line("Mục", "I"),
    line("Chương trình", "1", note=BASIS),
    project("1.1", 100, 50, 0),
    project("1.2", 30, 0, 0),
    line("Chương trình", "2", note=BASIS),
    project("2.1", 5, 5, 5),
)


def random_rows(seed: int, programmes: int | None = None) -> list[dict[str, Any]]:
    """A random plan: empty sections and programmes, deep text, huge and tiny amounts, every way of
    funding.
    """
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    left = chance.choice((0, 1, 2, 7, 20)) if programmes is None else programmes
    scale = chance.choice((10, 10**5, 10**9))
    for section in range(1, chance.choice((1, 2, 3)) + 1):
        rows.append(line("Mục", "I" * section))
        take, left = (left, 0) if section == 1 else (0, left)
        for programme in range(1, take + 1):
            rows.append(
                line(
                    "Chương trình",
                    str(programme),
                    "Chương trình " + "dài " * chance.choice((0, 1, 80)),
                )
            )
            for number in range(1, chance.choice((0, 1, 2, 5)) + 1):
                sources = [chance.choice((0, 1, chance.randrange(scale))) for _ in range(3)]
                missing = chance.choice((None, None, 0, 1, 2))
                total = sum(sources) if missing is not None or chance.random() < 0.3 else None
                shown = [None if at == missing else value for at, value in enumerate(sources)]
                rows.append(
                    project(
                        f"{programme}.{number}",
                        province=shown[0],
                        beneficiary=shown[1],
                        other=shown[2],
                        total=total,
                        executing_unit=chance.choice(("Trung tâm KC", "Sở Công Thương", "")),
                        start_month=chance.choice((None, 1, 4, 12)),
                        goal=chance.choice(
                            ("", "=1+1", "Ba < bốn & “năm”", "Dòng 1\nDòng 2", "x" * 3000)
                        ),
                    )
                )
    return rows
