"""Family B: numbers, names, executing units, and where a line stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbook_tools.check.register import Fault, Severity, named, quoted, rule
from workbook_tools.plan.form import AMOUNTS, COLUMNS
from workbook_tools.plan.model import Line, Plan, Programme, Project, amount_of
from workbook_tools.plan.money import format_amount
from workbook_tools.plan.numbering import Number, read_number
from workbook_tools.plan.vietnamese import neighbours, spelling
from workbook_tools.read.values import shown

# ---------------------------------------------------------------------------------------- numbering


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A line with its number. ``ours`` tells whether the number fits the line's level and the line
    above it.
    """

    line: Line
    number: Number | None
    ours: bool
    above: Line | None


def _levels(plan: Plan) -> Iterator[tuple[bool, bool, list[list[_Numbered]]]]:
    """Level by level: whether its lines are numbered at all, whether numbers start anew in each
    group, the groups.
    """
    sections = [section for section in plan.sections if section.row]
    yield _level([(None, sections)], None)
    own = {id(section): read_number(section.tt) for section in plan.sections}
    yield _level(
        [(section, [p for p in section.programmes if p.row]) for section in plan.sections],
        lambda line: own.get(id(line)),
    )
    own |= {id(programme): read_number(programme.tt) for programme in plan.programmes}
    yield _level(
        [(programme, programme.projects) for programme in plan.programmes],
        lambda line: own.get(id(line)),
    )


def _level(
    groups: Sequence[tuple[Line | None, Sequence[Line]]],
    above: Callable[[Line], Number | None] | None,
) -> tuple[bool, bool, list[list[_Numbered]]]:
    numbers = {id(line): read_number(line.tt) for _, lines in groups for line in lines if line.tt}
    styles = Counter(number.style for number in numbers.values() if number is not None)
    if styles["letter"] > styles["roman"]:  # among A, B, D the letter C is no hundred
        numbers |= {
            id(line): Number(
                (ord(line.tt.strip()[0]) - 64,), "letter", ord(line.tt.strip()[0]) - 64
            )
            for _, lines in groups
            for line in lines
            if (n := numbers.get(id(line)))
            and n.style == "roman"
            and len(line.tt.strip().rstrip(".)")) == 1
        }
        styles = Counter(number.style for number in numbers.values() if number is not None)
    style = styles.most_common(1)[0][0] if styles else ""
    depths = Counter(len(number.parts) > 1 for number in numbers.values() if number is not None)
    nested = depths[True] >= depths[False] and depths[True] > 0
    found = []
    for parent, lines in groups:
        over = above(parent) if above is not None and parent is not None and parent.row else None
        found.append(
            [
                _Numbered(
                    line,
                    numbers.get(id(line)),
                    _fits(numbers.get(id(line)), style, nested, over),
                    parent,
                )
                for line in lines
            ]
        )
    return bool(numbers), nested, found


def _fits(number: Number | None, style: str, nested: bool, over: Number | None) -> bool:
    if number is None or number.style != style or (len(number.parts) > 1) != nested:
        return False
    return not nested or over is None or number.parent in (over.parts, over.parts[-1:])


@rule(
    "B01",
    Severity.ERROR,
    "Số thứ tự (TT) bị trùng",
    bad="Hai đề án cùng mang TT 4.3",
    good="4.3 và 4.4",
)
def duplicate_number(plan: Plan) -> Iterator[Fault]:
    """Trong cùng một chương trình (hay một mục, hay cả kế hoạch) không có hai dòng mang cùng TT. TT
    như 1.10 phải gõ dưới dạng chữ, nếu không Excel hiểu thành 1.1."""
    for _, _, groups in _levels(plan):
        for group in groups:
            seen: dict[tuple[int, ...], Line] = {}
            for item in group:
                if item.number is None or not item.ours:
                    continue
                first = seen.setdefault(item.number.parts, item.line)
                if first is not item.line:
                    tenth = (
                        len(item.number.parts) > 1 and item.number.parts[-1] == 1 and len(seen) >= 9
                    )
                    yield Fault(
                        plan.place(item.line, "tt"),
                        f"{named(item.line)} (dòng {item.line.row}): TT {item.line.tt} đã dùng ở dòng {first.row} "
                        f"({first.name})",
                        "Gõ TT này dưới dạng chữ (ví dụ '1.10) để Excel không bỏ số 0 ở cuối."
                        if tenth
                        else "Đánh số lại một trong hai dòng.",
                        item.line,
                        "tt",
                    )


