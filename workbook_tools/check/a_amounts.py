"""Family A: stated amounts against computed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from workbook_tools.check.register import (
    TOTAL_UNTOLD,
    Example,
    Fault,
    Look,
    Severity,
    fault,
    money,
    named,
    of_programme,
    quoted,
    rule,
)
from workbook_tools.check.standing import Standing, Table, words_condition
from workbook_tools.patterns import pattern
from workbook_tools.place import Place
from workbook_tools.plan.form import TOTAL
from workbook_tools.plan.model import (
    Detail,
    Line,
    Plan,
    Programme,
    Project,
    Section,
    Summed,
    amount_of,
)
from workbook_tools.plan.money import format_amount
from workbook_tools.plan.vietnamese import spelling
from workbook_tools.plan.words import amount_in_words, read_words
from workbook_tools.read.headers import normal
from workbook_tools.read.vocabulary import says_money


def _live_total(table: Table) -> Iterator[Standing]:
    if table.plan.form.keys:
        tests = (
            *table.states_total,
            f"COUNT({table.sources})>0",
            table.is_settled,
            f"ROUND({table.beside_total},{table.digits})<>0",
        )
        rows = table.plain_and_counting
        yield table.on(TOTAL, *tests, rows=rows, difference=table.beside_total)


@rule(
    "A01",
    Severity.ERROR,
    "Tổng kinh phí của đề án không bằng tổng các nguồn",
    bad=Example(
        "Tổng KP 195.000; KPKC ĐP 190.000; đơn vị thụ hưởng 0; nguồn khác 0",
        cells={"J4": 95_000, **TOTAL_UNTOLD},
        at="I4",
        says="1.1 Lớp may công nghiệp: Tổng KP ghi 120.000 ngàn đồng, nhưng các nguồn "
        "cộng lại là 115.000 ngàn đồng (lệch 5.000 ngàn đồng)",
    ),
    good=Example(
        "Tổng KP 195.000; KPKC ĐP 195.000; đơn vị thụ hưởng 0; nguồn khác 0",
        cells={"I4": 115_000, "J4": 95_000, **TOTAL_UNTOLD},
    ),
    on_appendix=True,
    look=Look.DIFFERENCE,
    live=_live_total,
    fault=("stated_total_off",),
)
def project_total(plan: Plan) -> Iterator[Fault]:
    """Tổng KP thực hiện của một đề án phải bằng KPKC ĐP cộng KP đơn vị thụ hưởng cộng nguồn khác.
    Nếu chỉ một nguồn còn trống thì nguồn đó được tính bằng tổng trừ các nguồn đã nêu, và không có
    lỗi. Không nguồn nào được ghi là việc của quy tắc A07. Đề án có chi tiết ghi tiền thì từng chi
    tiết được xét như vậy, còn số của đề án là việc của quy tắc A02."""
    for line in _with_own_money(plan):
        stated = line.stated.total
        if stated is not None and stated != line.total and has_source(line):
            over = money(plan, stated - line.total)
            yield fault(
                plan,
                line,
                "total",
                f"{named(line)}: Tổng KP ghi {money(plan, stated)}, nhưng các nguồn cộng lại "
                f"là {money(plan, line.total)} (lệch {over})",
                "Sửa Tổng KP hoặc số của nguồn bị sai; để trống Tổng KP thì công thức tự cộng.",
            )


def _live_subtotals(table: Table) -> Iterator[Standing]:
    for section in table.plan.sections:
        last = max([section.row, *map(_last_row, section.programmes)])
        yield from table.stated(section, section.row + 1, last)
        for programme in section.programmes:
            yield from table.stated(programme, programme.row + 1, _last_row(programme))
    for project in table.plan.projects:
        if project.is_detailed:
            rows = [detail.row for detail in project.details]
            yield from table.stated(project, rows[0], rows[-1])


def _last_row(programme: Programme) -> int:
    """The row of a programme's last project, or of that one's last detail."""
    lasts = [project.details[-1] if project.details else project for project in programme.projects]
    return max([programme.row, *(line.row for line in lasts)])


@rule(
    "A02",
    Severity.ERROR,
    "Số cộng của chương trình hoặc mục không bằng tổng các đề án",
    bad=Example(
        "Chương trình 5 ghi 904.000; các đề án 5.1–5.4 cộng lại 754.000",
        cells={"I3": 425_000},
        at="I3",
        says="1 Đào tạo, truyền nghề: cột “Tổng KP thực hiện” ghi 425.000 ngàn đồng, "
        "nhưng các đề án trong chương trình cộng lại là 275.000 ngàn đồng (lệch "
        "150.000 ngàn đồng)",
    ),
    good=Example(
        "Chương trình 5 ghi 904.000; các đề án 5.1–5.5 cộng lại 904.000", cells={"I3": 275_000}
    ),
    on_appendix=True,
    look=Look.DIFFERENCE,
    live=_live_subtotals,
    fault=("subtotal_off", "detail_off"),
)
def subtotal(plan: Plan) -> Iterator[Fault]:
    """Số ghi ở dòng chương trình hoặc dòng mục phải bằng tổng các đề án bên dưới, theo từng cột
    kinh phí. Đề án có chi tiết ghi tiền cũng vậy: tiền tính ở các chi tiết, số ghi ở dòng đề án
    phải bằng tổng của chúng.
    """
    for line in plan.lines():
        if not isinstance(line, Project) or line.is_detailed:
            yield from _differences(plan, line, line, named(line), _parts_of(line))


def _parts_of(line: Section | Programme | Project) -> str:
    """What a sentence calls the lines that a line's amounts are the sums of."""
    if isinstance(line, Project):
        return "các chi tiết của đề án"
    if isinstance(line, Programme):
        return "các đề án trong chương trình"
    named_parts = any(programme.row for programme in line.programmes)
    return "các chương trình trong mục" if named_parts else "các đề án trong mục"


