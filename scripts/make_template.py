"""Make ``templates/KeHoach_template.xlsx``: python -m scripts.make_template [--into FOLDER]."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.chart import BarChart, DoughnutChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel, StrRef
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, RegularTextRun
from openpyxl.drawing.text import Font as TextFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from scripts.openpyxl_packages import finished, fit_rows
from workbook_tools.flags.looks import INKS, SIGNS
from workbook_tools.plan.form import (
    BUDGET,
    COLUMNS,
    DEFAULT_SOURCES,
    KINDS,
    KNOWN_FURTHER,
    LEVELS,
    PARTICULARS,
)
from workbook_tools.template.compiled import GUIDE

ROOT = Path(__file__).resolve().parent.parent
FACE = "Times New Roman"
THIN = Side(style="thin", color="FF7F7F7F")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEADING = PatternFill("solid", fgColor="FFDDEBF7")
SECTION = PatternFill("solid", fgColor="FFF2F2F2")
COMPUTED = PatternFill("solid", fgColor="FFFFF8E1")
TAG = Font(name="Consolas", size=9, color="FF808080")
MONEY = "#,##0_)"
SHOWN_MONEY = '#,##0_);\\-#,##0_);"-"_)'
"""An amount on what is printed: nothing is a dash."""
NUMBER = Alignment(horizontal="right", vertical="center")
RATIO = Alignment(horizontal="right", vertical="center", indent=1)
MONTH = "0"
LAST_INPUT_ROW = 3000


def font(size: int = 11, **other: object) -> Font:
    return Font(name=FACE, size=size, **other)


def align(
    horizontal: str = "left", vertical: str = "center", *, wrap: bool = True, indent: int = 0
) -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap, indent=indent)


PADDED = align(indent=1)
"""Text that does not touch the line at its left."""


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
        if name in money + ratio:
            cell.alignment = RATIO if name in ratio else NUMBER
        else:
            cell.alignment = align("center") if name in months + middle else PADDED
        if fill is not None:
            cell.fill = fill
        if name in money:
            cell.number_format = SHOWN_MONEY
        elif name in ratio:
            cell.number_format = "0.0%_)"
        elif name in months:
            cell.number_format = MONTH


def show_decimals(sheet: Worksheet, area: str) -> None:
    """Show the decimals of the amounts of an area that have any."""
    first = area.split(":")[0]
    rule = FormulaRule(formula=[f"{first}<>ROUND({first},0)"])
    rule.dxf = DifferentialStyle(
        numFmt=NumberFormat(numFmtId=170, formatCode="#,##0.0##########_)")
    )
    sheet.conditional_formatting.add(area, rule)


def prove(sheet: Worksheet, row: int, values: dict[str, str]) -> None:
    """A control row that says what the model gives for the formulas of the row above."""
    sheet[f"{'M' if 'A' in values else 'A'}{row}"] = "{% prove %}"
    sheet[f"{'M' if 'A' in values else 'A'}{row}"].font = TAG
    for column, expression in values.items():
        sheet[f"{column}{row}"] = "{{ " + expression + " }}"
        sheet[f"{column}{row}"].font = TAG


AMOUNTS = {"H": ".total", "J": "[source]"}
"""The columns of the appendix that hold amounts; J stands once for each source."""


def source_columns(sheet: Worksheet, row: int, first: str, last: str) -> None:
    """The row of the tags between which a column stands once for each source of the plan."""
    sheet[f"{first}{row}"] = "{% column for source in plan.sources %}"
    sheet[f"{last}{row}"] = "{% column endfor %}"
    sheet[f"{first}{row}"].font = sheet[f"{last}{row}"].font = TAG


MILLIMETRE = 1 / 25.4
A3, A4 = 8, 9


def page(sheet: Worksheet, paper: int = A4) -> None:
    """A landscape page, bound at its top; its number stands at the top, but on the first page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 1, True
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.top = 20 * MILLIMETRE
    margins.left = margins.right = margins.bottom = 15 * MILLIMETRE
    margins.header = margins.footer = 10 * MILLIMETRE
    sheet.print_options.horizontalCentered = True
    sheet.HeaderFooter.differentFirst = True
    sheet.oddHeader.center.text = "&P"
    sheet.oddHeader.center.font = f"{FACE},Regular"
    sheet.oddHeader.center.size = 13


