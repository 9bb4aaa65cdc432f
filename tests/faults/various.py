"""Ten plan workbooks and ten templates of our own making, unlike each other in all that a workbook
can hold, for tests that must be true of any.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

from tests.conftest import ROOT
from tests.judges import openxml
from tests.plans import SMALL, line, plan_file, project
from tests.templates import ROWS, picture, rich, tag, template_file
from workbook_tools.excel.package import open_package, pack
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import source_of
from workbook_tools.template.compile import compile_template

# ------------------------------------------------------------------------------------------- plans


def own_sheet(book: Any) -> None:
    """A sheet of the accountant's own: notes, formats, a data bar, formulas, a formatted text."""
    page = book.add_worksheet("Của tôi")
    bold = book.add_format({"bold": True})
    page.write_formula("A1", "=DeAn!J4*2", bold, 999)
    page.write_rich_string("A3", "một ", bold, "hai", " ba")
    page.write_string("A4", "a < b & c > d \" ' \n e")
    page.write_comment("A5", "của tôi")
    page.conditional_format("C1:C9", {"type": "data_bar", "data_bar_2010": True})


def _noted(book: Any) -> None:
    """A sheet of what openpyxl, too, can keep."""
    page = book.add_worksheet("Của tôi")
    page.write_formula("A1", "=DeAn!J4*2", None, 999)
    page.write_comment("A5", "của tôi")
    page.merge_range("B2:C3", "gộp")


def _totals(book: Any) -> None:
    """A table with a total row, names with formulas, results that only Excel can know."""
    page = book.add_worksheet("Bảng 'riêng' 😀")
    page.add_table(
        "B3:C6",
        {
            "name": "tblRieng",
            "total_row": True,
            "columns": [
                {"header": "Tên", "total_string": "Cộng"},
                {"header": "Tiền", "total_function": "sum", "total_value": 3},
            ],
            "data": [["a", 1], ["b", 2]],
        },
    )
    page.write_formula("E1", "=SUM(DeAn:ThongTin!J4)", None, "giu-1")
    page.write_array_formula("E2:E3", "{=C4:C5*2}", None, 4711)
    page.write_dynamic_array_formula("G1:G2", "=UNIQUE(B4:B5)", None, "a")
    page.write_formula("E5", "=tblRieng[[#Totals],[Tiền]]", None, 3)
    book.define_name("HeSo", "=1+2*ROW()")
    book.define_name("Vung", "='Bảng ''riêng'' 😀'!$B$3:$C$6")


def _drawn(book: Any) -> None:
    """Charts, pictures on and in cells, sparklines, links, lists from another sheet, a hidden
    sheet, filters, and all that a view keeps.
    """
    page = book.add_worksheet("Hình")
    page.embed_image("A1", "trong ô.png", {"image_data": picture()})
    page.insert_image("C1", "trên ô.png", {"image_data": picture(), "url": "https://example.com"})
    page.write_row("A9", ["x", 1, 2, 3])
    page.add_sparkline("F9", {"range": "Hình!B9:D9", "markers": True})
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"categories": "=Hình!$B$9:$D$9", "values": "=DeAn!$J$4:$J$5"})
    page.insert_chart("E12", chart)
    page.data_validation("A20", {"validate": "list", "source": "=DeAn!$C$2:$C$5"})
    page.conditional_format("B9:D9", {"type": "icon_set", "icon_style": "3_arrows"})
    page.autofilter("A8:D9")
    page.set_column("B:D", 3, None, {"level": 1, "hidden": True})
    page.set_footer("&CTrang &P&R&G", {"image_right": "f.png", "image_data_right": picture()})
    page.protect("bí mật")
    book.add_worksheet("Ẩn").hide()
    book.add_chartsheet("Biểu đồ").set_chart(_columns(book))


def _columns(book: Any) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=DeAn!$J$4:$J$5"})
    return chart