@rule(
    "B02",
    Severity.WARNING,
    "Số thứ tự (TT) thiếu hoặc nhảy số",
    bad="Sau đề án 4.2 là 4.4; hoặc một đề án không có TT",
    good="4.1, 4.2, 4.3; mỗi dòng một số",
)
def gap(plan: Plan) -> Iterator[Fault]:
    """TT phải liên tục trong từng nhóm, bắt đầu từ 1 hoặc nối tiếp nhóm trước. Một dòng gộp nhiều
    đề án có thể ghi khoảng, ví dụ 3.1-3.3."""
    for numbered, nested, groups in _levels(plan):
        last = 0
        for group in groups:
            for fault, item in _gaps(group, 0 if nested else last, numbered):
                yield Fault(
                    plan.place(item.line, "tt"),
                    f"{named(item.line)}: {fault}",
                    "Đánh số lại cho liên tục, hoặc bổ sung dòng còn thiếu.",
                    item.line,
                    "tt",
                )
            last = max(
                [
                    last if not nested else 0,
                    *(item.number.last for item in group if item.number and item.ours),
                ]
            )


def _gaps(
    group: Sequence[_Numbered], before: int, numbered: bool
) -> Iterator[tuple[str, _Numbered]]:
    present = {item.number.parts[-1] for item in group if item.number is not None and item.ours}
    seen: set[int] = set()
    previous = 0
    started = False
    for item in group:
        if not item.line.tt:
            if numbered:
                yield f"không có TT (dòng {item.line.row})", item
            previous += 1
            continue
        if item.number is None or not item.ours or item.number.parts[-1] in seen:
            previous += 1
            continue
        value = item.number.parts[-1]
        if not started and value > 1 and value == before + 1:
            previous = before
        started = True
        if value > previous + 1:
            missing = [
                number
                for number in range(previous + 1, min(value, previous + 1000))
                if number not in present
            ]
            if missing:
                stem = ".".join(str(part) for part in item.number.parent)
                said = ", ".join(
                    f"{stem}.{number}" if stem else str(number) for number in missing[:5]
                )
                yield (
                    f"trước TT {item.line.tt} thiếu {said}{' …' if len(missing) > 5 else ''}",
                    item,
                )
        elif value < previous:
            yield f"TT {item.line.tt} đứng sau số lớn hơn", item
        previous = max(previous, item.number.last)
        seen.update(range(value, min(item.number.last, value + 1000) + 1))


@rule(
    "B03",
    Severity.ERROR,
    "Số thứ tự (TT) không thuộc dòng cấp trên, hoặc không đúng cấp",
    bad="Đề án 6.1 nằm dưới chương trình 5; hoặc cộng của chương trình 5 chỉ đúng khi có dòng đang ở chương trình 6",
    good="Đề án 5.5 nằm dưới chương trình 5",
)
def wrong_parent(plan: Plan) -> Iterator[Fault]:
    """TT của đề án phải bắt đầu bằng TT của chương trình chứa nó và cùng kiểu với các dòng cùng
    cấp. Khi cộng đã ghi của một chương trình chỉ khớp nếu tính thêm một đề án ở chương trình liền
    kề, đề án đó cũng bị coi là đặt sai chỗ."""
    told: set[int] = set()
    for _, _, groups in _levels(plan):
        for group in groups:
            for item in group:
                if item.line.tt and not item.ours:
                    told.add(item.line.row)
                    where = (
                        f", nằm dưới {quoted(named(item.above))}"
                        if item.above is not None and item.above.row
                        else ""
                    )
                    yield Fault(
                        plan.place(item.line, "tt"),
                        f"{named(item.line)}: TT {quoted(item.line.tt)} không hợp với cấp hoặc dòng cấp trên{where}",
                        "Sửa TT, hoặc chuyển dòng này về đúng chương trình.",
                        item.line,
                        "tt",
                    )
    for project, home, owner in _misplaced_by_money(plan):
        if project.row not in told:
            yield Fault(
                plan.place(project, "tt"),
                f"{named(project)}: nằm dưới chương trình {named(home)}, nhưng cộng của chương trình {named(owner)} "
                f"({_stated(owner)}) chỉ đúng khi có dòng này ({format_amount(project.total)})",
                f"Chuyển dòng này lên cuối chương trình {owner.tt or owner.name} và đánh số lại, hoặc sửa số cộng.",
                project,
                "tt",
            )


