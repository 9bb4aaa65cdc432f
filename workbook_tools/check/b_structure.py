"""Family B: numbers, names, executing units, and where a line stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbook_tools.check.fields import months, once
from workbook_tools.check.register import (
    TOTAL_UNTOLD,
    Example,
    Fault,
    Severity,
    fault,
    money,
    named,
    quoted,
    rule,
)
from workbook_tools.place import Place, column_number
from workbook_tools.plan.model import Line, Plan, Programme, Project, amount_of
from workbook_tools.plan.money import format_amount
from workbook_tools.plan.numbering import Number, read_number, roman
from workbook_tools.plan.vietnamese import neighbours, spelling
from workbook_tools.read.values import shown

# ---------------------------------------------------------------------------------------- numbering


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Numbered:
    """A line with its number; ``None`` where it has none that fits its level and the line above
    it.
    """

    line: Line
    number: Number | None
    above: Line | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Level:
    """The lines of one level in their groups. ``numbered``: some line has a TT; ``nested``: numbers
    carry that of the line above (5.1, 5.2), and so start anew in each group.
    """

    numbered: bool
    nested: bool
    groups: Sequence[Sequence[_Numbered]]


@once
def _levels(plan: Plan) -> tuple[_Level, ...]:
    """Sections, programmes, projects. Lines that were not typed are left out."""
    beside = _beside_programmes(plan)
    under = [
        (section, programme, _without(programme.projects, beside))
        for section in plan.sections
        for programme in section.programmes
    ]
    return (
        _level([(None, [section for section in plan.sections if section.row])]),
        _level([(section, _typed(section.programmes)) for section in plan.sections]),
        _level([(programme, projects) for _, programme, projects in under if programme.row]),
        _level(
            [(section, projects) for section, programme, projects in under if not programme.row]
        ),
    )


def _without(projects: Iterable[Project], beside: Sequence[Project]) -> list[Project]:
    return [project for project in projects if project not in beside] if beside else list(projects)


def _typed(programmes: Iterable[Programme]) -> list[Programme]:
    return [programme for programme in programmes if programme.row]


def _beside_programmes(plan: Plan) -> list[Project]:
    """The projects of somebody's appendix that stand beside its programmes, numbered as those."""
    if not plan.appendix:
        return []
    styles = {number.style for line in _typed(plan.programmes) if (number := read_number(line.tt))}
    alone = [
        part.projects[0] for part in plan.programmes if not part.row and len(part.projects) == 1
    ]
    numbers = [(project, read_number(project.tt)) for project in alone]
    return [project for project, number in numbers if number and number.style in styles]


def _level(groups: Sequence[tuple[Line | None, Sequence[Line]]]) -> _Level:
    """One level out of the lines below each line of the level above; most numbers decide how they
    are written here.
    """
    every = [line for _, lines in groups for line in lines]
    numbers = _numbers(every)
    style, nested = _usual(list(numbers.values()))
    found = []
    for above, lines in groups:
        over = read_number(above.tt) if above is not None and above.row else None
        group = []
        for line in lines:
            number = numbers.get(id(line))
            fits = number is not None and _fits(number, style, nested, over)
            group.append(_Numbered(line, number if fits else None, above))
        found.append(group)
    return _Level(any(line.tt for line in every), nested, found)


def _usual(numbers: Sequence[Number]) -> tuple[str, bool]:
    """How numbers of a level are mostly written: their style, and whether nested."""
    styles = Counter(number.style for number in numbers)
    deep = sum(1 for number in numbers if number.parent)
    style = styles.most_common(1)[0][0] if styles else ""
    return style, deep > 0 and 2 * deep >= len(numbers)


def _numbers(lines: Sequence[Line]) -> dict[int, Number]:
    """The numbers of the lines that have one, by the line's ``id``; a letter that is a Roman
    number, too, is what most others are: among A, B, D the letter C is no hundred.
    """
    numbers = ((line, read_number(line.tt)) for line in lines)
    read = {id(line): (line, number) for line, number in numbers if number is not None}
    styles = Counter(number.style for _, number in read.values())
    usual = "letter" if styles["letter"] > styles["roman"] else "roman"
    if not styles["letter"] or not styles["roman"]:
        usual = ""
    return {at: _as_usual(line.tt, number, usual) for at, (line, number) in read.items()}