# ------------------------------------------------------------------------------------------- PhuLuc


def appendix(book: Workbook) -> None:
    sheet = book.create_sheet("PhuLuc")
    for name, width in zip(
        "ABCDEFGHIJKL", (5, 20, 14.8, 20.5, 16.3, 7.2, 7.2, 10.8, 3, 10.8, 3, 18.6), strict=True
    ):
        sheet.column_dimensions[name].width = width
    centre = align("center")
    put(
        sheet,
        "A1",
        "{{ (plan.particulars['Cơ quan ban hành'] or '') | upper }}"
        "{{ '\n————————' if plan.particulars['Cơ quan ban hành'] else '' }}",
        style=font(12, bold=True),
        to="D1",
        alignment=centre,
    )
    sheet.row_dimensions[1].height = 36
    put(
        sheet,
        "A2",
        "{{ 'TRÍCH PHỤ LỤC: ' ~ plan.excerpt_of if plan.excerpt_of else 'Phụ lục' }}",
        style=font(14, bold=True),
        to="L2",
        alignment=centre,
    )
    put(
        sheet,
        "A3",
        "BIỂU TỔNG HỢP KẾ HOẠCH KHUYẾN CÔNG ĐỊA PHƯƠNG"
        "{{ ' ' if plan.province_name else '' }}{{ plan.province_with_kind | upper }}"
        " NĂM {{ plan.year }}",
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
        "H5",
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
        "J": "{{ source.printed }}",
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
    sheet.row_dimensions[6].height = 18


def _appendix_rows(sheet: Worksheet) -> dict[str, int]:
    """Pattern and control rows; returns where the ones that others refer to stand."""
    bold, usual = font(11, bold=True), font(11)
    texts = {
        "A": "tt",
        "B": "name",
        "D": "goal",
        "E": "result",
        "F": "start_month",
        "G": "end",
        "L": "note",
    }

    def line(variable: str) -> dict[str, object]:
        return {column: f"{{{{ {variable}.{field} }}}}" for column, field in texts.items()}

    def sums(below: str) -> dict[str, object]:
        return {column: f"=SUM({below.replace('#', column)})" for column in AMOUNTS}

    def proofs(variable: str) -> dict[str, str]:
        return {column: f"{variable}{amount}" for column, amount in AMOUNTS.items()}

    source_columns(sheet, 8, "I", "K")
    tag(sheet, 9, "{% for section in plan.sections %}")
    pattern(
        sheet,
        10,
        line("section") | sums("#13"),
        "L",
        style=bold,
        fill=SECTION,
        money="HJ",
        months="FG",
    )
    prove(sheet, 11, proofs("section"))
    tag(sheet, 12, "{% for programme in section.programmes %}")
    pattern(
        sheet,
        13,
        line("programme") | sums("#16"),
        "L",
        style=bold,
        money="HJ",
        months="FG",
    )
    prove(sheet, 14, proofs("programme"))
    tag(sheet, 15, "{% for project in programme.projects %}")
    amounts = {"H": "=SUM(J16)", "J": "{{ project[source] }}"}
    pattern(
        sheet,
        16,
        line("project") | {"C": "{{ project.executing_unit or '…' }}"} | amounts,
        "L",
        style=usual,
        money="HJ",
        months="FG",
    )
    _computed(sheet, 17, "{% instead if project.balancing %}", "H", "{{ project.total }}")
    _computed(sheet, 18, "{% instead if project.balancing == source.code %}", "J", "=H16-SUM(J16)")
    sheet["J18"].font, sheet["J18"].fill = font(11, italic=True), COMPUTED
    _computed(sheet, 19, "{% instead if project.is_detailed %}", "J", "=SUM(J22)")
    prove(sheet, 20, proofs("project"))
    _details(sheet, 21, line("detail"))
    prove(sheet, 27, proofs("detail"))
    for at in (28, 29, 30, 31):
        tag(sheet, at, "{% endfor %}")
    total = 32
    pattern(
        sheet,
        total,
        {"B": "TỔNG CỘNG"} | sums("#10"),
        "L",
        style=font(12, bold=True),
        fill=HEADING,
        money="HJ",
        middle="B",
    )
    sheet.merge_cells(f"B{total}:G{total}")
    sheet.row_dimensions[total].height = 24
    prove(sheet, total + 1, proofs("plan"))
    return {"total": total}


def _details(sheet: Worksheet, row: int, texts: dict[str, object]) -> None:
    """The pattern row of a project's details. Column C stays empty: it is by C that the summary and
    long sums tell projects; the unit that carries a detail out stands behind its name.
    """
    at = row + 1
    unit = "{{ ' (' ~ detail.executing_unit ~ ')' if detail.executing_unit else '' }}"
    own: dict[str, object] = {
        "A": "{{ detail.tt or '-' }}",
        "B": "{{ detail.name }}" + unit,
        "H": f"=SUM(J{at})",
        "J": "{{ detail[source] }}",
    }
    tag(sheet, row, "{% for detail in project.details %}")
    pattern(sheet, at, texts | own, "L", style=font(11, italic=True), money="HJ", months="FG")
    _computed(sheet, at + 1, "{% instead if detail.balancing %}", "H", "{{ detail.total }}")
    balancing = "{% instead if detail.balancing == source.code %}"
    _computed(sheet, at + 2, balancing, "J", f"=H{at}-SUM(J{at})")
    sheet[f"J{at + 2}"].fill = COMPUTED
    for down, column in ((3, "H"), (4, "J")):
        _computed(
            sheet, at + down, "{% instead if project.is_detailed == false %}", column, "{{ '' }}"
        )
    for cell in (f"H{at + 1}", f"J{at + 2}"):
        sheet[cell].font = font(11, italic=True)


def _computed(sheet: Worksheet, row: int, text: str, column: str, value: str) -> None:
    """A cell that stands in place of the one above where the tag's condition holds."""
    tag(sheet, row, text)
    pattern(sheet, row, {column: value}, column, style=font(11), money=column)
    sheet.cell(row, 1, text).font = TAG


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
        "Số in nghiêng: tính bằng tổng kinh phí trừ các nguồn đã ghi.",
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
    sheet.row_dimensions[sign].height = 51
    for below in range(sign + 1, sign + 4):
        sheet.row_dimensions[below].height = 21  # place for a seal
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
    targets = {"TongCong_KP": f"PhuLuc!$H${total}"}
    targets |= {"BangChu": f"PhuLuc!$A${rows['words']}", "VungBieu": f"PhuLuc!$A$6:$L${total}"}
    for name, target in targets.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)
    show_decimals(sheet, f"H10:J{total}")
    sheet.freeze_panes = "C8"
    sheet.print_title_rows = "6:7"
    sheet.print_area = f"A1:L{rows['end']}"
    sheet.sheet_view.zoomScale = 85
    page(sheet)