def _spaced() -> bytes:
    """A plan of texts that are easily changed on the way."""
    rows = [
        line("Mục", "I", "  Mục có  dấu cách  "),
        line("Chương trình", "1", "Dòng 1\nDòng 2\tcách", note="Quyết định 1/2020/QĐ-UBND"),
        project("1.1", 100, 50, 0, name="Ba < bốn & \"năm\" 'sáu' ]]> _x000D_", goal="=1+1"),
        project("1.2", "1.234", "5", None, name="#Đầu thăng", total=99),
        project("1.3", 7, name="", executing_unit="Cơ sở 😀"),
    ]
    return plan_file(rows, unit="đồng", extra=_totals)


def finished(data: bytes, template: bytes | None = None) -> bytes:
    """What is built of a plan workbook."""
    made = None if template is None else compile_template(open_package(template, "m.xlsx"))
    return build_workbook(source_of(data, "k.xlsx"), made).data


def saved_by_openpyxl(data: bytes) -> bytes:
    """A workbook as another program writes it."""
    raw = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(raw)
    return raw.getvalue()


def saved_by_libreoffice(data: bytes) -> bytes:
    """A workbook as LibreOffice writes it."""
    program = openxml.soffice()
    assert program
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "so.xlsx")
        given.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, "--headless", profile, "--convert-to", "xlsx", "--outdir"]
        subprocess.run(
            [*command, f"{folder}/out", str(given)], capture_output=True, check=True, timeout=120
        )
        return Path(folder, "out/so.xlsx").read_bytes()


def _with_idle_strings(data: bytes) -> bytes:
    """A workbook with strings that no cell shows."""
    package = open_package(data, "k.xlsx")
    part = "xl/sharedStrings.xml"
    idle = "<si><t>không ai dùng</t></si>".encode()
    xml = package.read(part).replace(b"</sst>", idle + idle + b"</sst>")
    return pack(package.changed({part: xml}))


FAULTY = (*SMALL, project("1.9", "thiếu tổng", total=5))
PLANS: Mapping[str, Callable[[], bytes]] = {
    "small": lambda: plan_file(SMALL, extra=own_sheet),
    "faulty": lambda: plan_file(FAULTY, extra=own_sheet),
    "finished": lambda: finished(plan_file(FAULTY, extra=own_sheet)),
    "scanned": lambda: (ROOT / "examples/dong-nai-2021-as-scanned.xlsx").read_bytes(),
    "rich appendix": lambda: plan_file(SMALL, extra=lambda b: rich(b, b.add_worksheet("PhuLuc"))),
    "rich and finished": lambda: finished(
        plan_file(SMALL, extra=own_sheet), template_file(ROWS, rich)
    ),
    "openpyxl": lambda: saved_by_openpyxl(plan_file(SMALL, extra=_noted)),
    "spaced": _spaced,
    "drawn": lambda: plan_file(FAULTY, extra=_drawn),
    "idle strings": lambda: _with_idle_strings(plan_file(FAULTY, extra=_totals)),
}


@lru_cache
def plan(name: str) -> bytes:
    """One of the plan workbooks."""
    return PLANS[name]()


# --------------------------------------------------------------------------------------- templates


def _runs(book: Any, page: Any) -> None:
    """Formatted texts, areas of Excel 2010 and later, lists from another sheet."""
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    page.write_rich_string("A1", "Kế hoạch ", bold, "{{ plan.year }}", red, " năm")
    page.write_rich_string("B8", bold, "Tên: ", "{{ project.name }}")
    page.conditional_format("C8:D8", {"type": "data_bar", "data_bar_2010": True})
    page.conditional_format(
        "C4:C12", {"type": "icon_set", "icon_style": "3_arrows_gray", "reverse_icons": True}
    )
    page.add_sparkline("H8", {"range": "PhuLuc!C8:D8"})
    page.add_sparkline("H12", {"range": "PhuLuc!C4:C12", "type": "column"})
    page.data_validation("F8", {"validate": "list", "source": "=DanhMuc!$A$1:$A$2"})
    page.ignore_errors({"number_stored_as_text": "A4:A12"})


def _list(book: Any) -> None:
    page = book.add_worksheet("DanhMuc")
    page.write_column("A1", ["có", "không"])
    page.hide()