def _as_usual(tt: str, number: Number, usual: str) -> Number:
    """A number of one letter in the usual style, where it can be read so."""
    letter = tt.strip().rstrip(".)").upper()
    if len(letter) != 1 or not usual or {usual, number.style} != {"letter", "roman"}:
        return number
    value = ord(letter) - ord("A") + 1 if usual == "letter" else roman(letter)
    return number if value is None else Number((value,), usual, value)


def _fits(number: Number, style: str, nested: bool, over: Number | None) -> bool:
    if number.style != style or bool(number.parent) != nested:
        return False
    return not nested or over is None or number.parent in (over.parts, over.parts[-1:])


@rule(
    "B01",
    Severity.ERROR,
    "Số thứ tự (TT) bị trùng",
    bad=Example(
        "Hai đề án cùng mang TT 4.3",
        cells={"A5": "1.1"},
        at="A5",
        says="1.1 Lớp đan lát cho lao động nông thôn (dòng 5): TT 1.1 đã dùng ở dòng 4 "
        "(Lớp may công nghiệp)",
    ),
    good="4.3 và 4.4",
    fault=("number_repeated",),
)
def duplicate_number(plan: Plan) -> Iterator[Fault]:
    """Trong cùng một chương trình (hay một mục, hay cả kế hoạch) không có hai dòng mang cùng TT. TT
    như 1.10 phải gõ dưới dạng chữ, nếu không Excel hiểu thành 1.1."""
    for level in _levels(plan):
        for group in level.groups:
            yield from _repeated(plan, group)


def _repeated(plan: Plan, group: Sequence[_Numbered]) -> Iterator[Fault]:
    """A fault for each line whose number an earlier line of its group has."""
    seen: dict[tuple[int, ...], Line] = {}
    for item in group:
        if item.number is None:
            continue
        line, parts = item.line, item.number.parts
        first = seen.setdefault(parts, line)
        if first is not line:
            lost_zero = len(parts) > 1 and parts[-1] == 1 and len(seen) >= 9
            yield fault(
                plan,
                line,
                "tt",
                f"{named(line)} (dòng {line.row}): TT {line.tt} đã dùng ở dòng {first.row} "
                f"({first.name})",
                "Gõ TT này dưới dạng chữ (ví dụ '1.10) để Excel không bỏ số 0 ở cuối."
                if lost_zero
                else "Đánh số lại một trong hai dòng.",
            )


@rule(
    "B02",
    Severity.WARNING,
    "Số thứ tự (TT) thiếu hoặc nhảy số",
    bad=Example(
        "Sau đề án 4.2 là 4.4; hoặc một đề án không có TT",
        cells={"A6": "1.4"},
        at="A6",
        says="1.4 Lớp mộc: trước TT 1.4 thiếu 1.3",
    ),
    good="4.1, 4.2, 4.3; mỗi dòng một số",
    fault=(
        "number_removed",
        "numbers_skipped",
    ),
)
def gap(plan: Plan) -> Iterator[Fault]:
    """TT phải liên tục trong từng nhóm, bắt đầu từ 1 hoặc nối tiếp nhóm trước. Một dòng gộp nhiều
    đề án có thể ghi khoảng, ví dụ 3.1-3.3."""
    for level in _levels(plan):
        last = 0
        for group in level.groups:
            for said, line in _gaps(group, last, level.numbered):
                yield fault(
                    plan,
                    line,
                    "tt",
                    f"{named(line)}: {said}",
                    "Đánh số lại cho liên tục, hoặc bổ sung dòng còn thiếu.",
                )
            if not level.nested:
                last = max([last, *(item.number.last for item in group if item.number)])


