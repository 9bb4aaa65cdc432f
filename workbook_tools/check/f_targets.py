"""Family F: figures that the plan's text states (the sheet ``ChiTieu``) against the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from workbook_tools.check.register import Example, Fault, Severity, named, quoted, rule
from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.model import Line, Plan, Programme, Project, Section, Target, amount_of
from workbook_tools.plan.money import Unit, format_amount, parse_unit
from workbook_tools.plan.numerals import read_numeral
from workbook_tools.plan.quantities import quantities, quantity_of
from workbook_tools.read.headers import normal

_QUANTITY = normal(COLUMNS["quantity"])
_WHOLE_PLAN = ("", "tổng cộng", "toàn kế hoạch")


@rule(
    "F01",
    Severity.ERROR,
    "Số tiền nêu trong văn bản khác số trong biểu",
    bad=Example(
        "Mục V.1 nêu 9.230,5 triệu đồng; biểu cộng lại 9.320.500 ngàn đồng",
        cells={"ChiTieu!B2": 1057},
        at="ChiTieu!B2",
        says="Chỉ tiêu “Tổng kinh phí” (V.1): văn bản nêu 1.057 triệu đồng, biểu ghi "
        "1.075 triệu đồng (tổng cộng, cột “Tổng KP thực hiện”)",
    ),
    good="Mục V.1 nêu 9.230,5 triệu đồng; biểu cộng lại 9.230.500 ngàn đồng",
    fault=("figure_changed",),
)
def money(plan: Plan) -> Iterator[Fault]:
    """Số tiền ở trang tính ChiTieu (kèm Đơn vị) phải bằng số của đề án và cột mà nó chỉ tới. Hai
    bên được đổi về cùng đơn vị; văn bản làm tròn đến chữ số nào thì so đến chữ số đó. TT đề án để
    trống hay ghi “Tổng cộng” là tổng cả kế hoạch."""
    lines, columns = _lines(plan), _amount_columns(plan)
    for target in plan.targets:
        amount = columns.get(normal(target.column))
        line = plan if _whole_plan(target) else lines.get(target.project_tt)
        numeral = read_numeral(target.value)
        unit = _unit(target, plan)
        if amount is None or line is None or numeral is None or unit is None:
            continue
        unit = numeral.unit or unit
        found = plan.unit.to_dong(amount_of(line, amount)) / unit.dong
        if not _rounds_to(found, numeral.value) and not _rounds_to(found, numeral.other):
            yield Fault(
                plan.record_place("ChiTieu", target.row, "Giá trị"),
                f"{_said(target)}: văn bản nêu {format_amount(numeral.value)} {unit.said}, "
                f"biểu ghi {format_amount(found)} {unit.said} "
                f"({_of(line)}, cột “{plan.heading(amount)}”)",
                "Sửa văn bản hoặc sửa biểu cho hai bên khớp.",
                line if isinstance(line, Line) else None,
                amount,
            )


@rule(
    "F02",
    Severity.ERROR,
    "Chỉ tiêu nêu trong văn bản khác số trong biểu",
    bad=Example(
        "Mục III.1.a nêu 300 người; cột Số lượng của đề án 1.1 ghi 250 người",
        cells={"ChiTieu!B3": 70},
        at="ChiTieu!B3",
        says="Chỉ tiêu “Người học may” (III.1.a): văn bản nêu 70 người, đề án 1.1 Lớp "
        "may công nghiệp ghi “60 người”",
    ),
    good="Mục III.1.a nêu 300 người; cột Số lượng của đề án 1.1 ghi 300 người",
    fault=("target_changed",),
)
def target_quantity(plan: Plan) -> Iterator[Fault]:
    """Chỉ tiêu ở trang tính ChiTieu có cột là “Số lượng” phải bằng con số mang cùng đơn vị trong
    cột Số lượng của đề án (hoặc, nếu cột đó trống, trong Dự kiến kết quả đạt được)."""
    lines = _lines(plan)
    for target in plan.targets:
        line = lines.get(target.project_tt)
        numeral = read_numeral(target.value)
        if normal(target.column) != _QUANTITY or line is None or numeral is None:
            continue
        text = line.quantity or line.result
        values = quantity_of(text, target.unit) or _any_number(text)
        readings = {numeral.value, numeral.other}
        if not any(value in readings for value in values):
            stated = f"{target.value} {target.unit}".rstrip()
            said = f"ghi {quoted(text)}" if text else "không ghi số lượng"
            yield Fault(
                plan.record_place("ChiTieu", target.row, "Giá trị"),
                f"{_said(target)}: văn bản nêu {stated}, đề án {named(line)} {said}",
                "Sửa văn bản hoặc sửa cột Số lượng cho hai bên khớp.",
                line,
                "result",
            )


def _amount_columns(plan: Plan) -> Mapping[str, str]:
    """The headings of the amounts as they are compared, on the plan's sheet and on the appendix."""
    printed = {normal(source.printed): source.key for source in plan.form.sources}
    return printed | {normal(plan.heading(amount)): amount for amount in plan.form.amounts}


