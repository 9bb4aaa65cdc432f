"""Family G: the sheet as it stands in its file: text for numbers, formulas, hidden and merged
cells, letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.check.register import Fault, Severity, named, quoted, rule
from workbook_tools.excel.cells import area_name
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.linear import linear_terms
from workbook_tools.place import Place, cell_name, column_letters, column_number
from workbook_tools.plan.citation import citations, without_citations
from workbook_tools.plan.form import AMOUNTS, COLUMNS, SOURCES
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.plan.model import Line, Plan, Programme, Project, Section
from workbook_tools.plan.vietnamese import abbreviations, decode, legacy_encoding, neighbours

_MONTHS = ("start_month", "end_month")


@rule(
    "G01",
    Severity.WARNING,
    "Số được lưu dưới dạng chữ",
    bad="Ô KPKC ĐP chứa chữ “195.000” (Excel không cộng ô này)",
    good="Ô KPKC ĐP chứa số 195000",
)
def number_as_text(plan: Plan) -> Iterator[Fault]:
    """Ở cột tiền và cột tháng phải là số: công thức của Excel bỏ qua những ô chứa chữ, dù trông như
    số.
    """
    columns = {column: field for field, column in _columns(plan).items()}
    if plan.grid is None:
        return
    for remark in plan.remarks:
        if remark.read_as == "ô trống":
            continue
        column, row = _split(remark.place)
        yield _text_number(
            plan,
            row,
            columns[column],
            remark.found,
            f"; được đọc là {remark.read_as} ({remark.evidence})",
        )
    for row, field, value in _texts(plan, _MONTHS):
        if value.strip().isdigit():
            yield _text_number(plan, row, field, value, "")


def _text_number(plan: Plan, row: int, field: str, value: str, reading: str) -> Fault:
    line = _line(plan, row)
    return Fault(
        plan.place(line, field),
        f"{named(line)}: cột “{COLUMNS[field]}” chứa chữ {quoted(value)}, không phải số{reading}",
        "Gõ lại ô này bằng chữ số, không có dấu cách, chữ hay dấu nháy.",
        line,
        field,
    )


# ----------------------------------------------------------------------------------------- formulas


@rule(
    "G02",
    Severity.WARNING,
    "Số gõ tay ở ô lẽ ra là công thức cộng",
    bad="Các chương trình khác có công thức ở cột Tổng KP, chương trình 5 gõ 904.000",
    good="Chương trình 5 cũng có công thức =SUM(…)",
)
def typed_total(plan: Plan) -> Iterator[Fault]:
    """Khi các dòng cùng cấp cộng bằng công thức, một dòng gõ số sẽ không đổi theo khi số ở dưới
    đổi. Ở phụ lục hoàn chỉnh mà không có công thức cộng nào, quy tắc chỉ nêu ô tổng cộng."""
    grid = plan.grid
    if grid is None:
        return
    columns = _columns(plan)
    typed_rows: list[tuple[Line, str]] = []
    any_formula = False
    for field, rows in _total_rows(plan):
        held = [line for line in rows if (line.row, columns[field]) in grid.formulas]
        typed = [
            line
            for line in rows
            if line.stated.get(field) is not None
            and (line.row, columns[field]) not in grid.formulas
            and not isinstance(grid.at(line.row, columns[field]), str)
        ]
        any_formula = any_formula or bool(held)
        least = 1 if rows and not isinstance(rows[0], Project) else max(3, 2 * len(typed))
        if len(held) >= least:
            for line in typed:
                yield _typed(plan, line, field, f"{len(held)} dòng cùng cấp có công thức")
        elif not isinstance(rows[0] if rows else None, Project):
            typed_rows += [(line, field) for line in typed]
    if plan.appendix and not any_formula and typed_rows:
        last = next(
            ((line, field) for line, field in reversed(typed_rows) if field == "total"),
            typed_rows[-1],
        )
        yield _typed(plan, *last, "bảng không có công thức cộng nào")


def _typed(plan: Plan, line: Line, field: str, why: str) -> Fault:
    return Fault(
        plan.place(line, field),
        f"{named(line) or 'Tổng cộng'}: cột “{COLUMNS[field]}” là số gõ tay, trong khi {why}",
        "Đặt công thức cộng các dòng bên dưới.",
        line,
        field,
    )


def _total_rows(plan: Plan) -> Iterator[tuple[str, Sequence[Line]]]:
    """Rows that have the same kind of total in the same column: subtotals together, projects'
    totals together.
    """
    subtotals: list[Line] = [
        *(s for s in plan.sections if s.row),
        *(p for p in plan.programmes if p.row),
    ]
    subtotals += [plan.stated] if plan.stated is not None else []
    for field in AMOUNTS:
        if field in plan.columns:
            yield field, subtotals
    if "total" in plan.columns and plan.grid is not None:
        sources = [
            column_number(plan.columns[source]) for source in SOURCES if source in plan.columns
        ]
        yield (
            "total",
            [
                project
                for project in plan.projects
                if not any((project.row, column) in plan.grid.formulas for column in sources)
            ],
        )


@rule(
    "G03",
    Severity.ERROR,
    "Công thức cộng thiếu dòng hoặc thừa dòng",
    bad="Chương trình 5 có các đề án ở dòng 20–24, công thức =SUM(I20:I23)",
    good="=SUM(I20:I24)",
)
def wrong_range(plan: Plan) -> Iterator[Fault]:
    """Công thức của chương trình, mục, tổng cộng phải tính mỗi đề án của nó đúng một lần, không hơn
    không kém, ở đúng cột của mình; Tổng KP của đề án phải cộng đủ ba nguồn. Chỉ xét công thức cộng,
    trừ, SUM, SUBTOTAL(9)."""
    grid = plan.grid
    if grid is None or not grid.formulas:
        return
    totals = _Totals(plan, grid)
    for line in plan.by_row.values():
        for field in AMOUNTS:
            column = totals.columns.get(field)
            formula = grid.formulas.get((line.row, column)) if column else None
            if formula is None or (isinstance(line, Project) and field != "total"):
                continue
            said = totals.fault(line, field, formula)
            if said:
                yield Fault(
                    plan.place(line, field),
                    f"{named(line) or 'Tổng cộng'}: công thức ={formula} {said}",
                    "Sửa vùng cộng của công thức.",
                    line,
                    field,
                )


@dataclass
class _Totals:
    """What every cell of the table stands for, to judge formulas that add cells up."""

    plan: Plan
    grid: Grid

    def __post_init__(self) -> None:
        self.columns = _columns(self.plan)
        self.amounts = {self.columns[field]: field for field in AMOUNTS if field in self.columns}

    def fault(self, line: Line, field: str, formula: str) -> str:
        """What is wrong with the cells that a total takes in; nothing where it does more than add."""
        try:
            terms = list(linear_terms(formula, subtotals=True))
        except ValueError:
            return ""
        if isinstance(line, Project):
            return self._row_fault(
                line, formula, [(t.row, t.column, t.sign) for t in terms if t.sheet is None]
            )
        wanted = {project.row for project in self._projects(line)}
        found: Counter[int] = Counter()
        for term in terms:
            if term.sheet is not None and term.sheet.casefold() != self.grid.sheet.casefold():
                return ""
            if (term.row, term.column) == (line.row, self.columns[field]):
                return "cộng cả chính ô của nó"
            if (
                term.skips_subtotals
                and "SUBTOTAL" in self.grid.formulas.get((term.row, term.column), "").upper()
            ):
                continue
            other = self.plan.by_row.get(term.row)
            if other is None or (
                not isinstance(other, Project) and self.grid.at(term.row, term.column) is None
            ):
                continue
            if self.amounts.get(term.column) != field:
                return f"lấy ô {cell_name(term.row, term.column)} của cột khác"
            for project in self._projects(other):
                found[project.row] += term.sign
        if not terms or not wanted:
            return ""
        missing = sorted(row for row in wanted if found[row] < 1)
        extra = sorted(row for row in found if found[row] > (1 if row in wanted else 0))
        if missing:
            return f"bỏ sót dòng {_rows(missing)}"
        return f"tính thừa dòng {_rows(extra)}" if extra else ""

    def _projects(self, line: Line) -> Sequence[Project]:
        if isinstance(line, Project):
            return (line,)
        if isinstance(line, Programme):
            return line.projects
        if isinstance(line, Section):
            return [project for programme in line.programmes for project in programme.projects]
        return self.plan.projects

    def _row_fault(self, line: Project, formula: str, terms: Sequence[tuple[int, int, int]]) -> str:
        sources = {self.columns[source] for source in SOURCES if source in self.columns}
        if not terms or len(sources) < 2:
            return ""
        others = [
            cell_name(row, column)
            for row, column, _ in terms
            if row != line.row or column not in sources
        ]
        if others:
            return f"lấy cả ô {others[0]}"
        found = Counter(column for _, column, _ in terms)
        missing = [
            column
            for column in sources
            if not found[column] and self.grid.at(line.row, column) not in (None, "", 0)
        ]
        if missing:
            return f"bỏ sót ô {cell_name(line.row, missing[0])}"
        return "cộng một ô hai lần" if any(count > 1 for count in found.values()) else ""


def _rows(rows: Sequence[int]) -> str:
    return ", ".join(str(row) for row in rows[:5]) + (" …" if len(rows) > 5 else "")


_ALIKE_SHARE = 0.7
_ALIKE_LEAST = 3


@rule(
    "G04",
    Severity.WARNING,
    "Công thức khác các ô cùng cột",
    bad="Các đề án khác có Tổng KP =SUM(J:L) của dòng, dòng này =ROUND(J7*1,1;0)",
    good="Mọi đề án cùng một công thức",
)
def unlike_neighbours(plan: Plan) -> Iterator[Fault]:
    """Trong một cột, khi hầu hết các đề án có cùng một công thức (tính theo vị trí tương đối), công
    thức khác đi thường là sửa nhầm. Phép cộng thiếu, thừa ô là việc của quy tắc G03."""
    grid = plan.grid
    if grid is None or not grid.formulas:
        return
    fields = {column: field for field, column in _columns(plan).items()}
    by_column: dict[int, list[tuple[Project, str, str]]] = {}
    rows = {project.row: project for project in plan.projects}
    for (row, column), formula in grid.formulas.items():
        if row in rows:
            by_column.setdefault(column, []).append(
                (rows[row], formula, _shape(formula, row, column))
            )
    for column, cells in by_column.items():
        shape, count = Counter(shape for _, _, shape in cells).most_common(1)[0]
        if count < _ALIKE_LEAST or count < _ALIKE_SHARE * len(cells):
            continue
        for project, formula, own in cells:
            if own != shape and not (fields.get(column) == "total" and _is_sum(formula)):
                usual = next(text for _, text, other in cells if other == shape)
                yield Fault(
                    grid.place(project.row, column),
                    f"{named(project)}: công thức ={formula} khác {count} ô cùng cột (như ={usual})",
                    "Chép công thức từ ô bên trên xuống, nếu không cố ý.",
                    project,
                    fields.get(column, ""),
                )


def _is_sum(formula: str) -> bool:
    try:
        return bool(list(linear_terms(formula, subtotals=True)))
    except ValueError:
        return False


def _shape(formula: str, row: int, column: int) -> str:
    """A formula with its references relative to its own cell: the same for cells that it was copied
    to.
    """
    try:
        pieces = tokenize(formula)
    except ValueError:
        return formula
    return "".join(
        _relative(piece, row, column) if isinstance(piece, Ref) else piece.text.upper()
        for piece in pieces
        if isinstance(piece, Ref) or piece.kind != "space"
    )


def _relative(ref: Ref, row: int, column: int) -> str:
    def part(value: int, own: int, fixed: bool) -> str:
        return str(value) if fixed else f"[{value - own}]"

    first = part(ref.top, row, ref.top_fixed) + "," + part(ref.left, column, ref.left_fixed)
    return f"{ref.prefix}R{first}:{part(ref.bottom, row, ref.bottom_fixed)},{part(ref.right, column, ref.right_fixed)}"


@rule(
    "G05",
    Severity.ERROR,
    "Ô mang giá trị lỗi",
    bad="Ô Tổng KP hiện #REF!",
    good="Ô Tổng KP hiện một số",
)
def error_value(plan: Plan) -> Iterator[Fault]:
    """#REF!, #VALUE!, #DIV/0! … lan sang mọi công thức lấy ô đó."""
    grid = plan.grid
    if grid is None:
        return
    fields = {column: field for field, column in _columns(plan).items()}
    first, last = plan.rows
    for row, values in enumerate(grid.rows[first - 1 : last], first):
        for column, value in enumerate(values, 1):
            if type(value) is ErrorValue:
                line = _line(plan, row)
                formula = grid.formulas.get((row, column))
                yield Fault(
                    grid.place(row, column),
                    f"{named(line)}: ô {cell_name(row, column)} hiện {value}"
                    + (f" (={formula})" if formula else ""),
                    "Sửa công thức, hoặc gõ lại giá trị.",
                    line,
                    fields.get(column, ""),
                )


