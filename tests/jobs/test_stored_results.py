"""Absurd results beside formulas of every kind, on every sheet of the user's: they survive two
builds in place, whatever our engine thinks of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.plans import FIELDS, HEADINGS, SMALL, plan_file, random_rows
from workbook_tools.excel.package import (
    MAIN,
    RELS,
    TYPES_PART,
    Package,
    open_package,
    pack,
    rels_name,
    sheets,
    workbook_part,
)
from workbook_tools.excel.strings import escape_text
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.place import cell_name
from workbook_tools.read.source import source_of

TEXT, NUMBER = "giu-1", 4711
LAST = 60
"""The row of a sheet from which formulas are planted, below what any reader looks at."""

OWN = ("Nháp", "Bảng tính", "Q1", "Của 'tôi' 1")
PLAIN = (
    "=1+1",
    "=SUM(DeAn!J2:J99)",
    "=DeAn!J4*2",
    "='Bảng tính'!B61&\"x\"",
    "=CuaToi+1",
    "=SUM(tblCuaToi[Số])",
    '=COUNTIF(DeAn!B:B,"<> Mục")',
    '=TEXT(DeAn!J4,"#.##0")',
    '=TEXT(TODAY(),"dd/mm/yyyy")',
    '=VALUE("1.234,5")',
    "=[1]Sheet1!$A$1*2",
    "=_xll.HAMRIENG(A1,2)",
    "=HAM_CUA_MACRO(A1)",
    '=INDIRECT("PhuLuc!H"&ROW())',
    "=OFFSET(PhuLuc!$A$1,3,4)",
    "=NOW()+RAND()",
    "=1/0",
    '=VLOOKUP("x",DeAn!A:O,3,FALSE)',
    "=SUM(Nháp:Q1!B61)",
    "=NAY_KHONG_CO(1",
    "=_xlfn.XLOOKUP(1,DeAn!G:G,DeAn!J:J)",
    "=IF(1,,2)",
    "=SUM((A1,B2),C3)",
    "={1,2;3,4}",
)


def planted(seed: int) -> bytes:
    """A workbook with formulas on every sheet, chosen by chance."""
    chance = random.Random(seed)

    def add(book: Any) -> None:
        book.define_name("CuaToi", "='Bảng tính'!$B$61")
        for name in OWN:
            book.add_worksheet(name)
        for sheet in book.worksheets():
            _plant(sheet, chance)
        table = book.get_worksheet_by_name("Q1")
        table.add_table(
            "G1:H4", {"name": "tblCuaToi", "columns": [{"header": "Số"}, {"header": "b"}]}
        )

    rows = random_rows(seed, programmes=1)
    return _shared(
        plan_file(rows, sheets=_records(), extra=add), waiting=WAITING.get(seed % 25, ())
    )


def _records() -> dict[str, list[list[Any]]]:
    return {
        "CanCu": [["Số, ký hiệu", "Ngày", "Trích yếu"], ["53/2018/QĐ-UBND", "11/12/2018", "x"]],
        "ChiTieu": [["Chỉ tiêu", "Giá trị", "Đơn vị"]],
    }


def _plant(sheet: Any, chance: random.Random) -> None:
    """Twelve formulas with absurd results in a column that no reader knows."""
    for row in range(LAST, LAST + 12):
        result = chance.choice((TEXT, NUMBER, f" {TEXT}  ", True, ""))
        sheet.write_formula(row, 25, chance.choice(PLAIN), None, result)
    sheet.write_array_formula(LAST, 27, LAST + 2, 27, "{=DeAn!J4:J6*2}", None, NUMBER)
    sheet.write_dynamic_array_formula(LAST, 28, LAST + 2, 28, "=SORT(DeAn!J4:J6)", None, NUMBER)


WITHOUT = re.compile(rb'(<c r="Z[0-9]+"(?: s="[0-9]+")?)(><f>[^<]*</f><v></v>)')


WAITING = {0: ("DeAn", "ThongTin", "CanCu", "Nháp"), 5: ("DeAn",), 10: ("DeAn",), 15: ("ChiTieu",)}
"""The sheets on which formulas wait for a result, by seed: each costs a child process a build."""


def _shared(data: bytes, *, waiting: Collection[str]) -> bytes:
    """The workbook with a shared formula and its results on every sheet, with blanks that are kept
    in the way of Excel. Results that are empty are texts, but for those on sheets that wait.
    """
    package = open_package(data, "x")
    cells = "".join(
        f'<c r="AE{row}" t="str"><f t="shared"{more} si="0"{end}<v>{TEXT}</v></c>'
        for row, more, end in (
            (LAST, f' ref="AE{LAST}:AE{LAST + 1}"', ">A1*2</f>"),
            (LAST + 1, "", "/>"),
        )
    )
    rows = re.sub(r'(<c r="AE(\d+)")', r'<row r="\2">\1', cells).replace("</c>", "</c></row>")
    changed = {}
    for sheet in sheets(package):
        xml = package.read(sheet.part).replace(b"<v> ", b'<v xml:space="preserve"> ')
        if sheet.name not in waiting:
            xml = WITHOUT.sub(rb'\1 t="str"\2', xml)
        at = xml.find(f'<row r="{LAST + 1}"'.encode())
        assert at > 0
        first, second = rows.split("</row>")[:2]
        inner = second.partition(">")[2].encode()
        close = xml.find(b"</row>", at)
        head = xml[:at] + first.encode() + b"</row>" + xml[at:close]
        changed[sheet.part] = head + inner + xml[close:]
    return pack(package.changed(changed))


FORMULA_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^<>]*)>(<f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>))(.*?)</c>'
)
KIND = re.compile(rb' t="\w+"')


def standing(package: Package, generated: set[str]) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    """Every formula of the user's with what stands beside it."""
    for sheet in sheets(package):
        if sheet.name not in generated:
            for address, attributes, formula, rest in FORMULA_CELL.findall(
                package.plain(sheet.part)
            ):
                kind = KIND.search(attributes)
                said = address + (kind[0] if kind else b"")
                yield sheet.name, said, formula, rest


