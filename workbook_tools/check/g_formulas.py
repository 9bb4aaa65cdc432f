"""Family G, formulas: numbers typed among them, totals that miss rows, odd ones of a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.check.fields import column_numbers, total_formulas
from workbook_tools.check.register import TOTAL_UNTOLD, Example, Fault, Severity, fault, named, rule
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.linear import Term, linear_terms
from workbook_tools.place import cell_name
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import Detail, Line, Plan, Programme, Project, Section


@rule(
    "G02",
    Severity.WARNING,
    "Số gõ tay ở ô lẽ ra là công thức cộng",
    bad=Example(
        "Các chương trình khác có công thức ở cột Tổng KP, chương trình 5 gõ 904.000",
        cells={"I3": ("=SUM(I4:I6)", 275_000), "I7": ("=SUM(I8:I9)", 500_000), "I11": 300_000},
        at="I11",
        says="3 Cung cấp thông tin: cột “Tổng KP thực hiện” là số gõ tay, trong khi 2 "
        "dòng cùng cấp có công thức",
    ),
    good=Example(
        "Chương trình 5 cũng có công thức =SUM(…)",
        cells={
            "I3": ("=SUM(I4:I6)", 275_000),
            "I7": ("=SUM(I8:I9)", 500_000),
            "I11": ("=SUM(I12:I13)", 300_000),
        },
    ),
    on_appendix=True,
    fault=(
        "subtotal_typed",
        "project_total_typed",
    ),
)
def typed_total(plan: Plan) -> Iterator[Fault]:
    """Khi các dòng cùng cấp cộng bằng công thức, một dòng gõ số sẽ không đổi theo khi số ở dưới
    đổi. Ở phụ lục hoàn chỉnh mà không có công thức cộng nào, quy tắc chỉ nêu ô tổng cộng."""
    grid = plan.grid
    if grid is None:
        return
    totals = list(_totals(plan, grid))
    for total in totals:
        if total.usually_formulas:
            for line in total.typed:
                why = f"{len(total.held)} dòng cùng cấp có công thức"
                yield _typed(plan, line, total.field, why)
    if plan.appendix and not any(total.held for total in totals):
        yield from _typed_throughout(plan, totals)


def _typed_throughout(plan: Plan, totals: Sequence[_Totals]) -> Iterator[Fault]:
    """One fault for a table without any formula: at its last typed total, that of all sources where
    there is one.
    """
    typed = [total for total in totals if total.typed and not total.of_projects]
    last = next((total for total in typed if total.field == "total"), typed[-1] if typed else None)
    if last is not None:
        yield _typed(plan, last.typed[-1], last.field, "bảng không có công thức cộng nào")


def _typed(plan: Plan, line: Line, field: str, why: str) -> Fault:
    return fault(
        plan,
        line,
        field,
        f"{named(line) or 'Tổng cộng'}: cột “{plan.heading(field)}” là số gõ tay, trong khi {why}",
        "Đặt công thức cộng các dòng bên dưới.",
    )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Totals:
    """Lines that have the same kind of total in the same column: those that hold a formula there,
    those that have a typed number.
    """

    field: str
    of_projects: bool
    held: Sequence[Line]
    typed: Sequence[Line]

    @property
    def usually_formulas(self) -> bool:
        """Whether a typed number is an exception; a project's total may well be typed."""
        least = max(3, 2 * len(self.typed)) if self.of_projects else 1
        return len(self.held) >= least


def _totals(plan: Plan, grid: Grid) -> Iterator[_Totals]:
    """Column by column the subtotals and the grand total, then the totals of projects."""
    above: list[Line] = [*plan.sections, *plan.programmes]
    subtotals = [line for line in above if line.row]
    if plan.stated is not None:
        subtotals.append(plan.stated)
    columns = column_numbers(plan)
    for field in plan.form.amounts:
        if field in columns:
            yield _held_or_typed(grid, field, columns[field], subtotals, False)
    if "total" in columns:
        sources = [columns[source] for source in plan.form.keys if source in columns]
        typed = [line for line in plan.projects if not _any_formula(grid, line.row, sources)]
        yield _held_or_typed(grid, "total", columns["total"], typed, True)