# ------------------------------------------------------------------------------------------ TongHop


MARKS = 23
"""The row of the summary that says of each source what kind it is, for the ratios."""

LABEL = 11
"""The column of the summary, right of what is printed, that names the bars of the chart."""

_LONGEST_LABEL = 30
"""Letters beside a bar: programs leave out labels that do not fit on one line."""

SOURCES = {"C": ("H", ".total"), "E": ("J", "[source]")}
"""The columns of the summary that hold amounts, with those of the appendix that they are taken
from; E stands once for each source.
"""


def summary(book: Workbook) -> None:
    sheet = book.create_sheet("TongHop")
    for name, width in zip("ABCDEFGHI", (8, 37, 13.5, 3, 13.5, 3, 13, 13, 13), strict=True):
        sheet.column_dimensions[name].width = width
    for row in range(3, 20):
        sheet.row_dimensions[row].height = 12
    put(
        sheet,
        "A1",
        "TỔNG HỢP KẾ HOẠCH KHUYẾN CÔNG ĐỊA PHƯƠNG NĂM {{ plan.year }}",
        style=font(14, bold=True),
        to="I1",
        alignment=align("center"),
    )
    put(
        sheet,
        "G2",
        "Đơn vị tính: {{ plan.unit.name }}",
        style=font(11, italic=True),
        to="I2",
        alignment=align("right"),
    )
    source_columns(sheet, 20, "D", "F")
    programmes = _by_programme(sheet, 21)
    units = _by_unit(sheet, programmes["end"] + 2)
    quarters = _by_quarter(sheet, units["end"] + 2)
    end = _required(sheet, quarters["end"] + 2)
    _charts(sheet, programmes, quarters)
    for block in (programmes, units, quarters):
        show_decimals(sheet, f"C{block['row']}:E{block['end']}")
    for columns in ("CE", "HI"):
        show_decimals(sheet, f"{columns[0]}{quarters['end'] + 5}:{columns[1]}{end - 3}")
    sheet.print_area = f"A1:I{end}"
    page(sheet)


