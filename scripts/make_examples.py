"""Make the example plans of Đồng Nai 2021: python -m scripts.make_examples [--into FOLDER].

Figures, dates and citations come from ``examples/data/dong-nai-2021.csv``; the sentences that say
what a project is for are short ones of this project's own.
"""

from __future__ import annotations

import argparse
import csv
import io
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from scripts.make_template import put_documents, put_norms
from scripts.openpyxl_packages import finished, fit_rows
from workbook_tools.jobs.new_plan import new_plan
from workbook_tools.plan.form import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
LEVELS = {
    "section": "Mục",
    "programme": "Chương trình",
    "project": "Đề án",
    "grand_total": "Tổng cộng",
}
DERIVED = (
    "Số suy ra từ tổng cộng đã in trừ các đề án đọc được; bản quét thiếu trang này. "
    "Phải thay bằng số của từng đề án."
)
GENERAL_BASIS = "\n- QĐ 53/2018/QĐ-UBND 11/12/2018 (mức chi chung cho hoạt động khuyến công)"
FAIRS = "3.1-3.3"

SENTENCES = {
    "1.1": (
        "Tập huấn khởi sự doanh nghiệp và quản lý cho cán bộ quản lý cơ sở CNNT",
        "300 người được tập huấn",
    ),
    "1.2": ("Đưa cán bộ và cơ sở CNNT đi học tập kinh nghiệm, tìm đối tác", "01 đoàn, 18 người"),
    "2.1": ("Hỗ trợ cơ sở CNNT mua máy móc thiết bị tiên tiến", "09 cơ sở được hỗ trợ"),
    FAIRS: (
        "Đưa sản phẩm CNNT đi hội chợ trong nước; hỗ trợ gian hàng; làm phòng trưng bày",
        "03 hội chợ; 10 gian hàng; 01 phòng trưng bày",
    ),
    "3.4": (
        "Chọn sản phẩm CNNT tiêu biểu cấp tỉnh, dự bình chọn cấp quốc gia",
        "20 sản phẩm cấp tỉnh; 02 sản phẩm cấp quốc gia",
    ),
    "3.5": (
        "Tôn vinh nghệ nhân, thợ giỏi, người đưa nghề về địa phương",
        "55 cá nhân được xét tặng",
    ),
    "4.1": (
        "Cập nhật tin, số liệu, chính sách trên website của Trung tâm",
        "1.000 lượt truy cập mỗi tháng",
    ),
    "4.2": (
        "Giới thiệu chính sách khuyến công trên đài tỉnh",
        "24 chuyên đề, 02 chuyên đề mỗi tháng",
    ),
    "4.3": ("In và phát hành bản tin", "1.600 cuốn"),
    "4.4": ("Thu thập số liệu CNNT của tỉnh theo quý", "04 kỳ số liệu"),
    "4.5": ("Thiết kế, in brochure giới thiệu sản phẩm", "1.000 cuốn"),
    "4.6": ("Phổ biến công nghệ, kỹ thuật mới", "04 hội thảo, 200 người"),
    "5.1": ("Phổ biến quy định về khuyến công cho cán bộ cơ sở", "400 người được tập huấn"),
    "5.2": ("Cử cán bộ dự hội nghị, hội thảo cấp vùng, cấp quốc gia", "03 lần tham gia"),
    "5.3": ("Khảo sát nhu cầu, lập kế hoạch năm sau", "Hoàn thành 100% khối lượng"),
    "5.4": ("Nắm nhu cầu và đưa chính sách tới cơ sở qua cộng tác viên", "20 cộng tác viên"),
    "5.5": ("Trưng bày, giới thiệu sản phẩm CNNT tiêu biểu", "01 phòng trưng bày hoạt động"),
    "6.1": ("Hỗ trợ cơ sở CNNT thuê tư vấn", "05 cơ sở được tư vấn"),
}