def _any_formula(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    return any((row, column) in grid.formulas for column in columns)


def _held_or_typed(
    grid: Grid, field: str, column: int, lines: Sequence[Line], of_projects: bool
) -> _Totals:
    held = [line for line in lines if (line.row, column) in grid.formulas]
    typed = [
        line
        for line in lines
        if line.stated.get(field) is not None
        and (line.row, column) not in grid.formulas
        and not isinstance(grid.at(line.row, column), str)
    ]
    return _Totals(field, of_projects, held, typed)


@rule(
    "G03",
    Severity.ERROR,
    "Công thức cộng thiếu dòng hoặc thừa dòng",
    bad=Example(
        "Chương trình 5 có các đề án ở dòng 20–24, công thức =SUM(I20:I23)",
        cells={"I3": ("=SUM(I4:I5)", 200_000), "I6": 0, "J6": 0, "K6": 0, **TOTAL_UNTOLD},
        at="I3",
        says="1 Đào tạo, truyền nghề: công thức =SUM(I4:I5) bỏ sót dòng 6",
    ),
    good=Example(
        "=SUM(I20:I24)",
        cells={"I3": ("=SUM(I4:I6)", 200_000), "I6": 0, "J6": 0, "K6": 0, **TOTAL_UNTOLD},
    ),
    on_appendix=True,
    fault=("range_changed",),
)
def wrong_range(plan: Plan) -> Iterator[Fault]:
    """Công thức của chương trình, mục, tổng cộng phải tính mỗi đề án của nó đúng một lần, không hơn
    không kém, ở đúng cột của mình; Tổng KP của đề án phải cộng đủ ba nguồn. Chỉ xét công thức cộng,
    trừ, SUM, SUBTOTAL(9)."""
    grid = plan.grid
    if grid is None or not grid.formulas:
        return
    table = _Table(plan, grid, column_numbers(plan))
    for line, field, formula in total_formulas(plan):
        said = _wrong_cells(table, line, field, formula)
        if said:
            yield fault(
                plan,
                line,
                field,
                f"{named(line) or 'Tổng cộng'}: công thức ={formula} {said}",
                "Sửa vùng cộng của công thức.",
            )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Table:
    """A plan, the sheet that it stands on, and the columns of its fields there."""

    plan: Plan
    grid: Grid
    columns: Mapping[str, int]

    def is_filled(self, sheet: str | None, row: int, column: int) -> bool:
        """Whether anything stands in a cell of the sheet."""
        own = sheet is None or sheet.casefold() == self.grid.sheet.casefold()
        return own and self.grid.at(row, column) not in (None, "")

    def sources(self) -> list[int]:
        """The columns of the funding sources."""
        return [self.columns[source] for source in self.plan.form.keys if source in self.columns]


def _wrong_cells(table: _Table, line: Line, field: str, formula: str) -> str:
    """What is wrong with the cells that a total takes in; nothing where it does more than add."""
    try:
        terms = list(linear_terms(formula, subtotals=True, filled=table.is_filled))
    except ValueError:
        return ""
    if isinstance(line, Detail) or (isinstance(line, Project) and _in_own_row(line, terms)):
        own = [term for term in terms if term.sheet is None]
        return _wrong_sources(table, line, own) if field == "total" else ""
    return _wrong_rows(table, line, field, terms)


def _wrong_rows(table: _Table, line: Line, field: str, terms: Sequence[Term]) -> str:
    """What is wrong with a sum over rows: each project must count just once, in the sum's own
    column. A sum that takes in another sheet is not judged.
    """
    own = table.columns[field]
    found: Counter[int] = Counter()
    for term in terms:
        if term.sheet is not None and term.sheet.casefold() != table.grid.sheet.casefold():
            return ""
        if (term.row, term.column) == (line.row, own):
            return "cộng cả chính ô của nó"
        other = _line_of(table, term)
        if other is None:
            continue
        if term.column != own:
            return f"lấy ô {cell_name(term.row, term.column)} của cột khác"
        for held in _counted(table.plan, other):
            found[held.row] += term.sign
    wanted = {held.row for held in _counted(table.plan, line)}
    return _miscounted(found, wanted) if terms and wanted else ""


def _line_of(table: _Table, term: Term) -> Line | None:
    """The line that a cell of a sum stands for; ``None`` for a cell that adds nothing: one that
    SUBTOTAL skips, one outside the lines, an empty one of a line with projects below.
    """
    formula = table.grid.formulas.get((term.row, term.column), "")
    if term.skips_subtotals and "SUBTOTAL" in formula.upper():
        return None
    line = table.plan.by_row.get(term.row)
    if not _counts(line) and table.grid.at(term.row, term.column) is None:
        return None
    return line


def _counts(line: Line | None) -> bool:
    """Whether money counts on a line itself: a detail, or a project without any that has money."""
    return isinstance(line, Detail) or (isinstance(line, Project) and not line.is_detailed)


def _counted(plan: Plan, line: Line) -> Sequence[Line]:
    """The lines on which the money counts that a line's amounts are made of."""
    if isinstance(line, Detail):
        return (line,)
    return [
        held
        for project in _projects(plan, line)
        for held in (project.details if project.is_detailed else (project,))
    ]


def _projects(plan: Plan, line: Line) -> Sequence[Project]:
    """The projects whose amounts a line's amounts are made of."""
    if isinstance(line, Project):
        return (line,)
    if isinstance(line, Programme):
        return line.projects
    if isinstance(line, Section):
        return [project for programme in line.programmes for project in programme.projects]
    return plan.projects


def _miscounted(found: Counter[int], wanted: set[int]) -> str:
    """Which rows a sum leaves out, or else which it counts too often."""
    missing = sorted(row for row in wanted if found[row] < 1)
    if missing:
        return f"bỏ sót dòng {_rows(missing)}"
    extra = sorted(row for row in found if found[row] > (1 if row in wanted else 0))
    return f"tính thừa dòng {_rows(extra)}" if extra else ""


def _in_own_row(project: Project, terms: Sequence[Term]) -> bool:
    """Whether a project's total is to be the sum of its own row: always, but for one that has
    details, whose totals it may add up instead.
    """
    return not project.is_detailed or all(term.row == project.row for term in terms)


def _wrong_sources(table: _Table, line: Line, terms: Sequence[Term]) -> str:
    """What is wrong with a project's total: it must take in each of its sources just once."""
    sources = table.sources()
    if not terms or len(sources) < 2:
        return ""
    for term in terms:
        if term.row != line.row or term.column not in sources:
            return f"lấy cả ô {cell_name(term.row, term.column)}"
    taken = [term.column for term in terms]
    for column in sources:
        if column not in taken and table.grid.at(line.row, column) not in (None, "", 0):
            return f"bỏ sót ô {cell_name(line.row, column)}"
    return "cộng một ô hai lần" if len(set(taken)) < len(taken) else ""


def _rows(rows: Sequence[int]) -> str:
    return ", ".join(str(row) for row in rows[:5]) + (" …" if len(rows) > 5 else "")


_ALIKE_SHARE = 0.7
_ALIKE_LEAST = 3


@rule(
    "G04",
    Severity.WARNING,
    "Công thức khác các ô cùng cột",
    bad=Example(
        "Các đề án khác có Tổng KP =SUM(J:L) của dòng, dòng này =ROUND(J7*1,1;0)",
        cells={
            "I4": ("=SUM(J4:L4)", 120_000),
            "I5": ("=SUM(J5:L5)", 80_000),
            "I6": ("=SUM(J6:L6)", 75_000),
            "I8": ("=SUM(J8:L8)", 350_000),
            "I9": ("=ROUND(J9*2.142857,0)", 150_000),
            "I12": ("=SUM(J12:L12)", 200_000),
            "I13": ("=SUM(J13:L13)", 100_000),
        },
        at="I9",
        says="2.2 Máy đóng gói: công thức =ROUND(J9*2.142857,0) khác 6 ô cùng cột (như "
        "=SUM(J4:L4))",
    ),
    good=Example(
        "Mọi đề án cùng một công thức",
        cells={
            "I4": ("=SUM(J4:L4)", 120_000),
            "I5": ("=SUM(J5:L5)", 80_000),
            "I6": ("=SUM(J6:L6)", 75_000),
            "I8": ("=SUM(J8:L8)", 350_000),
            "I9": ("=SUM(J9:L9)", 150_000),
            "I12": ("=SUM(J12:L12)", 200_000),
            "I13": ("=SUM(J13:L13)", 100_000),
        },
    ),
    on_appendix=True,
    fault=("formula_unlike_others",),
)
def unlike_neighbours(plan: Plan) -> Iterator[Fault]:
    """Trong một cột, khi hầu hết các đề án có cùng một công thức (tính theo vị trí tương đối), công
    thức khác đi thường là sửa nhầm. Phép cộng thiếu, thừa ô là việc của quy tắc G03."""
    grid = plan.grid
    if grid is None or not grid.formulas:
        return
    fields = {column: field for field, column in column_numbers(plan).items()}
    for column, cells in _formulas_by_column(plan, grid).items():
        usual, count = _usual(cells)
        if count < _ALIKE_LEAST or count < _ALIKE_SHARE * len(cells):
            continue
        field = fields.get(column, "")
        for cell in cells:
            if cell.shape != usual.shape and not (field == "total" and _is_sum(cell.formula)):
                yield Fault(
                    grid.place(cell.project.row, column),
                    f"{named(cell.project)}: công thức ={cell.formula} khác {count} ô cùng cột "
                    f"(như ={usual.formula})",
                    "Chép công thức từ ô bên trên xuống, nếu không cố ý.",
                    cell.project,
                    field,
                )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Held:
    """A formula in a project's row, and its shape: the same for cells that it was copied to."""

    project: Project
    formula: str
    shape: str


def _formulas_by_column(plan: Plan, grid: Grid) -> Mapping[int, Sequence[_Held]]:
    found: dict[int, list[_Held]] = {}
    rows = {project.row: project for project in plan.projects}
    for (row, column), formula in grid.formulas.items():
        if row in rows:
            held = _Held(rows[row], formula, _shape(formula, row, column))
            found.setdefault(column, []).append(held)
    return found


def _usual(cells: Sequence[_Held]) -> tuple[_Held, int]:
    """The first cell of the shape that most have, and how many have it."""
    shape, count = Counter(cell.shape for cell in cells).most_common(1)[0]
    return next(cell for cell in cells if cell.shape == shape), count


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
    top, bottom = _part(ref.top, row, ref.top_fixed), _part(ref.bottom, row, ref.bottom_fixed)
    left, right = _part(ref.left, column, ref.left_fixed), _part(ref.right, column, ref.right_fixed)
    return f"{ref.prefix}R{top},{left}:{bottom},{right}"


def _part(value: int, own: int, fixed: bool) -> str:
    return str(value) if fixed else f"[{value - own}]"