def _live_grand_total(table: Table) -> Iterator[Standing]:
    stated = table.plan.stated
    if stated is not None:
        yield from table.stated(stated, table.plan.rows[0], stated.row - 1)


@rule(
    "A03",
    Severity.ERROR,
    "Tổng cộng ghi trong kế hoạch không bằng tổng các mục",
    bad=Example(
        "Dòng Tổng cộng ghi 9.230.500; các mục cộng lại 3.047.400",
        cells={"B14": "Tổng cộng", "C14": "Tổng cộng", "I14": 975_000},
        at="I14",
        says="Tổng cộng: cột “Tổng KP thực hiện” ghi 975.000 ngàn đồng, nhưng các mục "
        "cộng lại là 1.075.000 ngàn đồng (lệch -100.000 ngàn đồng)",
    ),
    good=Example(
        "Dòng Tổng cộng ghi 9.230.500; các mục cộng lại 9.230.500",
        cells={"B14": "Tổng cộng", "C14": "Tổng cộng", "I14": 1_075_000},
    ),
    on_appendix=True,
    look=Look.DIFFERENCE,
    live=_live_grand_total,
    fault=("grand_total_off",),
)
def grand_total(plan: Plan) -> Iterator[Fault]:
    """Số ghi ở dòng Tổng cộng phải bằng tổng các mục, theo từng cột kinh phí."""
    if plan.stated is not None:
        for found in _differences(plan, plan.stated, plan, "Tổng cộng", "các mục"):
            yield replace(found, severity=_of_total(plan, found.column))


def _of_total(plan: Plan, amount: str) -> Severity | None:
    """How grave a total that differs is: a warning where it is the sum of what its column says, and
    lines that state sources leave their total empty: in somebody's appendix, and in a plan where
    those lines take off what was given up.
    """
    if amount != TOTAL or plan.stated is None:
        return None
    left = [project for project in plan.projects if project.stated.total is None]
    said = sum((project.stated.total or Decimal(0) for project in plan.projects), Decimal(0))
    if not left or said != plan.stated.stated.total:
        return None
    taken_off = all(project.total < 0 for project in left)
    return Severity.WARNING if plan.appendix or taken_off else None


_IN_WORDS = "Tổng cộng bằng chữ"


