"""Family D: support against the norms of the sheet ``DinhMuc``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from workbook_tools.check.register import (
    Example,
    Fault,
    Severity,
    fault,
    money,
    named,
    quoted,
    rule,
)
from workbook_tools.plan.form import BENEFICIARY, TOTAL
from workbook_tools.plan.model import Norm, Plan, Project
from workbook_tools.plan.money import format_amount
from workbook_tools.plan.quantities import quantity_of


@rule(
    "D01",
    Severity.ERROR,
    "Hỗ trợ vượt tỷ lệ của định mức",
    bad=Example(
        "Định mức tối đa 50%; Tổng KP 350.000, KPKC ĐP 200.000 (57,1%)",
        cells={
            "I9": 150_000,
            "J9": 70_000,
            "K9": 80_000,
            "DinhMuc!C2": 0.4,
            "J8": 140_000,
            "K8": 210_000,
        },
        at="J9",
        says="2.2 Máy đóng gói: KPKC ĐP 70.000 ngàn đồng là 46,7% của tổng 150.000 ngàn "
        "đồng; định mức MAY cho phép tối đa 40%, tức 60.000 ngàn đồng",
    ),
    good="Tổng KP 350.000, KPKC ĐP 175.000 (50%)",
    fault=("share_exceeded",),
)
def above_share(plan: Plan) -> Iterator[Fault]:
    """KPKC ĐP của một đề án không được vượt Tỷ lệ tối đa của định mức (trang tính DinhMuc) nhân với
    Tổng KP."""
    for project, norm in _normed(plan):
        if norm.max_share is None or project.total <= 0:
            continue
        limit = plan.unit.quantize(project.total * norm.max_share)
        if project.supported > limit:
            share, support = _percent(project.supported / project.total), _support(plan)
            yield fault(
                plan,
                project,
                _supporting(project),
                f"{named(project)}: {support} {money(plan, project.supported)} là {share} của "
                f"tổng {money(plan, project.total)}; định mức {norm.code} cho phép "
                f"tối đa {_percent(norm.max_share)}, tức {format_amount(limit)} {plan.unit.said}",
                f"Giảm {support} xuống {format_amount(limit)} {plan.unit.said} hoặc tăng phần đơn "
                f"vị thụ hưởng ({_source(norm)}).{_compare(norm)}",
                _gravity(norm),
            )


@rule(
    "D02",
    Severity.ERROR,
    "Hỗ trợ vượt mức tối đa của định mức nhân số lượng",
    bad=Example(
        "Định mức 35 triệu đồng/cơ sở, 05 cơ sở; KPKC ĐP 200 triệu đồng",
        cells={"O8": "04 cơ sở"},
        at="J8",
        says="2.1 Máy sấy nông sản: KPKC ĐP 175.000.000 đồng; định mức MAY cho phép tối "
        "đa 35.000.000 đồng/cơ sở (4 cơ sở), tức 140.000.000 đồng",
    ),
    good=Example(
        "Định mức 35 triệu đồng/cơ sở, 05 cơ sở; KPKC ĐP 175 triệu đồng", cells={"O8": "06 cơ sở"}
    ),
    fault=("cap_exceeded",),
)
def above_cap(plan: Plan) -> Iterator[Fault]:
    """KPKC ĐP không được vượt Mức tối đa (đồng) nhân số đơn vị tính trong cột Số lượng. Số lượng để
    trống, hoặc không nói đơn vị của định mức, thì tính là 1. Đề án có cột Ưu tiên ghi x được nhân
    thêm Hệ số ưu tiên của định mức."""
    for project, norm in _normed(plan):
        if norm.max_amount is None:
            continue
        count = _count(project, norm)
        factor = norm.priority if str(project["Ưu tiên"] or "").strip().casefold() == "x" else 1
        limit = norm.max_amount * (1 if count is None else count) * factor
        support = plan.unit.to_dong(project.supported)
        if support > limit:
            per = norm.per or "đơn vị"
            how = (
                f"{format_amount(count)} {per}"
                if count is not None
                else f"số {per} chưa ghi, tính là 1"
            )
            if factor != 1:
                how += f", hệ số ưu tiên {format_amount(Decimal(factor))}"
            yield fault(
                plan,
                project,
                _supporting(project),
                f"{named(project)}: {_support(plan)} {format_amount(support)} đồng; định mức "
                f"{norm.code} cho phép tối đa {format_amount(norm.max_amount)} đồng/{per} ({how}), "
                f"tức {format_amount(limit)} đồng",
                f"Giảm {_support(plan)}, hoặc sửa cột Số lượng ({_source(norm)}); đề án được ưu "
                f"tiên thì ghi x vào cột Ưu tiên.{_compare(norm)}",
                _gravity(norm),
            )


@rule(
    "D03",
    Severity.WARNING,
    "Thiếu phần đơn vị thụ hưởng mà định mức yêu cầu",
    bad=Example(
        "Định mức tối đa 50%; KPKC ĐP 350.000, đơn vị thụ hưởng 0",
        cells={"J9": 70_000, "K9": 0, "L9": 80_000},
        at="K9",
        says="2.2 Máy đóng gói: chưa ghi phần đóng góp; định mức MAY cho phép hỗ trợ "
        "tối đa 50%, đơn vị thụ hưởng phải đóng góp tối thiểu 75.000 ngàn đồng",
    ),
    good="Định mức tối đa 50%; KPKC ĐP 175.000, đơn vị thụ hưởng 175.000",
    fault=("share_taken_over",),
)
def no_share(plan: Plan) -> Iterator[Fault]:
    """Định mức có Tỷ lệ tối đa dưới 100% thì đơn vị thụ hưởng phải đóng góp phần còn lại."""
    for project, norm in _normed(plan):
        if norm.max_share is None or norm.max_share >= 1:
            continue
        if project.supported > 0 and _paid(project) <= 0:
            due = plan.unit.quantize(project.total * (1 - norm.max_share))
            yield fault(
                plan,
                project,
                next(iter(plan.form.of_kind(BENEFICIARY)), TOTAL),
                f"{named(project)}: chưa ghi phần đóng góp; định mức {norm.code} cho phép hỗ trợ "
                f"tối đa {_percent(norm.max_share)}, đơn vị thụ hưởng phải đóng góp tối thiểu "
                f"{format_amount(due)} "
                f"{plan.unit.said}",
                f"Ghi phần đóng góp vào cột {_paying(plan)} ({_source(norm)}).",
            )


@rule(
    "D04",
    Severity.ERROR,
    "Định mức không có, hoặc không có hiệu lực trong năm kế hoạch",
    bad=Example(
        "Mã định mức MH-CU; trang tính DinhMuc ghi mã này hết hiệu lực 31/12/2017, kế hoạch "
        "năm 2021",
        cells={
            "DinhMuc!A3": "MH-CU",
            "DinhMuc!B3": "Mô hình trình diễn",
            "DinhMuc!G3": "31/12/2017",
            "N9": "MH-CU",
        },
        at="N9",
        says="2.2 Máy đóng gói: mã định mức “MH-CU” hết hiệu lực từ 31/12/2017, trước "
        "năm kế hoạch 2021",
    ),
    good=Example(
        "Mã định mức MH-MOI, còn hiệu lực trong năm 2021",
        cells={
            "DinhMuc!A3": "MH-MOI",
            "DinhMuc!B3": "Mô hình trình diễn",
            "DinhMuc!G3": "31/12/2022",
            "N9": "MH-MOI",
        },
    ),
    fault=("norm_lapsed",),
)
def norm_not_in_force(plan: Plan) -> Iterator[Fault]:
    """Mã định mức của đề án phải có trên trang tính DinhMuc và có hiệu lực trong năm kế hoạch (Hiệu
    lực từ, Hiệu lực đến)."""
    for project in plan.projects:
        if not project.norm_code:
            continue
        said = (
            _not_in_force(project.norm, plan.year)
            if project.norm is not None
            else "không có trên trang tính DinhMuc"
        )
        if said:
            yield fault(
                plan,
                project,
                "norm_code",
                f"{named(project)}: mã định mức {quoted(project.norm_code)} {said}",
                "Chọn mã khác, hoặc sửa trang tính DinhMuc.",
            )


@rule(
    "D05",
    Severity.WARNING,
    "Định mức không có mã, hoặc một mã có hai lần",
    bad=Example(
        "Trang tính DinhMuc có dòng “Mô hình trình diễn” mà cột Mã định mức trống",
        cells={"DinhMuc!B3": "Mô hình trình diễn"},
        at="DinhMuc!A3",
        says="Dòng 3 của DinhMuc (“Mô hình trình diễn”): chưa có mã",
    ),
    good=Example(
        "Mỗi định mức một mã riêng", cells={"DinhMuc!A3": "MH", "DinhMuc!B3": "Mô hình trình diễn"}
    ),
    fault=("norm_key_lost",),
)
def norm_without_key(plan: Plan) -> Iterator[Fault]:
    """Đề án tìm định mức theo mã, nên trên trang tính DinhMuc mỗi dòng phải có một mã và không mã
    nào có hai lần."""
    first: dict[str, int] = {}
    for norm in plan.norms:
        place = plan.record_place("DinhMuc", norm.row, "Mã định mức")
        if not norm.code:
            yield Fault(
                place,
                f"Dòng {norm.row} của DinhMuc ({quoted(norm.content)}): chưa có mã",
                "Ghi mã định mức.",
            )
        elif first.setdefault(norm.code, norm.row) != norm.row:
            earlier = first[norm.code]
            yield Fault(
                place,
                f"Dòng {norm.row} của DinhMuc: mã {quoted(norm.code)} đã có ở dòng {earlier}",
                "Đổi một trong hai mã; đề án đang dùng dòng sau.",
            )


def _normed(plan: Plan) -> Iterator[tuple[Project, Norm]]:
    """The projects that have a norm, each with it."""
    for project in plan.projects:
        if project.norm is not None:
            yield project, project.norm


def _support(plan: Plan) -> str:
    """How a sentence calls the sources that a norm limits."""
    names = [source.name for source in plan.form.sources if source.normed]
    return " và ".join(names) or "phần hỗ trợ"


def _supporting(project: Project) -> str:
    """The first source that a norm limits and that has money."""
    form = project.form
    return next((key for key in form.normed if project.amounts[key]), TOTAL)


def _paid(project: Project) -> Decimal:
    """What those who benefit pay; where the plan has no such source, whatever is no budget's."""
    keys = project.form.of_kind(BENEFICIARY) or project.form.own
    return sum((project.amounts[key] for key in keys), Decimal(0))


