"""Family A: stated amounts against computed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from workbook_tools.check.register import Fault, Severity, fault, named, quoted, rule
from workbook_tools.place import Place
from workbook_tools.plan.form import AMOUNTS, COLUMNS, SOURCES
from workbook_tools.plan.model import Line, Plan, Programme, Project, Section, amount_of
from workbook_tools.plan.money import format_amount
from workbook_tools.plan.vietnamese import spelling
from workbook_tools.plan.words import amount_in_words, read_words


@rule(
    "A01",
    Severity.ERROR,
    "Tổng kinh phí của đề án không bằng tổng các nguồn",
    bad="Tổng KP 195.000; KPKC ĐP 190.000; đơn vị thụ hưởng 0; nguồn khác 0",
    good="Tổng KP 195.000; KPKC ĐP 195.000; đơn vị thụ hưởng 0; nguồn khác 0",
)
def project_total(plan: Plan) -> Iterator[Fault]:
    """Tổng KP thực hiện của một đề án phải bằng KPKC ĐP cộng KP đơn vị thụ hưởng cộng nguồn khác.
    Nếu chỉ một nguồn còn trống thì nguồn đó được tính bằng tổng trừ các nguồn đã nêu, và không có
    lỗi. Không nguồn nào được ghi là việc của quy tắc A07."""
    for project in plan.projects:
        stated = project.stated.total
        if stated is not None and stated != project.total and has_source(project):
            over = format_amount(stated - project.total)
            yield fault(
                plan,
                project,
                "total",
                f"{named(project)}: Tổng KP ghi {format_amount(stated)}, nhưng các nguồn cộng lại "
                f"là {format_amount(project.total)} (lệch {over} {plan.unit.name})",
                "Sửa Tổng KP hoặc số của nguồn bị sai; để trống Tổng KP thì công thức tự cộng.",
            )


@rule(
    "A02",
    Severity.ERROR,
    "Cộng của chương trình hoặc mục không bằng tổng các đề án",
    bad="Chương trình 5 ghi 904.000; các đề án 5.1–5.4 cộng lại 754.000",
    good="Chương trình 5 ghi 904.000; các đề án 5.1–5.5 cộng lại 904.000",
)
def subtotal(plan: Plan) -> Iterator[Fault]:
    """Số ghi ở dòng chương trình hoặc dòng mục phải bằng tổng các đề án bên dưới, theo từng cột
    kinh phí.
    """
    for line in plan.lines():
        if isinstance(line, (Section, Programme)):
            what = (
                "các đề án trong chương trình"
                if isinstance(line, Programme)
                else "các chương trình trong mục"
            )
            yield from _differences(plan, line, line, named(line), what)


@rule(
    "A03",
    Severity.ERROR,
    "Tổng cộng ghi trong kế hoạch không bằng tổng các mục",
    bad="Dòng Tổng cộng ghi 9.230.500; các mục cộng lại 3.047.400",
    good="Dòng Tổng cộng ghi 9.230.500; các mục cộng lại 9.230.500",
)
def grand_total(plan: Plan) -> Iterator[Fault]:
    """Số ghi ở dòng Tổng cộng phải bằng tổng các mục, theo từng cột kinh phí."""
    if plan.stated is not None:
        yield from _differences(plan, plan.stated, plan, "Tổng cộng", "các mục")


_IN_WORDS = "Tổng cộng bằng chữ"


@rule(
    "A04",
    Severity.ERROR,
    "Số tiền bằng chữ không đúng với số",
    bad="Tổng cộng 9.230.500 ngàn đồng; bằng chữ: chín tỷ, hai trăm ba mươi triệu đồng",
    good="Tổng cộng 9.230.500 ngàn đồng; bằng chữ: chín tỷ, hai trăm ba mươi triệu, "
    "năm trăm ngàn đồng",
)
def words(plan: Plan) -> Iterator[Fault]:
    """Mục “Tổng cộng bằng chữ” của trang ThongTin, nếu có ghi, phải đọc ra đúng tổng cộng tính
    được.
    """
    said = plan.particulars.get(_IN_WORDS)
    if not said:
        return
    due = plan.unit.to_dong(plan.total)
    read = read_words(str(said))
    if read == due:
        return
    reading = "không đọc được thành số" if read is None else f"đọc ra {format_amount(read)} đồng"
    yield Fault(
        plan.particular_cells.get(_IN_WORDS, Place(plan.sheet)),
        f"Bằng chữ ghi {quoted(said)} ({reading}), nhưng tổng cộng là {format_amount(due)} đồng",
        f"Sửa thành: {amount_in_words(plan.total, plan.unit)}; hoặc để trống, biểu sẽ tự ghi.",
        None,
        "total",
    )


def has_source(project: Project) -> bool:
    """Whether any funding source of a project is filled in."""
    return any(project.stated.get(source) is not None for source in SOURCES)


_SUBTOTAL_NAME = re.compile(r"(tổng\s*cộng|cộng|tổng|tổng số)\b", re.IGNORECASE)


@rule(
    "A05",
    Severity.ERROR,
    "Dòng cộng bị ghi là đề án nên được tính hai lần",
    bad="Dưới các đề án 4.1–4.3 có thêm một dòng Cấp “Đề án”: “Cộng chương trình 4”, 798.400",
    good="Bỏ dòng đó, hoặc ghi 798.400 ở dòng Chương trình 4",
)
def subtotal_as_project(plan: Plan) -> Iterator[Fault]:
    """Một dòng đề án có các số bằng tổng các đề án khác của chương trình, và mang tên “Cộng …”, tên
    của chương trình, hoặc không có đơn vị thực hiện lẫn thời gian, là dòng cộng: để ở cấp Đề án thì
    tiền bị tính hai lần."""
    for programme in plan.programmes:
        for project in programme.projects:
            if _doubles(project, programme) and _reads_as_subtotal(project, programme):
                yield fault(
                    plan,
                    project,
                    "total",
                    f"{named(project)}: {format_amount(project.total)} bằng tổng các đề án còn lại "
                    f"của chương trình {named(programme)}, nên đang được tính hai lần",
                    "Đổi Cấp của dòng này thành Chương trình, hoặc xoá dòng này.",
                )


def _doubles(project: Project, programme: Programme) -> bool:
    """Whether a project's amounts are those of all others of its programme together."""
    return project.total != 0 and all(
        2 * amount_of(project, amount) == amount_of(programme, amount) for amount in AMOUNTS
    )


