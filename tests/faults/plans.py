"""Plan workbooks of any size for measuring, made with XlsxWriter: sections of ten programmes of a
hundred projects.
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from workbook_tools.plan.form import COLUMNS

UNITS = ("Trung tâm Khuyến công", "Sở Công Thương", "Phòng Kinh tế huyện Long Thành")


def write_plan(path: Path, projects: int) -> None:
    """A clean plan of that many projects."""
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
        section, programme = divmod(number // 100, 10)
        if number % 1000 == 0:
            sheet.write_row(row, 0, [str(section + 1), "Mục", f"Mục số {section + 1}"])
            row += 1
        if number % 100 == 0:
            sheet.write_row(
                row,
                0,
                [f"{section + 1}.{programme + 1}", "Chương trình", f"Chương trình {number // 100}"],
            )
            row += 1
        sheet.write_row(
            row,
            0,
            [
                f"{section + 1}.{programme + 1}.{number % 100 + 1}",
                "Đề án",
                f"Đề án số {number}",
                UNITS[number % 3],
                f"Hỗ trợ cơ sở số {number} đổi mới máy móc thiết bị",
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
