"""What stands on a sheet of the accountant's own that our engine cannot do: it stops, slows and
changes nothing. Each kind in three shapes and more.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest

from tests.judges.packages import package_faults
from tests.plans import SMALL, plan_file, project
from workbook_tools.excel.package import MAIN, RELS, Package, open_package, pack, sheets
from workbook_tools.flags.flagging import unflagged
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.check import check_workbook
from workbook_tools.jobs.renumber import numbered
from workbook_tools.jobs.send import Choices, prepare
from workbook_tools.read.source import source_of

OWN, PART = "Của tôi", "xl/worksheets/sheet3.xml"
BOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_OFFICE = "http://schemas.microsoft.com/office/2006/relationships"
_SECONDS = 10

Parts = dict[str, bytes]
Change = Callable[[Parts], Parts]


def cell(address: str, formula: str = "", result: str = "4711", **said: str) -> str:
    """A cell of a formula, its attributes in ``said``, with a result that no engine gives."""
    named = "".join(f' {name}="{value}"' for name, value in said.items())
    inside = f"<f{named}>{formula}</f>" if formula else f"<f{named}/>"
    kind = "" if result.isdigit() else ' t="str"'
    return f'<c r="{address}"{kind}>{inside}<v>{result}</v></c>'


def on_the_sheet(*cells: str) -> Change:
    """Cells in row 90 of the own sheet."""

    def made(parts: Parts) -> Parts:
        row = f'<row r="90">{"".join(cells)}</row></sheetData>'.encode()
        return {**parts, PART: parts[PART].replace(b"</sheetData>", row)}

    return made


def sheet_of_macros(kind: str, root: str, cells: str) -> Change:
    """A sheet of another kind, in a part of its own."""

    def made(parts: Parts) -> Parts:
        part = "xl/macrosheets/sheet1.xml"
        xml = f'<{root} xmlns="{MAIN}" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        xml += f"<sheetData>{cells}</sheetData></{root}>"
        return _linked(parts, kind, part, xml.encode())

    return made


def _linked(parts: Parts, kind: str, part: str, xml: bytes) -> Parts:
    rel = f'<Relationship Id="rM" Type="{kind}" Target="/{part}"/></Relationships>'
    entry = f'<sheet name="Macro1" sheetId="88" xmlns:r="{RELS}" r:id="rM"/></sheets>'
    media = f'<Override PartName="/{part}" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'
    return {
        **parts,
        part: xml,
        BOOK: parts[BOOK].replace(b"</sheets>", entry.encode()),
        RELATIONS: parts[RELATIONS].replace(b"</Relationships>", rel.encode()),
        TYPES: parts[TYPES].replace(b"</Types>", media.encode() + b"</Types>"),
    }


def without_a_part(name: str, state: str = "") -> Change:
    """A module of Excel 5 and 95: a sheet that leads nowhere."""

    def made(parts: Parts) -> Parts:
        entry = f'<sheet name="{name}" sheetId="89"{state} xmlns:r="{RELS}" r:id=""/></sheets>'
        return {**parts, BOOK: parts[BOOK].replace(b"</sheets>", entry.encode())}

    return made


def many(formula: str, number: int = 400) -> Change:
    """A formula over and over, each in a row of its own."""

    def made(parts: Parts) -> Parts:
        rows = "".join(
            f'<row r="{at}">{cell(f"D{at}", formula.format(at))}</row>'
            for at in range(100, 100 + number)
        )
        return {
            **parts,
            PART: parts[PART].replace(b"</sheetData>", rows.encode() + b"</sheetData>"),
        }

    return made


TWO = {"t": "dataTable", "ref": "E90:G90"}
SHEETS: Mapping[str, Change] = {
    "what-if by row": on_the_sheet(
        cell("E90", **TWO, dt2D="0", dtr="1", r1="A1"), cell("F90", "1")
    ),
    "what-if by column": on_the_sheet(cell("E90", **TWO, dt2D="0", dtr="0", r1="B1")),
    "what-if by both": on_the_sheet(cell("E90", **TWO, dt2D="1", dtr="1", r1="A1", r2="B1")),
    "what-if whose cell is gone": on_the_sheet(cell("E90", **TWO, del1="1", r1="A1")),
    "macros": sheet_of_macros(
        f"{_OFFICE}/xlMacrosheet", "xm:macrosheet", f'<row r="1">{cell("A1", "RETURN(1)")}</row>'
    ),
    "macros, empty": sheet_of_macros(f"{_OFFICE}/xlMacrosheet", "xm:macrosheet", ""),
    "macros of another country": sheet_of_macros(
        f"{_OFFICE}/xlIntlMacrosheet", "xm:macrosheet", f'<row r="1">{cell("A1", "HALT()")}</row>'
    ),
    "a dialog": sheet_of_macros(f"{RELS}/dialogsheet", "dialogsheet", ""),
    "a module": without_a_part("Module1"),
    "a module, hidden": without_a_part("Mô-đun", ' state="veryHidden"'),
    "a module of an odd name": without_a_part("DeAn (cũ)"),
    "whole columns": many('VLOOKUP("x",DeAn!A:O,3,FALSE)+SUMIF(DeAn!B:B,"Đề án",DeAn!J:J)'),
    "whole rows": many("COUNTIF(1:1048576,A{0})"),
    "whole columns of an array": many("SUMPRODUCT((A:A=B{0})*1)", 60),
    "matches in whole columns": many("INDEX(DeAn!C:C,MATCH(A{0},DeAn!A:A,0))"),
    "an add-in": on_the_sheet(cell("E90", "_xll.DOC_SO(DeAn!J4)", "một trăm")),
    "an add-in with its file": on_the_sheet(cell("E90", "[1]!VND(DeAn!J4)", "một trăm")),
    "a macro's function": on_the_sheet(cell("E90", "DocSoUni(DeAn!J4)", "một trăm")),
    "newest functions": on_the_sheet(
        cell("E90", "_xlfn.GROUPBY(DeAn!A2:A9,DeAn!J2:J9,_xleta.SUM)"),
        cell("F90", "_xlfn._xlws.PY(0,0,DeAn!J4)"),
    ),
    "a circle": on_the_sheet(cell("E90", "F90+1"), cell("F90", "E90+1")),
    "a circle of names": lambda parts: {
        **on_the_sheet(cell("E90", "vong1"))(parts),
        BOOK: parts[BOOK].replace(
            b"</sheets>",
            b'</sheets><definedNames><definedName name="vong1">vong2</definedName>'
            b'<definedName name="vong2">vong1</definedName></definedNames>',
        ),
    },
    "a formula of nothing": on_the_sheet(cell("E90", "SUM((A1,B1)"), cell("F90", "+++")),
}


def _own_sheet(book: Any) -> None:
    page = book.add_worksheet(OWN)
    page.write_row("A1", [1, 2, "ba"])
    page.write_formula("D1", "=A1+B1", None, 99)


@cache
def _parts() -> Parts:
    data = plan_file([*SMALL, project("1.9", "thiếu tổng", total=5)], extra=_own_sheet)
    package = open_package(data, "k.xlsx")
    return {name: package.read(name) for name in package.parts}


@cache
def plan(name: str) -> bytes:
    """The plan with one of these sheets."""
    return pack(Package(SHEETS[name](_parts())))


def own_cells(data: bytes) -> list[bytes]:
    """The cells of the own sheet, as they stand in its part."""
    package = open_package(data, "k.xlsx")
    part = next(sheet.part for sheet in sheets(package) if sheet.name == OWN)
    return re.findall(rb"<c .*?(?:</c>|/>)", package.read(part))


@cache
def built(name: str) -> tuple[bytes, float]:
    """What is built of it, and the seconds that this took."""
    begun = time.process_time()
    data = build_workbook(source_of(plan(name), "k.xlsx")).data
    return data, time.process_time() - begun


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_stays_as_it_was_and_the_build_is_quick(name: str) -> None:
    data, seconds = built(name)
    assert own_cells(data) == own_cells(plan(name)) and seconds < _SECONDS
    assert package_faults(data) == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_second_build_is_the_first(name: str) -> None:
    data, _ = built(name)
    assert build_workbook(source_of(data, "k.xlsx")).data == data


@pytest.mark.parametrize("name", SHEETS)
def test_every_other_part_of_the_users_stays(name: str) -> None:
    before, after = open_package(plan(name), "k.xlsx"), open_package(built(name)[0], "k.xlsx")
    names = [sheet.name for sheet in sheets(after)]
    assert all(sheet.name in names for sheet in sheets(before))
    if "xl/macrosheets/sheet1.xml" in before:
        assert after.read("xl/macrosheets/sheet1.xml") == before.read("xl/macrosheets/sheet1.xml")


@pytest.mark.parametrize("name", SHEETS)
def test_a_check_finds_what_it_finds_without_the_sheet(name: str) -> None:
    usual = {
        found.rule
        for found in check_workbook(source_of(pack(Package(_parts())), "k.xlsx")).findings
    }
    rules = {found.rule for found in check_workbook(source_of(plan(name), "k.xlsx")).findings}
    assert {rule for rule in rules ^ usual if not rule.startswith("G")} == set()


@pytest.mark.parametrize("name", SHEETS)
def test_flags_are_taken_out_and_numbers_made_anew(name: str) -> None:
    source = source_of(built(name)[0], "k.xlsx")
    assert own_cells(unflagged(source).data) == own_cells(plan(name))
    assert own_cells(numbered(source_of(plan(name), "k.xlsx")).source.data) == own_cells(plan(name))


@pytest.mark.parametrize("name", SHEETS)
def test_a_clean_copy_has_nothing_of_it(name: str) -> None:
    choices = Choices(pdf=False, despite_errors="thử")
    begun = time.perf_counter()
    (part,) = prepare(source_of(built(name)[0], "k.xlsx"), choices)
    assert time.perf_counter() - begun < _SECONDS
    copy = open_package(part.mail.attachments[0].data, "b.xlsx")
    assert {sheet.name for sheet in sheets(copy)} == {"PhuLuc", "TongHop"}
    assert not [name for name in copy.parts if "macro" in name]