# -------------------------------------------------------------------------------- hidden and merged


@rule(
    "G06",
    Severity.WARNING,
    "Dòng hoặc cột bị ẩn trong bảng",
    bad="Dòng 12 (đề án 3.2) bị ẩn nhưng vẫn được cộng",
    good="Mọi dòng, cột của bảng đều hiện",
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
                "Hiện lại dòng (chọn hai dòng kề, chuột phải, Unhide) hoặc bỏ lọc.",
                line,
                "",
            )
    for field, column in _columns(plan).items():
        if column in grid.hidden_columns:
            yield Fault(
                grid.place(max(1, plan.rows[0] - 1), column),
                f"Cột {column_letters(column)} “{COLUMNS[field]}” bị ẩn",
                "Hiện lại cột (chọn hai cột kề, chuột phải, Unhide).",
            )


@rule(
    "G07",
    Severity.WARNING,
    "Liên kết sang sổ tính khác",
    bad="=[DuToan2020.xlsx]Sheet1!B5",
    good="Giá trị nằm ngay trong sổ này",
)
def outside_link(plan: Plan) -> Iterator[Fault]:
    """Người nhận không có sổ được liên kết: số không cập nhật được, và Excel hỏi về bảo mật khi mở."""
    by_place = (
        {
            (plan.sheet, cell_name(row, column)): field
            for field, column in _columns(plan).items()
            for row in plan.by_row
        }
        if plan.links
        else {}
    )
    for link in plan.links:
        target = link.target.rpartition("/")[2] or link.target
        said = (
            f"công thức ={link.formula} lấy số từ"
            if link.formula
            else "sổ còn liên kết không dùng tới"
        )
        field = by_place.get((link.place.sheet, link.place.cell), "")
        line = plan.by_row.get(_split(link.place)[1]) if field else None
        yield Fault(
            link.place,
            f"{str(link.place) if link.place.cell else link.place.sheet}: {said} {quoted(target)}",
            "Thay bằng giá trị, rồi gỡ liên kết (Data › Edit Links › Break Link).",
            line,
            field,
        )