_LONGEST = 1000
"""Of a longer range or gap only so many numbers are looked at."""


def _gaps(group: Sequence[_Numbered], before: int, numbered: bool) -> Iterator[tuple[str, Line]]:
    """What is missing or out of order in a group, and at which line; ``before`` is the number that
    the group may go on from. A line without a number of its own counts as the next one.
    """
    present = {item.number.parts[-1] for item in group if item.number is not None}
    seen: set[int] = set()
    previous = 0
    started = False
    for item in group:
        if numbered and not item.line.tt:
            yield f"không có TT (dòng {item.line.row})", item.line
        number = item.number
        if number is None or number.parts[-1] in seen:
            previous += 1
            continue
        value = number.parts[-1]
        if not started and value > 1 and value == before + 1:
            previous = before
        started = True
        said = _out_of_order(item.line.tt, number, previous, present)
        if said:
            yield said, item.line
        previous = max(previous, number.last)
        seen.update(range(value, min(number.last, value + _LONGEST) + 1))


def _out_of_order(tt: str, number: Number, previous: int, present: set[int]) -> str:
    """What a number says against the one before it; nothing where it follows, or where all between
    them stand elsewhere in the group.
    """
    value = number.parts[-1]
    if value < previous:
        return f"TT {tt} đứng sau số lớn hơn"
    skipped = range(previous + 1, min(value, previous + _LONGEST))
    missing = [other for other in skipped if other not in present]
    if not missing:
        return ""
    stem = "".join(f"{part}." for part in number.parent)
    said = ", ".join(f"{stem}{other}" for other in missing[:5])
    return f"trước TT {tt} thiếu {said}{' …' if len(missing) > 5 else ''}"


@rule(
    "B03",
    Severity.ERROR,
    "Số thứ tự (TT) không thuộc dòng cấp trên, hoặc không đúng cấp",
    bad=Example(
        "Đề án 6.1 nằm dưới chương trình 5; hoặc số cộng của chương trình 5 chỉ đúng khi có dòng "
        "đang ở chương trình 6",
        cells={"A6": "2.3"},
        at="A6",
        says="2.3 Lớp mộc: TT “2.3” không hợp với cấp hoặc dòng cấp trên, nằm dưới “1 "
        "Đào tạo, truyền nghề”",
    ),
    good="Đề án 5.5 nằm dưới chương trình 5",
    fault=(
        "number_of_another_parent",
        "moved_under_the_next",
    ),
)
def wrong_parent(plan: Plan) -> Iterator[Fault]:
    """TT của đề án phải bắt đầu bằng TT của chương trình chứa nó và cùng kiểu với các dòng cùng
    cấp. Khi số cộng đã ghi của một chương trình chỉ khớp nếu tính thêm một đề án ở chương trình
    liền kề, đề án đó cũng bị coi là đặt sai chỗ."""
    told: set[int] = set()
    for item in _misnumbered(plan):
        line, above = item.line, item.above
        told.add(line.row)
        under = f", nằm dưới {quoted(named(above))}" if above is not None and above.row else ""
        yield fault(
            plan,
            line,
            "tt",
            f"{named(line)}: TT {quoted(line.tt)} không hợp với cấp hoặc dòng cấp trên{under}",
            "Sửa TT, hoặc chuyển dòng này về đúng chương trình.",
        )
    for project, home, owner in _misplaced_by_money(plan):
        if project.row not in told:
            yield fault(
                plan,
                project,
                "tt",
                f"{named(project)}: {_under(home)}; số cộng đã ghi của "
                f"chương trình {named(owner)} ({_stated(plan, owner)}) chỉ khớp khi tính cả dòng "
                f"này ({money(plan, project.total)})",
                f"Chuyển dòng này lên cuối chương trình {owner.tt or owner.name} và đánh số lại, "
                "hoặc sửa số cộng.",
            )


def _under(home: Programme) -> str:
    """Where a project stands, in words."""
    return (
        f"đang nằm dưới chương trình {named(home)}" if home.row else "không thuộc chương trình nào"
    )