def _reads_as_subtotal(project: Project, programme: Programme) -> bool:
    """Whether a project is called a subtotal, or its programme's name, or is a bare line of
    figures; of two projects with equal amounts only the name tells.
    """
    if _SUBTOTAL_NAME.match(project.name):
        return True
    if len(programme.projects) <= 2:
        return False
    unscheduled = project.start_month is None and project.end_month is None
    return (unscheduled and not project.executing_unit) or (
        spelling(project.name) == spelling(programme.name)
    )


@rule(
    "A06",
    Severity.ERROR,
    "Số tiền âm",
    bad="Tổng KP 100.000; KPKC ĐP 120.000; nguồn khác để trống (tính ra -20.000)",
    good="Tổng KP 120.000; KPKC ĐP 100.000; nguồn khác để trống (tính ra 20.000)",
)
def negative(plan: Plan) -> Iterator[Fault]:
    """Không số tiền nào trong kế hoạch được âm, kể cả nguồn tính ra từ tổng trừ các nguồn khác."""
    for line in plan.by_row.values():
        for amount in AMOUNTS:
            value = line.stated.get(amount)
            if value is not None and value < 0:
                yield fault(
                    plan,
                    line,
                    amount,
                    f"{named(line)}: cột “{COLUMNS[amount]}” ghi {format_amount(value)}, là số âm",
                    "Sửa lại số tiền; số giảm trừ phải trừ thẳng vào số của đề án.",
                )
        if isinstance(line, Project) and line.balancing and amount_of(line, line.balancing) < 0:
            value = amount_of(line, line.balancing)
            yield fault(
                plan,
                line,
                "total",
                f"{named(line)}: {COLUMNS[line.balancing]} tính bằng tổng trừ các nguồn khác ra "
                f"{format_amount(value)}, là số âm",
                "Sửa Tổng KP hoặc các nguồn đã ghi.",
            )


@rule(
    "A07",
    Severity.WARNING,
    "Đề án không có tiền, hoặc có tổng mà không có nguồn",
    bad="Tổng KP 60.000; ba cột nguồn để trống",
    good="Tổng KP 60.000; KPKC ĐP 60.000; hai cột kia 0",
)
def no_money(plan: Plan) -> Iterator[Fault]:
    """Mỗi đề án cần ít nhất một nguồn kinh phí. Đề án chưa có tiền thì ghi số 0, để biết là không
    bị bỏ sót.
    """
    off = {cell.row for cell in plan.unread if cell.column in SOURCES}
    for project in plan.projects:
        if (
            has_source(project)
            or project.row in off
            or any(plan.fails(project, source) for source in SOURCES)
        ):
            continue
        total = project.stated.total
        said = (
            "không có số tiền nào"
            if total is None
            else f"Tổng KP ghi {format_amount(total)} nhưng không nguồn nào có số"
        )
        yield fault(
            plan,
            project,
            "total",
            f"{named(project)}: {said}",
            "Ghi số tiền vào cột nguồn (KPKC ĐP, đơn vị thụ hưởng hoặc nguồn khác); "
            "chưa có tiền thì ghi 0.",
        )