@rule(
    "G08",
    Severity.WARNING,
    "Ô gộp trong các dòng dữ liệu",
    bad="Ô Đơn vị thực hiện của ba đề án gộp làm một",
    good="Mỗi đề án một ô riêng",
)
def merged(plan: Plan) -> Iterator[Fault]:
    """Ô gộp qua nhiều dòng chỉ giữ giá trị ở dòng đầu, các dòng sau coi như trống; ô gộp ngang một
    đề án làm các cột bị che. Tiêu đề, dòng mục, dòng chương trình gộp ngang không tính."""
    grid = plan.grid
    if grid is None:
        return
    for top, left, bottom, right in grid.merges:
        lines = [
            row
            for row in range(max(top, plan.rows[0]), min(bottom, plan.rows[1]) + 1)
            if row in plan.by_row
        ]
        if lines and (bottom > top or isinstance(plan.by_row[lines[0]], Project)):
            line = plan.by_row[lines[0]]
            yield Fault(
                grid.place(top, left),
                f"{named(line)}: các ô {area_name(top, left, bottom, right)} gộp làm một",
                "Bỏ gộp (Unmerge Cells) và ghi giá trị vào từng ô.",
                line,
                "",
            )


# ------------------------------------------------------------------------------------------ letters


@rule(
    "G09",
    Severity.WARNING,
    "Chữ gõ bằng bảng mã cũ (TCVN3, VNI) hoặc Unicode tổ hợp",
    bad="“C«ng nghiÖp n«ng th«n”; “Coâng nghieäp noâng thoân”",
    good="“Công nghiệp nông thôn” (Unicode dựng sẵn)",
)
def old_encoding(plan: Plan) -> Iterator[Fault]:
    """Chữ của bảng mã TCVN3, VNI chỉ đọc được bằng phông cũ; Unicode tổ hợp tách dấu khỏi chữ nên
    tìm kiếm, so sánh sai.
    """
    for row, field, value in _texts(plan):
        if value.isascii():
            continue
        composed = (
            value
            if unicodedata.is_normalized("NFC", value)
            else unicodedata.normalize("NFC", value)
        )
        encoding = legacy_encoding(composed)
        if encoding is not None:
            said, right = f"chữ theo bảng mã {encoding}", decode(value, encoding)
        elif composed != value:
            said, right = "chữ Unicode tổ hợp", composed
        else:
            continue
        line = _line(plan, row)
        yield Fault(
            plan.place(line, field),
            f"{named(line)}: cột “{COLUMNS[field]}” có {said}: {quoted(value)}",
            f"Gõ lại bằng Unicode dựng sẵn: {quoted(right)}.",
            line,
            field,
        )


