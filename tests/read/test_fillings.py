"""One plan as many people fill it in: whatever they call, shorten, add or leave out, it is the same
plan, without an error, and a second build is the first.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from workbook_tools.check import Severity, check_plan
from workbook_tools.errors import InputError
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, source_of

BASIS = "Quyết định 17/2024/QĐ-UBND ngày 5/6/2024"
HEADING = ["TT", "Loại dòng", "Tên đề án", "Đơn vị thực hiện", "Mục tiêu và nội dung chính"]
HEADING += ["Dự kiến kết quả đạt được", "Bắt đầu (tháng)", "Kết thúc (tháng)"]
HEADING += ["Tổng KP thực hiện", "KPKC ĐP", "KP đơn vị thụ hưởng", "Nguồn khác", "Ghi chú"]
ROWS: list[list[Any]] = [
    ["I", "Mục", "Khuyến công địa phương"],
    ["1", "Chương trình", "Truyền nghề", *[None] * 9, BASIS],
    ["1.1", "Đề án", "Đan cói", "TTKC", "a", "b", 3, 9, None, 100, 50, 0],
    ["1.2", "Đề án", "Chạm bạc", "TTKC", "a", "b", 1, 12, None, 30, 0, 0],
    ["2", "Chương trình", "Máy móc", *[None] * 9, BASIS],
    ["2.1", "Đề án", "Xay xát", "HTX", "a", "b", 2, 11, 15, 5, 5, 5],
    ["II", "Mục", "Quản lý"],
    ["1", "Chương trình", "Tuyên truyền", *[None] * 9, BASIS],
    ["1.1", "Đề án", "Bản tin", "TTKC", "a", "b", 1, 12, None, 7, 0, 0],
]
TOTAL = 202

Rows = list[list[Any]]
Filling = Callable[[Rows], Rows]


def workbook(
    filling: Filling = lambda rows: rows,
    sheet: str = "DeAn",
    about: Mapping[str, Any] | None = None,
) -> Source:
    """A plan whose table, its headings first, was filled in in some way."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = "ThongTin"
    said = {"Tỉnh": "Cao Bằng", "Năm kế hoạch": 2027, "Đơn vị tính": "triệu đồng"}
    for row in (("Mục", "Nội dung"), *(said | dict(about or {})).items()):
        first.append(row)
    table = book.create_sheet(sheet)
    for line in filling([list(row) for row in (HEADING, *ROWS)]):
        table.append(line)
    raw = io.BytesIO()
    book.save(raw)
    return source_of(raw.getvalue(), "ke-hoach.xlsx")


def called(heading: str, name: str) -> Filling:
    """Another heading."""
    return lambda rows: [[name if said == heading else said for said in rows[0]], *rows[1:]]


def level(usual: str, name: str) -> Filling:
    """Another word for a level."""
    return lambda rows: [[row[0], name if row[1] == usual else row[1], *row[2:]] for row in rows]


def months(first: Any, last: Any) -> Filling:
    """The months of the first project in other words."""

    def made(rows: Rows) -> Rows:
        rows[3][6:8] = [first, last]
        return rows

    return made


def below(*lines: list[Any]) -> Filling:
    """What stands below the table."""
    return lambda rows: [*rows, *lines]


def without_levels(rows: Rows) -> Rows:
    return [[row[0], *row[2:]] for row in rows]


def no_level_said(rows: Rows) -> Rows:
    return [rows[0], *([row[0], None, *row[2:]] for row in rows[1:])]


def amounts(write: Callable[[Any], Any]) -> Filling:
    """Amounts typed in another way."""

    def made(rows: Rows) -> Rows:
        for row in rows[1:]:
            row[8:12] = [write(value) if value is not None else None for value in row[8:12]]
        return rows

    return made


