"""Family A: stated amounts against computed ones."""

from __future__ import annotations

from collections.abc import Iterator

from workbook_tools.check.rules import Fault, Severity, rule
from workbook_tools.money import amount_in_words, format_amount, read_words
from workbook_tools.plan import AMOUNTS, COLUMNS, Line, Plan, Programme, Section


@rule("A01", Severity.ERROR, "Tổng kinh phí của đề án không bằng tổng các nguồn",
      bad="Tổng KP 195.000; KPKC ĐP 190.000; đơn vị thụ hưởng 0; nguồn khác 0",
      good="Tổng KP 195.000; KPKC ĐP 195.000; đơn vị thụ hưởng 0; nguồn khác 0")
def project_total(plan: Plan) -> Iterator[Fault]:
    """Tổng KP thực hiện của một đề án phải bằng KPKC ĐP cộng KP đơn vị thụ hưởng cộng nguồn khác. Nếu chỉ một nguồn
    còn trống thì nguồn đó được tính bằng tổng trừ các nguồn đã nêu, và không có lỗi."""
    for project in plan.projects:
        stated = project.stated.total
        if stated is not None and stated != project.total:
            yield Fault(
                plan.place(project, "total"),
                f"{_named(project)}: Tổng KP ghi {format_amount(stated)}, nhưng các nguồn cộng lại là "
                f"{format_amount(project.total)} (lệch {format_amount(stated - project.total)} {plan.unit.name})",
                "Sửa Tổng KP hoặc số của nguồn bị sai; để trống Tổng KP thì công thức tự cộng.",
                project, "total")


@rule("A02", Severity.ERROR, "Cộng của chương trình hoặc mục không bằng tổng các đề án",
      bad="Chương trình 5 ghi 904.000; các đề án 5.1–5.4 cộng lại 754.000",
      good="Chương trình 5 ghi 904.000; các đề án 5.1–5.5 cộng lại 904.000")
def subtotal(plan: Plan) -> Iterator[Fault]:
    """Số ghi ở dòng chương trình hoặc dòng mục phải bằng tổng các đề án bên dưới, theo từng cột kinh phí."""
    for line in plan.lines():
        if isinstance(line, (Section, Programme)):
            what = "các đề án trong chương trình" if isinstance(line, Programme) else "các chương trình trong mục"
            yield from _differences(plan, line, line, _named(line), what)


@rule("A03", Severity.ERROR, "Tổng cộng ghi trong kế hoạch không bằng tổng các mục",
      bad="Dòng Tổng cộng ghi 9.230.500; các mục cộng lại 3.047.400",
      good="Dòng Tổng cộng ghi 9.230.500; các mục cộng lại 9.230.500")
def grand_total(plan: Plan) -> Iterator[Fault]:
    """Số ghi ở dòng Tổng cộng phải bằng tổng các mục, theo từng cột kinh phí."""
    if plan.stated is not None:
        yield from _differences(plan, plan.stated, plan, "Tổng cộng", "các mục")


@rule("A04", Severity.ERROR, "Số tiền bằng chữ không đúng với số",
      bad="Tổng cộng 9.230.500 ngàn đồng; bằng chữ: chín tỷ, hai trăm ba mươi triệu đồng",
      good="Tổng cộng 9.230.500 ngàn đồng; bằng chữ: chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng")
def words(plan: Plan) -> Iterator[Fault]:
    """Mục “Tổng cộng bằng chữ” của trang ThongTin, nếu có ghi, phải đọc ra đúng tổng cộng tính được."""
    said = plan.particulars.get("Tổng cộng bằng chữ")
    if not said:
        return
    due = plan.unit.to_dong(plan.total)
    read = read_words(str(said))
    if read != due:
        reading = "không đọc được thành số" if read is None else f"đọc ra {format_amount(read)} đồng"
        yield Fault(
            plan.particular_cells["Tổng cộng bằng chữ"] if "Tổng cộng bằng chữ" in plan.particular_cells
            else plan.place(Line(), ""),
            f"Bằng chữ ghi “{said}” ({reading}), nhưng tổng cộng là {format_amount(due)} đồng",
            f"Sửa thành: {amount_in_words(plan.total, plan.unit)}; hoặc để trống, biểu sẽ tự ghi.",
            None, "total")


def _differences(plan: Plan, stated: Line, computed: Section | Programme | Plan, name: str,
                 what: str) -> Iterator[Fault]:
    for amount in AMOUNTS:
        said = stated.stated.get(amount)
        due = getattr(computed, amount)
        if said is not None and said != due:
            yield Fault(
                plan.place(stated, amount),
                f"{name}: cột “{COLUMNS[amount]}” ghi {format_amount(said)}, nhưng {what} cộng lại là "
                f"{format_amount(due)} (lệch {format_amount(said - due)} {plan.unit.name})",
                "Kiểm tra xem thiếu, thừa hay sai số ở dòng nào; để trống thì công thức tự cộng.",
                stated, amount)


def _named(line: Line) -> str:
    return f"{line.tt} {line.name}".strip() or f"Dòng {line.row}"
