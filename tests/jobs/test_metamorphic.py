"""The same workbook written in any legal way gives the same plan, the same findings and an output
that says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

import pytest

from tests.faults.meaning import OPTIONAL, PROPERTIES, meaning
from tests.faults.reserialised import (
    TARGETS,
    WAYS,
    elsewhere,
    in_capitals,
    other_targets,
    rewritten_parts,
    under_other_names,
    with_inline_strings,
    without_optional_parts,
    without_start,
)
from tests.faults.various import PLANS, TEMPLATES, plan, template
from tests.judges import openxml
from tests.judges.packages import package_faults
from workbook_tools.excel.package import open_package, sheets
from workbook_tools.flags.flagging import unflagged
from workbook_tools.flags.sheet_parts import take_flags
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.read.source import source_of
from workbook_tools.template.compile import compile_template

LOST = {
    "optional parts and Defaults missing": OPTIONAL,
    "no relationships of the package": PROPERTIES,
}
CHANGES: Mapping[str, Callable[[bytes], bytes]] = {
    **{name: partial(rewritten_parts, way=way) for name, way in WAYS.items()},
    **{name: partial(other_targets, change=change) for name, change in TARGETS.items()},
    "inline strings": with_inline_strings,
    "parts under other names": partial(under_other_names, name=elsewhere),
    "parts in capitals": in_capitals,
    "optional parts and Defaults missing": without_optional_parts,
    "no relationships of the package": without_start,
}
MADE_BY = [
    pytest.param(name, marks=pytest.mark.judge("libreoffice")) if name == "libreoffice" else name
    for name in TEMPLATES
]
GENERATED = {"phuluc", "tonghop", "kiemtra"}
PLAN = "small"
"""The plan that every template is tried with."""

UNLIKE = {"openpyxl", "libreoffice"}
"""What the validator finds fault with as it is given: the order in which fonts are described."""


@cache
def built(name: str, way: str | None = None) -> Built:
    """What the shipped template makes of a plan, written in a way."""
    data = plan(name)
    return build_workbook(source_of(CHANGES[way](data) if way else data, "k.xlsx"))


@cache
def made(name: str, way: str | None = None) -> bytes:
    """What a template, written in a way, makes of a plan."""
    data = template(name)
    package = source_of(CHANGES[way](data) if way else data, "m.xlsx").package
    return build_workbook(source_of(plan(PLAN), "k.xlsx"), compile_template(package)).data


def said(data: bytes, way: str) -> Mapping[str, str]:
    """All that an output says, but for what is another without its optional parts."""
    return meaning(data, LOST.get(way, frozenset()))


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("way", CHANGES)
def test_a_plan_is_the_same_however_it_is_written(name: str, way: str) -> None:
    before, again = built(name), built(name, way)
    assert again.plan == before.plan
    assert again.findings == before.findings
    assert said(again.data, way) == said(before.data, way)
    assert package_faults(again.data) == []


@pytest.mark.parametrize("name", MADE_BY)
@pytest.mark.parametrize("way", CHANGES)
def test_a_template_is_the_same_however_it_is_written(name: str, way: str) -> None:
    again = made(name, way)
    assert said(again, way) == said(made(name), way)
    assert package_faults(again) == []


@pytest.mark.judge("validator")
def test_the_sdk_finds_nothing_in_what_is_built_of_workbooks_written_anew(tmp_path: Path) -> None:
    for name in PLANS.keys() - UNLIKE:
        (tmp_path / f"{name}.xlsx").write_bytes(built(name, "all at once").data)
    for name in TEMPLATES.keys() - UNLIKE:
        (tmp_path / f"m {name}.xlsx").write_bytes(made(name, "all at once"))
    found = openxml.sdk_errors(sorted(tmp_path.iterdir()))
    assert {name: errors for name, errors in found.items() if errors} == {}


FEW = ("all at once", "parts in capitals")


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("way", [None, *FEW])
def test_a_second_build_is_the_first_byte_for_byte(name: str, way: str | None) -> None:
    first = built(name, way).data
    assert build_workbook(source_of(first, "k.xlsx")).data == first


@pytest.mark.parametrize("way", FEW)
def test_a_second_build_with_several_old_drawings_is_the_first(way: str) -> None:
    given = CHANGES[way](plan("rich and finished"))
    drawings = [
        part for part in open_package(given, "k.xlsx").parts if part.lower().endswith("vml")
    ]
    assert len(drawings) > 1
    used = compile_template(open_package(template("rich"), "m.xlsx"))
    first = build_workbook(source_of(given, "k.xlsx"), used).data
    assert build_workbook(source_of(first, "k.xlsx"), used).data == first


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("way", [None, "single quotes", *FEW])
def test_without_its_flags_a_sheet_is_what_it_was(name: str, way: str | None) -> None:
    data = CHANGES[way](plan(name)) if way else plan(name)
    before = unflagged(source_of(data, "k.xlsx"))
    package = take_flags(open_package(built(name, way).data, "k.xlsx"))
    after = {sheet.name: package.read(sheet.part) for sheet in sheets(package)}
    own = [sheet for title, sheet in before.sheets.items() if title not in GENERATED]
    assert len(own) > 1
    for sheet in own:
        given, plain = before.package.read(sheet.part), before.package.plain(sheet.part)
        assert after[sheet.name] in (given, plain), sheet.name
