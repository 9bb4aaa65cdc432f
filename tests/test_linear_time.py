"""Whatever scans text or bytes does so in time that grows with their length, not with its square.

Each input is one on which a scan that starts anew at every place, or goes back over what it has
seen, takes minutes; the bound is far above what a scan in one go takes, on a slow computer too.
"""

from __future__ import annotations

import contextlib
import cProfile
import io
import time
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from tests.books import STYLES, package, part_of, sheet
from tests.forms import form_plan, sources_of
from tests.plans import SMALL, plan_file, project
from workbook_tools import InputError
from workbook_tools.check import check_plan
from workbook_tools.excel.bounds import extent, judge_part
from workbook_tools.excel.formula import tokenize
from workbook_tools.excel.number_formats import day_formats
from workbook_tools.excel.package import SheetPart
from workbook_tools.excel.plain_form import NotXmlError, is_plain, plain_form
from workbook_tools.excel.stored_cells import results, values, with_results
from workbook_tools.excel.strings import rich_text, unescape_text, used_strings
from workbook_tools.excel.tables import Table
from workbook_tools.flags.marks import without_formats
from workbook_tools.flags.sheet_tail import children, tail_start
from workbook_tools.jobs.build import build_workbook, load_template
from workbook_tools.machine.screen import visible
from workbook_tools.place import Place
from workbook_tools.plan.citation import citations, without_citations
from workbook_tools.plan.numbering import read_number
from workbook_tools.plan.numerals import read_numeral
from workbook_tools.plan.quantities import quantities
from workbook_tools.plan.vietnamese import abbreviations, decode, legacy_encoding
from workbook_tools.plan.words import read_words
from workbook_tools.read.appendix import read_appendix
from workbook_tools.read.headers import normal
from workbook_tools.read.levels import is_total
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.sheet_scan import error_cells, formula_cells, hidden_rows, merges
from workbook_tools.read.source import source_of
from workbook_tools.send.mail import checked, line

LETTERS = 300_000
CELL = 32_767
"""The longest text that a cell can hold."""
SECONDS = 5.0


def seconds(action: Callable[[Any], object], given: Any) -> float:
    """How long an action takes the processor; that it refuses its input is an answer, too."""
    began = time.process_time()
    with contextlib.suppress(InputError):
        action(given)
    return time.process_time() - began