_FEWEST = 4
"""Fewer other amounts than this do not show what size is usual."""
_FACTORS = tuple(Decimal(factor) for factor in ("1000", "0.001", "1000000", "0.000001"))


@rule(
    "A08",
    Severity.WARNING,
    "Số tiền lệch 1.000 hoặc 1.000.000 lần (lẫn ngàn, triệu, đồng)",
    bad="Đơn vị tính: ngàn đồng; các đề án từ 20.000 đến 480.000, riêng một đề án ghi 195",
    good="Đề án đó ghi 195.000",
)
def out_of_scale(plan: Plan) -> Iterator[Fault]:
    """Một số lớn hơn hoặc nhỏ hơn hẳn mọi số cùng loại, mà nhân hay chia 1.000 (1.000.000) thì lại
    cùng cỡ với chúng, thường là gõ nhầm đơn vị tính."""
    totals = sorted(project.total for project in plan.projects if project.total > 0)
    for amount in AMOUNTS:
        for project, value, right in _out_of_scale(plan, amount, totals):
            yield fault(
                plan,
                project,
                amount,
                f"{named(project)}: cột “{COLUMNS[amount]}” ghi {format_amount(value)} "
                f"{plan.unit.name}, lệch hẳn các số khác; có lẽ là {format_amount(right)}",
                f"Kiểm tra đơn vị tính của số này (sổ dùng {plan.unit.name}).",
            )


def _out_of_scale(
    plan: Plan, amount: str, totals: Sequence[Decimal]
) -> Iterator[tuple[Project, Decimal, Decimal]]:
    """The projects whose amount is out of scale, with the amount and what it may have been.

    A source is compared with its own column; where too few fill that in, and for the total itself,
    the amount is compared with all ``totals`` (sorted), the project's own left out.
    """
    stated = []
    for project in plan.projects:
        value = project.stated.get(amount)
        if value is not None and value > 0:
            stated.append((project, value))
    in_column = amount != "total" and len(stated) > _FEWEST
    usual = sorted(value for _, value in stated) if in_column else totals
    if len(usual) <= _FEWEST:
        return
    for project, value in stated:
        own = value if in_column else project.total
        right = _right_scale(value, usual, own) if own > 0 else None
        if right is not None:
            yield project, value, right


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
    if lowest / 3 <= value <= highest * 3:
        return None
    distance = abs((value / middle).log10())
    for factor in _FACTORS:
        right = value * factor
        near = abs((right / middle).log10()) <= _NEAR
        if near and distance > _FAR and lowest / 2 <= right <= highest * 2:
            return right
    return None


@rule(
    "A09",
    Severity.WARNING,
    "Số lẻ quá một đồng",
    bad="Đơn vị tính: ngàn đồng; KPKC ĐP 33.333,3333",
    good="Đơn vị tính: ngàn đồng; KPKC ĐP 33.333,333",
)
def part_of_a_dong(plan: Plan) -> Iterator[Fault]:
    """Số tiền không được lẻ hơn một đồng: ngàn đồng có nhiều nhất 3 chữ số lẻ, triệu đồng 6, tỷ
    đồng 9.
    """
    for line in plan.by_row.values():
        for amount in AMOUNTS:
            value = line.stated.get(amount)
            if value is not None and value != plan.unit.quantize(value):
                yield fault(
                    plan,
                    line,
                    amount,
                    f"{named(line)}: cột “{COLUMNS[amount]}” ghi {format_amount(value)} "
                    f"{plan.unit.name}, lẻ quá một đồng (nhiều nhất {plan.unit.decimals} "
                    "chữ số lẻ)",
                    f"Làm tròn thành {format_amount(plan.unit.quantize(value))}.",
                )


def _differences(
    plan: Plan, stated: Line, computed: Section | Programme | Plan, name: str, what: str
) -> Iterator[Fault]:
    """A fault for each amount that a line states otherwise than its parts (``what``) add up to."""
    for amount in AMOUNTS:
        said = stated.stated.get(amount)
        due = amount_of(computed, amount)
        if said is not None and said != due:
            yield fault(
                plan,
                stated,
                amount,
                f"{name}: cột “{COLUMNS[amount]}” ghi {format_amount(said)}, nhưng {what} cộng lại "
                f"là {format_amount(due)} (lệch {format_amount(said - due)} {plan.unit.name})",
                "Kiểm tra xem thiếu, thừa hay sai số ở dòng nào; để trống thì công thức tự cộng.",
            )