def _misnumbered(plan: Plan) -> Iterator[_Numbered]:
    """The lines whose TT is no number that fits."""
    for level in _levels(plan):
        for group in level.groups:
            yield from (item for item in group if item.line.tt and item.number is None)


def _stated(plan: Plan, line: Line) -> str:
    """The first amount that a line states."""
    values = (line.stated.total, *line.stated.sources.values())
    return next((money(plan, value) for value in values if value is not None), "")


def _misplaced_by_money(plan: Plan) -> Iterator[tuple[Project, Programme, Programme]]:
    """Projects at the edge of a programme that make the stated subtotal of the neighbour right:
    (project, home, owner).
    """
    order = plan.programmes
    for at, owner in enumerate(order):
        lacking = _lacking(owner)
        if not any(lacking.values()):
            continue
        for project, home in _beside(order, at):
            if project.total and _makes_right(project, lacking, _lacking(home)):
                yield project, home, owner
                break


def _beside(order: Sequence[Programme], at: int) -> Iterator[tuple[Project, Programme]]:
    """The projects right after and right before a programme's own, each with its programme."""
    if at + 1 < len(order) and order[at + 1].projects:
        yield order[at + 1].projects[0], order[at + 1]
    if at and order[at - 1].projects:
        yield order[at - 1].projects[-1], order[at - 1]


def _makes_right(project: Project, owner: dict[str, Decimal], home: dict[str, Decimal]) -> bool:
    """Whether a project is just what its owner lacks, and just what its home has too much, as far
    as they state amounts.
    """
    return all(amount_of(project, amount) == value for amount, value in owner.items()) and all(
        amount_of(project, amount) == -value for amount, value in home.items()
    )


def _lacking(line: Programme) -> dict[str, Decimal]:
    """What a programme's stated amounts have over the sums of its projects."""
    found = {}
    for amount in line.form.amounts:
        stated = line.stated.get(amount)
        if stated is not None:
            found[amount] = stated - amount_of(line, amount)
    return found


# ---------------------------------------------------------------------------------- names and units


@rule(
    "B04",
    Severity.ERROR,
    "Thiếu tên",
    bad=Example(
        "TT 4.4, tên đề án để trống", cells={"C6": None}, at="C6", says="1.3 (dòng 6): chưa có tên"
    ),
    good="TT 4.4, “Thống kê, cung cấp số liệu”",
    fault=("name_removed",),
)
def no_name(plan: Plan) -> Iterator[Fault]:
    """Mỗi mục, chương trình, đề án, chi tiết phải có tên."""
    for line in plan.all_lines():
        if line.row and not line.name and not plan.fails(line, "name"):
            yield fault(
                plan,
                line,
                "name",
                f"{named(line)} (dòng {line.row}): chưa có tên",
                "Ghi tên vào ô này.",
            )


_FEW, _TIMES = 2, 3
"""A spelling used this seldom, one letter from one used so many times as often, is a slip."""
_LONG = 8
"""In shorter names one letter tells units apart."""