@rule(
    "A04",
    Severity.ERROR,
    "Số tiền bằng chữ không đúng với số",
    bad=Example(
        "Tổng cộng 9.230.500 ngàn đồng; bằng chữ: chín tỷ, hai trăm ba mươi triệu đồng",
        cells={"ThongTin!B6": "Một tỷ, bảy mươi triệu đồng"},
        at="ThongTin!B6",
        says="Bằng chữ ghi “Một tỷ, bảy mươi triệu đồng” (đọc ra 1.070.000.000 đồng), "
        "nhưng tổng cộng là 1.075.000.000 đồng",
    ),
    good="Tổng cộng 9.230.500 ngàn đồng; bằng chữ: chín tỷ, hai trăm ba mươi triệu, "
    "năm trăm ngàn đồng",
    watch=words_condition,
    fault=("words_changed",),
)
def words(plan: Plan) -> Iterator[Fault]:
    """Mục “Tổng cộng bằng chữ” của trang tính ThongTin, nếu có ghi, phải đọc ra đúng tổng cộng tính
    được. Đúng với tổng cộng đã ghi mà tổng ấy khác các mục cộng lại thì chỉ là cảnh báo: lỗi là ở
    các mục (A03).
    """
    said = plan.particulars.get(_IN_WORDS)
    if not said:
        return
    due = plan.unit.to_dong(plan.total)
    read = read_words(str(said))
    if read == due:
        return
    hint = f"Sửa thành: {amount_in_words(plan.total, plan.unit)}; hoặc để trống, biểu sẽ tự ghi."
    as_stated = read is not None and read == _stated_in_dong(plan)
    if as_stated:
        hint = "Bằng chữ đúng với tổng cộng đã ghi; xem lại các mục trước, rồi mới sửa bằng chữ."
    reading = "không đọc được thành số" if read is None else f"đọc ra {format_amount(read)} đồng"
    yield Fault(
        plan.particular_cells.get(_IN_WORDS, Place(plan.sheet)),
        f"Bằng chữ ghi {quoted(said)} ({reading}), nhưng tổng cộng là {format_amount(due)} đồng",
        hint,
        None,
        "total",
        Severity.WARNING if as_stated else None,
    )


def _stated_in_dong(plan: Plan) -> Decimal | None:
    """The grand total that the plan states, in đồng."""
    stated = plan.stated.stated.total if plan.stated is not None else None
    return None if stated is None else plan.unit.to_dong(stated)


def has_source(line: Project | Detail) -> bool:
    """Whether any funding source of a line is filled in."""
    stated = line.stated.sources
    return any(stated.get(key) is not None for key in line.form.keys if key != _UNSPLIT)


def _with_own_money(plan: Plan) -> Iterator[Project | Detail]:
    """The lines on which money counts: projects, or the details of one that has such."""
    for project in plan.projects:
        yield from project.details if project.is_detailed else (project,)


_UNSPLIT = "unsplit"
"""What stands for the source of a project, in somebody's appendix, that states a total alone."""


_SUBTOTAL_NAME = pattern(r"(tổng\s*cộng|cộng|tổng|tổng số)\b", re.IGNORECASE)


@rule(
    "A05",
    Severity.ERROR,
    "Dòng cộng bị ghi là đề án nên được tính hai lần",
    bad=Example(
        "Dưới các đề án 4.1–4.3 có thêm một dòng Cấp “Đề án”: “Cộng chương trình 4”, 798.400",
        cells={
            "B14": "Đề án",
            "C14": "Cộng chương trình 3",
            "I14": 300_000,
            "J14": 300_000,
            "K14": 0,
            "L14": 0,
            **TOTAL_UNTOLD,
        },
        at="I14",
        says="Cộng chương trình 3: 300.000 ngàn đồng bằng tổng các đề án còn lại của "
        "chương trình 3 Cung cấp thông tin, nên đang được tính hai lần",
    ),
    good=Example(
        "Bỏ dòng đó, hoặc ghi 798.400 ở dòng Chương trình 4", cells={"I11": 300_000, "J11": 300_000}
    ),
    fault=("subtotal_among_projects",),
)
def subtotal_as_project(plan: Plan) -> Iterator[Fault]:
    """Một dòng đề án có các số bằng tổng các đề án khác của chương trình, và mang tên “Cộng …”, tên
    của chương trình, hoặc không có đơn vị thực hiện lẫn thời gian, là dòng cộng: để ở cấp Đề án thì
    tiền bị tính hai lần."""
    for programme in plan.programmes:
        for project in programme.projects:
            if _doubles(project, programme) and _reads_as_subtotal(project, programme):
                found = fault(
                    plan,
                    project,
                    "total",
                    f"{named(project)}: {money(plan, project.total)} bằng tổng các đề án còn "
                    f"lại{of_programme(programme)}, nên đang được tính hai lần",
                    "Đổi loại của dòng này thành Chương trình, hoặc xóa dòng này.",
                )
                yield replace(found, explains=True)


