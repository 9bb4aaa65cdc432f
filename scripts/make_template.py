"""Make ``templates/KeHoach_template.xlsx``: python -m scripts.make_template [--into FOLDER]."""

from __future__ import annotations

import argparse
import csv
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, DoughnutChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel, StrRef
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.text import CharacterProperties, Paragraph, RegularTextRun
from openpyxl.drawing.text import Font as TextFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from scripts.openpyxl_packages import finished, fit_rows
from workbook_tools.plan.form import COLUMNS, LEVELS, PARTICULARS

ROOT = Path(__file__).resolve().parent.parent
FACE = "Times New Roman"
THIN = Side(style="thin", color="FF7F7F7F")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEADING = PatternFill("solid", fgColor="FFDDEBF7")
SECTION = PatternFill("solid", fgColor="FFF2F2F2")
COMPUTED = PatternFill("solid", fgColor="FFFFF8E1")
TAG = Font(name="Consolas", size=9, color="FF808080")
MONEY = "#,##0_)"
NUMBER = Alignment(horizontal="right", vertical="center", shrink_to_fit=True)
MONTH = "0"
LAST_INPUT_ROW = 3000


def font(size: int = 11, **other: object) -> Font:
    return Font(name=FACE, size=size, **other)


def align(horizontal: str = "left", vertical: str = "center", *, wrap: bool = True) -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap)


def put(
    sheet: Worksheet,
    cell: str,
    value: object,
    *,
    style: Font | None = None,
    to: str = "",
    alignment: Alignment | None = None,
) -> None:
    """A cell's value and looks, merged up to ``to`` where that is given."""
    sheet[cell] = value
    sheet[cell].font = style or font()
    sheet[cell].alignment = alignment or align()
    if to:
        sheet.merge_cells(f"{cell}:{to}")


def tag(sheet: Worksheet, row: int, text: str) -> None:
    """A control row: it stands in the template only."""
    sheet.cell(row, 1, text).font = TAG


def pattern(
    sheet: Worksheet,
    row: int,
    values: dict[str, object],
    last: str,
    *,
    style: Font,
    fill: PatternFill | None = None,
    money: str = "",
    months: str = "",
    middle: str = "A",
    ratio: str = "",
) -> None:
    """A pattern row with borders; ``money``, ``months``, ``middle``: the columns that look so."""
    for column in range(1, sheet[f"{last}1"].column + 1):
        name = letter(column)
        cell = sheet.cell(row, column, values.get(name))
        cell.font, cell.border = style, BOX
        cell.alignment = (
            NUMBER
            if name in money + ratio
            else align("center" if name in months + middle else "left")
        )
        if fill is not None:
            cell.fill = fill
        if name in money:
            cell.number_format = MONEY
        elif name in ratio:
            cell.number_format = "0.0%"
        elif name in months:
            cell.number_format = MONTH


def prove(sheet: Worksheet, row: int, values: dict[str, str]) -> None:
    """A control row that says what the model gives for the formulas of the row above."""
    sheet[f"{'M' if 'A' in values else 'A'}{row}"] = "{% prove %}"
    sheet[f"{'M' if 'A' in values else 'A'}{row}"].font = TAG
    for column, expression in values.items():
        sheet[f"{column}{row}"] = "{{ " + expression + " }}"
        sheet[f"{column}{row}"].font = TAG


AMOUNTS = {"H": "total", "I": "province", "J": "beneficiary", "K": "other"}


def page(sheet: Worksheet, *, landscape: bool = True) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "Trang &P/&N"
    sheet.oddFooter.center.font = f"{FACE},Regular"
    sheet.oddFooter.center.size = 10


# ------------------------------------------------------------------------------------------- PhuLuc