def _stated(line: Line) -> str:
    return next(
        (
            format_amount(value)
            for amount in AMOUNTS
            if (value := line.stated.get(amount)) is not None
        ),
        "",
    )


def _misplaced_by_money(plan: Plan) -> Iterator[tuple[Project, Programme, Programme]]:
    """Projects at the edge of a programme that make the stated subtotal of the neighbour right:
    (project, home, owner).
    """
    order = plan.programmes
    for at, owner in enumerate(order):
        missing = _missing(owner)
        if not missing or all(value == 0 for value in missing.values()):
            continue
        edges = [(order[at + 1], 0)] if at + 1 < len(order) else []
        edges += [(order[at - 1], -1)] if at else []
        for home, edge in edges:
            if not home.projects:
                continue
            project = home.projects[edge]
            fits = all(amount_of(project, amount) == value for amount, value in missing.items())
            left = _missing(home)
            stays = all(value + amount_of(project, amount) == 0 for amount, value in left.items())
            if fits and project.total and (not left or stays):
                yield project, home, owner
                break


def _missing(line: Programme) -> dict[str, Decimal]:
    """What a programme's stated amounts have over the sums of its projects."""
    found = {}
    for amount in AMOUNTS:
        stated = line.stated.get(amount)
        if stated is not None:
            found[amount] = stated - amount_of(line, amount)
    return found


# ---------------------------------------------------------------------------------- names and units


@rule(
    "B04",
    Severity.ERROR,
    "Thiếu tên",
    bad="TT 4.4, tên đề án để trống",
    good="TT 4.4, “Thống kê, cung cấp số liệu”",
)
def no_name(plan: Plan) -> Iterator[Fault]:
    """Mỗi mục, chương trình, đề án phải có tên."""
    for line in plan.lines():
        if line.row and not line.name and not plan.fails(line, "name"):
            yield Fault(
                plan.place(line, "name"),
                f"{named(line)} (dòng {line.row}): chưa có tên",
                "Ghi tên vào ô này.",
                line,
                "name",
            )


_FEW, _TIMES = 2, 3
"""A spelling used this seldom, one letter from one used so many times as often, is a slip."""


@rule(
    "B05",
    Severity.WARNING,
    "Thiếu đơn vị thực hiện, hoặc một đơn vị viết hai cách",
    bad="“Trung tâm KC&TVPTCN” ở các dòng khác, “Trung tâm KC&TVP TCN” ở dòng này",
    good="“Trung tâm KC&TVPTCN” ở mọi dòng",
)
def executing_unit(plan: Plan) -> Iterator[Fault]:
    """Mỗi đề án cần đơn vị thực hiện; cùng một đơn vị phải viết giống nhau, nếu không bảng tổng hợp
    theo đơn vị sẽ tách thành hai dòng."""
    if "executing_unit" not in plan.columns or not any(
        project.executing_unit for project in plan.projects
    ):
        return
    uses = Counter(project.executing_unit for project in plan.projects if project.executing_unit)
    better = _better_spellings(uses)
    for project in plan.projects:
        unit = project.executing_unit
        if not unit and plan.fails(project, "executing_unit"):
            continue
        if not unit:
            yield Fault(
                plan.place(project, "executing_unit"),
                f"{named(project)}: chưa có đơn vị thực hiện",
                "Ghi đơn vị thực hiện.",
                project,
                "executing_unit",
            )
        elif unit in better:
            yield Fault(
                plan.place(project, "executing_unit"),
                f"{named(project)}: đơn vị viết là {quoted(unit)}, ở {uses[better[unit]]} dòng khác viết là "
                f"{quoted(better[unit])}",
                f"Viết thống nhất: {quoted(better[unit])}.",
                project,
                "executing_unit",
            )