@rule(
    "B05",
    Severity.WARNING,
    "Thiếu đơn vị thực hiện, hoặc một đơn vị viết hai cách",
    bad=Example(
        "“Trung tâm KC&TVPTCN” ở các dòng khác, “Trung tâm KC&TVP TCN” ở dòng này",
        cells={"D6": "Trung tâm Khuyến cong"},
        at="D6",
        says="1.3 Lớp mộc: đơn vị viết là “Trung tâm Khuyến cong”, ở 4 dòng khác viết "
        "là “Trung tâm Khuyến công”",
    ),
    good="“Trung tâm KC&TVPTCN” ở mọi dòng",
    fault=(
        "unit_removed",
        "unit_misspelled",
    ),
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
        if not unit and not _is_settled(plan, project):
            yield fault(
                plan,
                project,
                "executing_unit",
                f"{named(project)}: chưa có đơn vị thực hiện",
                "Ghi đơn vị thực hiện.",
            )
        elif unit in better:
            right = better[unit]
            yield fault(
                plan,
                project,
                "executing_unit",
                f"{named(project)}: đơn vị viết là {quoted(unit)}, ở {uses[right]} dòng khác viết "
                f"là {quoted(right)}",
                f"Viết thống nhất: {quoted(right)}.",
            )


def _is_settled(plan: Plan, project: Project) -> bool:
    """Whether an empty unit's cell is told of otherwise: an error stands there, or it is merged
    with the one above, whose unit it shows (G08).
    """
    letters, grid = plan.columns["executing_unit"], plan.grid
    if grid is None:
        return False
    if plan.fails(project, "executing_unit"):
        return True
    column = column_number(letters)
    return any(
        top < project.row <= bottom and left <= column <= right and grid.at(top, left)
        for top, left, bottom, right in grid.merges
    )


def _better_spellings(uses: Counter[str]) -> dict[str, str]:
    """Spelling → the one used more often for the same unit."""
    better = _spelled_alike(uses)
    long = [unit for unit in uses if len(unit) >= _LONG]
    common = [unit for unit in long if uses[unit] >= _TIMES]
    rare = [unit for unit in long if uses[unit] <= _FEW and unit not in better]
    for unit, other in neighbours(common, rare):
        if uses[other] >= _TIMES * uses[unit] and _same_name(unit, other):
            better.setdefault(unit, other)
    return better


def _spelled_alike(uses: Counter[str]) -> dict[str, str]:
    """Spelling → the one used most often, among those that differ in no letter or digit."""
    groups: dict[str, list[str]] = {}
    for unit in uses:
        groups.setdefault(spelling(unit), []).append(unit)
    better: dict[str, str] = {}
    for same in groups.values():
        best = max(same, key=lambda unit: uses[unit])
        better |= {unit: best for unit in same if unit != best}
    return better


def _same_name(one: str, other: str) -> bool:
    """Whether two units one letter apart are one: not where the letter is a digit, or all that a
    short word is.
    """
    left, right = one.split(), other.split()
    if len(left) != len(right):
        return True
    return all(a == b or _may_be_slip(a, b) for a, b in zip(left, right, strict=True))


def _may_be_slip(one: str, other: str) -> bool:
    if one.isupper() or other.isupper() or min(len(one), len(other)) <= 2:
        return False
    return not any(letter.isdigit() for letter in one + other)


@rule(
    "B06",
    Severity.WARNING,
    "Một đề án ghi hai lần",
    bad=Example(
        "4.3 “Bản tin khuyến công” và 4.7 “Phát hành bản tin khuyến công”, cùng đơn vị, thời gian "
        "và 198.400",
        cells={
            "C14": "Phát hành bản tin khuyến công",
            "A14": "3.3",
            "B14": "Đề án",
            "D14": "Trung tâm Khuyến công",
            "E14": "Tuyên truyền",
            "F14": "4 số",
            "G14": 1,
            "H14": 12,
            "I14": 200_000,
            "J14": 200_000,
            "K14": 0,
            "L14": 0,
            **TOTAL_UNTOLD,
        },
        at="C14",
        says="3.3 Phát hành bản tin khuyến công (dòng 14): giống 3.1 Bản tin khuyến "
        "công (dòng 12): cùng đơn vị, thời gian và 200.000 ngàn đồng",
    ),
    good=Example(
        "Chỉ một dòng 4.3",
        cells={
            "C14": "Phát hành tờ rơi",
            "A14": "3.3",
            "B14": "Đề án",
            "D14": "Trung tâm Khuyến công",
            "E14": "Tuyên truyền",
            "F14": "2 số",
            "G14": 2,
            "H14": 6,
            "I14": 150_000,
            "J14": 150_000,
            "K14": 0,
            "L14": 0,
            **TOTAL_UNTOLD,
        },
    ),
    fault=("project_repeated",),
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
                *project.amounts.values(),
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
    """A fault for each of these projects, equal but for their names, that is called like an earlier
    one.
    """
    words = [_words(project.name) for project in same]
    first: dict[str, Project] = {}
    for at, project in enumerate(same):
        twin = first.get(spelling(project.name))
        if twin is None and len(same) <= _PAIRWISE:
            alike = (same[other] for other in range(at) if _alike(words[at], words[other]))
            twin = next(alike, None)
        first.setdefault(spelling(project.name), project)
        if twin is not None:
            yield fault(
                plan,
                project,
                "name",
                f"{named(project)} (dòng {project.row}): giống {named(twin)} (dòng {twin.row}): "
                f"cùng đơn vị, thời gian và {money(plan, project.total)}",
                "Nếu là một đề án thì xóa một dòng; nếu là hai thì ghi tên cho phân biệt được.",
            )


def _words(name: str) -> frozenset[str]:
    return frozenset(spelling(word) for word in name.split()) - {""}


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    small, large = sorted((one, other), key=len)
    return len(small) >= 2 and small <= large and len(large) <= 2 * len(small)


# -------------------------------------------------------------------------------------------- place


@rule(
    "B07",
    Severity.ERROR,
    "Chương trình không có đề án, hoặc đề án không thuộc chương trình nào",
    bad=Example(
        "Chương trình 2 không có dòng đề án nào bên dưới",
        cells={
            "A14": "4",
            "B14": "Chương trình",
            "C14": "Tư vấn",
            "M14": "Quyết định 53/2018/QĐ-UBND ngày 11/12/2018",
        },
        at="C14",
        says="4 Tư vấn: chương trình chưa có đề án nào",
    ),
    good=Example(
        "Chương trình 2 có đề án 2.1",
        cells={
            "A14": "4",
            "B14": "Chương trình",
            "C14": "Tư vấn",
            "M14": "Quyết định 53/2018/QĐ-UBND ngày 11/12/2018",
            "A15": "4.1",
            "B15": "Đề án",
            "C15": "Tư vấn thiết kế",
            "D15": "Trung tâm Khuyến công",
            "E15": "Tư vấn",
            "F15": "5 cơ sở",
            "G15": 2,
            "H15": 6,
            "I15": 150_000,
            "J15": 150_000,
            "K15": 0,
            "L15": 0,
            **TOTAL_UNTOLD,
        },
    ),
    fault=(
        "programme_emptied",
        "project_above_programmes",
    ),
)
def empty_or_outside(plan: Plan) -> Iterator[Fault]:
    """Mỗi chương trình phải có ít nhất một đề án. Khi kế hoạch có chương trình thì mỗi đề án phải
    nằm dưới một chương trình; khi có mục thì mỗi chương trình phải nằm dưới một mục."""
    grouped = any(programme.row for programme in plan.programmes)
    in_sections = any(section.row for section in plan.sections) and not plan.appendix
    beside = _beside_programmes(plan)
    for section in plan.sections:
        for programme in section.programmes:
            if not programme.row:
                yield from _outside(plan, _without(programme.projects, beside) if grouped else ())
            elif not programme.projects:
                yield fault(
                    plan,
                    programme,
                    "name",
                    f"{named(programme)}: chương trình chưa có đề án nào",
                    "Thêm các đề án của chương trình, hoặc xóa dòng này.",
                )
            elif not section.row and in_sections:
                yield Fault(
                    plan.place(programme, "tt"),
                    f"{named(programme)}: không nằm dưới mục nào",
                    "Thêm một dòng Mục ở trên.",
                    programme,
                    "name",
                )


def _outside(plan: Plan, projects: Iterable[Project]) -> Iterator[Fault]:
    for project in projects:
        yield Fault(
            plan.place(project, "tt"),
            f"{named(project)}: không nằm dưới chương trình nào",
            "Thêm một dòng Chương trình ở trên, hoặc chuyển đề án về chương trình của nó.",
            project,
            "name",
        )


_LEAST_AMOUNT = 100
"""In a month column a number from here is money, or a year."""
_DECEMBER = 12


@rule(
    "B08",
    Severity.ERROR,
    "Giá trị ghi nhầm cột",
    bad=Example(
        "Căn cứ pháp lý nằm ở cột Nguồn khác; số tiền 1.058.400 nằm ở cột Kết thúc (tháng)",
        cells={"L6": "theo hợp đồng"},
        at="L6",
        says="1.3 Lớp mộc: cột “Nguồn khác” ghi “theo hợp đồng”, không phải số tiền",
    ),
    good=Example("Mỗi giá trị ở đúng cột của nó", cells={"L6": None}),
    fault=(
        "note_among_money",
        "row_shifted",
        "no_month",
    ),
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
            f"{named(line)}: cột “{plan.heading(cell.column)}” ghi {_as_read(cell.value)}, "
            f"không phải {need}",
            "Chuyển giá trị này về đúng cột; xem các ô bên cạnh có bị lệch theo không.",
            line,
            cell.column,
        )
    yield from _put_right(plan)
    for line in plan.all_lines():
        for month, value in months(line):
            if value is not None and abs(value) >= _LEAST_AMOUNT:
                off.add(line.row)
                yield fault(
                    plan,
                    line,
                    month,
                    f"{named(line)}: cột “{plan.heading(month)}” ghi {value}, không phải tháng",
                    "Chuyển số này về đúng cột; xem các ô bên cạnh có bị lệch theo không.",
                )
    if _in_hundreds(plan) and "start_month" in plan.columns:
        yield from _months_as_money(plan, off)


def _put_right(plan: Plan) -> Iterator[Fault]:
    """A warning for each row of which values were read as those of other columns, at the first; a
    name that stands beside its number is at its place.
    """
    first: dict[int, tuple[str, str]] = {}
    for (row, column), stood in plan.moved.items():
        if stood == plan.columns.get("tt"):
            continue
        if row not in first or column_number(stood) < column_number(first[row][0]):
            first[row] = stood, column
    for row, (stood, column) in first.items():
        line = plan.by_row.get(row, Line(row=row))
        found = plan.grid.at(row, column_number(stood)) if plan.grid is not None else None
        yield Fault(
            Place(plan.sheet, f"{stood}{row}"),
            f"{named(line)}: {_as_read(found)} ở cột {stood} được đọc là của cột {column}",
            "Nếu đọc như vậy là đúng, hãy chuyển các giá trị của dòng về đúng cột.",
            line,
            severity=Severity.WARNING,
        )


def _as_read(value: object) -> str:
    """What stands in a cell, in quotes: a number with its separators."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return quoted(format_amount(Decimal(repr(value))))
    return quoted(shown(value))


def _in_hundreds(plan: Plan) -> bool:
    """Whether the amounts of the plan are of a size at which 1 to 12 is none."""
    amounts = sorted(project.total for project in plan.projects if project.total > _DECEMBER)
    return bool(amounts) and amounts[len(amounts) // 2] >= _LEAST_AMOUNT


def _balances(project: Project) -> bool:
    """Whether a project states a total that is the sum of what it states of its sources."""
    stated = project.stated
    return stated.total is not None and stated.total == sum(stated.sources.values())


def _months_as_money(plan: Plan, off: set[int]) -> Iterator[Fault]:
    """A fault for each amount that looks like a month, in rows that are shifted (``off``) or lack
    a month.
    """
    timed = any(project.start_month or project.end_month for project in plan.projects)
    for project in plan.projects:
        lacking = timed and None in (project.start_month, project.end_month)
        if (project.row in off or lacking) and not _balances(project):
            for amount in plan.form.amounts:
                value = project.stated.get(amount)
                if value is not None and 1 <= value <= _DECEMBER and value == int(value):
                    yield fault(
                        plan,
                        project,
                        amount,
                        f"{named(project)}: cột “{plan.heading(amount)}” ghi "
                        f"{money(plan, value)}, có lẽ là một tháng",
                        "Chuyển số này về cột thời gian; xem các ô bên cạnh có bị lệch theo không.",
                    )