def built(data: bytes, *, flags: bool = False) -> Built:
    return build_workbook(source_of(data, "k.xlsx"), flags=flags)


@pytest.mark.parametrize("seed", range(50))
def test_every_result_survives_two_builds_and_a_third_changes_nothing(seed: int) -> None:
    data = planted(seed)
    before = sorted(standing(open_package(data, "x"), set()))
    assert len(before) > 80
    flags = seed % 10 == 0
    first = built(data, flags=flags)
    second = built(first.data, flags=flags)
    own = {sheet.name for sheet in sheets(open_package(data, "x"))}
    third = second if second.data == first.data else built(second.data, flags=flags)
    assert third.data == second.data
    for made in (first, second):
        package = open_package(made.data, "x")
        generated = {sheet.name for sheet in sheets(package)} - own
        assert sorted(standing(package, generated)) == before
    assert second.plan.total == first.plan.total


CORPUS = sorted((ROOT.parent / "shared/corpus/excel-made").glob("*.xls[xm]"))[::5][:50]
_SPREAD = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def _text_row(number: int, values: list[Any]) -> str:
    cells = ""
    for column, value in enumerate(values, 1):
        address = cell_name(number, column)
        if isinstance(value, str):
            text = f"<is><t>{escape_text(value)}</t></is>"
            cells += f'<c r="{address}" t="inlineStr">{text}</c>'
        elif value is not None:
            cells += f'<c r="{address}"><v>{value}</v></c>'
    return f'<row r="{number}">{cells}</row>'


def _planted_rows(chance: random.Random, first: int) -> str:
    """Rows of formulas with absurd results."""
    rows = []
    for row in range(first, first + 12):
        formula = escape_text(chance.choice(PLAIN)[1:])
        kind, result = chance.choice((("str", TEXT), ("n", str(NUMBER)), ("b", "1"), ("e", "#N/A")))
        cell = f'<c r="Z{row}" t="{kind}"><f>{formula}</f><v>{result}</v></c>'
        rows.append(f'<row r="{row}">{cell}</row>')
    return "".join(rows)