FILLINGS: Mapping[str, Filling] = {
    **{f"total: {name}": called("Tổng KP thực hiện", name) for name in ("Tổng số", "TỔNG CỘNG")},
    **{f"other: {name}": called("Nguồn khác", name) for name in ("Khác", "khác ", "Vốn khác")},
    **{f"numbers: {name}": called("TT", name) for name in ("S TT", "Stt", "Số thứ tự")},
    **{f"levels: {name}": called("Loại dòng", name) for name in ("Loại", "Cấp độ", "Phân loại")},
    **{f"project: {name}": level("Đề án", name) for name in ("ĐA", "De an", "Dự án", "Nhiệm vụ")},
    **{f"programme: {name}": level("Chương trình", name) for name in ("CT", "C.T", "Chuong trinh")},
    **{f"section: {name}": level("Mục", name) for name in ("Muc", "MỤC", "Phần")},
    "no column of levels": without_levels,
    "no level said": no_level_said,
    "from and to": months("từ tháng 3", "đến tháng 9"),
    "until the end of": months("Tháng 3", "hết tháng 9/2027"),
    "months in words": months("Tháng Ba", "tháng chín"),
    "months of the old calendar": months("tháng giêng", "tháng chạp"),
    "half years": months("6 tháng đầu năm", "6 tháng cuối năm 2027"),
    "columns numbered": lambda rows: [rows[0], [f"({at})" for at in range(1, 14)], *rows[1:]],
    "columns counted": lambda rows: [rows[0], list(range(1, 14)), *rows[1:]],
    "columns lettered": lambda rows: [rows[0], [*"ABC", *range(1, 11)], *rows[1:]],
    "signed in two columns": below([], [None, None, "Người lập biểu", None, None, "Giám đốc"]),
    "a place and a date": below(["Cao Bằng, ngày 5 tháng 1 năm 2027"], [None] * 3 + ["GIÁM ĐỐC"]),
    "a remark beside the money": below([*[None] * 8, "Đã kiểm tra 15/3"]),
    "recipients": below(["Nơi nhận:"], [None, None, "- Sở Tài chính;"]),
    "recipients and no levels": lambda rows: no_level_said(
        below([None, None, "Nơi nhận:"], [None, None, "- Sở Tài chính;"])(rows)
    ),
    "typed after an apostrophe": amounts(lambda value: f"'{value}"),
    "typed after a curly one": amounts(lambda value: f"’{value},0"),
    "none in a word": amounts(lambda value: value or "không"),
    "none in two words": amounts(lambda value: value or "Không có"),
}


def same(source: Source) -> None:
    """It is that plan, and its second build is the first."""
    first = build_workbook(source)
    assert (first.plan.total, len(first.plan.projects)) == (Decimal(TOTAL), 4)
    assert [found for found in first.findings if found.severity is Severity.ERROR] == []
    assert build_workbook(source_of(first.data, "a.xlsx")).data == first.data


@pytest.mark.parametrize("name", FILLINGS)
def test_a_plan_filled_in_otherwise_is_the_same_plan(name: str) -> None:
    same(workbook(FILLINGS[name]))


@pytest.mark.parametrize(
    "unit",
    ["ĐVT: triệu đồng", "(Đơn vị tính: Triệu đồng)", "Đơn vị: tr.đ", "[triệu đồng].", "(trđ)"],
)
def test_a_unit_as_it_stands_above_a_table(unit: str) -> None:
    plan = read_plan(workbook(about={"Đơn vị tính": unit}))
    assert plan.unit.to_dong(Decimal(1)) == 1_000_000


@pytest.mark.parametrize("said", ["Kế hoạch năm 2027", "’2027", "NĂM 2027.", "KH 2027 (đợt 1)"])
def test_a_year_within_other_words(said: str) -> None:
    assert read_plan(workbook(about={"Năm kế hoạch": said})).year == 2027


@pytest.mark.parametrize("said", ["2026 - 2027", "27", "năm nay", "1.2027", "2027/15"])
def test_of_two_years_or_none_one_has_to_be_said(said: str) -> None:
    with pytest.raises(InputError, match=r"Ô ThongTin!B3: “Năm kế hoạch” là"):
        read_plan(workbook(about={"Năm kế hoạch": said}))


@pytest.mark.parametrize("name", ["Danh mục đề án", "Bảng 1", "DeAn (2)", "Sheet2", "Kế hoạch"])
def test_the_only_sheet_with_the_headings_of_dean_is_it(name: str) -> None:
    source = workbook(sheet=name)
    same(source)
    told = {remark.evidence for remark in read_plan(source).decisions}
    assert f"Trang tính “{name}” được đọc là trang tính DeAn" in told


@pytest.mark.parametrize("name", ["DeAn cũ", "nháp", "Mẫu đề án"])
def test_a_sheet_that_says_it_is_not_in_use_is_none(name: str) -> None:
    with pytest.raises(InputError, match="thiếu trang tính DeAn"):
        read_plan(workbook(sheet=name))


@pytest.mark.parametrize("name", ["ĐA", "Nhiệm vụ"])
def test_a_level_said_otherwise_is_told_with_its_cell(name: str) -> None:
    told = [
        (str(remark.place), remark.found)
        for remark in read_plan(workbook(level("Đề án", name))).decisions
        if "viết tắt" in remark.evidence
    ]
    assert told == [(f"DeAn!B{row}", name) for row in (4, 5, 7, 10)]


def test_a_line_below_the_last_level_with_particulars_of_its_own_is_asked_for() -> None:
    line = [None, None, "Đề án mới", "TTKC", "a", "b", 1, 12]
    with pytest.raises(InputError, match=r"Ô DeAn!B11: loại dòng còn trống"):
        read_plan(workbook(below(line)))