def _block(
    sheet: Worksheet, row: int, title: str, first: tuple[str, str], own: tuple[str, ...]
) -> None:
    """The title and the headings of a table: two of its own, the total and the sources, and those
    to the right of them.
    """
    put(sheet, f"A{row}", title, style=font(12, bold=True), to=f"I{row}")
    name = "{{ source.name[:1] | upper }}{{ source.name[1:] }}"
    for column, text in zip("ABCDEFGHI", (*first, "Tổng KP", "", name, "", *own), strict=False):
        cell = sheet[f"{column}{row + 1}"]
        cell.value = text or None
        cell.font, cell.fill, cell.border, cell.alignment = (
            font(11, bold=True),
            HEADING,
            BOX,
            align("center"),
        )
    sheet.row_dimensions[row + 1].height = 34


_SHARE = ("Tỷ lệ đóng góp",)


def _own(row: int) -> str:
    """The sum of what no state budget pays in a row of the summary."""
    return f'C{row}-SUMIF($D${MARKS}:$F${MARKS},"{BUDGET}",D{row}:F{row})'


def _ratio(row: int) -> dict[str, object]:
    return {"G": f"=IF(C{row}=0,0,({_own(row)})/C{row})"}


def _ratio_proof(variable: str) -> dict[str, str]:
    return {"G": f"{variable}.own / {variable}.total if {variable}.total else 0"}


def _proofs(variable: str) -> dict[str, str]:
    return {column: f"{variable}{amount}" for column, (_, amount) in SOURCES.items()}


def _by_programme(sheet: Worksheet, row: int) -> dict[str, int]:
    _block(sheet, row, "1. Theo chương trình và nguồn kinh phí", ("TT", "Chương trình"), _SHARE)
    at, total = row + 4, row + 7
    marks: dict[str, object] = {
        "B": "Loại nguồn",
        "E": "{{ source.kind }}",
    }
    pattern(sheet, MARKS, marks, "G", style=font(10, italic=True), middle="E")
    tag(sheet, at - 1, "{% for programme in plan.programmes %}")
    beside = (
        "programme.under ~ ' (đề án trực thuộc mục)' if programme.under else 'Đề án đứng riêng'"
    )
    # sections may count their programmes from 1 each: the bars of the chart are told apart
    tt = (
        "((programme.under_tt ~ '.' ~ programme.tt) if plan.is_sectioned else programme.tt)"
        " if programme.is_typed else programme.under_tt or '–'"
    )
    name = f"programme.name if programme.is_typed else {beside}"
    values: dict[str, object] = {"A": f"{{{{ {tt} }}}}", "B": f"{{{{ {name} }}}}"}
    pattern(
        sheet,
        at,
        values
        | {column: f"=PhuLuc!{source}13" for column, (source, _) in SOURCES.items()}
        | _ratio(at),
        "G",
        style=font(),
        money="CE",
        ratio="G",
    )
    said = f"(({tt}) ~ ' ' ~ ({name})) | shorten({_LONGEST_LABEL})"
    label = sheet.cell(at, LABEL, f"{{{{ {said} }}}}")
    label.font = font(8, color="FF7F7F7F")
    prove(sheet, at + 1, _proofs("programme") | _ratio_proof("programme"))
    tag(sheet, at + 2, "{% endfor %}")
    pattern(
        sheet,
        total,
        {"B": "Tổng cộng"} | {column: f"=SUM({column}{at})" for column in SOURCES} | _ratio(total),
        "G",
        style=font(bold=True),
        fill=SECTION,
        money="CE",
        ratio="G",
    )
    prove(sheet, total + 1, _proofs("plan") | _ratio_proof("plan"))
    return {"heading": row + 1, "row": at, "total": total, "end": total + 1}


