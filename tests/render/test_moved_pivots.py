"""Pivot tables of the template in the output."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.bases import fresh, with_part
from tests.render.layouts import SHEET, M, element, loop
from workbook_tools.excel.package import RELS, Package
from workbook_tools.render.base import Base
from workbook_tools.render.kept import Kept, kept_of
from workbook_tools.render.layout import Layout
from workbook_tools.render.moved_pivots import (
    cache_numbers,
    dropped_ids,
    move_pivot,
    move_pivot_source,
)


def with_caches(package: Package, *numbers: int) -> Package:
    """A workbook that lists pivot caches under these numbers."""
    kind = f"{RELS}/pivotCacheDefinition"
    rels = "".join(
        f'<Relationship Id="c{number}" Type="{kind}" Target="pivotCache/c{number}.xml"/>'
        for number in numbers
    )
    listed = "".join(f'<pivotCache cacheId="{number}" r:id="c{number}"/>' for number in numbers)
    changes = {
        "xl/workbook.xml": ("</workbook>", f"<pivotCaches>{listed}</pivotCaches></workbook>"),
        "xl/_rels/workbook.xml.rels": ("</Relationships>", f"{rels}</Relationships>"),
    }
    parts = {f"xl/pivotCache/c{number}.xml": b"<x/>" for number in numbers}
    for part, (old, new) in changes.items():
        parts[part] = package.read(part).replace(old.encode(), new.encode())
    return package.changed(parts)


def base_with(own: tuple[int, ...], templates: tuple[int, ...]) -> Base:
    """A workbook with caches of its own, and a template with some."""
    layout = loop(1)
    template = layout.template
    with_template = type(template)(with_caches(template.package, *templates), template.sheets)
    base = fresh(Layout(with_template, layout.sheets))
    package = with_caches(base.package, *own)
    return Base(package, base.layout, base.book, base.sheets, base.replaced)


def test_caches_are_numbered_after_those_of_the_workbook() -> None:
    base = base_with((3, 7), (1, 2))
    assert cache_numbers(base, kept_of(base)) == {
        "xl/pivotCache/c1.xml": 8,
        "xl/pivotCache/c2.xml": 9,
    }


def test_the_first_cache_is_number_1() -> None:
    base = base_with((), (5,))
    assert list(cache_numbers(base, kept_of(base)).values()) == [1]


def test_the_number_of_a_cache_that_goes_is_free() -> None:
    base = base_with((3, 7), (1,))
    gone = Kept(frozenset(), frozenset({"xl/pivotCache/c7.xml"}))
    assert dropped_ids(base, gone) == {"c7"}
    assert list(cache_numbers(base, gone).values()) == [4]


def pivot(count: int, xml: str) -> Any:
    root = element(xml)
    move_pivot(root, loop(count).sheets[0], 4)
    return root


def test_a_pivot_table_moves_and_knows_its_cache() -> None:
    root = pivot(
        4, '<pivotTableDefinition cacheId="7"><location ref="A5:B6"/></pivotTableDefinition>'
    )
    assert root.get("cacheId") == "4"
    assert root.find(f"{M}location").get("ref") == "A6:B7"


def test_a_pivot_table_of_no_copy_stays_where_it_was() -> None:
    root = pivot(0, '<pivotTableDefinition><location ref="A3"/></pivotTableDefinition>')
    assert root.find(f"{M}location").get("ref") == "A3"


def source(attributes: str) -> Any:
    root = element(
        f"<pivotCacheDefinition><cacheSource><worksheetSource {attributes}/></cacheSource>"
        "</pivotCacheDefinition>"
    )
    move_pivot_source(root, loop(3))
    return root


def test_a_source_takes_in_all_copies_and_is_read_again() -> None:
    root = source(f'ref="A1:B3" sheet="{SHEET}"')
    assert root.find(f".//{M}worksheetSource").get("ref") == "A1:B4"
    assert root.get("refreshOnLoad") == "1"


@pytest.mark.parametrize("attributes", ['ref="A1:B3" sheet="DeAn"', 'name="tblMau"', 'ref="A1:B3"'])
def test_a_source_elsewhere_stays(attributes: str) -> None:
    root = source(attributes)
    assert root.get("refreshOnLoad") is None


def test_a_cache_without_a_sheet_stays() -> None:
    root = element("<pivotCacheDefinition><cacheSource/></pivotCacheDefinition>")
    move_pivot_source(root, loop(3))
    assert root.get("refreshOnLoad") is None


def test_a_number_of_a_part_more_changes_nothing() -> None:
    base = with_part(base_with((3,), (1,)), "xl/lạ.bin", b"x")
    assert list(cache_numbers(base, kept_of(base)).values()) == [4]