def appendix(book: Workbook) -> None:
    sheet = book.create_sheet("PhuLuc")
    for name, width in zip(
        "ABCDEFGHIJKL", (6, 27, 15, 34, 31, 8.5, 8.5, 14, 14, 14, 12, 30), strict=True
    ):
        sheet.column_dimensions[name].width = width
    centre = align("center")
    put(
        sheet,
        "A1",
        "{{ (plan.particulars['Cơ quan ban hành'] or '') | upper }}",
        style=font(12, bold=True),
        to="D1",
        alignment=centre,
    )
    put(sheet, "A2", "Phụ lục", style=font(14, bold=True), to="L2", alignment=centre)
    put(
        sheet,
        "A3",
        "BIỂU TỔNG HỢP KẾ HOẠCH KHUYẾN CÔNG ĐỊA PHƯƠNG NĂM {{ plan.year }}",
        style=font(14, bold=True),
        to="L3",
        alignment=centre,
    )
    put(
        sheet,
        "A4",
        "(Kèm theo Kế hoạch số {{ plan.particulars['Số, ký hiệu'] or '……' }} "
        "{{ plan.particulars['Ngày ban hành'] | date }} của "
        "{{ plan.particulars['Cơ quan ban hành'] or '……' }})",
        style=font(12, italic=True),
        to="L4",
        alignment=centre,
    )
    put(
        sheet,
        "J5",
        "Đơn vị tính: {{ plan.unit.name }}",
        style=font(11, italic=True),
        to="L5",
        alignment=align("right"),
    )
    _appendix_heading(sheet)
    rows = _appendix_rows(sheet)
    _appendix_end(sheet, rows)
    _appendix_names(book, sheet, rows)


def _appendix_heading(sheet: Worksheet) -> None:
    single = {
        "A": "TT",
        "B": "Tên đề án",
        "C": "Đơn vị thực hiện",
        "D": "Mục tiêu và nội dung chính",
        "E": "Dự kiến kết quả đạt được",
        "H": "Tổng KP thực hiện",
        "L": "Ghi chú",
    }
    below = {
        "F": "Bắt đầu (tháng)",
        "G": "Kết thúc (tháng)",
        "I": "KPKC ĐP (nguồn KC tỉnh)",
        "J": "KP đóng góp của đơn vị thụ hưởng",
        "K": "Nguồn khác",
    }
    for row in (6, 7):
        for column in "ABCDEFGHIJKL":
            cell = sheet[f"{column}{row}"]
            cell.font, cell.fill, cell.border, cell.alignment = (
                font(11, bold=True),
                HEADING,
                BOX,
                align("center"),
            )
    for column, text in single.items():
        sheet[f"{column}6"] = text
        sheet.merge_cells(f"{column}6:{column}7")
    sheet["F6"], sheet["I6"] = "Thời gian", "Trong đó"
    sheet.merge_cells("F6:G6")
    sheet.merge_cells("I6:K6")
    for column, text in below.items():
        sheet[f"{column}7"] = text
    sheet.row_dimensions[6].height = 20
    sheet.row_dimensions[7].height = 64


def _appendix_rows(sheet: Worksheet) -> dict[str, int]:
    """Pattern and control rows; returns where the ones that others refer to stand."""
    bold, usual = font(11, bold=True), font(11)
    texts = {
        "A": "tt",
        "B": "name",
        "D": "goal",
        "E": "result",
        "F": "start_month",
        "G": "end_month",
        "L": "note",
    }

    def line(variable: str) -> dict[str, object]:
        return {column: f"{{{{ {variable}.{field} }}}}" for column, field in texts.items()}

    def sums(below: str) -> dict[str, object]:
        return {column: f"=SUM({below.replace('#', column)})" for column in AMOUNTS}

    def proofs(variable: str) -> dict[str, str]:
        return {column: f"{variable}.{amount}" for column, amount in AMOUNTS.items()}

    first = 16
    blocks = (("none", ""), ("'province'", "I"), ("'beneficiary'", "J"), ("'other'", "K"))
    last = first + 3 * (len(blocks) - 1)
    tag(sheet, 8, "{% for section in plan.sections %}")
    pattern(
        sheet,
        9,
        line("section") | sums("#12"),
        "L",
        style=bold,
        fill=SECTION,
        money="HIJK",
        months="FG",
    )
    prove(sheet, 10, proofs("section"))
    tag(sheet, 11, "{% for programme in section.programmes %}")
    pattern(
        sheet,
        12,
        line("programme") | sums(f"#{first}:#{last}"),
        "L",
        style=bold,
        money="HIJK",
        months="FG",
    )
    prove(sheet, 13, proofs("programme"))
    tag(sheet, 14, "{% for project in programme.projects %}")
    for number, (source, computed) in enumerate(blocks):
        row = first + 3 * number
        tag(
            sheet,
            row - 1,
            "{% if project.balancing is none %}"
            if not number
            else f"{{% elif project.balancing == {source} %}}",
        )
        amounts: dict[str, object] = {
            column: f"{{{{ project.{amount} }}}}" for column, amount in AMOUNTS.items()
        }
        if computed:
            others = "".join(f"-{column}{row}" for column in "IJK" if column != computed)
            amounts[computed] = f"=H{row}{others}"
        else:
            amounts["H"] = f"=SUM(I{row}:K{row})"
        pattern(
            sheet,
            row,
            line("project") | {"C": "{{ project.executing_unit or '…' }}"} | amounts,
            "L",
            style=usual,
            money="HIJK",
            months="FG",
        )
        formula = computed or "H"
        if computed:
            sheet[f"{computed}{row}"].font = font(11, italic=True)
            sheet[f"{computed}{row}"].fill = COMPUTED
        prove(sheet, row + 1, {formula: f"project.{AMOUNTS[formula]}"})
    end = last + 2
    for at, text in enumerate(("{% endif %}", "{% endfor %}", "{% endfor %}", "{% endfor %}")):
        tag(sheet, end + at, text)
    total = end + 4
    pattern(
        sheet,
        total,
        {"B": "Tổng cộng"} | sums("#9"),
        "L",
        style=bold,
        fill=HEADING,
        money="HIJK",
        months="FG",
    )
    prove(sheet, total + 1, proofs("plan"))
    return {"first": 9, "project": first, "last_project": last, "total": total}