def _sums(condition: str) -> dict[str, object]:
    """The sums of the appendix's projects that meet a condition."""
    return {
        column: f"=SUMIFS(PhuLuc!{source}$10:{source}$16,{condition})"
        for column, (source, _) in SOURCES.items()
    }


def _by_unit(sheet: Worksheet, row: int) -> dict[str, int]:
    _block(sheet, row, "2. Theo đơn vị thực hiện", ("Số đề án", "Đơn vị thực hiện"), _SHARE)
    at = row + 3
    name = f'"="&SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($B{at},"~","~~"),"*","~*"),"?","~?")'
    same = f"PhuLuc!$C$10:$C$16,{name}"
    tag(sheet, at - 1, "{% for unit in plan.executing_units %}")
    values: dict[str, object] = {"A": f"=COUNTIFS({same})", "B": "{{ unit.name or '…' }}"}
    values |= _sums(same)
    pattern(sheet, at, values | _ratio(at), "G", style=font(), money="CE", ratio="G")
    prove(sheet, at + 1, {"A": "unit.count"} | _proofs("unit") | _ratio_proof("unit"))
    tag(sheet, at + 2, "{% endfor %}")
    return {"row": at, "end": at + 2}


def _by_quarter(sheet: Worksheet, row: int) -> dict[str, int]:
    _block(sheet, row, "3. Theo quý bắt đầu", ("Số đề án", "Quý bắt đầu"), _SHARE)
    at = row + 3
    months, units = "PhuLuc!$F$10:$F$16", "PhuLuc!$C$10:$C$16"
    since = f'{months},">={{{{ quarter.first_month }}}}"'
    until = f'{months},"<={{{{ quarter.last_month }}}}"'
    inside = f'{units},"<>",{since},{until}'
    tag(sheet, at - 1, "{% for quarter in plan.quarters %}")
    values: dict[str, object] = {"A": f"=COUNTIFS({inside})", "B": "{{ quarter.name }}"}
    values |= _sums(inside)
    pattern(sheet, at, values | _ratio(at), "G", style=font(), money="CE", ratio="G")
    prove(sheet, at + 1, {"A": "quarter.count"} | _proofs("quarter") | _ratio_proof("quarter"))
    tag(sheet, at + 2, "{% endfor %}")
    return {"row": at, "end": at + 2}