def _doubles(project: Project, programme: Programme) -> bool:
    """Whether a project's amounts are those of all others of its programme together."""
    return project.total != 0 and all(
        2 * amount == programme.amounts[name] for name, amount in project.amounts.items()
    )


def _reads_as_subtotal(project: Project, programme: Programme) -> bool:
    """Whether a project is called a subtotal, or its programme's name, or is a bare line of
    figures; of two projects with equal amounts only the name tells.
    """
    if _SUBTOTAL_NAME().match(project.name):
        return True
    if len(programme.projects) <= 2:
        return False
    if spelling(project.name) == spelling(programme.name):
        return True
    return _unassigned(project) and not all(map(_unassigned, programme.projects))


def _unassigned(project: Project) -> bool:
    """Whether nothing says who carries a project out, or when."""
    return not (project.executing_unit or project.start_month or project.end_month)


def _live_negative(table: Table) -> Iterator[Standing]:
    if table.is_left_over:
        rest = f"ROUND({table.beside_total},{table.digits})<0"
        tests = (*table.states_total, table.is_left_over, rest)
        yield table.on(TOTAL, *tests, rows=table.plain_and_counting)
    for amount in table.plan.form.amounts:
        own = table.cell(amount)
        yield table.on(amount, f"ISNUMBER({own})", f"{own}<0", rows=table.plain)


@rule(
    "A06",
    Severity.ERROR,
    "Số tiền âm",
    bad=Example(
        "Tổng KP 100.000; KPKC ĐP 120.000; nguồn khác để trống (tính ra -20.000)",
        cells={"J6": 90_000, "L6": None},
        at="I6",
        says="1.3 Lớp mộc: Nguồn khác tính bằng tổng trừ các nguồn khác ra -30.000 ngàn "
        "đồng (số âm)",
    ),
    good=Example(
        "Tổng KP 120.000; KPKC ĐP 100.000; nguồn khác để trống (tính ra 20.000)",
        cells={"J6": 50_000, "L6": None},
    ),
    on_appendix=True,
    live=_live_negative,
    fault=("amount_negated",),
)
def negative(plan: Plan) -> Iterator[Fault]:
    """Không số tiền nào trong kế hoạch được âm, kể cả nguồn tính ra từ tổng trừ các nguồn khác."""
    for line in plan.by_row.values():
        for amount in plan.form.amounts:
            value = line.stated.get(amount)
            if value is not None and value < 0:
                found = fault(
                    plan,
                    line,
                    amount,
                    f"{named(line)}: cột “{plan.heading(amount)}” ghi {format_amount(value)} "
                    f"{plan.unit.said} (số âm)",
                    "Sửa lại số tiền; số giảm trừ phải trừ thẳng vào số của đề án.",
                )
                yield replace(found, severity=_of_negative(plan, line, amount))
        if (
            isinstance(line, (Project, Detail))
            and line.balancing
            and amount_of(line, line.balancing.key) < 0
        ):
            value = amount_of(line, line.balancing.key)
            yield fault(
                plan,
                line,
                "total",
                f"{named(line)}: {line.balancing.heading} tính bằng tổng trừ các nguồn khác ra "
                f"{money(plan, value)} (số âm)",
                "Sửa Tổng KP hoặc các nguồn đã ghi.",
            )


_GIVEN_UP = pattern(r"\b(ngừng|dừng|giảm|cắt|thu hồi|hủy|huỷ|không thực hiện)\b", re.IGNORECASE)


def _of_negative(plan: Plan, line: Line, amount: str) -> Severity | None:
    """How grave a negative amount is, where the stated total counts it: a note where the line is
    said to be given up, a warning in somebody's appendix.
    """
    stated = plan.stated.stated.get(amount) if plan.stated is not None else None
    if stated is None or stated != plan.amounts[amount]:
        return None
    if _GIVEN_UP().search(line.name):
        return Severity.NOTE
    return Severity.WARNING if plan.appendix else None