def _any_number(text: str) -> tuple[Decimal, ...]:
    """The one number of a text with another unit: then the two count different things, unless they
    are the same.
    """
    return tuple(value for value, _ in quantities(text))


@rule(
    "F03",
    Severity.WARNING,
    "Chỉ tiêu không gắn với đề án hay cột nào của biểu",
    bad=Example(
        "Trang tính ChiTieu: TT đề án 7.1, mà kế hoạch không có 7.1",
        cells={"ChiTieu!E3": "7.1"},
        at="ChiTieu!E3",
        says="Chỉ tiêu “Người học may” (III.1.a): TT đề án “7.1” không có trong kế hoạch",
    ),
    good="TT đề án 1.1",
    fault=("target_lost",),
)
def points_nowhere(plan: Plan) -> Iterator[Fault]:
    """Mỗi dòng của trang tính ChiTieu phải chỉ tới một TT có trong kế hoạch và một cột tiền hoặc
    cột Số lượng, với một giá trị đọc được thành số."""
    lines = _lines(plan)
    for target in plan.targets:
        lost = _lost(target, plan, lines)
        if lost is not None:
            heading, said, hint = lost
            yield Fault(
                plan.record_place("ChiTieu", target.row, heading), f"{_said(target)}: {said}", hint
            )


def _lost(
    target: Target, plan: Plan, lines: Mapping[str, Section | Programme | Project]
) -> tuple[str, str, str] | None:
    """The first heading under which a target leads nowhere, what is wrong there, what to do."""
    column = normal(target.column)
    if column not in _amount_columns(plan) and column != _QUANTITY:
        columns = ", ".join(plan.heading(amount) for amount in plan.form.amounts)
        return (
            "Cột",
            f"cột {quoted(target.column)} không phải cột tiền hay Số lượng",
            f"Ghi một trong: {columns}, Số lượng.",
        )
    if target.project_tt not in lines and not (_whole_plan(target) and column != _QUANTITY):
        return "TT đề án", _no_project(target), "Sửa TT đề án."
    if read_numeral(target.value) is None:
        return (
            "Giá trị",
            f"giá trị {quoted(target.value)} không đọc được thành số",
            "Ghi bằng chữ số.",
        )
    if column != _QUANTITY and _unit(target, plan) is None:
        return (
            "Đơn vị",
            f"đơn vị {quoted(target.unit)} không phải đơn vị tiền",
            "Ghi một trong: đồng, ngàn đồng, triệu đồng, tỷ đồng.",
        )
    return None


def _no_project(target: Target) -> str:
    if not target.project_tt:
        return "chưa có TT đề án"
    return f"TT đề án {quoted(target.project_tt)} không có trong kế hoạch"


def _whole_plan(target: Target) -> bool:
    return normal(target.project_tt) in _WHOLE_PLAN


def _lines(plan: Plan) -> dict[str, Section | Programme | Project]:
    """The lines by TT; of two with one TT the first."""
    found: dict[str, Section | Programme | Project] = {}
    for line in plan.lines():
        if line.tt:
            found.setdefault(line.tt, line)
    return found


def _unit(target: Target, plan: Plan) -> Unit | None:
    """The unit of a target's money: the plan's where none is given, ``None`` where it is no unit of
    money.
    """
    if not target.unit:
        return plan.unit
    try:
        return parse_unit(target.unit)
    except ValueError:
        return None


_MOST_PLACES = 9
"""Places after the comma that a text may give: tỷ đồng to the last đồng."""


def _rounds_to(found: Decimal, said: Decimal | None) -> bool:
    """Whether an amount, rounded to the digits that the text gives, is what the text says."""
    if said is None:
        return False
    if found == said:
        return True
    exponent = said.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and -_MOST_PLACES <= exponent < 0
        and found.quantize(Decimal(1).scaleb(exponent)) == said
    )


def _said(target: Target) -> str:
    where = f" ({target.stated_in})" if target.stated_in else ""
    return (
        f"Chỉ tiêu {quoted(target.name)}{where}"
        if target.name
        else f"Chỉ tiêu ở dòng {target.row}{where}"
    )


def _of(line: Section | Programme | Project | Plan) -> str:
    return "tổng cộng" if isinstance(line, Plan) else named(line)
