"""Somebody's table → a plan workbook, and back."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from tests.conftest import ROOT
from tests.judges.openxml import sdk_errors
from tests.printed_dong_nai import printed
from workbook_tools.cli import main
from workbook_tools.errors import InputError
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.import_table import Imported, import_file, import_tables
from workbook_tools.jobs.imported_summary import import_summary
from workbook_tools.jobs.interpreted import HEADINGS, KEPT
from workbook_tools.plan.form import KNOWN_SOURCES
from workbook_tools.plan.model import LIKELY, SURE, UNSURE, Plan
from workbook_tools.read.any_source import open_tables, tables_of_file
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import source_of

TITLE = ["KẾ HOẠCH KHUYẾN CÔNG TỈNH LẠNG SƠN NĂM 2026"]
UNIT = ["ĐVT: triệu đồng"]
HEADING = ["STT", "Nội dung đề án", "Cơ quan chủ trì", "Thời gian thực hiện"]
HEADING += ["Tổng KP", "KCQG", "NS tỉnh", "Vốn đối ứng", "Địa bàn", "Ghi chú"]
ROWS: list[list[Any]] = [
    ["I", "Máy móc", None, None, 300, 120, 90, 90, None, None],
    [1, "Máy sấy chè", "Trung tâm", "Quý II - Quý IV", 200, "80", 60, 60, "Lộc Bình", "QĐ 1"],
    [2, "Máy xay đá", "Trung tâm", "3-11/2026", 100, "40,0", 30, 30, "Cao Lộc", None],
    ["II", "Tập huấn", None, None, None, None, None, None, None, None],
    [1, "Lớp khởi sự", "Sở Công Thương", "cả năm", 50, None, "50", "-", None, None],
    [None, "Tổng cộng", None, None, 350, 120, 140, 90, None, None],
]


def book(*sheets: tuple[str, Sequence[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    raw = io.BytesIO()
    made.save(raw)
    return raw.getvalue()


def table(rows: Sequence[Sequence[Any]] = ROWS) -> bytes:
    return book(("Biểu 2", [TITLE, UNIT, HEADING, *rows, [], ["Người lập biểu"]]))


def imported(data: bytes, name: str = "bieu.xlsx", sheet: str = "") -> Imported:
    return import_tables(tables_of_file(data, name), sheet)


def refused(data: bytes, name: str = "bieu.xlsx", sheet: str = "") -> str:
    with pytest.raises(InputError) as caught:
        imported(data, name, sheet)
    return str(caught.value)


def test_the_document_that_it_is_attached_to() -> None:
    said = ["(Kèm theo Kế hoạch số 27/KH-UBND ngày 09 tháng 02 năm 2026 của UBND tỉnh Lạng Sơn)"]
    done = imported(book(("Biểu", [TITLE, said, UNIT, HEADING, *ROWS])))
    about = {row[0]: row[1] for row in sheet_rows(done.data, "ThongTin") if len(row) > 1}
    assert about["Số, ký hiệu"] == "27/KH-UBND"
    assert about["Ngày ban hành"] == date(2026, 2, 9)
    assert about["Cơ quan ban hành"] == "UBND tỉnh Lạng Sơn"


def sheet_rows(data: bytes, name: str) -> list[list[Any]]:
    grid = source_of(data, "x.xlsx").grid(name)
    assert grid is not None
    return [list(row) for row in grid.rows]


@pytest.fixture(scope="module")
def done() -> Imported:
    return imported(table())


def test_the_plan_is_that_of_the_table(done: Imported) -> None:
    plan = done.plan
    assert (plan.province_name, plan.year, plan.unit.name) == ("Lạng Sơn", 2026, "triệu đồng")
    assert [source.code for source in plan.form.sources] == ["KCQG", "KPKC", "ThuHuong"]
    assert [source.printed for source in plan.form.sources] == ["KCQG", "NS tỉnh", "Vốn đối ứng"]
    assert (plan.total, plan.national, plan.province) == tuple(map(Decimal, (350, 120, 140)))
    assert [project.tt for project in plan.projects] == ["1", "2", "1"]
    months = [(project.start_month, project.end_month) for project in plan.projects]
    assert months == [(4, 12), (3, 11), (1, 12)]
    assert done.open_errors == [] and done.missing == ()


def test_lines_stand_on_dean_as_typed_with_their_levels(done: Imported) -> None:
    heading, *rows = sheet_rows(done.data, "DeAn")
    level, total = heading.index("Loại dòng"), heading.index("Tổng KP thực hiện")
    levels = ["Chương trình", "Đề án", "Đề án", "Chương trình", "Đề án", "Tổng cộng"]
    assert [row[level] for row in rows] == levels
    assert [row[total] for row in rows] == [300, 200, 100, None, 50, 350]


def test_an_unknown_column_is_one_of_the_users_own(done: Imported) -> None:
    heading, *rows = sheet_rows(done.data, "DeAn")
    at = heading.index("Địa bàn")
    assert [row[at] for row in rows if len(row) > at][1:3] == ["Lộc Bình", "Cao Lộc"]
    assert done.plan.form.further == ("Địa bàn",)


def test_every_interpreted_cell_is_told(done: Imported) -> None:
    heading, *rows = sheet_rows(done.data, "NhapLieu")
    assert heading == list(HEADINGS)
    told = {(row[0], row[3]): row for row in rows if row[5] != KEPT}
    quarters = told["Biểu 2!D5", "tháng 4"]
    assert quarters[1] == "Quý II - Quý IV" and quarters[5] == SURE
    amount = told["Biểu 2!F5", "80 triệu đồng"]
    assert (amount[1], amount[2], amount[5]) == ("80", "J3", SURE)
    dash = told["Biểu 2!H8", "ô trống"]
    assert dash[1] == "-"
    column = told["Biểu 2!E3", "cột “Tổng KP thực hiện”"]
    assert column[1] == "Tổng KP"
    assert told["Biểu 2!A5", "Đề án"][5] == SURE


def test_what_has_no_place_is_kept(done: Imported) -> None:
    rows = sheet_rows(done.data, "NhapLieu")
    assert ["Biểu 2!A11", "Người lập biểu"] in [row[:2] for row in rows if row[5] == KEPT]


def test_nothing_of_the_sheet_is_lost(done: Imported) -> None:
    """Each text of the table's sheet stands on one of the plan's."""
    names = ("DeAn", "NhapLieu", "ThongTin", "NguonKP")
    said = {str(v) for name in names for row in sheet_rows(done.data, name) for v in row}
    for row in [TITLE, *ROWS]:
        for value in row:
            shown = str(float(value)) if isinstance(value, int) else str(value)
            assert value is None or {shown, str(value)} & said or value == TITLE[0], value
    assert "Lạng Sơn" in said


def test_the_least_sure_is_told_first() -> None:
    wrong = [*ROWS[:-1], [None, "Tổng cộng", None, None, 999, 120, 140, 90, None, None]]
    rows = sheet_rows(imported(table(wrong)).data, "NhapLieu")[1:]
    order = [UNSURE, LIKELY, SURE, KEPT]
    assert [row[5] for row in rows] == sorted((row[5] for row in rows), key=order.index)
    assert rows[0][5] == UNSURE


def test_where_a_sum_disagrees_the_levels_are_unsure() -> None:
    wrong = [*ROWS[:-1], [None, "Tổng cộng", None, None, 999, 120, 140, 90, None, None]]
    done = imported(table(wrong))
    assert [found.rule for found in done.open_errors] == ["A03"]
    assert {told.sure for told in done.readings if "loại dòng suy theo" in told.how} == {UNSURE}


def test_only_a_total_is_money_of_no_known_source() -> None:
    rows = [["TT", "Tên đề án", "Đơn vị", "Tổng kinh phí"], ["1", "Lớp may", "Sở", 5]]
    done = imported(book(("A", [["NĂM 2026"], ["ĐVT: tỷ đồng"], *rows])))
    assert [source.code for source in done.plan.form.sources] == ["ChuaRo"]
    assert done.plan.total == 5
    assert "cho tiền không rõ nguồn" in {told.how for told in done.readings}


def test_a_unit_that_is_written_nowhere_is_told() -> None:
    rows = [["TT", "Tên đề án", "Đơn vị", "Tổng KP", "Nguồn khác"], ["1", "Lớp may", "Sở", 5, 5]]
    told = imported(book(("A", [["NĂM 2026"], *rows]))).readings
    assert ("đồng", UNSURE) in [(reading.read_as, reading.sure) for reading in told]


def test_a_year_is_taken_from_the_files_name_and_asked_for_where_that_has_none() -> None:
    rows = [["TT", "Tên đề án", "Đơn vị", "Tổng KP", "Nguồn khác"], ["1", "Lớp may", "Sở", 5, 5]]
    data = book(("A", [["ĐVT: tỷ đồng"], *rows]))
    assert imported(data, "PL 2024.xlsx").plan.year == 2024
    (missing,) = imported(data, "PL.xlsx").missing
    assert "Năm kế hoạch" in missing


# ----------------------------------------------------------------------- what is no cell's value


def _with_macros(book: Any, sheet: Any) -> None:
    book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0"), is_stream=True)


def _with_notes(book: Any, sheet: Any) -> None:
    sheet.write_comment("B4", "hỏi lại Sở")
    sheet.write_comment("C5", "chưa ký")


def _with_charts(book: Any, sheet: Any) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Biểu 2'!$E$4:$E$6"})
    sheet.insert_chart("M2", chart)


def _with_pictures(book: Any, sheet: Any) -> None:
    dot = b"GIF89a" + bytes([1, 0, 1, 0]) + bytes(40)
    sheet.insert_image("M2", "x.gif", {"image_data": io.BytesIO(dot)})


@pytest.mark.parametrize(
    ("add", "said"),
    [
        (_with_macros, "macro của sổ (Biểu 2)"),
        (_with_notes, "2 ghi chú ô (Biểu 2)"),
        (_with_charts, "1 biểu đồ (Biểu 2)"),
        (_with_pictures, "1 hình ảnh (Biểu 2)"),
        (lambda book, sheet: None, ""),
    ],
)
def test_what_is_no_value_of_a_cell_is_told_as_left(
    add: Callable[[Any, Any], None], said: str
) -> None:
    raw = io.BytesIO()
    made = xlsxwriter.Workbook(raw, {"in_memory": True})
    sheet = made.add_worksheet("Biểu 2")
    for at, row in enumerate([TITLE, UNIT, HEADING, *ROWS]):
        sheet.write_row(at, 0, row)
    add(made, sheet)
    made.close()
    told = "\n".join(import_summary(imported(raw.getvalue(), "bieu.xlsm")))
    assert (f"Không nhập theo, chỉ còn trong tệp nguồn: {said}" in told) is bool(said)
    assert ("Không nhập theo" in told) is bool(said)


# ---------------------------------------------------------------------------------------- refused


def test_of_several_tables_one_must_be_chosen() -> None:
    other = [[*row] for row in ROWS[:2]]
    sheets = (("Tỉnh", [TITLE, UNIT, HEADING, *ROWS]), ("Huyện", [TITLE, UNIT, HEADING, *other]))
    said = refused(book(*sheets))
    assert "Tỉnh!A3 (tổng 350 triệu đồng), Huyện!A3 (tổng 200 triệu đồng)" in said
    assert imported(book(*sheets), sheet="huyện").plan.total == 200
    assert "có phải “Huyện”?" in refused(book(*sheets), sheet="Huyệnn")


def test_two_copies_of_one_table_are_one() -> None:
    rows = [TITLE, UNIT, HEADING, *ROWS]
    done = imported(book(("Biểu", rows), ("Bản sao", rows)))
    assert done.plan.total == 350
    assert "Bản sao" in {str(told.place) for told in done.readings}


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        (["TT", "Chỉ tiêu", "ĐVT", "Thực hiện 2025", "Kế hoạch 2026"], "bảng chỉ tiêu"),
        (["TT", "Tên đề án", "Tổng kinh phí", "Đã giải ngân", "Còn lại"], "giải ngân"),
        (["TT", "Tên đề án", "Kinh phí phê duyệt", "Tăng, giảm", "Sau điều chỉnh"], "điều chỉnh"),
    ],
)  # fmt: skip
def test_another_kind_of_table_is_called_what_it_is(heading: list[str], what: str) -> None:
    said = refused(book(("A", [["NĂM 2026"], heading, [1, "Lớp may", 5, 3, 2]])))
    assert what in said


def test_a_plan_needs_no_import(example: Path) -> None:
    assert "K329" in refused(example.read_bytes())


@pytest.mark.parametrize("name", ["Đề án", "DE AN", "dean", "Đề-án"])
def test_a_plan_whose_sheet_is_called_otherwise_needs_no_import(name: str) -> None:
    sheets = (("ThongTin", [["Mục", "Nội dung"]]), (name, [HEADING, *ROWS]))
    assert "đã là sổ kế hoạch" in refused(book(*sheets))


def test_no_table_at_all() -> None:
    assert "K302" in refused(book(("A", [["a", "b"], [1, 2]])))


# ------------------------------------------------------------------------------------ the command


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "bieu.xlsx"
    source.write_bytes(table())
    assert main(["import", str(source), "--report", str(tmp_path / "r.json")]) == 0
    out = tmp_path / "KeHoach_bieu.xlsx"
    said = capsys.readouterr().out
    assert said.startswith(f"Đã nhập vào {out}") and "Tổng KP 350" in said
    assert read_plan(out).total == 350 and (tmp_path / "r.json").exists()
    before = out.read_bytes()
    assert main(["import", str(source), "-o", str(out)]) == 2
    assert out.read_bytes() == before


@pytest.mark.parametrize("name", ["a.ods", "bieu.xlsx", "khong/co.xlsx"])
def test_a_target_that_cannot_be(name: str, tmp_path: Path) -> None:
    source = tmp_path / "bieu.xlsx"
    source.write_bytes(table())
    with pytest.raises(InputError):
        import_file(source, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["bieu.xlsx"]


@pytest.mark.judge("validator")
def test_the_workbook_is_valid(done: Imported, tmp_path: Path) -> None:
    file = tmp_path / "KeHoach.xlsx"
    file.write_bytes(done.data)
    assert sdk_errors([file]) == {str(file): []}
    assert load_workbook(file)["DeAn"].tables["tblDeAn"].ref == "A1:P7"


# --------------------------------------------------------------------------------- the round trip


def appendix_rows(data: bytes) -> list[list[Any]]:
    """What the appendix shows, without the sentence on what is computed."""
    rows = sheet_rows(data, "PhuLuc")
    return [row for row in rows if not any("in nghiêng" in str(value) for value in row)]


SHAPES = {
    "projects": ("Đề án",),
    "programmes": ("Chương trình", "Đề án"),
    "sections and projects": ("Mục", "Đề án"),
    "sections": ("Mục", "Chương trình", "Đề án"),
    "details": ("Mục", "Chương trình", "Đề án", "Chi tiết"),
}
CODES = ("kcqg", "kcdp", "thuhuong", "khac")


def plan_of(shape: tuple[str, ...], count: int, seed: int) -> bytes:
    """A random plan of a shape, with so many sources."""
    chance = random.Random(seed)
    own = [["Von1", "Vốn lồng ghép", "", "Khác", "", ""], ["NSX", "Ngân sách xã", "", "Ngân sách"]]
    known = [KNOWN_SOURCES[code] for code in CODES]
    sources = [[s.code, s.heading, s.printed, s.kind] for s in known] + own
    sources = sources[:count]
    heading = ["TT", "Loại dòng", "Tên đề án", "Đơn vị thực hiện", "Mục tiêu và nội dung chính"]
    heading += ["Dự kiến kết quả đạt được", "Bắt đầu (tháng)", "Kết thúc (tháng)"]
    heading += ["Tổng KP thực hiện", *[str(s[1]) for s in sources], "Ghi chú"]
    rows: list[list[Any]] = []

    def add(level: str, tt: str, money: bool) -> None:
        amounts: list[Any] = [chance.randrange(10_000) for _ in sources]
        amounts = amounts if money else [None] * count
        work = [f"Việc {len(rows)}", "Kết quả"] if level == "Đề án" else [None, None]
        unit, months = ("Trung tâm", [2, 9]) if level == "Đề án" else (None, [None, None])
        total = sum(amounts) if money else None
        rows.append([tt, level, f"{level} thứ {len(rows)}", unit, *work, *months, total])
        rows[-1] += [*amounts, "Quyết định 5/2020/QĐ-UBND" if level == "Đề án" else None]

    detailed = "Chi tiết" in shape
    number = 0
    for section in range(2 if "Mục" in shape else 1):
        if "Mục" in shape:
            add("Mục", ("I", "II")[section], money=False)
        for programme in range(2 if "Chương trình" in shape else 1):
            if "Chương trình" in shape:
                add("Chương trình", str(programme + 1), money=False)
            for project in range(1, 3):
                number += 1
                grouped = "Chương trình" in shape
                tt = f"{programme + 1}.{project}" if grouped else str(number)
                add("Đề án", tt, money=not detailed)
                for _ in range(2 if detailed else 0):
                    add("Chi tiết", "-", money=True)
    about = [["Mục", "Nội dung"], ["Tỉnh", "Lạng Sơn"], ["Năm kế hoạch", 2026]]
    about += [["Đơn vị tính", "triệu đồng"]]
    names = ["Mã", "Tên cột", "Tên trên biểu", "Loại", "Tính định mức", "Phần còn lại"]
    return book(("ThongTin", about), ("DeAn", [heading, *rows]), ("NguonKP", [names, *sources]))


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("shape", SHAPES)
def test_build_import_build_gives_the_same_appendix(shape: str, count: int) -> None:
    first = build_workbook(source_of(plan_of(SHAPES[shape], count, count), "a.xlsx"))
    done = imported(first.data, "PhuLuc_a.xlsx")
    second = build_workbook(source_of(done.data, "b.xlsx"))
    assert appendix_rows(second.data) == appendix_rows(first.data)
    assert done.open_errors == []


def test_the_example_comes_back(built: Any) -> None:
    done = imported(built.data)
    plan: Plan = done.plan
    assert plan.total == Decimal(9_230_500)
    again = appendix_rows(build_workbook(source_of(done.data, "b.xlsx")).data)
    assert again == appendix_rows(built.data)[: len(again)]
    assert any("Bằng chữ" in str(row[0]) for row in again)


# ------------------------------------------------------------------------------- as a scan gives it

SCAN = """
KẾ HOẠCH KHUYẾN CÔNG TỈNH BẮC KẠN NĂM 2022
Trang đầu của kế hoạch, có nhiều dòng chữ.