def _live_no_money(table: Table) -> Iterator[Standing]:
    if table.plan.form.keys:
        nothing = f"COUNTA({table.sources})=0"
        yield table.on(TOTAL, table.has_no_details, nothing, rows=table.plain_and_counting)


@rule(
    "A07",
    Severity.WARNING,
    "Đề án không có tiền, hoặc có tổng mà không có nguồn",
    bad=Example(
        "Tổng KP 60.000; ba cột nguồn để trống",
        cells={"J13": None, "K13": None, "L13": None, **TOTAL_UNTOLD},
        at="I13",
        says="3.2 Trang tin điện tử: Tổng KP ghi 100.000 ngàn đồng nhưng không nguồn nào có số",
    ),
    good=Example(
        "Tổng KP 60.000; KPKC ĐP 60.000; hai cột kia 0",
        cells={"J13": 0, "I13": None, **TOTAL_UNTOLD},
    ),
    look=Look.EMPTY,
    live=_live_no_money,
    fault=("money_removed",),
)
def no_money(plan: Plan) -> Iterator[Fault]:
    """Mỗi đề án cần ít nhất một nguồn kinh phí. Đề án chưa có tiền thì ghi số 0, để biết là không
    bị bỏ sót.
    """
    off = {cell.row for cell in plan.unread if cell.column in plan.form.keys}
    for project in plan.projects:
        if has_source(project) or project.is_detailed or project.row in off:
            continue
        failing = any(plan.fails(project, source) for source in project.form.keys)
        total_alone = project.stated.total is not None and not project.form.keys
        if not failing and not total_alone:
            yield _bare(plan, project) if _is_bare(project) else _without_source(plan, project)


def _without_source(plan: Plan, project: Project) -> Fault:
    """A project with no money, or a total that no source has."""
    total = project.stated.total
    said = (
        "không có số tiền nào"
        if total is None
        else f"Tổng KP ghi {money(plan, total)} nhưng không nguồn nào có số"
    )
    return fault(
        plan,
        project,
        "total",
        f"{named(project)}: {said}",
        f"Ghi số tiền vào cột nguồn{_one_of(plan)}; chưa có tiền thì ghi 0.",
    )


def _one_of(plan: Plan) -> str:
    """The names of the plan's sources, in brackets; nothing where they are too many to read."""
    names = [source.name for source in plan.sources]
    if not 0 < len(names) <= _FEW_SOURCES:
        return ""
    *others, last = names
    return f" ({', '.join(others)} hoặc {last})" if others else f" ({last})"


_FEW_SOURCES = 5


def _is_bare(project: Project) -> bool:
    """Whether a project is a name and nothing else: no number, executing unit, month or money."""
    months = (project.start_month, project.end_month)
    stated = (project.tt, project.executing_unit, project.stated.total, *months)
    return bool(project.name) and not any(stated)


def _bare(plan: Plan, project: Project) -> Fault:
    """The one finding of a row that names something, as "- Cơ sở X", and says no more of it."""
    found = fault(
        plan,
        project,
        "total",
        f"{named(project)}: dòng đề án chỉ có tên, không có số tiền nào",
        "Nếu là một phần của đề án bên trên thì đổi Loại dòng thành Chi tiết; nếu là đề án thì "
        "ghi TT, đơn vị, thời gian và số tiền.",
    )
    return replace(found, explains=True)


_FEWEST = 4
"""Fewer other amounts than this do not show what size is usual."""
_FACTORS = tuple(Decimal(factor) for factor in ("1000", "0.001", "1000000", "0.000001"))


