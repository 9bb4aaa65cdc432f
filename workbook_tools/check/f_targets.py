"""Family F: figures that the plan's text states (the sheet ``ChiTieu``) against the table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from workbook_tools.check.register import Fault, Severity, named, quoted, rule
from workbook_tools.plan.form import AMOUNTS, COLUMNS
from workbook_tools.plan.model import Line, Plan, Programme, Project, Section, Target, amount_of
from workbook_tools.plan.money import Unit, format_amount, parse_unit
from workbook_tools.plan.numerals import read_numeral
from workbook_tools.plan.quantities import quantities, quantity_of
from workbook_tools.read.headers import normal

_AMOUNT_COLUMNS = {normal(COLUMNS[amount]): amount for amount in AMOUNTS}
_QUANTITY = normal(COLUMNS["quantity"])
_WHOLE_PLAN = ("", "tổng cộng", "toàn kế hoạch")


@rule(
    "F01",
    Severity.ERROR,
    "Số tiền nêu trong văn bản khác số trong biểu",
    bad="Mục V.1 nêu 9.230,5 triệu đồng; biểu cộng lại 9.320.500 ngàn đồng",
    good="Mục V.1 nêu 9.230,5 triệu đồng; biểu cộng lại 9.230.500 ngàn đồng",
)
def money(plan: Plan) -> Iterator[Fault]:
    """Số tiền ở trang ChiTieu (kèm Đơn vị) phải bằng số của đề án và cột mà nó chỉ tới. Hai bên
    được đổi về cùng đơn vị; văn bản làm tròn đến chữ số nào thì so đến chữ số đó. TT đề án để trống
    hay ghi “Tổng cộng” là tổng cả kế hoạch."""
    lines = _lines(plan)
    for target in plan.targets:
        amount = _AMOUNT_COLUMNS.get(normal(target.column))
        line = plan if normal(target.project_tt) in _WHOLE_PLAN else lines.get(target.project_tt)
        numeral = read_numeral(target.value)
        unit = _unit(target, plan)
        if amount is None or line is None or numeral is None or unit is None:
            continue
        if numeral.unit is not None:
            unit = numeral.unit
        found = plan.unit.to_dong(amount_of(line, amount)) / unit.dong
        readings = (numeral.value, numeral.other) if numeral.other is not None else (numeral.value,)
        if not any(reading is not None and _rounds_to(found, reading) for reading in readings):
            yield Fault(
                plan.record_place("ChiTieu", target.row, "Giá trị"),
                f"{_said(target)}: văn bản nêu {format_amount(numeral.value)} {unit.name}, biểu ghi "
                f"{format_amount(found)} {unit.name} ({_of(line)}, cột “{COLUMNS[amount]}”)",
                "Sửa văn bản hoặc sửa biểu cho hai bên khớp.",
                line if isinstance(line, Line) else None,
                amount,
            )


@rule(
    "F02",
    Severity.ERROR,
    "Chỉ tiêu nêu trong văn bản khác số trong biểu",
    bad="Mục III.1.a nêu 300 người; cột Số lượng của đề án 1.1 ghi 250 người",
    good="Mục III.1.a nêu 300 người; cột Số lượng của đề án 1.1 ghi 300 người",
)
def target_quantity(plan: Plan) -> Iterator[Fault]:
    """Chỉ tiêu ở trang ChiTieu có cột là “Số lượng” phải bằng con số mang cùng đơn vị trong cột Số
    lượng của đề án (hoặc, nếu cột đó trống, trong Dự kiến kết quả đạt được)."""
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
            said = f"ghi {quoted(text)}" if text else "không ghi số lượng"
            yield Fault(
                plan.record_place("ChiTieu", target.row, "Giá trị"),
                f"{_said(target)}: văn bản nêu {target.value} {target.unit}".rstrip()
                + f", đề án {named(line)} {said}",
                "Sửa văn bản hoặc sửa cột Số lượng cho hai bên khớp.",
                line,
                "result",
            )


def _any_number(text: str) -> tuple[Decimal, ...]:
    """The one number of a text with another unit: then the two count different things, unless they
    are the same.
    """
    return tuple(value for value, _ in quantities(text))


@rule(
    "F03",
    Severity.WARNING,
    "Chỉ tiêu không chỉ tới đâu trong biểu",
    bad="Trang ChiTieu: TT đề án 7.1, mà kế hoạch không có 7.1",
    good="TT đề án 1.1",
)
def points_nowhere(plan: Plan) -> Iterator[Fault]:
    """Mỗi dòng của trang ChiTieu phải chỉ tới một TT có trong kế hoạch và một cột tiền hoặc cột Số
    lượng, với một giá trị đọc được thành số."""
    lines = _lines(plan)
    for target in plan.targets:
        place = plan.record_place
        column = normal(target.column)
        whole = normal(target.project_tt) in _WHOLE_PLAN
        if column not in _AMOUNT_COLUMNS and column != _QUANTITY:
            yield Fault(
                place("ChiTieu", target.row, "Cột"),
                f"{_said(target)}: cột {quoted(target.column)} không phải cột tiền hay Số lượng",
                "Ghi một trong: "
                + ", ".join(COLUMNS[amount] for amount in AMOUNTS)
                + ", Số lượng.",
            )
        elif target.project_tt not in lines and not (whole and column in _AMOUNT_COLUMNS):
            said = (
                f"TT đề án {quoted(target.project_tt)} không có trong kế hoạch"
                if target.project_tt
                else "chưa có TT đề án"
            )
            yield Fault(
                place("ChiTieu", target.row, "TT đề án"),
                f"{_said(target)}: {said}",
                "Sửa TT đề án.",
            )
        elif read_numeral(target.value) is None:
            yield Fault(
                place("ChiTieu", target.row, "Giá trị"),
                f"{_said(target)}: giá trị {quoted(target.value)} không đọc được thành số",
                "Ghi bằng chữ số.",
            )
        elif column in _AMOUNT_COLUMNS and _unit(target, plan) is None:
            yield Fault(
                place("ChiTieu", target.row, "Đơn vị"),
                f"{_said(target)}: đơn vị {quoted(target.unit)} không phải đơn vị tiền",
                "Ghi một trong: đồng, ngàn đồng, triệu đồng, tỷ đồng.",
            )


def _lines(plan: Plan) -> dict[str, Section | Programme | Project]:
    found: dict[str, Section | Programme | Project] = {}
    for line in plan.lines():
        if line.tt:
            found.setdefault(line.tt, line)
    return found


def _unit(target: Target, plan: Plan) -> Unit | None:
    if not target.unit:
        return plan.unit
    try:
        return parse_unit(target.unit)
    except ValueError:
        return None


def _rounds_to(found: Decimal, said: Decimal) -> bool:
    """Whether an amount, rounded to the digits that the text gives, is what the text says."""
    if found == said:
        return True
    exponent = said.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and exponent < 0
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