def filled(unit: str, length: int, start: str = "", end: str = "") -> str:
    return start + unit * (length // len(unit)) + end


TEXTS = {
    "blanks": ("", " ", "x"),
    "blanks between numbers": ("1", " ", "2"),
    "blanks behind a sign": ("+", " ", "x"),
    "blanks behind a total": ("Tổng cộng", " ", "x"),
    "blanks behind a document": ("QĐ số", " ", "x"),
    "blanks behind a number of a document": ("53/2018/QĐ-UBND", " ", "x"),
    "blanks behind words": ("Bằng chữ: một", " ", "x"),
    "documents": ("", "53/2018/QĐ-UBND ngày 11/12/2018; ", ""),
    "documents that are named": ("", "Quyết định số 5/a ", ""),
    "abbreviations": ("", "CNTT ", "x"),
    "abbreviations without blanks": ("", "CNTT-", "x"),
    "different abbreviations": ("x ", "CNNT UBND (CNTT) ", ""),
    "one word": ("", "a", " CNTT"),
    "brackets": ("", "(", ""),
    "closing brackets": ("", ")a", ")a1"),
    "digits": ("", "1", ""),
    "dots": ("", "1.", ""),
    "grouped digits": ("1", ".000", "x"),
    "quantities": ("", "05 cơ sở, ", ""),
    "dashes": ("", "1-", ""),
    "years": ("năm ", "2021 - ", ""),
    "dates": ("", "01/01/2021 ", ""),
    "spoken digits": ("", "một trăm triệu ", ""),
    "spoken scales": ("một ", "tỷ ", "đồng"),
    "old letters": ("", "C«ng nghiÖp ", ""),
    "lines": ("a", "\n", "b"),
    "slashes": ("", "/", "-"),
    "capitals": ("", "A", "a"),
    "signs": ("", "=", "'"),
}
READERS: dict[str, Callable[[str], object]] = {
    "citations": citations,
    "without_citations": without_citations,
    "read_number": read_number,
    "read_numeral": read_numeral,
    "read_words": read_words,
    "quantities": quantities,
    "abbreviations": lambda text: list(abbreviations(text)),
    "legacy_encoding": legacy_encoding,
    "decode": lambda text: decode(text, "VNI"),
    "normal": normal,
    "is_total": lambda text: is_total("", text),
    "unescape_text": unescape_text,
    "checked": lambda text: checked(text, Place("NoiNhan")),
    "line": line,
    "visible": visible,
}


@pytest.mark.parametrize("reader", READERS)
def test_what_reads_a_text(reader: str) -> None:
    slow = {}
    for name, (start, unit, end) in TEXTS.items():
        taken = seconds(READERS[reader], filled(unit, LETTERS, start, end))
        if taken > SECONDS:
            slow[name] = taken
    assert slow == {}


@pytest.mark.parametrize("text", TEXTS)
def test_a_plan_with_such_a_text_in_every_cell(text: str) -> None:
    start, unit, end = TEXTS[text]
    long = filled(unit, CELL - len(start + end), start, end)[:CELL]
    odd = project("1.3", 1, name=long, targets=long, note=long, executing_unit=long)
    data = plan_file(
        [*SMALL, odd],
        particulars={"Tổng cộng bằng chữ": long},
        sheets={
            "CanCu": [["Số, ký hiệu", "Ngày", "Trích yếu"], [long, "11/12/2018", long]],
            "ChiTieu": [["Chỉ tiêu", "Giá trị", "Đơn vị", "TT đề án", "Cột"], [long] * 5],
        },
    )
    assert seconds(lambda given: check_plan(read_plan(source_of(given, "k.xlsx"))), data) < SECONDS


@pytest.mark.parametrize("text", TEXTS)
def test_an_appendix_with_such_texts_around_its_table(text: str) -> None:
    start, unit, end = TEXTS[text]
    long = filled(unit, CELL - len(start + end), start, end)[:CELL]
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("Biểu 1")
    head = [[long], ["ĐVT: triệu đồng"], ["STT", "Nội dung đề án", "Kinh phí"]]
    for at, row in enumerate([*head, [long, long, 5], [long]]):
        page.write_row(at, 0, row)
    book.close()
    source = source_of(raw.getvalue(), "phu-luc.xlsx")
    assert seconds(lambda given: read_appendix(given, "Biểu 1"), source) < SECONDS


# ------------------------------------------------------------------------------------- formulas

FORMULAS = {
    "open brackets": ("", "[", ""),
    "open brackets in a name": ("a", "[x[", ""),
    "items": ("a[", "[x],", "[y]"),
    "items that are not closed": ("a[x", "['", "']']"),
    "quotes": ("", "''", ""),
    "double quotes": ("", '""', ""),
    "names": ("", "a.b", "!"),
    "sheets": ("", "a!", ""),
    "other workbooks": ("", "[1]a", ""),
    "columns": ("", "A:", ""),
    "numbers": ("", "1:", ""),
    "exponents": ("", "1E", ""),
    "dollars": ("", "$", ""),
    "blanks": ("", " ", "1"),
    "letters": ("", "A", "("),
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_reads_a_formula(formula: str) -> None:
    start, unit, end = FORMULAS[formula]
    text = filled(unit, LETTERS, start, end)

    def read(given: str) -> None:
        with contextlib.suppress(ValueError):
            tokenize(given)

    assert seconds(read, text) < SECONDS


def test_what_reads_the_items_of_a_structured_reference() -> None:
    table = Table("a", "DeAn", (1, 1, 9, 2), columns=("x", "y"))
    inner = filled("['", LETTERS, "[x]", "']'")
    assert seconds(lambda given: table.part(given, None), inner) < SECONDS


@pytest.mark.parametrize("unit", ["[", "&quot;", "_", "\\", "[a", ";", "*"])
def test_what_reads_the_code_of_a_number_format(unit: str) -> None:
    made = package({"DeAn": sheet()})
    styles = made.read(STYLES).replace(
        b"<fonts ",
        f'<numFmts><numFmt numFmtId="165" formatCode="{filled(unit, LETTERS)}"/></numFmts>'
        "<fonts ".encode(),
    )
    assert seconds(day_formats, made.changed({STYLES: styles})) < SECONDS


# ------------------------------------------------------------------------------------- parts

TAGS = {
    "open cells": b"<c ",
    "cells without an end": b'<c r="A1" ',
    "cells without a close": b'<c r="A1">',
    "addresses": b'<c r="',
    "values": b"<v ",
    "values without an end": b"<v>",
    "texts": b"<t ",
    "strings": b'<c r="A1" t="s"><v>0',
    "formulas": b'<c r="A1"><f',
    "array formulas": b'<c r="A1"><f t="array" ',
    "kinds": b' t="str"',
    "blanks": b" ",
    "tabs": b"\t",
    "rows": b'<row r="1"',
    "merges": b"<mergeCell ",
    "formats": b"<conditionalFormatting>",
    "rules": b"<cfRule ",
    "comments": b"<!--",
    "questions": b"<?",
    "marked texts": b"<![CDATA[",
    "quotes": b'"',
    "names": b"<a:b",
    "ends": b"</",
    "closed": b"<a/>",
    "opened": b"<a>",
}


_SHEET = SheetPart("DeAn", part_of(1), "rId1", 5, 0)


def _in_plain_form(xml: bytes) -> None:
    with contextlib.suppress(NotXmlError):
        plain_form(xml)


SCANNERS: dict[str, Callable[[bytes], object]] = {
    "judge_part": lambda xml: judge_part(xml, "x"),
    "extent": extent,
    "is_plain": is_plain,
    "plain_form": _in_plain_form,
    "formula_cells": formula_cells,
    "error_cells": lambda xml: list(error_cells(xml)),
    "hidden_rows": hidden_rows,
    "merges": merges,
    "used_strings": used_strings,
    "rich_text": lambda xml: rich_text(xml.decode()),
    "children": lambda xml: list(children(xml, tail_start(xml))),
    "without_formats": without_formats,
    "with_results": lambda xml: with_results(xml, {(1, 1): None}),
    "results": lambda xml: results(_holding(xml), _SHEET),
    "values": lambda xml: values(_holding(xml), _SHEET, []),
}


def _holding(xml: bytes) -> Any:
    return package({"DeAn": sheet(xml.decode())})


@pytest.mark.parametrize("scanner", SCANNERS)
def test_what_scans_a_part(scanner: str) -> None:
    slow = {}
    for name, unit in TAGS.items():
        for start in (b"<worksheet>", b'<worksheet><sheetData><row r="1"><c r="A1">'):
            xml = start + unit * (LETTERS // len(unit)) + b"</c></row></sheetData></worksheet>"
            taken = seconds(SCANNERS[scanner], xml)
            if taken > SECONDS:
                slow[name] = taken
    assert slow == {}


def calls_of(action: Callable[[], object]) -> int:
    """How many calls an action makes: what it costs, however busy the computer is."""
    profile = cProfile.Profile()
    profile.runcall(action)
    return int(sum(entry.callcount for entry in profile.getstats()))


def test_six_sources_cost_at_most_one_and_a_half_times_as_many_calls_as_three() -> None:
    template = load_template()

    def building(count: int) -> int:
        amounts = [[None, *range(at, at + count)] for at in range(1500)]
        plan = form_plan(sources_of(count), amounts, breaks=range(0, 1500, 20))
        build_workbook(plan, template)
        return calls_of(lambda: build_workbook(plan, template))

    assert building(6) <= 1.5 * building(3)