@rule(
    "A08",
    Severity.WARNING,
    "Số tiền lệch 1.000 lần hoặc 1.000.000 lần (lẫn ngàn, triệu, đồng)",
    bad=Example(
        "Đơn vị tính: ngàn đồng; các đề án từ 20.000 đến 480.000, riêng một đề án ghi 195",
        cells={"I13": None, "J13": 100, **TOTAL_UNTOLD},
        at="J13",
        says="3.2 Trang tin điện tử: cột “KPKC ĐP” ghi 100 ngàn đồng, lệch hẳn các số "
        "khác; có lẽ là 100.000 ngàn đồng",
    ),
    good=Example("Đề án đó ghi 195.000", cells={"I13": None, "J13": 100_000}),
    fault=("amount_scaled",),
)
def out_of_scale(plan: Plan) -> Iterator[Fault]:
    """Một số lớn hơn hoặc nhỏ hơn hẳn mọi số cùng loại, mà nhân hay chia 1.000 lần
    (hoặc 1.000.000 lần) thì lại cùng cỡ với chúng, thường là gõ nhầm đơn vị tính."""
    totals = sorted(project.total for project in plan.projects if project.total > 0)
    for amount in plan.form.amounts:
        for project, value, right in _out_of_scale(plan, amount, totals):
            yield fault(
                plan,
                project,
                amount,
                f"{named(project)}: cột “{plan.heading(amount)}” ghi {money(plan, value)}, "
                f"lệch hẳn các số khác; có lẽ là {money(plan, right)}",
                f"Kiểm tra đơn vị tính của số này (sổ dùng {plan.unit.said}).",
            )


def _out_of_scale(
    plan: Plan, amount: str, totals: Sequence[Decimal]
) -> Iterator[tuple[Project, Decimal, Decimal]]:
    """The projects whose amount is out of scale, with the amount and what it may have been.

    A source is compared with its own column; where too few fill that in, and for the total itself,
    the amount is compared with all ``totals`` (sorted), the project's own left out.
    """
    read = ((project, project.stated.get(amount)) for project in plan.projects)
    stated = [(project, value) for project, value in read if value is not None and value > 0]
    in_column = amount != "total" and len(stated) > _FEWEST
    usual = sorted(value for _, value in stated) if in_column else totals
    if len(usual) <= _FEWEST:
        return
    for project, value in _far_off(stated, usual):
        own = value if in_column else project.total
        right = _right_scale(value, usual, own)
        if right is not None:
            yield project, value, right


_WITHIN = 3
"""An amount so many times the largest, or that part of the least, is not out of scale yet."""


def _far_off(
    stated: Sequence[tuple[Project, Decimal]], usual: Sequence[Decimal]
) -> Iterator[tuple[Project, Decimal]]:
    """Those that are far off the usual amounts whichever of these is left out."""
    lowest, highest = usual[1] / _WITHIN, usual[-2] * _WITHIN
    return (pair for pair in stated if not lowest <= pair[1] <= highest)


_FAR, _NEAR = Decimal("2.2"), Decimal("0.9")
"""Powers of ten from the middle amount: a slip of a thousand is farther off than this (160 times),
and right again within that (8 times). A project that is really a hundred times larger than the
usual one is not told of."""