def _required(sheet: Worksheet, row: int) -> int:
    _block(
        sheet,
        row,
        "4. Phần đơn vị thụ hưởng phải đóng góp theo định mức",
        ("TT", "Đề án (mã định mức)"),
        ("Tỷ lệ hỗ trợ tối đa", "Phải đóng góp", "Còn thiếu"),
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
            "C": "=PhuLuc!H16",
            "E": "=PhuLuc!J16",
            "G": "{{ project.norm.max_share }}",
            "H": f"=C{at}*(1-G{at})",
            "I": f"=MAX(0,H{at}-({_own(at)}))",
        },
        "I",
        style=font(),
        money="CEHI",
        ratio="G",
    )
    prove(
        sheet,
        at + 1,
        _proofs("project")
        | {
            "H": "project.required_beneficiary",
            "I": "[0, project.required_beneficiary - project.own] | max",
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
    bars = _bar_chart("Kinh phí theo chương trình và nguồn", "bar")
    bars.grouping, bars.overlap = "stacked", 100
    series = Series(Reference(sheet, min_col=5, min_row=programmes["row"]))
    series.tx = SeriesLabel(strRef=StrRef(f"TongHop!$E${programmes['heading']}"))
    series.graphicalProperties = GraphicalProperties(solidFill=BLUE)
    bars.series.append(series)
    bars.set_categories(Reference(sheet, min_col=LABEL, min_row=programmes["row"]))
    bars.x_axis.scaling.orientation = "maxMin"
    bars.legend.position = "b"
    _place(sheet, bars, 0, 1)
    ring = DoughnutChart()
    ring.title = _title("Cơ cấu nguồn kinh phí")
    ring.add_data(
        Reference(sheet, min_col=4, max_col=6, min_row=programmes["total"]),
        from_rows=True,
        titles_from_data=False,
    )
    ring.set_categories(Reference(sheet, min_col=4, max_col=6, min_row=programmes["heading"]))
    ring.series[0].dPt.append(DataPoint(idx=0, spPr=GraphicalProperties(solidFill=BLUE)))
    ring.holeSize = 55
    ring.series[0].dLbls = DataLabelList(
        showVal=False,
        showPercent=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showLeaderLines=False,
        numFmt="0%;;",
    )
    ring.legend.position = "b"
    _place(sheet, ring, 2, 5)
    columns = _bar_chart("Kinh phí theo quý bắt đầu", "col")
    columns.add_data(Reference(sheet, min_col=3, min_row=quarters["row"]), titles_from_data=False)
    columns.series[0].graphicalProperties = GraphicalProperties(solidFill=BLUE)
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
    _place(sheet, columns, 6, 8)


BLUE = "5B9BD5"
"""The first of the colours of the charts; black figures on it can be read."""


def _place(sheet: Worksheet, chart: BarChart | DoughnutChart, first: int, last: int) -> None:
    """Put a chart over columns (counted from 0) in the band above the tables."""
    ends = [AnchorMarker(col=first, row=3), AnchorMarker(col=last + 1, row=18)]
    chart.anchor = TwoCellAnchor(_from=ends[0], to=ends[1])
    sheet.add_chart(chart)


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
    for name, width in zip("ABCDEF", (7, 11, 15, 58, 44, 26), strict=True):
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
        font=Font(italic=True, color="FF595959"),
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


def _offer_columns(sheet: Worksheet) -> None:
    """Offer the further columns that are known, as headings beside the table; any other heading may
    be typed there, too.
    """
    beside = [letter(len(COLUMNS) + at) for at in (1, len(KNOWN_FURTHER))]
    offered = DataValidation(
        type="list",
        formula1=f'"{",".join(KNOWN_FURTHER)}"',
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle="Cột thêm",
        prompt="Chọn một cột có sẵn, hoặc gõ tên cột của riêng mình: cột được giữ nguyên và tệp "
        "mẫu dùng được.",
    )
    sheet.add_data_validation(offered)
    offered.add(f"{beside[0]}1:{beside[1]}1")


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


AMOUNT_FIELDS = ("total", "province", "beneficiary", "other")
MONTH_FIELDS = ("start_month", "end_month")


def _typed_look(look: Cell | ColumnDimension, field: str) -> None:
    """How a field of ``DeAn`` looks: figures to the right, and text typed among them to the left,
    where it is seen.
    """
    figures = field in AMOUNT_FIELDS + MONTH_FIELDS
    look.font, look.alignment = font(), align("general" if figures else "left", "top")
    if field == "tt":
        look.number_format = "@"
    elif field in AMOUNT_FIELDS:
        look.number_format = MONEY


def projects_sheet(book: Workbook) -> None:
    sheet = _input_sheet(
        book,
        "DeAn",
        tuple(COLUMNS.values()),
        (7, 14, 36, 19, 38, 34, 9, 9, 15, 15, 15, 14, 28, 12, 12),
    )
    columns = {field: letter(at) for at, field in enumerate(COLUMNS, 1)}
    for field, name in columns.items():
        # the whole column, so that what is pasted below looks the same
        for look in (sheet.column_dimensions[name], sheet[f"{name}2"]):
            _typed_look(look, field)
    table = Table(displayName="tblDeAn", ref=f"A1:{letter(len(COLUMNS))}2")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.add_table(table)

    def area(first: str, last: str = "") -> str:
        return f"{columns[first]}2:{columns[last or first]}{LAST_INPUT_ROW}"

    _list(
        sheet,
        area("level"),
        '"' + ",".join(LEVELS) + '"',
        "Loại dòng",
        "Mục, Chương trình, Đề án, Chi tiết hoặc Tổng cộng.",
    )
    _list(
        sheet,
        area("norm_code"),
        "DinhMuc!$A$2:$A$200",
        "Mã định mức",
        "Chọn mã có trên trang tính DinhMuc.",
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
        showInputMessage=True,
        promptTitle="Tháng",
        prompt="Số của tháng, từ 1 đến 12.",
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
        showInputMessage=True,
        promptTitle="Kinh phí",
        prompt="Số tiền theo đơn vị tính ghi ở trang tính ThongTin. Để trống tổng, hoặc một nguồn, "
        "thì phần đó được tính.",
    )
    sheet.add_data_validation(month)
    month.add(area("start_month", "end_month"))
    sheet.add_data_validation(money)
    money.add(area("total", "other"))
    _offer_columns(sheet)
    page(sheet, A3)


def sources_sheet(book: Workbook) -> None:
    """``NguonKP``: the usual three sources, as a plan with others has its own."""
    headings = ("Mã", "Tên cột", "Tên trên biểu", "Loại", "Tính định mức", "Phần còn lại")
    sheet = _input_sheet(book, "NguonKP", headings, (14, 28, 36, 14, 14, 14))
    for row, source in enumerate(DEFAULT_SOURCES, 2):
        marks = ("x" if source.normed else None, None)
        said = (source.code, source.heading, source.printed, source.kind, *marks)
        for column, value in enumerate(said, 1):
            cell = sheet.cell(row, column, value)
            cell.font, cell.border = font(), BOX
            cell.alignment = align("center" if column > 3 else "left")
    _list(sheet, "D2:D40", '"' + ",".join(KINDS) + '"', "Loại", "Ngân sách, Thụ hưởng hoặc Khác.")
    _list(sheet, "E2:E40", '"x"', "Tính định mức", "Ghi x nếu định mức giới hạn nguồn này.")
    _list(sheet, "F2:F40", '"x"', "Phần còn lại", "Ghi x ở nhiều nhất một nguồn.")


def put_norms(sheet: Worksheet, file: Path) -> None:
    """Put the norms of a table below those that a sheet ``DinhMuc`` has."""
    for norm in _records(file):
        share, amount = norm["max_share_of_cost"], norm["max_amount_vnd"]
        values = (
            norm["key"],
            norm["content"],
            float(share) if share else None,
            int(amount) if amount else None,
            norm["per"],
            _day(norm["valid_from"]),
            None,
            norm["source"],
            None,
        )
        row = _put_below(sheet, values)
        sheet.cell(row, 3).number_format = "0%"
        sheet.cell(row, 4).number_format = MONEY
        sheet.cell(row, 6).number_format = sheet.cell(row, 7).number_format = "dd/mm/yyyy"


def put_documents(sheet: Worksheet, file: Path) -> None:
    """Put the documents of a table below those that a sheet ``CanCu`` has."""
    for document in _records(file):
        values = (
            document["number"],
            _day(document["issued"]),
            document["title"],
            None,
            _day(document["valid_to"]),
            document["replaced_by"] or None,
            document["amended_by"] or None,
        )
        row = _put_below(sheet, values)
        for column in (2, 4, 5):
            sheet.cell(row, column).number_format = "dd/mm/yyyy"


def _records(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _put_below(sheet: Worksheet, values: Sequence[object]) -> int:
    """Put values into the first row that is free; gives its number."""
    row = next(row for row in range(2, sheet.max_row + 2) if sheet.cell(row, 1).value is None)
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        cell.font, cell.alignment, cell.border = font(), align("left", "top"), BOX
    return row


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
            "Hệ số ưu tiên",
        ),
        (13, 46, 10, 16, 12, 12, 12, 42, 10),
    )
    put_norms(norms, ROOT / "templates/data/norms.csv")
    register = _input_sheet(
        book,
        "CanCu",
        (
            "Số, ký hiệu",
            "Ngày",
            "Trích yếu",
            "Hiệu lực từ",
            "Hiệu lực đến",
            "Thay thế bởi",
            "Sửa đổi bởi",
        ),
        (21, 12, 60, 12, 12, 21, 21),
    )
    put_documents(register, ROOT / "templates/data/documents.csv")
    fit_rows(norms)
    fit_rows(register)
    recipients = _input_sheet(
        book, "NoiNhan", ("Đơn vị", "Người nhận", "Email", "Hình thức"), (50, 30, 36, 16)
    )
    _list(
        recipients,
        "D2:D500",
        '"Nơi nhận chính,Đồng gửi"',
        "Hình thức",
        "Chọn Nơi nhận chính hoặc Đồng gửi.",
    )


# ---------------------------------------------------------------------------------------- HuongDan


STEPS = (
    ("ThongTin", "Ghi tên tỉnh, năm, đơn vị tính, số và ngày của kế hoạch, người ký."),
    (
        "DeAn",
        "Mỗi dòng là một Mục, một Chương trình, một Đề án hoặc một Chi tiết, theo thứ tự sẽ in. "
        "Chỉ ghi kinh phí ở dòng thấp nhất; ô tổng hoặc ô của một nguồn để trống thì được tính. "
        "Khi lấy từ bảng khác, hãy dán giá trị, không dán định dạng, để giữ định dạng của cột.",
    ),
    (
        "NoiNhan",
        "Ghi nơi nhận và địa chỉ thư. Nếu văn bản kế hoạch có nêu số liệu thì ghi số đó vào "
        "trang tính ChiTieu để được đối chiếu.",
    ),
    (
        "Lập biểu",
        "Bấm nút Lập biểu (hoặc chạy lệnh kehoach build). Sổ có thêm trang tính PhuLuc, TongHop "
        "và KiemTra; bấm lại sau mỗi lần sửa.",
    ),
    (
        "KiemTra",
        "Xem từng điểm và sửa ở ô được nêu. Điểm nào đúng như vậy thì ghi lý do vào cột "
        "Giải trình: lý do được giữ qua các lần lập biểu.",
    ),
    (
        "Gửi",
        "Bấm Xuất PDF để xem bản in, rồi bấm Gửi thư (hoặc chạy lệnh kehoach send): thư nháp "
        "kèm bản gửi đi được mở ra để xem trước.",
    ),
    (
        "Trợ giúp",
        "Nút Trợ giúp (hoặc lệnh kehoach --help). Kế hoạch đầu tiên trong mười phút, từng bước "
        "có hình: docs/bat-dau.md trong bộ cài.",
    ),
)
MEANINGS = (
    ("error", "Lỗi: số liệu mâu thuẫn, phải sửa hoặc giải trình trước khi gửi."),
    ("warning", "Cảnh báo: có thể sai, cần xem lại."),
    ("note", "Lưu ý: nên biết, không bắt buộc sửa."),
    ("accepted", "Đã giải trình: lý do được ghi ở trang tính KiemTra."),
)


def guide(book: Workbook) -> None:
    """``HuongDan``: what to do, in what order, and what the colours mean, on one page."""
    sheet = book.create_sheet(GUIDE)
    for name, width in zip("ABC", (6, 16, 84), strict=True):
        sheet.column_dimensions[name].width = width
    title = font(14, bold=True)
    put(sheet, "A1", "LẬP KẾ HOẠCH KHUYẾN CÔNG", style=title, to="C1", alignment=align("center"))
    sheet.row_dimensions[1].height = 30
    put(sheet, "A3", "Các bước", style=font(12, bold=True), to="C3")
    for row, (where, said) in enumerate(STEPS, 4):
        _said(sheet, row, row - 3, where, said)
    row = 5 + len(STEPS)
    put(sheet, f"A{row}", "Dấu và màu trong ô", style=font(12, bold=True), to=f"C{row}")
    for at, (grade, said) in enumerate(MEANINGS, row + 1):
        label, _, rest = said.partition(": ")
        _said(sheet, at, SIGNS[grade], label, f"{rest[:1].upper()}{rest[1:]}")
        ground, ink = INKS[grade]
        for name in "AB":
            sheet[f"{name}{at}"].fill = PatternFill("solid", fgColor=ground)
            sheet[f"{name}{at}"].font = font(11, bold=grade == "error", color=ink)
    at = row + 1 + len(MEANINGS)
    _said(sheet, at, "–", "Số in nghiêng", "Phần chương trình tính: tổng trừ các nguồn đã ghi.")
    for name in "AB":
        sheet[f"{name}{at}"].fill, sheet[f"{name}{at}"].font = COMPUTED, font(italic=True)
    fit_rows(sheet)
    for heading in (3, row):
        sheet.row_dimensions[heading].height = 24
    page(sheet)


def _said(sheet: Worksheet, row: int, sign: object, label: str, text: str) -> None:
    """A row of the guide: a number or a sign, what it is about, what there is to know."""
    looks = zip("ABC", (sign, label, text), (align("center"), PADDED, PADDED), strict=True)
    for name, value, alignment in looks:
        put(sheet, f"{name}{row}", value, alignment=alignment)
        sheet[f"{name}{row}"].border = BOX


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
    sources_sheet(book)
    reference_sheets(book)
    guide(book)
    appendix(book)
    summary(book)
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
