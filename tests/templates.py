"""Templates made for tests, with XlsxWriter, holding everything that must follow its rows."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import xlsxwriter

from workbook_tools.excel.package import open_package
from workbook_tools.template.compile import compile_template
from workbook_tools.template.compiled import Template

Draw = Callable[[Any, Any], None]


def template_file(
    rows: dict[int, dict[str, Any]],
    draw: Draw | None = None,
    sheet: str = "PhuLuc",
    more: Callable[[Any], None] | None = None,
) -> bytes:
    """A template with one generated sheet: row → column → what stands there (``=`` starts a
    formula).
    """
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, cells in rows.items():
        for column, value in cells.items():
            if isinstance(value, str) and not value.startswith("="):
                page.write_string(f"{column}{number}", value)
            else:
                page.write(f"{column}{number}", value)
    if draw is not None:
        draw(book, page)
    if more is not None:
        more(book)
    book.close()
    return raw.getvalue()


def template_of(
    rows: dict[int, dict[str, Any]], draw: Draw | None = None, **options: Any
) -> Template:
    """The same, compiled."""
    return compile_template(open_package(template_file(rows, draw, **options), "mau.xlsx"))


def tag(text: str) -> dict[str, Any]:
    """A control row."""
    return {"A": "{% " + text + " %}"}


def picture() -> io.BytesIO:
    """A small PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\x00" + b"\x20\x60\xc0" * 24 for _ in range(24))
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


ROWS: dict[int, dict[str, Any]] = {
    1: {"A": "Kế hoạch {{ plan.year }}", "D": "{{ plan.year }}"},
    2: {"A": "TT", "B": "Tên", "C": "Tổng", "D": "Tỉnh"},
    3: tag("for section in plan.sections"),
    4: {"A": "{{ section.tt }}", "C": "=SUM(C6)", "D": "=SUM($D$6)"},
    5: tag("for programme in section.programmes"),
    6: {
        "A": "{{ programme.tt }}",
        "B": "{{ programme.name }}",
        "C": "=SUM(C8)",
        "D": "=SUM(D8:D8)",
    },
    7: tag("for project in programme.projects"),
    8: {
        "A": "{{ project.tt }}",
        "B": "{{ project.name }}",
        "C": "=D8+E8",
        "D": "{{ project.province }}",
        "E": "{{ project.beneficiary + project.other }}",
    },
    9: tag("endfor"),
    10: tag("endfor"),
    11: tag("endfor"),
    12: {"A": "Cộng", "C": "=SUM(C4)", "D": "=SUM(D$4)", "E": "=C12/SUM(C4)"},
    13: {"A": "Cuối", "C": "=C12*2"},
}


def rich(book: Any, page: Any) -> None:
    """Merges, notes, links, validations, conditional formats, breaks, outline, names, table,
    charts, pictures.
    """
    bold = book.add_format({"bold": True, "bg_color": "#FFFF00"})
    page.merge_range("A1:C1", "Kế hoạch {{ plan.year }}", bold)
    page.merge_range("E8:G8", "{{ project.beneficiary + project.other }}", bold)
    page.set_row(7, 33, None, {"level": 2})
    page.write_comment("B8", "Ghi chú của {{ project.tt }}")
    page.write_comment("A12", "Ghi chú cuối")
    page.write_url("B6", "internal:'PhuLuc'!A8", string="{{ programme.name }}")
    page.write_url("A13", "https://example.com/a?b=1&c=2", string="Cuối")
    page.data_validation("D8", {"validate": "decimal", "criteria": "<=", "value": "=C8"})
    page.conditional_format("C8:D8", {"type": "formula", "criteria": "=$C8>50", "format": bold})
    page.conditional_format("C4:C12", {"type": "formula", "criteria": "=C4<$C$12", "format": bold})
    page.set_h_pagebreaks([6, 12])
    page.print_area("A1:G13")
    page.repeat_rows(0, 1)
    page.freeze_panes(2, 1)
    page.set_header("&L&G", {"image_left": "h.png", "image_data_left": picture()})
    page.insert_image("I2", "p.png", {"image_data": picture()})
    page.insert_textbox("I12", "Chữ trong khung")
    book.define_name("TongMau", "=PhuLuc!$C$12")
    book.define_name("DeAnMau", "=PhuLuc!$C$8")
    book.define_name("PhuLuc!TaiCho", "=PhuLuc!$A$12")
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {"name": "=PhuLuc!$C$2", "categories": "=PhuLuc!$A$6", "values": "=PhuLuc!$C$6"}
    )
    page.insert_chart("I14", chart)
    page.write_row("K18", ["Mã", "Tiền"])
    page.write_row("K19", ["x", 1])
    page.add_table("K18:L19", {"name": "tblMau", "columns": [{"header": "Mã"}, {"header": "Tiền"}]})