def made_by_excel(file: Path, seed: int) -> bytes:
    """A workbook of Excel's as a plan: with the plan's sheets, and formulas planted on every
    sheet.
    """
    chance = random.Random(seed)
    package = open_package(file.read_bytes(), file.name)
    changed = {}
    for sheet in sheets(package):
        xml = package.plain(sheet.part).replace(b"<sheetData/>", b"<sheetData></sheetData>")
        rows = _planted_rows(chance, 70_000).encode() + b"</sheetData>"
        if sheet.kind == "worksheet":
            changed[sheet.part] = xml.replace(b"</sheetData>", rows, 1)
    about: list[list[Any]] = [["Mục", "Nội dung"], ["Tỉnh", "Đồng Nai"], ["Năm kế hoạch", 2021]]
    about += [["Đơn vị tính", "ngàn đồng"], ["Cơ quan ban hành", "UBND tỉnh Đồng Nai"]]
    lines: list[list[Any]] = [
        list(HEADINGS),
        *([row.get(name) for name in FIELDS] for row in SMALL),
    ]
    fresh = {"ThongTin": about, "DeAn": lines}
    entries, rels, types = "", "", ""
    for at, (name, values) in enumerate(fresh.items(), 901):
        inner = "".join(_text_row(number, row) for number, row in enumerate(values, 1))
        part = f"xl/worksheets/sheet{at}.xml"
        changed[part] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{inner}{_planted_rows(chance, 700)}</sheetData>'
            "</worksheet>"
        ).encode()
        entries += f'<sheet name="{name}" sheetId="{at}" xmlns:r="{RELS}" r:id="rX{at}"/>'
        rels += f'<Relationship Id="rX{at}" Type="{RELS}/worksheet" Target="/{part}"/>'
        types += f'<Override PartName="/{part}" ContentType="{_SPREAD}"/>'
    book = workbook_part(package)
    for part, end, more in (
        (book, b"</sheets>", entries),
        (rels_name(book), b"</Relationships>", rels),
        (TYPES_PART, b"</Types>", types),
    ):
        changed[part] = package.plain(part).replace(end, more.encode() + end, 1)
    return pack(package.changed(changed))


@pytest.mark.skipif(not CORPUS, reason="the corpus of workbooks made by Excel is not beside")
@pytest.mark.parametrize("file", CORPUS, ids=[file.stem for file in CORPUS])
def test_every_result_in_a_workbook_of_excels_survives_two_builds(file: Path) -> None:
    data = made_by_excel(file, len(file.stem))
    before = sorted(standing(open_package(data, "x"), set()))
    assert len(before) >= 24
    first = built(data)
    second = built(first.data)
    own = {sheet.name for sheet in sheets(open_package(data, "x"))}
    for made in (first, second):
        package = open_package(made.data, "x")
        generated = {sheet.name for sheet in sheets(package)} - own
        assert sorted(standing(package, generated)) == before
    assert second.data == first.data or built(second.data).data == second.data


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=SUMIF(Q1!B1:B3,"<> N/A")*4', 4711),
        ('=VALUE("195.000")/1000', 195),
        ("=_xll.HAMRIENG(1)", 4711),
        ("=1+1", 4711),
    ],
)
def test_money_that_a_formula_of_the_users_gives_counts_as_it_is_stored(
    formula: str, result: int
) -> None:
    rows = [*random_rows(1, programmes=1)]
    at = next(number for number, row in enumerate(rows, 2) if row["level"] == "Đề án")

    def add(book: Any) -> None:
        book.add_worksheet("Q1")
        deal = book.get_worksheet_by_name("DeAn")
        deal.write_formula(f"J{at}", formula, None, result)
        deal.write_blank(f"I{at}", None)

    first = built(plan_file(rows, extra=add))
    assert next(iter(first.plan.projects)).province == result
    assert built(first.data).plan.total == first.plan.total