TARGETS = (
    ("Người dự tập huấn khởi sự, quản lý", 300, "người", "III.1.a", "1.1", "Số lượng"),
    ("Người trong đoàn khảo sát", 18, "người", "III.1.b", "1.2", "Số lượng"),
    ("Cơ sở ứng dụng máy móc thiết bị", 9, "cơ sở", "III.2", "2.1", "Số lượng"),
    ("Sản phẩm tiêu biểu cấp tỉnh", 20, "sản phẩm", "III.3.c", "3.4", "Số lượng"),
    ("Cá nhân được xét tặng", 55, "cá nhân", "III.3.d", "3.5", "Số lượng"),
    ("Chuyên đề trên đài", 24, "chuyên đề", "III.4.b", "4.2", "Số lượng"),
    ("Bản tin", 1600, "cuốn", "III.4.c", "4.3", "Số lượng"),
    ("Hội thảo", 4, "hội thảo", "III.4.đ", "4.6", "Số lượng"),
    ("Người dự tập huấn chuyên đề", 400, "người", "III.5.a", "5.1", "Số lượng"),
    ("Cộng tác viên", 20, "cộng tác viên", "III.5.d", "5.4", "Số lượng"),
    ("Cơ sở được tư vấn", 5, "cơ sở", "III.6", "6.1", "Số lượng"),
    (
        "Kinh phí thực hiện chương trình, đề án",
        9230.5,
        "triệu đồng",
        "V.1",
        "",
        "Tổng KP thực hiện",
    ),
    ("Kinh phí từ ngân sách tỉnh", 6172.4, "triệu đồng", "V.1.a", "", "KPKC ĐP"),
    ("Kinh phí của đơn vị thụ hưởng", 3058.1, "triệu đồng", "V.1.b", "", "KP đơn vị thụ hưởng"),
)


def rows() -> list[dict[str, object]]:
    """The plan's lines in the appendix's order, in the fields of ``DeAn``; the residual is split in
    two rows.
    """
    with (ROOT / "examples/data/dong-nai-2021.csv").open(encoding="utf-8") as file:
        facts = list(csv.DictReader(file))
    residual = next(fact for fact in facts if fact["level"] == "residual")
    lines: list[dict[str, object]] = []
    for fact in facts:
        if fact["level"] not in LEVELS:
            continue
        tt = fact["tt"]
        goal, result = SENTENCES.get(tt, ("", ""))
        line: dict[str, object] = {
            "tt": tt,
            "level": LEVELS[fact["level"]],
            "name": fact["name"],
            "executing_unit": fact["executing_unit"],
            "goal": goal,
            "result": result,
            "quantity": fact["quantity"],
            "start_month": _number(fact["start_month"]),
            "end_month": _number(fact["end_month"]),
            "note": "\n".join(f"- {part}" for part in fact["legal_basis"].split("; ") if part),
        } | {
            amount: _number(fact[amount])
            for amount in ("total", "province", "beneficiary", "other")
        }
        if tt == "2.1":
            line["note"] = DERIVED + " Gồm cả các đề án 3.1 - 3.3." + GENERAL_BASIS
            line |= {
                amount: _number(residual[amount])
                for amount in ("total", "province", "beneficiary", "other")
            }
        if tt == FAIRS:
            line["name"] = "Hội chợ triển lãm, gian hàng, phòng trưng bày"
            line["note"] = DERIVED + " Tiền tính chung ở dòng 2.1." + GENERAL_BASIS
            line |= dict.fromkeys(("total", "province", "beneficiary", "other"), 0)
        if line["level"] == "Đề án" and not line["start_month"]:
            line["start_month"], line["end_month"] = 1, 12
        if tt == "6.1":
            line["norm_code"] = "TUVAN"
        if tt == "II":
            line["note"] = "Kinh phí bổ sung sau khi UBND tỉnh chấp thuận chủ trương."
        lines.append(line)
    return lines


SHIFTED_NOTES = ("4.3", "4.4", "4.5", "4.6", "5.2", "5.4")
"""Rows of the scan whose legal basis stands one column to the left, under Nguồn khác."""