@pytest.mark.parametrize("heading", ["Khác", "Tổng số"])
def test_a_bare_heading_over_words_is_no_money(heading: str) -> None:
    filling = called("Nguồn khác" if heading == "Khác" else "Ghi chú", heading)

    def worded(rows: Rows) -> Rows:
        made = filling(rows)
        at = made[0].index(heading)
        full = [[*row, *[None] * 13] for row in made[1:]]
        return [made[0], *([*row[:at], "xem phụ lục"] for row in full)]

    plan = read_plan(workbook(worded))
    assert plan.columns["total"] == "I" and plan.unread == ()


@pytest.mark.parametrize("rows", [[], [[]], [["ghi chú của tôi"]], [["TT", "Tên đề án"]]])
def test_a_sheet_without_headings_says_which_it_needs(rows: Rows) -> None:
    with pytest.raises(InputError, match=r"thiếu cột .*“Loại dòng”"):
        read_plan(workbook(lambda _: rows))


LONG = "chu-dai"
"""What stands for a text that openpyxl would cut."""


def lengthened(source: Source) -> Source:
    """The workbook with 40.000 letters in place of that text."""
    parts = [sheet.part for sheet in source.sheets.values()]
    held = {part: source.package.read(part) for part in parts}
    longer = {part: xml.replace(LONG.encode(), b"a" * 40_000) for part, xml in held.items()}
    return source.with_package(source.package.changed(longer))


@pytest.mark.parametrize(
    ("column", "cell"), [(2, "C4"), (4, "E4"), (5, "F4"), (12, "M4"), (0, "A4"), (3, "D4")]
)
def test_a_text_longer_than_a_cell_holds_is_told_with_its_cell(column: int, cell: str) -> None:
    def longest(rows: Rows) -> Rows:
        rows[3] = [*rows[3], *[None] * 9]
        rows[3][column] = LONG
        return rows

    said = rf"Ô DeAn!{cell}: chữ trong ô dài 40\.000 ký tự.*K346"
    with pytest.raises(InputError, match=said):
        read_plan(lengthened(workbook(longest)))


def test_a_particular_longer_than_a_cell_holds_is_told_with_its_cell() -> None:
    with pytest.raises(InputError, match=r"Ô ThongTin!B2: chữ trong ô dài 40\.000 ký tự"):
        read_plan(lengthened(workbook(about={"Tỉnh": LONG})))


@pytest.mark.parametrize(("name", "whose"), [("Cần Thơ", "thành phố"), ("Sơn La", "tỉnh")])
def test_the_usual_sources_are_printed_as_those_of_the_province_or_city(
    name: str, whose: str
) -> None:
    plan = read_plan(workbook(about={"Tỉnh": name}))
    assert plan.sources[0].printed == f"KPKC ĐP (nguồn KC {whose})"


def projects_alone(*numbers: str | None) -> Filling:
    """Projects without levels, numbered so, and nothing above them."""

    def made(rows: Rows) -> Rows:
        lines = [row for row in rows[1:] if row[1] == "Đề án"]
        told = zip(numbers, lines, strict=False)
        return [rows[0], *([tt, None, *row[2:]] for tt, row in told)]

    return made


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("I", "II", "III"), (None, None, None)])
def test_lines_that_all_have_money_are_projects_though_no_level_is_said(
    numbers: tuple[str | None, ...],
) -> None:
    plan = read_plan(workbook(projects_alone(*numbers)))
    assert [project.name for project in plan.projects] == ["Đan cói", "Chạm bạc", "Xay xát"]
    assert not [programme for programme in plan.programmes if programme.row]


def test_lines_some_of_which_have_no_money_are_asked_for() -> None:
    def made(rows: Rows) -> Rows:
        told = projects_alone("1", "2", "3")(rows)
        return [*told, ["4", None, "Chưa rõ"]]

    with pytest.raises(InputError, match="loại dòng còn trống"):
        read_plan(workbook(made))


def test_small_roman_numbers_above_the_others_are_those_of_sections() -> None:
    def made(rows: Rows) -> Rows:
        small = [[str(row[0]).lower(), *row[1:]] for row in no_level_said(rows)[1:]]
        return [rows[0], *small]

    plan = read_plan(workbook(made))
    assert [section.tt for section in plan.sections] == ["i", "ii"]
    assert plan.total == TOTAL


def test_a_part_of_no_project_is_told_and_is_no_number_typed_as_text() -> None:
    plan = read_plan(workbook(lambda rows: [rows[0], [*rows[4][:1], "Chi tiết", *rows[4][2:]]]))
    told = [(str(one.place), one.found, one.read_as) for one in plan.decisions]
    assert ("DeAn!B2", "Chi tiết", "Đề án") in told
    assert "G01" not in {finding.rule for finding in check_plan(plan)}