def _appendix_end(sheet: Worksheet, rows: dict[str, int]) -> None:
    total = rows["total"]
    words = total + 2
    put(
        sheet,
        f"A{words}",
        f'=IF(ROUND(H{total}*VALUE("{{{{ plan.unit.dong }}}}"),0)='
        'VALUE("{{ plan.total | dong(plan.unit) }}"),'
        '"(Bằng chữ: {{ plan.total | words(plan.unit) }}.)",'
        '"(Tổng cộng đã thay đổi: hãy bấm Lập biểu để ghi lại số tiền bằng chữ.)")',
        style=font(12, italic=True),
        to=f"L{words}",
    )
    prove(sheet, words + 1, {"A": "'(Bằng chữ: ' ~ (plan.total | words(plan.unit)) ~ '.)'"})
    put(sheet, f"A{words + 2}", "{% if plan.has_balanced %}", style=TAG)
    put(
        sheet,
        f"A{words + 3}",
        "Số in nghiêng trên nền vàng nhạt: được tính bằng tổng kinh phí trừ các nguồn đã nêu.",
        style=font(10, italic=True),
        to=f"L{words + 3}",
    )
    put(sheet, f"A{words + 4}", "{% endif %}", style=TAG)
    sign = words + 6
    put(
        sheet,
        f"H{sign}",
        "{{ plan.particulars['Chức vụ người ký'] or '' }}",
        style=font(12, bold=True),
        to=f"L{sign}",
        alignment=align("center"),
    )
    sheet.row_dimensions[sign].height = 50
    put(
        sheet,
        f"H{sign + 4}",
        "{{ plan.particulars['Người ký'] or '' }}",
        style=font(12, bold=True),
        to=f"L{sign + 4}",
        alignment=align("center"),
    )
    rows["words"], rows["end"] = words, sign + 4


def _appendix_names(book: Workbook, sheet: Worksheet, rows: dict[str, int]) -> None:
    total = rows["total"]
    names = {
        "TongCong_KP": "H",
        "TongCong_KPKC": "I",
        "TongCong_ThuHuong": "J",
        "TongCong_Khac": "K",
    }
    targets = {name: f"PhuLuc!${column}${total}" for name, column in names.items()}
    targets |= {"BangChu": f"PhuLuc!$A${rows['words']}", "VungBieu": f"PhuLuc!$A$6:$L${total}"}
    for name, target in targets.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)
    decimals = DifferentialStyle(
        numFmt=NumberFormat(numFmtId=170, formatCode="#,##0.0##########_)")
    )
    rule = FormulaRule(formula=["H9<>ROUND(H9,0)"])
    rule.dxf = decimals
    sheet.conditional_formatting.add(f"H9:K{total}", rule)
    sheet.freeze_panes = "C8"
    sheet.print_title_rows = "6:7"
    sheet.print_area = f"A1:L{rows['end']}"
    sheet.sheet_view.zoomScale = 85
    page(sheet)


# ------------------------------------------------------------------------------------------ TongHop