def as_scanned(lines: list[dict[str, object]]) -> list[dict[str, object]]:
    """The same lines with the faults that the scan shows: no missing page, and what was printed
    wrong.
    """
    kept = []
    for line in lines:
        line = dict(line)
        if line["tt"] in ("2.1", FAIRS):
            continue
        if line["tt"] == "3.4":
            line["name"] = (
                "Bình chọn sản phẩm CNNT tiêu biểu tỉnh, tham gia bình chọn cấp quốc gia năm 2020"
            )
            line["result"] = "20 sản phẩm CNTT cấp tỉnh; 02 sản phẩm CNTT cấp quốc gia"
        if line["tt"] == "4":
            line |= {
                "result": "Cấp tỉnh, thường xuyên",
                "start_month": "Duy trì website, trên 1.000 lượt truy cập mỗi tháng",
                "end_month": line["total"],
                "province": 0,
            }
        if line["tt"] in SHIFTED_NOTES:
            line |= {"other": line["note"], "note": None}
        if line["tt"] == "4.1":
            line["goal"], line["result"] = (
                "Cung cấp thông tin, chính sách cho cơ sở CNTT",
                "24 chuyên đề khuyến công",
            )
        if line["tt"] == "4.5":
            line["name"] = "Brochure sản phẩm CNTT tiêu biểu"
        if line["tt"] == "5.3":
            line["note"] = str(line["note"]).replace("NQ-HĐND", "NQ-HDND")
        if line["tt"] == "5.5":
            line["tt"] = "6.1"
            showroom = line
            continue
        if line["tt"] == "6.1":
            line["tt"] = ""
            kept.append(showroom)
        kept.append(line)
    return kept


def _number(text: str) -> int | None:
    return int(text) if text else None


def plan(lines: list[dict[str, object]], period: str) -> bytes:
    """A plan workbook with these lines."""
    book = load_workbook(io.BytesIO(new_plan("Đồng Nai", 2021)))
    about = book["ThongTin"]
    values: dict[str, object] = {
        "Giai đoạn chương trình": period,
        "Số, ký hiệu": "4854/KH-UBND",
        "Ngày ban hành": date(2021, 5, 10),
        "Cơ quan ban hành": "Ủy ban nhân dân tỉnh Đồng Nai",
        "Đơn vị tính": "ngàn đồng",
        "Chức vụ người ký": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "Người ký": "Nguyễn Thị Hoàng",
        "Tổng cộng bằng chữ": "Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng",
    }
    for row in range(2, about.max_row + 1):
        name = about.cell(row, 1).value
        if name in values:
            about.cell(row, 2).value = values[name]
    fit_rows(about)
    _fill(book["DeAn"], lines)
    fit_rows(book["DeAn"])
    put_documents(book["CanCu"], ROOT / "examples/data/documents-dong-nai.csv")
    put_norms(book["DinhMuc"], ROOT / "examples/data/norms-dong-nai.csv")
    fit_rows(book["CanCu"])
    fit_rows(book["DinhMuc"])
    _append(book["ChiTieu"], TARGETS)
    _append(
        book["NoiNhan"],
        (
            ("Sở Công Thương", "", "", "Nơi nhận chính"),
            ("Sở Tài chính", "", "", "Nơi nhận chính"),
            ("Kho bạc Nhà nước tỉnh", "", "", "Đồng gửi"),
        ),
    )
    return finished(book)


def _fill(sheet: Worksheet, lines: list[dict[str, object]]) -> None:
    from copy import copy

    looks = [sheet.cell(2, column) for column in range(1, len(COLUMNS) + 1)]
    styles = [(copy(cell.font), copy(cell.alignment), cell.number_format) for cell in looks]
    for number, line in enumerate(lines, 2):
        for column, field in enumerate(COLUMNS, 1):
            cell = sheet.cell(
                number,
                column,
                line.get(field) or (line.get(field) if line.get(field) == 0 else None),
            )
            cell.font, cell.alignment, cell.number_format = (
                copy(part) if not isinstance(part, str) else part for part in styles[column - 1]
            )
            if line["level"] != "Đề án":
                cell.font = Font(name=cell.font.name, size=cell.font.size, bold=True)
    sheet.tables["tblDeAn"].ref = f"A1:{letter(len(COLUMNS))}{len(lines) + 1}"
    sheet.tables["tblDeAn"].autoFilter.ref = sheet.tables["tblDeAn"].ref


def _append(sheet: Worksheet, records: tuple[tuple[object, ...], ...]) -> None:
    for row, record in enumerate(records, 2):
        for column, value in enumerate(record, 1):
            sheet.cell(row, column, value or None)


def examples() -> dict[str, bytes]:
    """Every example's file by name."""
    lines = rows()
    return {
        "dong-nai-2021.xlsx": plan(lines, "2021 - 2025"),
        "dong-nai-2021-as-scanned.xlsx": plan(as_scanned(lines), "2022 - 2025"),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=ROOT / "examples", metavar="FOLDER")
    folder = parser.parse_args().into
    for name, data in examples().items():
        (folder / name).write_bytes(data)
        print(folder / name)