_DOUBLE = re.compile("\\S[ \\t\\r\\f\\v]{2,}\\S")
_INVISIBLE = re.compile("[\u00a0\u2007\u202f\u200b-\u200f\u2060\ufeff]")


def _stray(value: str) -> str:
    """What is stray in a text; indented lines below the first are not."""
    if not value.isascii() and _INVISIBLE.search(value):
        return "ký tự không nhìn thấy"
    if (
        value[0].isspace()
        or value[-1].isspace()
        or (("  " in value or "\t" in value) and _DOUBLE.search(value))
    ):
        return "dấu cách thừa"
    return ""


@rule(
    "G10",
    Severity.NOTE,
    "Dấu cách thừa hoặc ký tự không nhìn thấy",
    bad="“Trung tâm  Khuyến công ” (hai dấu cách, một dấu cách cuối)",
    good="“Trung tâm Khuyến công”",
)
def stray_spaces(plan: Plan) -> Iterator[Fault]:
    """Dấu cách ở đầu, cuối, dấu cách đôi, dấu cách không ngắt và ký tự rộng bằng không làm hai chữ
    giống nhau thành khác nhau khi tìm, lọc, so sánh."""
    for row, field, value in _texts(plan):
        said = _stray(value) if value.strip() else ""
        if said:
            line = _line(plan, row)
            yield Fault(
                plan.place(line, field),
                f"{named(line)}: cột “{COLUMNS[field]}” có {said}: {quoted(value)}",
                "Xoá chúng; hàm TRIM và CLEAN của Excel làm được nhiều ô một lúc.",
                line,
                field,
            )