def _better_spellings(uses: Counter[str]) -> dict[str, str]:
    """Spelling → the one used more often for the same unit."""
    groups: dict[str, list[str]] = {}
    for unit in uses:
        groups.setdefault(spelling(unit), []).append(unit)
    better: dict[str, str] = {}
    for same in groups.values():
        if len(same) > 1:
            best = max(same, key=lambda unit: uses[unit])
            better |= {unit: best for unit in same if unit != best}
    common = [unit for unit, count in uses.items() if count >= _TIMES and len(unit) >= 8]
    rare = [
        unit
        for unit, count in uses.items()
        if count <= _FEW and len(unit) >= 8 and unit not in better
    ]
    for unit, other in neighbours(common, rare):
        if uses[other] >= _TIMES * uses[unit] and _same_name(unit, other):
            better.setdefault(unit, other)
    return better


def _same_name(one: str, other: str) -> bool:
    """Whether two units one letter apart are one: not where the letter is a digit, or all that a
    short word is.
    """
    left, right = one.split(), other.split()
    if len(left) != len(right):
        return True
    apart = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return all(
        len(a) > 2
        and len(b) > 2
        and not any(c.isdigit() for c in a + b)
        and not (a.isupper() or b.isupper())
        for a, b in apart
    )


@rule(
    "B06",
    Severity.WARNING,
    "Một đề án ghi hai lần",
    bad="4.3 “Bản tin khuyến công” và 4.7 “Phát hành bản tin khuyến công”, cùng đơn vị, thời gian và 198.400",
    good="Chỉ một dòng 4.3",
)
def project_twice(plan: Plan) -> Iterator[Fault]:
    """Hai đề án cùng đơn vị, thời gian và mọi số tiền, mà tên giống nhau hoặc tên này nằm trong tên
    kia, là một đề án ghi hai lần dưới hai số hoặc hai tên."""
    groups: dict[tuple[object, ...], list[Project]] = {}
    for project in plan.projects:
        if project.total and project.name:
            key = (
                project.executing_unit,
                project.start_month,
                project.end_month,
                project.total,
                project.province,
                project.beneficiary,
            )
            groups.setdefault(key, []).append(project)
    for same in groups.values():
        if len(same) > 1:
            yield from _twins(plan, same)


_PAIRWISE = 40
"""In larger groups only equal names are compared, so that the time grows with the number of
projects.
"""


def _twins(plan: Plan, same: Sequence[Project]) -> Iterator[Fault]:
    words = [
        frozenset(spelling(word) for word in project.name.split() if spelling(word))
        for project in same
    ]
    first: dict[str, Project] = {}
    for at, project in enumerate(same):
        twin = first.get(spelling(project.name))
        if twin is None and len(same) <= _PAIRWISE:
            twin = next(
                (same[other] for other in range(at) if _alike(words[at], words[other])), None
            )
        first.setdefault(spelling(project.name), project)
        if twin is not None:
            yield Fault(
                plan.place(project, "name"),
                f"{named(project)} (dòng {project.row}): giống {named(twin)} (dòng {twin.row}): cùng đơn vị, thời "
                f"gian và {format_amount(project.total)}",
                "Nếu là một đề án thì xoá một dòng; nếu là hai thì ghi tên cho phân biệt được.",
                project,
                "name",
            )


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    small, large = sorted((one, other), key=len)
    return len(small) >= 2 and small <= large and len(large) <= 2 * len(small)


# -------------------------------------------------------------------------------------------- place


