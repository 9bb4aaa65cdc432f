"""The same workbook written in any legal way gives the same plan, the same findings and an output
that says the same.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.faults.reserialised import (
    TARGETS,
    WAYS,
    other_targets,
    rewritten_parts,
    without_optional_parts,
    without_start,
)
from tests.judges import openxml
from tests.judges.packages import package_faults
from tests.plans import SMALL, plan_file, project
from tests.render.outputs import cells
from tests.templates import ROWS, rich, template_file
from workbook_tools.excel.package import Package, open_package, pack, sheets
from workbook_tools.flags.sheet_parts import take_flags
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.read.source import source_of
from workbook_tools.template.compile import compile_template
from workbook_tools.template.compiled import Template

CHANGES: Mapping[str, Callable[[bytes], bytes]] = {
    **{name: partial(rewritten_parts, way=way) for name, way in WAYS.items()},
    **{name: partial(other_targets, change=change) for name, change in TARGETS.items()},
    "optional parts and Defaults missing": without_optional_parts,
    "no relationships of the package": without_start,
}


def own_sheet(book: Any) -> None:
    """A sheet of the accountant's own: notes, formats, a data bar, formulas, a formatted text."""
    page = book.add_worksheet("Của tôi")
    bold = book.add_format({"bold": True})
    page.write_formula("A1", "=DeAn!J4*2", bold, 999)
    page.write_rich_string("A3", "một ", bold, "hai", " ba")
    page.write_string("A4", "a < b & c > d \" ' \n e")
    page.write_comment("A5", "của tôi")
    page.conditional_format("C1:C9", {"type": "data_bar", "data_bar_2010": True})


@lru_cache
def plan(name: str) -> bytes:
    """A plan workbook of our own making."""
    if name == "example":
        return (ROOT / "examples/dong-nai-2021.xlsx").read_bytes()
    if name == "faulty":
        return plan_file([*SMALL, project("1.9", "thiếu tổng", total=5)], extra=own_sheet)
    if name == "finished":
        return built("faulty").data
    if name == "scanned":
        return (ROOT / "examples/dong-nai-2021-as-scanned.xlsx").read_bytes()
    if name == "rich":
        return plan_file(SMALL, extra=lambda book: rich(book, book.add_worksheet("PhuLuc")))
    if name == "rich and finished":
        return build_workbook(source_of(plan("small"), "k.xlsx"), rich_template()).data
    if name == "openpyxl":
        return saved_by_openpyxl(plan_file(SMALL))
    return plan_file(SMALL, extra=own_sheet)


def rich_template() -> Template:
    """A template with all that must follow its rows."""
    return compile_template(open_package(template_file(ROWS, rich), "m.xlsx"))


def saved_by_openpyxl(data: bytes) -> bytes:
    """A workbook as another program writes it."""
    raw = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(raw)
    return raw.getvalue()


@lru_cache
def built(name: str) -> Built:
    return build_workbook(source_of(plan(name), "k.xlsx"))


def shown(data: bytes) -> dict[str, dict[str, Any]]:
    """What all sheets of an output hold, cell by cell."""
    names = [sheet.name for sheet in sheets(open_package(data, "k.xlsx"))]
    return {name: cells(pack(plain(data)), name) for name in names}


def plain(data: bytes) -> Package:
    """A workbook with all of its sheets in the plain form."""
    package = open_package(data, "k.xlsx")
    return package.changed({s.part: package.plain(s.part) for s in sheets(package)})


@pytest.mark.parametrize("name", ["small", "faulty", "finished"])
@pytest.mark.parametrize("way", CHANGES)
def test_a_plan_is_the_same_however_it_is_written(name: str, way: str) -> None:
    again = build_workbook(source_of(CHANGES[way](plan(name)), "k.xlsx"))
    before = built(name)
    assert again.plan == before.plan
    assert again.findings == before.findings
    assert shown(again.data) == shown(before.data)
    assert package_faults(again.data) == []


FEW = ("all at once", "prefixes", "targets in capitals")


@pytest.mark.parametrize("name", ["scanned", "rich", "rich and finished", "openpyxl"])
@pytest.mark.parametrize("way", FEW)
def test_a_workbook_of_another_kind_is_the_same_however_it_is_written(name: str, way: str) -> None:
    test_a_plan_is_the_same_however_it_is_written(name, way)


@pytest.mark.judge("validator")
def test_the_sdk_finds_nothing_in_what_is_built_of_workbooks_written_anew(tmp_path: Path) -> None:
    for name in ("small", "faulty", "finished", "scanned"):
        again = build_workbook(source_of(CHANGES["all at once"](plan(name)), "k.xlsx"))
        (tmp_path / f"{name}.xlsx").write_bytes(again.data)
    found = openxml.sdk_errors(sorted(tmp_path.iterdir()))
    assert {name: errors for name, errors in found.items() if errors} == {}


@pytest.mark.parametrize("way", FEW)
def test_a_second_build_with_several_old_drawings_is_the_first(way: str) -> None:
    given = CHANGES[way](plan("rich and finished"))
    drawings = [part for part in open_package(given, "k.xlsx").parts if part.endswith(".vml")]
    assert len(drawings) > 1
    first = build_workbook(source_of(given, "k.xlsx"), rich_template()).data
    assert build_workbook(source_of(first, "k.xlsx"), rich_template()).data == first


@pytest.mark.parametrize("way", CHANGES)
def test_a_template_is_the_same_however_it_is_written(way: str) -> None:
    template = template_file(ROWS, rich)
    outputs = [
        build_workbook(
            source_of(plan("small"), "k.xlsx"), compile_template(source_of(data, "m.xlsx").package)
        )
        for data in (template, CHANGES[way](template))
    ]
    assert shown(outputs[0].data) == shown(outputs[1].data)
    assert package_faults(outputs[1].data) == []


@pytest.mark.parametrize("way", CHANGES)
def test_a_second_build_is_the_first_byte_for_byte(way: str) -> None:
    first = build_workbook(source_of(CHANGES[way](plan("faulty")), "k.xlsx")).data
    assert build_workbook(source_of(first, "k.xlsx")).data == first


@pytest.mark.parametrize("way", CHANGES)
def test_without_its_flags_a_sheet_is_what_it_was(way: str) -> None:
    before = source_of(CHANGES[way](plan("faulty")), "k.xlsx")
    after = take_flags(open_package(build_workbook(before).data, "k.xlsx"))
    for sheet in before.sheets.values():
        assert after.plain(sheet.part) == before.package.plain(sheet.part), sheet.name


def test_a_second_build_is_the_first_where_strings_lie_unused() -> None:
    package = open_package(plan("small"), "k.xlsx")
    part = "xl/sharedStrings.xml"
    idle = b"<si><t>kh\xc3\xb4ng ai d\xc3\xb9ng</t></si>"
    start = package.read(part).replace(b"</sst>", idle + idle + b"</sst>")
    first = build_workbook(source_of(pack(package.changed({part: start})), "k.xlsx")).data
    assert build_workbook(source_of(first, "k.xlsx")).data == first
