"""Family G, the sheet as it stands in its file: text for numbers, errors, hidden and merged cells,
links.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from workbook_tools.check.fields import MONTHS, column_numbers, line_at, typed_texts
from workbook_tools.check.register import Example, Fault, Severity, fault, named, quoted, rule
from workbook_tools.excel.cells import area_name, split_cell
from workbook_tools.place import cell_name, column_letters, column_number
from workbook_tools.plan.grid import NOT_CALCULATED, Area, ErrorValue
from workbook_tools.plan.model import Plan, Project


@rule(
    "G01",
    Severity.WARNING,
    "Số được lưu dưới dạng chữ",
    bad=Example(
        "Ô KPKC ĐP chứa chữ “195.000” (Excel không cộng ô này)",
        cells={"J13": "'100000"},
        at="J13",
        says="3.2 Trang tin điện tử: cột “KPKC ĐP” chứa chữ “100000”, không phải số; "
        "được đọc là 100.000 ngàn đồng (chỉ đọc được một cách)",
    ),
    good="Ô KPKC ĐP chứa số 195000",
    fault=("number_as_text",),
)
def number_as_text(plan: Plan) -> Iterator[Fault]:
    """Ở cột tiền và cột tháng phải là số: công thức của Excel bỏ qua những ô chứa chữ, dù trông như
    số.
    """
    if plan.grid is None:
        return
    fields = {column: field for field, column in column_numbers(plan).items()}
    for remark in plan.remarks:
        if remark.read_as == "ô trống":
            continue
        row, column = split_cell(remark.place.cell)
        reading = f"; được đọc là {remark.read_as} ({remark.evidence})"
        yield _text_number(plan, row, fields[column], remark.found, reading)
    for row, field, value in typed_texts(plan, MONTHS):
        if value.strip().isdigit():
            yield _text_number(plan, row, field, value, "")


def _text_number(plan: Plan, row: int, field: str, value: str, reading: str) -> Fault:
    line = line_at(plan, row)
    return fault(
        plan,
        line,
        field,
        f"{named(line)}: cột “{plan.heading(field)}” chứa chữ {quoted(value)}, "
        f"không phải số{reading}",
        "Gõ lại ô này bằng chữ số, không có dấu cách, chữ hay dấu nháy.",
    )


_NO_RESULT = "có công thức chưa có kết quả mà chương trình không tính được"


@rule(
    "G05",
    Severity.ERROR,
    "Ô báo lỗi (#REF!, #VALUE! …)",
    bad=Example(
        "Ô Tổng KP hiện #REF!",
        cells={"I13": ("=J13+#REF!", "#REF!")},
        at="I13",
        says="3.2 Trang tin điện tử: ô I13 hiện #REF! (=J13+#REF!)",
    ),
    good=Example("Ô Tổng KP hiện một số", cells={"I13": ("=J13", 100_000)}),
    on_appendix=True,
    fault=("error_value",),
)
def error_value(plan: Plan) -> Iterator[Fault]:
    """#REF!, #VALUE!, #DIV/0! … lan sang mọi công thức lấy ô đó."""
    grid = plan.grid
    if grid is None:
        return
    fields = {column: field for field, column in column_numbers(plan).items()}
    first, last = plan.rows
    for row, values in enumerate(grid.rows[first - 1 : last], first):
        for column, value in enumerate(values, 1):
            if type(value) is ErrorValue:
                line = line_at(plan, row)
                formula = grid.formulas.get((row, column))
                by = f" (={formula})" if formula else ""
                said = f"hiện {value}" if value != NOT_CALCULATED else _NO_RESULT
                yield Fault(
                    grid.place(row, column),
                    f"{named(line)}: ô {cell_name(row, column)} {said}{by}",
                    "Sửa công thức, hoặc gõ lại giá trị.",
                    line,
                    fields.get(column, ""),
                )


@rule(
    "G06",
    Severity.WARNING,
    "Dòng hoặc cột bị ẩn trong bảng",
    bad=Example(
        "Dòng 12 (đề án 3.2) bị ẩn nhưng vẫn được cộng",
        at="C5",
        says="1.2 Lớp đan lát cho lao động nông thôn: dòng 5 bị ẩn",
        marks=("hidden 5",),
    ),
    good="Mọi dòng, cột của bảng đều hiện",
    on_appendix=True,
    fault=("row_or_column_hidden",),
)
def hidden(plan: Plan) -> Iterator[Fault]:
    """Dòng, cột bị ẩn vẫn được cộng vào tổng, nên người đọc thấy tổng không khớp với các dòng in
    ra.
    """
    grid = plan.grid
    if grid is None:
        return
    for row in sorted(grid.hidden_rows):
        line = plan.by_row.get(row)
        if line is not None:
            yield Fault(
                plan.place(line, "name"),
                f"{named(line)}: dòng {row} bị ẩn",
                "Hiện lại dòng (chọn hai dòng kề, chuột phải, Bỏ ẩn (Unhide)) hoặc bỏ lọc.",
                line,
                "",
            )
    for field, column in column_numbers(plan).items():
        if column in grid.hidden_columns:
            yield Fault(
                grid.place(max(1, plan.rows[0] - 1), column),
                f"Cột {column_letters(column)} “{plan.heading(field)}” bị ẩn",
                "Hiện lại cột (chọn hai cột kề, chuột phải, Bỏ ẩn (Unhide)).",
            )