@rule(
    "B07",
    Severity.ERROR,
    "Chương trình không có đề án, hoặc đề án không thuộc chương trình nào",
    bad="Chương trình 2 không có dòng đề án nào bên dưới",
    good="Chương trình 2 có đề án 2.1",
)
def empty_or_outside(plan: Plan) -> Iterator[Fault]:
    """Mỗi chương trình phải có ít nhất một đề án, mỗi đề án phải nằm dưới một chương trình."""
    for section in plan.sections:
        for programme in section.programmes:
            if not programme.row:
                if any(other.row for other in plan.programmes):
                    for project in programme.projects:
                        yield Fault(
                            plan.place(project, "tt"),
                            f"{named(project)}: không nằm dưới chương trình nào",
                            "Thêm một dòng Chương trình ở trên, hoặc chuyển đề án về chương trình của nó.",
                            project,
                            "name",
                        )
            elif not programme.projects:
                yield Fault(
                    plan.place(programme, "name"),
                    f"{named(programme)}: chương trình chưa có đề án nào",
                    "Thêm các đề án của chương trình, hoặc xoá dòng này.",
                    programme,
                    "name",
                )
            elif not section.row and not plan.appendix:
                yield Fault(
                    plan.place(programme, "tt"),
                    f"{named(programme)}: không nằm dưới mục nào",
                    "Thêm một dòng Mục ở trên.",
                    programme,
                    "name",
                )


_LEAST_AMOUNT = 100
"""In a month column a number from here is money, or a year."""


@rule(
    "B08",
    Severity.ERROR,
    "Giá trị nằm lệch cột",
    bad="Căn cứ pháp lý nằm ở cột Nguồn khác; số tiền 1.058.400 nằm ở cột Kết thúc (tháng)",
    good="Mỗi giá trị ở đúng cột của nó",
)
def wrong_column(plan: Plan) -> Iterator[Fault]:
    """Chữ ở cột tiền hay cột tháng, số tiền ở cột tháng, tháng ở cột tiền cho thấy các giá trị của
    dòng bị lệch một cột.
    """
    off: set[int] = set()
    for cell in plan.unread:
        off.add(cell.row)
        line = plan.by_row.get(cell.row, Line(row=cell.row))
        need = "số của tháng (1 đến 12)" if cell.column.endswith("_month") else "số tiền"
        yield Fault(
            cell.place,
            f"{named(line)}: cột “{COLUMNS[cell.column]}” ghi {quoted(shown(cell.value))}, không phải "
            f"{need}",
            "Chuyển giá trị này về đúng cột; xem các ô bên cạnh có bị lệch theo không.",
            line,
            cell.column,
        )
    for line in plan.lines():
        for month in ("start_month", "end_month"):
            value = getattr(line, month)
            if value is not None and abs(value) >= _LEAST_AMOUNT:
                off.add(line.row)
                yield Fault(
                    plan.place(line, month),
                    f"{named(line)}: cột “{COLUMNS[month]}” ghi {value}, không phải tháng",
                    "Chuyển số này về đúng cột; xem các ô bên cạnh có bị lệch theo không.",
                    line,
                    month,
                )
    yield from _months_as_money(plan, off)


def _months_as_money(plan: Plan, off: set[int]) -> Iterator[Fault]:
    amounts = sorted(project.total for project in plan.projects if project.total > 12)
    if not amounts or amounts[len(amounts) // 2] < _LEAST_AMOUNT:
        return
    for project in plan.projects:
        if (
            project.row not in off
            and project.start_month is not None
            and project.end_month is not None
        ):
            continue
        for amount in AMOUNTS:
            value = project.stated.get(amount)
            if value is not None and 1 <= value <= 12 and value == int(value):
                yield Fault(
                    plan.place(project, amount),
                    f"{named(project)}: cột “{COLUMNS[amount]}” ghi {format_amount(value)}, có lẽ là một tháng",
                    "Chuyển số này về cột thời gian; xem các ô bên cạnh có bị lệch theo không.",
                    project,
                    amount,
                )