_TEXT_FIELDS = ("name", "executing_unit", "goal", "result", "note", "quantity")
_KNOWN = frozenset(
    {
        "CNTT",
        "CNNT",
        "TTCN",
        "UBND",
        "HĐND",
        "TNHH",
        "DNTN",
        "DNNN",
        "HTX",
        "KHCN",
        "KHKT",
        "TMĐT",
        "OCOP",
        "BCT",
        "BTC",
        "SCT",
        "STC",
        "NTM",
        "MTV",
        "CBCC",
        "KCN",
        "CCN",
        "VSATTP",
        "XTTM",
        "SXKD",
        "NSNN",
    }
)
"""Abbreviations that offices use: where one stands after a word of its own, it is no slip for
another.
"""
_OFTEN = 3


@rule(
    "G11",
    Severity.WARNING,
    "Chữ viết tắt khác chữ dùng ở nơi khác một chữ cái",
    bad="“cơ sở CNTT” ở một dòng, “cơ sở CNNT” ở các dòng khác",
    good="“cơ sở CNNT” ở mọi dòng",
)
def odd_abbreviation(plan: Plan) -> Iterator[Fault]:
    """Chữ viết tắt khác một chữ cái với chữ dùng nhiều hơn, và đứng sau cùng một từ (cơ sở CNTT, cơ
    sở CNNT) hoặc chỉ dùng một hai lần, thường là gõ nhầm. Chữ viết tắt thông dụng khác đứng ở chỗ
    riêng của nó (ứng dụng CNTT) không bị nêu."""
    uses: Counter[str] = Counter()
    slots: Counter[tuple[str, str]] = Counter()
    for _, _, text in _abbreviated(plan):
        for short, slot in abbreviations(text):
            uses[short] += 1
            slots[short, slot] += 1
    common = [short for short, count in uses.items() if count >= _OFTEN]
    pairs: dict[str, list[str]] = {}
    for rare, other in neighbours(common, list(uses)):
        if uses[other] > uses[rare] or (
            rare not in _KNOWN and other in _KNOWN and uses[other] >= _OFTEN
        ):
            pairs.setdefault(rare, []).append(other)
    if not pairs:
        return
    spelled = {short for short in pairs if _spelled_out(short, plan)}
    for line, field, text in _abbreviated(plan):
        for short, slot in abbreviations(text):
            right = next(
                (
                    other
                    for other in pairs.get(short, ())
                    if _is_slip(short, other, slot, uses, slots, spelled)
                ),
                None,
            )
            if right is not None:
                yield Fault(
                    plan.place(line, field),
                    f"{named(line)}: cột “{COLUMNS[field]}” viết {quoted(short)}, ở nơi khác viết {quoted(right)} "
                    f"({uses[right]} lần)",
                    f"Nếu là gõ nhầm thì sửa thành {right}.",
                    line,
                    field,
                )
                break