def _paying(plan: Plan) -> str:
    """The column in which the beneficiary's share is typed."""
    keys = plan.form.of_kind(BENEFICIARY)
    return plan.heading(keys[0]) if keys else "của đơn vị thụ hưởng"


def _count(project: Project, norm: Norm) -> Decimal | None:
    """How many units of the norm a project has; ``None`` where its quantity does not tell."""
    said = quantity_of(project.quantity, norm.per)
    return max(said) if said else None


def _not_in_force(norm: Norm, year: int | None) -> str:
    if year is None:
        return ""
    if norm.valid_from is not None and norm.valid_from > date(year, 12, 31):
        return f"có hiệu lực từ {norm.valid_from:%d/%m/%Y}, sau năm kế hoạch {year}"
    if norm.valid_to is not None and norm.valid_to < date(year, 1, 1):
        return f"hết hiệu lực từ {norm.valid_to:%d/%m/%Y}, trước năm kế hoạch {year}"
    return ""


def _percent(share: Decimal) -> str:
    return f"{format_amount(share * 100, 1)}%"


def _gravity(norm: Norm) -> Severity | None:
    """A norm whose figures are not verified gives no error."""
    return None if norm.is_verified else Severity.WARNING


def _compare(norm: Norm) -> str:
    return "" if norm.is_verified else " Trước đó hãy đối chiếu định mức này với văn bản."


def _source(norm: Norm) -> str:
    return norm.source or f"định mức {norm.code}"