def _charted(book: Any, page: Any) -> None:
    """Charts over rows that repeat, pictures beside them, names with formulas."""
    for at, kind in enumerate(("column", "line", "pie")):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": "=PhuLuc!$A$8", "values": "=PhuLuc!$C$8"})
        chart.set_title({"name": "=PhuLuc!$A$1"})
        page.insert_chart(14, at * 8, chart)
    page.insert_image("I8", "p.png", {"image_data": picture(), "object_position": 2})
    book.define_name("TrungBinh", "=SUM(PhuLuc!$C$8)/COUNT(PhuLuc!$C$8)")
    book.define_name("GapDoi", "=PhuLuc!$C$12*2")
    page.write_formula("F12", "=GapDoi")


def _formatted(book: Any, page: Any) -> None:
    """Formats of rows, columns and cells, an outline, merges, headers, all that a page keeps."""
    money = book.add_format({"num_format": '#,##0" đ"', "align": "right", "border": 1})
    tilted = book.add_format({"italic": True, "rotation": 45, "bg_color": "#DDEEFF", "indent": 1})
    page.set_column("C:D", 14.5, money)
    page.set_row(1, 40, tilted)
    page.set_row(5, None, None, {"level": 1})
    page.set_row(7, None, money, {"level": 2, "collapsed": True})
    page.merge_range("E4:F4", "{{ section.name }}", tilted)
    page.merge_range("A13:B13", "Cuối", money)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_header("&L{&A}&R&D")
    page.set_v_pagebreaks([4])
    page.print_area("A1:F13")
    page.conditional_format("A1:F13", {"type": "no_blanks", "format": tilted})
    page.conditional_format("C8", {"type": "3_color_scale"})
    page.conditional_format("D8", {"type": "cell", "criteria": ">", "value": 9, "format": money})


def _tabled(book: Any, page: Any) -> None:
    """Tables and notes beside the rows that repeat, links, lists, an area for a filter."""
    columns = [{"header": "Mã"}, {"header": "Tiền", "total_string": "hết"}]
    page.add_table("H16:I18", {"name": "tblDuoi", "columns": columns, "total_row": True})
    page.add_table("K16:L18", {"name": "tblBen", "style": "Table Style Light 9"})
    for cell in ("A2", "C8", "D12", "B13"):
        page.write_comment(cell, f"Ghi chú ở {cell}", {"visible": cell == "C8"})
    page.write_url("B8", "https://example.com/{{ project.tt }}", string="{{ project.name }}")
    page.data_validation("E8", {"validate": "list", "source": ["a", "b"]})
    page.data_validation("C12", {"validate": "custom", "value": "=C12>SUM(C4)"})
    page.autofilter("A2:E13")


def _second(book: Any) -> None:
    """Another generated sheet, which looks into the first, and one that stays as it is."""
    page = book.add_worksheet("TongHop")
    for number, cells in {
        1: {"A": "Tổng hợp", "B": "=PhuLuc!C12"},
        2: tag("for section in plan.sections"),
        3: {"A": "{{ section.name }}", "B": "{{ section.province }}"},
        4: tag("endfor"),
        5: {"A": "Cộng", "B": "=SUM(B3)"},
    }.items():
        for column, value in cells.items():
            page.write(f"{column}{number}", value)


TEMPLATES: Mapping[str, Callable[[], bytes]] = {
    "plain": lambda: template_file(ROWS),
    "rich": lambda: template_file(ROWS, rich),
    "shipped": lambda: (ROOT / "templates/KeHoach_template.xlsx").read_bytes(),
    "openpyxl": lambda: saved_by_openpyxl(template_file(ROWS, _formatted)),
    "libreoffice": lambda: saved_by_libreoffice(template_file(ROWS, rich)),
    "runs": lambda: template_file(ROWS, _runs, more=_list),
    "charted": lambda: template_file(ROWS, _charted),
    "formatted": lambda: template_file(ROWS, _formatted),
    "tabled": lambda: template_file(ROWS, _tabled),
    "two sheets": lambda: template_file(ROWS, rich, more=_second),
}


@lru_cache
def template(name: str) -> bytes:
    """One of the templates."""
    return TEMPLATES[name]()