def summary(book: Workbook, projects: tuple[int, int]) -> None:
    sheet = book.create_sheet("TongHop")
    for name, width in zip("ABCDEFG", (8, 46, 16, 16, 16, 14, 14), strict=True):
        sheet.column_dimensions[name].width = width
    for row in range(3, 20):
        sheet.row_dimensions[row].height = 15
    put(
        sheet,
        "A1",
        "TỔNG HỢP KẾ HOẠCH KHUYẾN CÔNG ĐỊA PHƯƠNG NĂM {{ plan.year }}",
        style=font(14, bold=True),
        to="G1",
        alignment=align("center"),
    )
    put(
        sheet,
        "E2",
        "Đơn vị tính: {{ plan.unit.name }}",
        style=font(11, italic=True),
        to="G2",
        alignment=align("right"),
    )
    first, last = projects
    sources = {
        "C": ("H", "total"),
        "D": ("I", "province"),
        "E": ("J", "beneficiary"),
        "F": ("K", "other"),
    }
    programmes = _by_programme(sheet, 20, sources)
    units = _by_unit(sheet, programmes["end"] + 2, sources, last)
    quarters = _by_quarter(sheet, units["end"] + 2, sources, last)
    end = _required(sheet, quarters["end"] + 2, first, last)
    _charts(sheet, programmes, quarters)
    sheet.print_area = f"A1:G{end}"
    page(sheet)


def _block(sheet: Worksheet, row: int, title: str, headings: tuple[str, ...]) -> None:
    put(sheet, f"A{row}", title, style=font(12, bold=True), to=f"G{row}")
    for column, text in enumerate(headings, 1):
        cell = sheet.cell(row + 1, column, text)
        cell.font, cell.fill, cell.border, cell.alignment = (
            font(11, bold=True),
            HEADING,
            BOX,
            align("center"),
        )
    sheet.row_dimensions[row + 1].height = 34


def _ratio(row: int) -> dict[str, object]:
    return {"G": f"=IF(C{row}=0,0,(E{row}+F{row})/C{row})"}


def _ratio_proof(variable: str) -> dict[str, str]:
    own = f"({variable}.beneficiary + {variable}.other)"
    return {"G": f"{own} / {variable}.total if {variable}.total else 0"}