@rule(
    "G07",
    Severity.WARNING,
    "Liên kết sang sổ tính khác",
    bad=Example(
        "=[DuToan2020.xlsx]Sheet1!B5",
        cells={"J13": ("=[1]Bang!B5", 100_000)},
        at="J13",
        says="DeAn!J13: công thức =[1]Bang!B5 lấy số từ “DuToan.xlsx”",
        marks=("outside",),
    ),
    good=Example("Giá trị nằm ngay trong sổ này", cells={"J13": ("=2*50000", 100_000)}),
    fault=("taken_from_outside",),
)
def outside_link(plan: Plan) -> Iterator[Fault]:
    """Người nhận không có sổ được liên kết: số không cập nhật được, và Excel hỏi về bảo mật khi
    mở.
    """
    fields = _fields_by_cell(plan) if plan.links else {}
    for link in plan.links:
        target = link.target.rpartition("/")[2] or link.target
        said = (
            f"công thức ={link.formula} lấy số từ"
            if link.formula
            else "sổ còn liên kết không dùng tới"
        )
        field = fields.get(link.place.cell, "") if link.place.sheet == plan.sheet else ""
        yield Fault(
            link.place,
            f"{link.place}: {said} {quoted(target)}",
            "Thay bằng giá trị, rồi vào Dữ liệu › Sửa nối kết › Ngắt nối kết (Data › Edit "
            "Links › Break Link).",
            plan.by_row.get(split_cell(link.place.cell)[0]) if field else None,
            field,
        )


def _fields_by_cell(plan: Plan) -> Mapping[str, str]:
    """The fields of the lines by the cells that they stand in."""
    columns = column_numbers(plan).items()
    return {cell_name(row, column): field for field, column in columns for row in plan.by_row}


@rule(
    "G08",
    Severity.WARNING,
    "Ô gộp trong các dòng dữ liệu",
    bad=Example(
        "Ô Đơn vị thực hiện của ba đề án gộp làm một",
        at="D4",
        says="1.1 Lớp may công nghiệp: các ô D4:D6 gộp làm một",
        marks=("merged D4:D6",),
    ),
    good="Mỗi đề án một ô riêng",
    on_appendix=True,
    fault=("rows_merged",),
)
def merged(plan: Plan) -> Iterator[Fault]:
    """Ô gộp qua nhiều dòng chỉ giữ giá trị ở dòng đầu, các dòng sau coi như trống; ô gộp ngang một
    đề án làm các cột bị che. Tiêu đề, dòng mục, dòng chương trình gộp ngang không tính."""
    grid = plan.grid
    if grid is None:
        return
    rows = sorted(plan.by_row)
    for top, left, bottom, right in grid.merges:
        at = bisect_left(rows, max(top, plan.rows[0]))
        if at == len(rows) or rows[at] > min(bottom, plan.rows[1]):
            continue
        line = plan.by_row[rows[at]]
        if bottom > top or isinstance(line, Project):
            several = at + 1 < len(rows) and rows[at + 1] <= bottom
            money = several and _is_over_money(plan, (top, left, bottom, right))
            only = "; số tiền chỉ được tính cho dòng đầu" if money else ""
            yield Fault(
                grid.place(top, left),
                f"{named(line)}: các ô {area_name(top, left, bottom, right)} gộp làm một{only}",
                "Hủy gộp ô (Unmerge Cells) và ghi giá trị vào từng ô.",
                line,
                "",
                Severity.ERROR if money else None,
            )


def _is_over_money(plan: Plan, area: Area) -> bool:
    """Whether a merge of the plan's own table holds something in a column of money."""
    top, left, _, right = area
    if plan.appendix or plan.grid is None or plan.grid.at(top, left) is None:
        return False
    letters = (plan.columns[name] for name in plan.form.amounts if name in plan.columns)
    return any(left <= column_number(one) <= right for one in letters)
