"""What a user would write instead, with openpyxl: the same table, formulas and formats. Arguments:
projects, file, projects in a programme, and what follows on each aim.
"""

from __future__ import annotations

import sys

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

FACE = Font(name="Times New Roman", size=11)
BOLD = Font(name="Times New Roman", size=11, bold=True)
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WRAP = Alignment(vertical="center", wrap_text=True)
HEADINGS = (
    "TT",
    "Tên đề án",
    "Đơn vị thực hiện",
    "Mục tiêu",
    "Kết quả",
    "Bắt đầu",
    "Kết thúc",
    "Tổng KP",
    "KPKC ĐP",
    "Đơn vị thụ hưởng",
    "Nguồn khác",
    "Ghi chú",
)


def main(projects: int, file: str, size: int = 100, sentence: str = "") -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "PhuLuc"
    row = 1

    def put(values: tuple[object, ...], font: Font) -> None:
        nonlocal row
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value)
            cell.font, cell.border, cell.alignment = font, BOX, WRAP
            if 8 <= column <= 11:
                cell.number_format = "#,##0"
        row += 1

    put(HEADINGS, BOLD)
    sections: list[int] = []
    for first in range(0, projects, 10 * size):
        sections.append(row)
        count = -(-min(10 * size, projects - first) // size)
        programmes = [row + 1 + (size + 1) * at for at in range(count)]
        put(
            (
                str(first // (10 * size) + 1),
                f"Mục số {first // (10 * size) + 1}",
                "",
                "",
                "",
                "",
                "",
                *(f"=SUM({','.join(f'{c}{r}' for r in programmes)})" for c in "HIJK"),
                "",
            ),
            BOLD,
        )
        for number in range(first, min(first + 10 * size, projects)):
            if number % size == 0:
                last = row + min(size, projects - number)
                put(
                    (
                        str(number // size),
                        f"Chương trình {number // size}",
                        "",
                        "",
                        "",
                        "",
                        "",
                        *(f"=SUM({c}{row + 1}:{c}{last})" for c in "HIJK"),
                        "",
                    ),
                    BOLD,
                )
            put(
                (
                    f"1.{number}",
                    f"Đề án số {number}",
                    "Trung tâm",
                    f"Hỗ trợ cơ sở số {number} đổi mới máy móc thiết bị{sentence}",
                    f"{number % 9 + 1} cơ sở được hỗ trợ",
                    number % 12 + 1,
                    12,
                    f"=SUM(I{row}:K{row})",
                    1000 + number,
                    500 + number % 7,
                    0,
                    "QĐ 53/2018/QĐ-UBND",
                ),
                FACE,
            )
    put(
        (
            "",
            "Tổng cộng",
            "",
            "",
            "",
            "",
            "",
            *(f"=SUM({','.join(f'{c}{r}' for r in sections)})" for c in "HIJK"),
            "",
        ),
        BOLD,
    )
    book.save(file)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
