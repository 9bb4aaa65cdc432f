"""How right imports are: python -m benchmarks.import_tables [--layouts N].

Plans whose truth is known are laid out as offices do (headings, order of columns, numbering, sums,
units, forms of amounts, by chance), written as .xlsx, .docx, .txt and, by LibreOffice, as .xls and
.ods, a third of them damaged as scans are; each is imported. Reported: the share of cells that are
right, by column; wrong totals; wrong cells of an import that marks nothing unsure; errors told of
right tables; and the time of ``kehoach import`` of 100 rows, a whole process, against one that
loads the same file with openpyxl.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

from openpyxl import Workbook

from benchmarks.run import alternating, process
from tests.faults.imports import NUMBERS, TEXTS, Score, judge
from tests.faults.layouts import SUFFIXES, file_of, layout
from tests.judges.openxml import converted
from workbook_tools.errors import InputError
from workbook_tools.jobs.import_table import import_tables
from workbook_tools.read.any_source import open_tables

LAYOUTS = 100
ROWS = 100
RUNS = 9
MOST = 1.5
TEXT_GOAL = 0.995


def table_of(rows: int) -> bytes:
    """A table of so many projects as a workbook."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["KẾ HOẠCH KHUYẾN CÔNG TỈNH LẠNG SƠN NĂM 2026"])
    sheet.append(["ĐVT: triệu đồng"])
    sheet.append(["TT", "Tên đề án", "Đơn vị thực hiện", "Mục tiêu", "Bắt đầu", "Kết thúc"])
    for column, heading in enumerate(("Tổng KP", "KPKC tỉnh", "Vốn đối ứng", "Ghi chú"), 7):
        sheet.cell(3, column, heading)
    for at in range(1, rows + 1):
        texts = [at, f"Hỗ trợ máy sấy {at}", "Trung tâm", "Mua 3 máy cho cơ sở", at % 6 + 1, 12]
        sheet.append([*texts, 10 * at + 15, 3 * at + 10, 7 * at + 5, "QĐ 12/2025/QĐ-UBND"])
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def seconds(folder: Path) -> tuple[float, float]:
    """A whole process that imports 100 rows, and one that loads them with openpyxl."""
    file, out = folder / "tram.xlsx", folder / "ke-hoach.xlsx"
    file.write_bytes(table_of(ROWS))

    def ours() -> float:
        out.unlink(missing_ok=True)
        return process("-m", "workbook_tools", "import", str(file), "-o", str(out))

    script = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1])"
    return alternating(ours, lambda: process("-c", script, str(file)), RUNS)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--layouts", type=int, default=LAYOUTS)
    count = parser.parse_args().layouts
    score = Score()
    refused = []
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = seconds(Path(name))
        for seed in range(count):
            made = layout(seed, SUFFIXES[seed % len(SUFFIXES)], damaged=seed % 3 == 2)
            suffix = made.suffix if made.suffix in ("docx", "txt") else "xlsx"
            file = Path(name) / f"bieu{seed}.{suffix}"
            file.write_bytes(file_of(made))
            if suffix != made.suffix and made.suffix != "xlsx":
                file = converted(file, made.suffix)
            try:
                judge(made, import_tables(open_tables(file)), score)
            except InputError as error:
                refused.append(f"{seed}.{made.suffix}: {error}")
    for column in (*TEXTS, *NUMBERS):
        print(f"{column:16} {score.share([column]):8.2%} of {score.cells[column]}")
    for called, found in (
        ("refused", refused),
        ("wrong totals", score.totals),
        ("wrong cells not marked unsure", score.unmarked),
        ("errors told of right tables", score.alarms),
    ):
        print(f"{called}: {len(found)}", *found[:10], sep="\n  ")
    print("wrong cells:", len(score.wrong), *score.wrong[:20], sep="\n  ")
    factor = ours / theirs
    print(f"{ROWS} rows, processes: {ours:.3f} s, openpyxl's load {theirs:.3f} s: {factor:.2f} x")
    reached = factor <= MOST and score.share(NUMBERS) == 1 and score.share(TEXTS) >= TEXT_GOAL
    return int(not reached or bool(refused or score.totals or score.unmarked or score.alarms))


if __name__ == "__main__":
    sys.exit(main())