def _right_scale(value: Decimal, usual: Sequence[Decimal], own: Decimal) -> Decimal | None:
    """The amount in the scale of the others, where the value is far off all of them; ``own`` is
    left out of them.
    """
    lowest = usual[1] if usual[0] == own else usual[0]
    highest = usual[-2] if usual[-1] == own else usual[-1]
    middle = usual[len(usual) // 2]
    if own <= 0 or lowest / _WITHIN <= value <= highest * _WITHIN:
        return None
    distance = abs((value / middle).log10())
    for factor in _FACTORS:
        right = value * factor
        near = abs((right / middle).log10()) <= _NEAR
        if near and distance > _FAR and lowest / 2 <= right <= highest * 2:
            return right
    return None


def _live_part_of_a_dong(table: Table) -> Iterator[Standing]:
    digits = table.digits
    for amount in table.plan.form.amounts:
        own = table.cell(amount)
        finer = f"ROUND({own},{digits})<>ROUND({own},{digits + 3})"
        yield table.on(amount, f"ISNUMBER({own})", finer, rows=table.plain)


@rule(
    "A09",
    Severity.WARNING,
    "Số tiền lẻ đến dưới một đồng",
    bad=Example(
        "Đơn vị tính: ngàn đồng; KPKC ĐP 33.333,3333",
        cells={"I13": None, "J13": 100000.3333, **TOTAL_UNTOLD},
        at="J13",
        says="3.2 Trang tin điện tử: cột “KPKC ĐP” ghi 100.000,3333 ngàn đồng, lẻ đến "
        "dưới một đồng (nhiều nhất 3 chữ số lẻ)",
    ),
    good=Example(
        "Đơn vị tính: ngàn đồng; KPKC ĐP 33.333,333",
        cells={"I13": None, "J13": 100000.333, **TOTAL_UNTOLD},
    ),
    live=_live_part_of_a_dong,
    fault=("part_of_a_dong",),
)
def part_of_a_dong(plan: Plan) -> Iterator[Fault]:
    """Số tiền không được lẻ hơn một đồng: ngàn đồng có nhiều nhất 3 chữ số lẻ, triệu đồng 6, tỷ
    đồng 9.
    """
    step = plan.unit.step
    for line in plan.by_row.values():
        for amount in plan.form.amounts:
            value = line.stated.get(amount)
            if value is not None and value % step:
                yield fault(
                    plan,
                    line,
                    amount,
                    f"{named(line)}: cột “{plan.heading(amount)}” ghi {format_amount(value)} "
                    f"{plan.unit.said}, lẻ đến dưới một đồng (nhiều nhất {plan.unit.decimals} "
                    "chữ số lẻ)",
                    f"Làm tròn thành {money(plan, plan.unit.quantize(value))}.",
                )


@rule(
    "A10",
    Severity.WARNING,
    "Có tiền không được đọc vào kế hoạch",
    bad=Example(
        "Cột “Vốn lồng ghép” có 120.000 nhưng không phải cột nguồn nào của biểu; hoặc một dòng có "
        "120.000 nằm dưới dòng Tổng cộng",
        cells={"P1": "Vốn lồng ghép", "P13": 120_000, "P12": 100_000},
        at="P1",
        says="Cột “Vốn lồng ghép” có 220.000 ngàn đồng không được tính vào kế hoạch, vì "
        "không phải nguồn kinh phí nào của biểu",
    ),
    good=Example(
        "Cột được đặt tên là một nguồn kinh phí; mọi dòng đề án nằm trên dòng Tổng cộng",
        cells={"P1": "Số học viên", "P13": 120},
    ),
    fault=("row_below_the_total",),
)
def money_left_out(plan: Plan) -> Iterator[Fault]:
    """Cột có tiền mà không rõ là nguồn nào và dòng có tiền mà không được đọc là đề án thì không
    được tính vào kế hoạch. Là lỗi khi tổng đã ghi chỉ khớp nếu tính cả số tiền đó, hoặc dòng cộng
    không khớp với phần nào của bảng."""
    for left in plan.left_out:
        severity = Severity.ERROR if left.needed else None
        yield Fault(left.place, left.message, left.hint, severity=severity)
    if not plan.appendix:
        yield from _unknown_money(plan)


def _unknown_money(plan: Plan) -> Iterator[Fault]:
    """A fault for each of the user's own columns whose heading says money and that holds some."""
    headings = [str(said).strip() for said in plan.grid.headings] if plan.grid is not None else []
    for heading in plan.form.further:
        held = [line.further.get(heading) for line in plan.all_lines()]
        amounts = [amount for amount in held if isinstance(amount, Decimal) and amount]
        if (
            plan.grid is None
            or heading not in headings
            or not amounts
            or not says_money(normal(heading))
        ):
            continue
        yield Fault(
            plan.grid.place(plan.grid.heading, headings.index(heading) + 1),
            f"Cột “{heading}” có {money(plan, sum(amounts, Decimal(0)))} không được tính vào kế "
            "hoạch, vì không phải nguồn kinh phí nào của biểu",
            "Nếu là một nguồn kinh phí, hãy thêm một dòng vào trang tính NguonKP; nếu không, hãy "
            "ghi lý do vào cột Giải trình của trang tính KiemTra.",
        )


def _differences(
    plan: Plan, stated: Line, computed: Summed, name: str, what: str
) -> Iterator[Fault]:
    """A fault for each amount that a line states otherwise than its parts (``what``) add up to."""
    for amount in plan.form.amounts:
        typed = stated.stated.get(amount)
        due = amount_of(computed, amount)
        if typed is not None and typed != due:
            yield fault(
                plan,
                stated,
                amount,
                f"{name}: cột “{plan.heading(amount)}” ghi {money(plan, typed)}, nhưng {what} "
                f"cộng lại là {money(plan, due)} (lệch {money(plan, typed - due)})",
                "Kiểm tra xem thiếu, thừa hay sai số ở dòng nào; để trống thì công thức tự cộng.",
            )