def _proofs(variable: str, sources: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {column: f"{variable}.{amount}" for column, (_, amount) in sources.items()}


_SOURCE_HEADINGS = ("Tổng KP", "KPKC ĐP", "Đơn vị thụ hưởng", "Nguồn khác", "Tỷ lệ đối ứng")


def _by_programme(
    sheet: Worksheet, row: int, sources: dict[str, tuple[str, str]]
) -> dict[str, int]:
    _block(
        sheet,
        row,
        "1. Theo chương trình và nguồn kinh phí",
        ("TT", "Chương trình", *_SOURCE_HEADINGS),
    )
    at, total = row + 3, row + 6
    tag(sheet, at - 1, "{% for programme in plan.programmes %}")
    values: dict[str, object] = {"A": "{{ programme.tt }}", "B": "{{ programme.name }}"}
    pattern(
        sheet,
        at,
        values
        | {column: f"=PhuLuc!{source}12" for column, (source, _) in sources.items()}
        | _ratio(at),
        "G",
        style=font(),
        money="CDEF",
        ratio="G",
    )
    prove(sheet, at + 1, _proofs("programme", sources) | _ratio_proof("programme"))
    tag(sheet, at + 2, "{% endfor %}")
    pattern(
        sheet,
        total,
        {"B": "Tổng cộng"} | {column: f"=SUM({column}{at})" for column in sources} | _ratio(total),
        "G",
        style=font(bold=True),
        fill=SECTION,
        money="CDEF",
        ratio="G",
    )
    prove(sheet, total + 1, _proofs("plan", sources) | _ratio_proof("plan"))
    return {"heading": row + 1, "row": at, "total": total, "end": total + 1}


def _by_unit(
    sheet: Worksheet, row: int, sources: dict[str, tuple[str, str]], last: int
) -> dict[str, int]:
    _block(
        sheet, row, "2. Theo đơn vị thực hiện", ("Số đề án", "Đơn vị thực hiện", *_SOURCE_HEADINGS)
    )
    at = row + 3
    name = f'"="&SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($B{at},"~","~~"),"*","~*"),"?","~?")'
    same = f"PhuLuc!$C$9:$C${last},{name}"
    tag(sheet, at - 1, "{% for unit in plan.executing_units %}")
    values: dict[str, object] = {"A": f"=COUNTIFS({same})", "B": "{{ unit.name or '…' }}"}
    values |= {
        column: f"=SUMIFS(PhuLuc!{source}$9:{source}${last},{same})"
        for column, (source, _) in sources.items()
    }
    pattern(sheet, at, values | _ratio(at), "G", style=font(), money="CDEF", ratio="G")
    prove(sheet, at + 1, {"A": "unit.count"} | _proofs("unit", sources) | _ratio_proof("unit"))
    tag(sheet, at + 2, "{% endfor %}")
    return {"row": at, "end": at + 2}


def _by_quarter(
    sheet: Worksheet, row: int, sources: dict[str, tuple[str, str]], last: int
) -> dict[str, int]:
    _block(sheet, row, "3. Theo quý bắt đầu", ("Số đề án", "Quý bắt đầu", *_SOURCE_HEADINGS))
    at = row + 3
    months, units = f"PhuLuc!$F$9:$F${last}", f"PhuLuc!$C$9:$C${last}"
    since = f'{months},">={{{{ quarter.first_month }}}}"'
    until = f'{months},"<={{{{ quarter.last_month }}}}"'
    inside = f'{units},"<>",{since},{until}'
    tag(sheet, at - 1, "{% for quarter in plan.quarters %}")
    values: dict[str, object] = {"A": f"=COUNTIFS({inside})", "B": "{{ quarter.name }}"}
    values |= {
        column: f"=SUMIFS(PhuLuc!{source}$9:{source}${last},{inside})"
        for column, (source, _) in sources.items()
    }
    pattern(sheet, at, values | _ratio(at), "G", style=font(), money="CDEF", ratio="G")
    prove(
        sheet,
        at + 1,
        {"A": "quarter.count"} | _proofs("quarter", sources) | _ratio_proof("quarter"),
    )
    tag(sheet, at + 2, "{% endfor %}")
    return {"row": at, "end": at + 2}


def _required(sheet: Worksheet, row: int, first: int, last: int) -> int:
    _block(
        sheet,
        row,
        "4. Phần đơn vị thụ hưởng phải đóng góp theo định mức",
        (
            "TT",
            "Đề án (mã định mức)",
            "Tổng KP",
            "Tỷ lệ hỗ trợ tối đa",
            "Phải đóng góp",
            "Đơn vị thụ hưởng và nguồn khác",
            "Còn thiếu",
        ),
    )
    sheet.row_dimensions[row + 1].height = 50
    at = row + 3
    tag(sheet, at - 1, "{% for project in plan.normed_projects %}")
    pattern(
        sheet,
        at,
        {
            "A": "{{ project.tt }}",
            "B": "{{ project.name }} ({{ project.norm_code }})",
            "C": f"=PhuLuc!H{first}:H{last}",
            "D": "{{ project.norm.max_share }}",
            "E": f"=C{at}*(1-D{at})",
            "F": f"=SUM(PhuLuc!J{first}:K{last})",
            "G": f"=MAX(0,E{at}-F{at})",
        },
        "G",
        style=font(),
        money="CEFG",
        ratio="D",
    )
    prove(
        sheet,
        at + 1,
        {
            "C": "project.total",
            "E": "project.required_beneficiary",
            "F": "project.beneficiary + project.other",
            "G": "[0, project.required_beneficiary - project.beneficiary - project.other] | max",
        },
    )
    tag(sheet, at + 2, "{% else %}")
    put(
        sheet,
        f"A{at + 3}",
        "Không có đề án nào áp dụng định mức có tỷ lệ hỗ trợ tối đa.",
        style=font(11, italic=True),
        to=f"G{at + 3}",
    )
    tag(sheet, at + 4, "{% endfor %}")
    return at + 5


def _charts(sheet: Worksheet, programmes: dict[str, int], quarters: dict[str, int]) -> None:
    """Three charts in a band above the tables, where nothing that repeats can push them over one
    another.
    """
    colours = ("1F4E79", "ED7D31", "A5A5A5")
    bars = _bar_chart("Kinh phí theo chương trình (TT) và nguồn", "bar")
    bars.grouping, bars.overlap = "stacked", 100
    for column, colour in zip((4, 5, 6), colours, strict=True):
        series = Series(Reference(sheet, min_col=column, min_row=programmes["row"]))
        series.tx = SeriesLabel(strRef=StrRef(f"TongHop!${letter(column)}${programmes['heading']}"))
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        bars.series.append(series)
    bars.set_categories(Reference(sheet, min_col=1, min_row=programmes["row"]))
    bars.x_axis.scaling.orientation = "maxMin"
    bars.legend.position = "b"
    bars.width, bars.height = 10.6, CHART_HEIGHT
    sheet.add_chart(bars, "A4")
    ring = DoughnutChart()
    ring.title = _title("Cơ cấu nguồn kinh phí")
    ring.add_data(
        Reference(sheet, min_col=4, max_col=6, min_row=programmes["total"]),
        from_rows=True,
        titles_from_data=False,
    )
    ring.set_categories(Reference(sheet, min_col=4, max_col=6, min_row=programmes["heading"]))
    for index, colour in enumerate(colours):
        ring.series[0].dPt.append(DataPoint(idx=index, spPr=GraphicalProperties(solidFill=colour)))
    ring.holeSize = 55
    ring.legend.position = "b"
    ring.width, ring.height = 6.6, CHART_HEIGHT
    sheet.add_chart(ring, "C4")
    columns = _bar_chart("Kinh phí theo quý bắt đầu", "col")
    columns.add_data(Reference(sheet, min_col=3, min_row=quarters["row"]), titles_from_data=False)
    columns.series[0].graphicalProperties = GraphicalProperties(solidFill="1F4E79")
    columns.series[0].dLbls = DataLabelList(
        showVal=True,
        showPercent=False,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        numFmt="#,##0;;",
    )
    columns.set_categories(Reference(sheet, min_col=2, min_row=quarters["row"]))
    columns.legend = None
    columns.width, columns.height = 7.2, CHART_HEIGHT
    sheet.add_chart(columns, "E4")


CHART_HEIGHT = 7.6


def _bar_chart(title: str, kind: str) -> BarChart:
    chart = BarChart()
    chart.type, chart.gapWidth, chart.title = kind, 60, _title(title)
    chart.y_axis.numFmt, chart.y_axis.delete, chart.x_axis.delete = "#,##0", True, False
    chart.y_axis.majorGridlines = None
    return chart


def _title(text: str) -> Title:
    """A chart's title in the appendix's own face, small enough to stay on one line."""
    run = RegularTextRun(
        rPr=CharacterProperties(sz=1100, b=True, latin=TextFont(typeface=FACE)), t=text
    )
    return Title(tx=Text(rich=RichText(p=[Paragraph(r=[run])])), overlay=False)


# ------------------------------------------------------------------------------------------ KiemTra


def checks(book: Workbook) -> None:
    sheet = book.create_sheet("KiemTra")
    for name, width in zip("ABCDEF", (8, 12, 16, 70, 50, 36), strict=True):
        sheet.column_dimensions[name].width = width
    put(sheet, "A1", "KIỂM TRA KẾ HOẠCH NĂM {{ plan.year }}", style=font(14, bold=True), to="F1")
    _finding_counts(sheet)
    headings = ("Mã", "Mức độ", "Vị trí", "Nội dung", "Gợi ý", "Giải trình")
    for column, text in enumerate(headings, 1):
        cell = sheet.cell(5, column, text)
        cell.font, cell.fill, cell.border, cell.alignment = (
            font(11, bold=True),
            HEADING,
            BOX,
            align("center"),
        )
    tag(sheet, 6, "{% for finding in findings %}")
    pattern(
        sheet,
        7,
        {
            "A": "{{ finding.rule }}",
            "B": "{{ finding.label }}",
            "C": '=HYPERLINK("#{{ finding.link }}","{{ finding.where }}")',
            "D": "{{ finding.message }}",
            "E": "{{ finding.hint }}",
            "F": "{{ finding.accepted or '' }}",
        },
        "F",
        style=font(),
        middle="AB",
    )
    sheet["C7"].font = font(color="FF0563C1", underline="single")
    prove(sheet, 8, {"C": "finding.where"})
    tag(sheet, 9, "{% else %}")
    pattern(sheet, 10, {"D": "Không có lỗi."}, "F", style=font(), middle="AB")
    tag(sheet, 11, "{% endfor %}")
    table = Table(displayName="tblKiemTra", ref="A5:F10")
    table.tableStyleInfo = TableStyleInfo(name=None, showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = "A6"
    sheet.print_title_rows = "5:5"
    accepted = FormulaRule(
        formula=["LEN($F7)>0"],
        font=Font(italic=True, color="FF7F7F7F"),
        fill=PatternFill("solid", bgColor="FFEDEDED"),
        stopIfTrue=True,
    )
    sheet.conditional_formatting.add("A7:E10", accepted)
    for label, colour in (("Lỗi", "FFF8CBAD"), ("Cảnh báo", "FFFFE699"), ("Lưu ý", "FFDDEBF7")):
        sheet.conditional_formatting.add(
            "B7:B10",
            FormulaRule(formula=[f'$B7="{label}"'], fill=PatternFill("solid", bgColor=colour)),
        )
    page(sheet)


def _finding_counts(sheet: Worksheet) -> None:
    """How many findings are open, by severity, and how many have a reason; they follow as reasons
    are written.
    """
    kinds = (("Lỗi", "error"), ("Cảnh báo", "warning"), ("Lưu ý", "note"))
    open_ones = [
        f'"{label}: "&SUMPRODUCT(($B$7:$B$10="{label}")*($F$7:$F$10=""))' for label, _ in kinds
    ]
    reasons = '"Đã giải trình: "&SUMPRODUCT(($B$7:$B$10<>"")*($F$7:$F$10<>""))'
    put(sheet, "A2", "=" + '&"     "&'.join([*open_ones, reasons]), style=font(12), to="F2")
    said = " ~ '     ' ~ ".join(
        [
            *(f"'{label}: ' ~ counts.{name}" for label, name in kinds),
            "'Đã giải trình: ' ~ counts.accepted",
        ]
    )
    prove(sheet, 3, {"A": said})


# -------------------------------------------------------------------------- the accountant's sheets


def _input_sheet(
    book: Workbook, name: str, headings: tuple[str, ...], widths: tuple[float, ...]
) -> Worksheet:
    sheet = book.create_sheet(name)
    for column, (text, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = sheet.cell(1, column, text)
        cell.font, cell.fill, cell.border, cell.alignment = (
            font(11, bold=True),
            HEADING,
            BOX,
            align("center"),
        )
        sheet.column_dimensions[letter(column)].width = width
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    page(sheet)
    return sheet


def _list(sheet: Worksheet, area: str, formula: str, title: str, message: str) -> None:
    validation = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=title,
        error=message,
        promptTitle=title,
        prompt=message,
    )
    sheet.add_data_validation(validation)
    validation.add(area)


def particulars(book: Workbook) -> None:
    sheet = _input_sheet(book, "ThongTin", ("Mục", "Nội dung"), (28, 60))
    for row, name in enumerate(PARTICULARS, 2):
        put(sheet, f"A{row}", name)
        put(sheet, f"B{row}", None)
        sheet[f"A{row}"].border = sheet[f"B{row}"].border = BOX
    places = {name: f"B{row}" for row, name in enumerate(PARTICULARS, 2)}
    sheet[places["Đơn vị tính"]] = "ngàn đồng"
    sheet[places["Ngày ban hành"]].number_format = "dd/mm/yyyy"
    _list(
        sheet,
        places["Đơn vị tính"],
        '"đồng,ngàn đồng,nghìn đồng,triệu đồng,tỷ đồng"',
        "Đơn vị tính",
        "Chọn một đơn vị trong danh sách.",
    )
    year = DataValidation(
        type="whole",
        operator="between",
        formula1="2000",
        formula2="2100",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Năm kế hoạch",
        error="Gõ một năm, ví dụ 2021.",
    )
    sheet.add_data_validation(year)
    year.add(places["Năm kế hoạch"])


def projects_sheet(book: Workbook) -> None:
    sheet = _input_sheet(
        book,
        "DeAn",
        tuple(COLUMNS.values()),
        (8, 14, 42, 22, 44, 40, 10, 10, 16, 16, 16, 14, 34, 14, 20),
    )
    columns = {field: letter(at) for at, field in enumerate(COLUMNS, 1)}
    for column in range(1, len(COLUMNS) + 1):
        cell = sheet.cell(2, column)
        cell.font, cell.alignment = font(), align("left", "top")
    sheet[f"{columns['tt']}2"].number_format = "@"
    for field in ("total", "province", "beneficiary", "other"):
        sheet[f"{columns[field]}2"].number_format = MONEY
    for field in ("start_month", "end_month", "total", "province", "beneficiary", "other"):
        # figures to the right, and text typed among them to the left, where it is seen
        sheet[f"{columns[field]}2"].alignment = align("general", "top")
    table = Table(displayName="tblDeAn", ref=f"A1:{letter(len(COLUMNS))}2")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.add_table(table)

    def area(first: str, last: str = "") -> str:
        return f"{columns[first]}2:{columns[last or first]}{LAST_INPUT_ROW}"

    _list(
        sheet,
        area("level"),
        '"' + ",".join(LEVELS) + '"',
        "Cấp",
        "Mục, Chương trình, Đề án hoặc Tổng cộng.",
    )
    _list(
        sheet,
        area("norm_code"),
        "DinhMuc!$A$2:$A$200",
        "Mã định mức",
        "Chọn mã có trên trang DinhMuc.",
    )
    month = DataValidation(
        type="whole",
        operator="between",
        formula1="1",
        formula2="12",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Tháng",
        error="Gõ số của tháng, từ 1 đến 12.",
    )
    money = DataValidation(
        type="decimal",
        operator="between",
        formula1="0",
        formula2="999999999999999",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Kinh phí",
        error="Gõ một số tiền không âm.",
    )
    sheet.add_data_validation(month)
    month.add(area("start_month", "end_month"))
    sheet.add_data_validation(money)
    money.add(area("total", "other"))
    page(sheet)


def reference_sheets(book: Workbook) -> None:
    _input_sheet(
        book,
        "ChiTieu",
        ("Chỉ tiêu", "Giá trị", "Đơn vị", "Nơi nêu", "TT đề án", "Cột"),
        (50, 16, 14, 14, 12, 24),
    )
    norms = _input_sheet(
        book,
        "DinhMuc",
        (
            "Mã định mức",
            "Nội dung",
            "Tỷ lệ tối đa",
            "Mức tối đa (đồng)",
            "Tính cho",
            "Hiệu lực từ",
            "Hiệu lực đến",
            "Căn cứ",
        ),
        (14, 60, 12, 18, 12, 14, 14, 60),
    )
    with (ROOT / "templates/data/norms.csv").open(encoding="utf-8") as file:
        for row, norm in enumerate(csv.DictReader(file), 2):
            share, amount = norm["max_share_of_cost"], norm["max_amount_vnd"]
            since = date.fromisoformat(norm["valid_from"]) if norm["valid_from"] else None
            values = (
                norm["key"],
                norm["content"],
                float(share) if share else None,
                int(amount) if amount else None,
                norm["per"],
                since,
                None,
                norm["source"],
            )
            for column, value in enumerate(values, 1):
                cell = norms.cell(row, column, value)
                cell.font, cell.alignment, cell.border = font(), align("left", "top"), BOX
            norms.cell(row, 3).number_format = "0%"
            norms.cell(row, 4).number_format = MONEY
            norms.cell(row, 6).number_format = norms.cell(row, 7).number_format = "dd/mm/yyyy"
    register = _input_sheet(
        book,
        "CanCu",
        ("Số, ký hiệu", "Ngày", "Trích yếu", "Hiệu lực từ", "Hiệu lực đến", "Thay thế bởi"),
        (26, 14, 80, 14, 14, 26),
    )
    with (ROOT / "templates/data/documents.csv").open(encoding="utf-8") as file:
        for row, document in enumerate(csv.DictReader(file), 2):
            for column, value in enumerate(
                (document["number"], date.fromisoformat(document["issued"]), document["title"]), 1
            ):
                cell = register.cell(row, column, value)
                cell.font, cell.alignment, cell.border = font(), align("left", "top"), BOX
            register.cell(row, 2).number_format = "dd/mm/yyyy"
    fit_rows(norms)
    fit_rows(register)
    recipients = _input_sheet(
        book, "NoiNhan", ("Đơn vị", "Người nhận", "Email", "Hình thức"), (50, 30, 36, 12)
    )
    _list(recipients, "D2:D500", '"đến,cc"', "Hình thức", "đến hoặc cc")


def template() -> bytes:
    """The template workbook's file."""
    book = Workbook()
    book.remove(book.active)
    normal = next(style for style in book._named_styles if style.name == "Normal")
    assert isinstance(normal, NamedStyle)
    normal.font = font()
    book._fonts[0] = font()
    particulars(book)
    projects_sheet(book)
    reference_sheets(book)
    appendix(book)
    summary(book, (16, 25))
    checks(book)
    book.properties.title = "Mẫu kế hoạch khuyến công địa phương"
    book.properties.creator = "KeHoach"
    return finished(book)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=ROOT / "templates", metavar="FOLDER")
    target = parser.parse_args().into / "KeHoach_template.xlsx"
    target.write_bytes(template())
    print(target)