def _is_slip(
    short: str,
    other: str,
    slot: str,
    uses: Mapping[str, int],
    slots: Mapping[tuple[str, str], int],
    spelled: set[str],
) -> bool:
    if slots.get((other, slot), 0):
        return True
    return (
        uses[short] <= 2
        and uses[other] >= _OFTEN * uses[short]
        and short not in _KNOWN
        and short not in spelled
    )


def _spelled_out(short: str, plan: Plan) -> bool:
    """Whether the plan says what an abbreviation stands for: ``Công ty Ba Nam (CBN)``."""
    return any(f"({short})" in text for _, _, text in _abbreviated(plan))


def _abbreviated(plan: Plan) -> Iterator[tuple[Line, str, str]]:
    """The texts that can hold abbreviations, without document numbers."""
    for line in plan.lines():
        for field in _TEXT_FIELDS:
            text = getattr(line, field)
            if text and _THREE_CAPITALS.search(text):
                yield line, field, without_citations(text) if "/" in text else text


_THREE_CAPITALS = re.compile("[A-ZĐ]{3}")
_LIKE_FORMULA = re.compile(
    r"=|@\w|[+-]{2}|[+-](?:[\d(=@.]|[A-Z]{1,3}\$?\d|[A-Z][A-Z.]*\()|[+-]\s+[\d\s.,+*/()-]+\Z"
)


@rule(
    "G12",
    Severity.NOTE,
    "Chữ mà Excel có thể hiểu là công thức",
    bad="Ô chữ “=tổng các đề án” hoặc “+84 909 …”",
    good="“Tổng các đề án”; “(+84) 909 …”",
)
def like_a_formula(plan: Plan) -> Iterator[Fault]:
    """Chữ bắt đầu bằng =, @, hoặc dấu cộng, trừ liền với số, ô, hàm sẽ thành công thức (hoặc báo
    lỗi) khi ô được sửa lại hay khi tệp được xuất ra CSV. Gạch đầu dòng trước chữ thường thì không
    sao."""
    for row, field, value in _texts(plan):
        if value[:1] in "=+-@" and _LIKE_FORMULA.match(value):
            cited = citations(value)
            if field in AMOUNTS or field in _MONTHS or (cited and cited[0].span[0] == 1):
                continue
            line = _line(plan, row)
            yield Fault(
                plan.place(line, field),
                f"{named(line)}: cột “{COLUMNS[field]}” là chữ bắt đầu bằng “{value[0]}”: "
                f"{quoted(value)}",
                "Viết lại để không bắt đầu bằng dấu đó.",
                line,
                field,
            )


# ------------------------------------------------------------------------------------------ reading


def _columns(plan: Plan) -> dict[str, int]:
    return {field: column_number(letters) for field, letters in plan.columns.items()}


def _split(place: Place) -> tuple[int, int]:
    """Column and row of a place that has a cell."""
    letters = place.cell.rstrip("0123456789")
    return column_number(letters), int(place.cell[len(letters) :])


def _line(plan: Plan, row: int) -> Line:
    return plan.by_row.get(row) or Line(row=row)


def _texts(plan: Plan, fields: Sequence[str] = tuple(COLUMNS)) -> Iterator[tuple[int, str, str]]:
    """The typed texts of the table: row, field, value as it stands."""
    grid = plan.grid
    if grid is None:
        return
    columns = [
        (field, column_number(plan.columns[field]) - 1) for field in fields if field in plan.columns
    ]
    first, last = plan.rows
    for row, values in enumerate(grid.rows[first - 1 : last], first):
        width = len(values)
        for field, column in columns:
            if (
                column < width
                and type(values[column]) is str
                and (row, column + 1) not in grid.formulas
            ):
                yield row, field, values[column]
