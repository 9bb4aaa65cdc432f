"""Plan workbooks of any size for measuring, made with XlsxWriter: sections of ten programmes."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from workbook_tools.plan.form import COLUMNS

UNITS = ("Trung tâm Khuyến công", "Sở Công Thương", "Phòng Kinh tế huyện Long Thành")


def write_plan(path: Path, projects: int, programme: int = 100, sentence: str = "") -> None:
    """A clean plan of that many projects, so many in each programme; ``sentence`` follows on each
    project's aim.
    """
    book = xlsxwriter.Workbook(path)
    about = book.add_worksheet("ThongTin")
    for row, pair in enumerate(
        (
            ("Mục", "Nội dung"),
            ("Tỉnh", "Đồng Nai"),
            ("Năm kế hoạch", 2027),
            ("Đơn vị tính", "ngàn đồng"),
            ("Cơ quan ban hành", "UBND tỉnh Đồng Nai"),
        )
    ):
        about.write_row(row, 0, pair)
    sheet = book.add_worksheet("DeAn")
    sheet.write_row(0, 0, list(COLUMNS.values()))
    row = 1
    for number in range(projects):
        section, at = divmod(number // programme, 10)
        if number % (10 * programme) == 0:
            sheet.write_row(row, 0, [str(section + 1), "Mục", f"Mục số {section + 1}"])
            row += 1
        if number % programme == 0:
            sheet.write_row(
                row,
                0,
                [
                    f"{section + 1}.{at + 1}",
                    "Chương trình",
                    f"Chương trình {number // programme}",
                ],
            )
            row += 1
        sheet.write_row(
            row,
            0,
            [
                f"{section + 1}.{at + 1}.{number % programme + 1}",
                "Đề án",
                f"Đề án số {number}",
                UNITS[number % 3],
                f"Hỗ trợ cơ sở số {number} đổi mới máy móc thiết bị{sentence}",
                f"{number % 9 + 1} cơ sở được hỗ trợ",
                number % 12 + 1,
                12,
                None,
                1000 + number,
                500 + number % 7,
                0,
                "QĐ 53/2018/QĐ-UBND",
                None,
                str(number % 9 + 1),
            ],
        )
        row += 1
    book.close()