ĐVT: ngàn đồng
TT\tTên đề án\tĐơn vị thực hiện\tKết quả\tThời gian\t\tTổng KP\tTrong đó\t\tGhi chú\t
\t\t\t\tBắt đầu\tKết thúc\t\tKPKC ĐP\tĐóng góp của cơ sở\t\t
1\tChương trình, đề án\t\t\t\t\t\t\t\t\t
1\tĐào tạo nghề\t\t\t\t\t355.000\t300.000\t55.000\t\t
1.1\tLớp may\tTrung tâm\t60 người\t2\t6\t155.000\t155.000\t0\t0\t- QĐ 12/2019/QĐ-UBND ngày 3/5/2019
1.2\tLớp mộc\tTrung tâm\t40\t3\t9\t145.000\t145.000\tQuyết định 12/2019/QĐ-UBND 3/5/2019\t\t

\tLớp chè\tTrung tâm KC\t20 người\t1\t12\t55.000\t\t55.000\t\t
2\tMáy móc\t\t\t\t245.000\t245.000\t0\t0\t\t
2.1\tMáy sấy\tTrung tâm KC\t1 máy\t4\t8\t245.000\t245.000\t0\t\t
II Xây dựng định mức kinh tế kỹ thuật\t5\t10\t\t\t0\tSẽ bổ sung sau khi duyệt chủ trương
Tổng cộng\t\t\t600.000\t545.000\t55.000\t
(Bảng chữ: Sáu trăm triệu đồng)
"""


def test_a_scanned_document_comes_in_one_call() -> None:
    done = imported(SCAN.encode(), "quet.txt")
    plan = done.plan
    assert (plan.province_name, plan.year, plan.unit.name) == ("Bắc Kạn", 2022, "ngàn đồng")
    assert [section.tt for section in plan.sections] == ["I", "II"]
    assert [project.tt for project in plan.projects] == ["1.1", "1.2", "", "2.1"]
    amounts = (plan.total, plan.province, plan.beneficiary)
    assert amounts == tuple(map(Decimal, (600_000, 545_000, 55_000)))
    assert plan.projects[1].note.startswith("Quyết định 12/2019")
    assert plan.projects[0].note.startswith("- QĐ 12/2019")
    assert plan.programmes[1].stated.total == 245_000
    assert plan.stated is not None and plan.stated.stated.total == 600_000
    assert (plan.sections[1].start_month, plan.sections[1].end_month) == (5, 10)
    assert done.open_errors == []


@pytest.mark.parametrize(
    "changed",
    [
        [1, "Máy sấy chè", "Trung tâm", "Quý II - Quý IV", 999, "80", 60, 60, None, None],
        [1, "Máy sấy chè", "Trung tâm", "Quý II - Quý IV", 200, "90", 60, 50, None, None],
        [1, "Máy sấy cà phê", "Trung tâm", "Quý II - Quý IV", 200, "80", 60, 60, None, None],
    ],
)
def test_two_tables_that_contradict_each_other_are_refused(changed: list[Any]) -> None:
    other = [ROWS[0], changed, *ROWS[2:]]
    sheets = [
        (name, [TITLE, UNIT, HEADING, *rows])
        for name, rows in zip("AB", (ROWS, other), strict=True)
    ]
    assert "2 bảng đề án khác nhau" in refused(book(*sheets))


SEED = ROOT.parent / "shared/seed/ke-hoach-khuyen-cong-dong-nai-2021.txt"


def test_an_appendix_printed_with_shifted_columns_and_wrong_sums() -> None:
    is_known(imported(printed().encode(), "dong-nai.txt"))


@pytest.mark.skipif(not SEED.exists(), reason="the source document is not beside this checkout")
def test_the_source_document_itself() -> None:
    is_known(import_tables(open_tables(SEED)))


def is_known(done: Imported) -> None:
    """What is known of the appendix of Đồng Nai 2021 is read, and told."""
    plan = done.plan
    assert len(plan.projects) == 16 and all(project.start_month for project in plan.projects)
    assert (plan.total, plan.province, plan.beneficiary) == tuple(
        map(Decimal, (3_047_400, 2_872_400, 175_000))
    )
    assert plan.stated is not None and plan.stated.stated.total == 9_230_500
    said = " ".join(finding.message for finding in done.findings)
    for known in ("904.000", "754.000", "6.183.100", "3.300.000", "2.883.100", "CNTT", "năm 2020"):
        assert known in said, known
    assert "" in [project.tt for project in plan.projects]
