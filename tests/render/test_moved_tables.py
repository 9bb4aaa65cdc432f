"""Tables of the template in the output."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.render.bases import built, fresh, with_part
from tests.render.layouts import LOOP, SHEET, M, element, laid_out, loop
from workbook_tools.errors import InputError, TemplateError
from workbook_tools.render.base import Base
from workbook_tools.render.going_along import going_along
from workbook_tools.render.kept import Kept, kept_of
from workbook_tools.render.layout import Layout
from workbook_tools.render.moved_tables import move_table, table_numbers


def with_table() -> Layout:
    def draw(book: Any, page: Any) -> None:
        page.add_table("D8:E9", {"name": "tblMau"})

    return laid_out(LOOP, draw, items=["a"])


def numbers(base: Base, kept: Kept | None = None) -> list[int]:
    kept = kept or kept_of(base)
    tables = [moving for moving in going_along(base, kept).movings if moving.kind == "table"]
    return list(table_numbers(base, kept, tables).values())


def with_own_table(number: int, name: str) -> tuple[Base, Kept]:
    """A workbook that has a table of its own."""
    xml = f'<table id="{number}" displayName="{name}"/>'
    base = with_part(fresh(with_table()), "xl/tables/own.xml", xml.encode())
    return base, kept_of(base)


def test_a_table_keeps_a_number_that_is_free() -> None:
    assert numbers(*with_own_table(7, "tblCuaToi")) == [1]


def test_a_table_gets_another_number_where_its_own_is_taken() -> None:
    assert numbers(*with_own_table(1, "tblCuaToi")) == [2]


def test_a_table_name_that_the_workbook_has_is_told() -> None:
    with pytest.raises(InputError, match=r"đã có bảng .* tblMau") as caught:
        numbers(*with_own_table(9, "TBLMAU"))
    assert str(caught.value.place) == SHEET


def test_a_table_of_an_earlier_build_is_not_in_the_way() -> None:
    assert numbers(built(with_table())) == [1]


def moved(xml: str, layout: Layout) -> Any:
    root = element(xml)
    move_table(root, layout.sheets[0], 5, {0: 10, 1: 11})
    return root


def test_a_table_moves_with_its_rows_and_takes_in_all_copies() -> None:
    xml = '<table id="1" ref="A1:B3"><autoFilter ref="A1:B3"/></table>'
    root = moved(xml, loop(4))
    assert (root.get("id"), root.get("ref")) == ("5", "A1:B5")
    assert root.find(f"{M}autoFilter").get("ref") == "A1:B5"


def test_a_table_has_a_row_below_its_heading_always() -> None:
    assert moved('<table ref="A1:B3"/>', loop(0)).get("ref") == "A1:B2"


def test_a_table_that_is_sorted_forgets_it() -> None:
    assert len(moved('<table ref="A1:B3"><sortState ref="A2:B3"/></table>', loop(1))) == 0


def test_formats_have_the_numbers_of_the_output() -> None:
    xml = '<table ref="A1:B3" headerRowDxfId="1"><tableColumn id="1" dataDxfId="0"/></table>'
    root = moved(xml, loop(1))
    assert root.get("headerRowDxfId") == "11"
    assert dict(root[0].attrib) == {"id": "1", "dataDxfId": "10"}


@pytest.mark.parametrize(("count", "ref"), [(2, "A3:B5"), (0, "A3:B5")])
def test_a_heading_that_does_not_stand_once_is_a_fault(count: int, ref: str) -> None:
    with pytest.raises(TemplateError, match=r"PhuLuc!A3.*đúng một dòng tiêu đề"):
        moved(f'<table ref="{ref}"/>', loop(count))


def test_the_layouts_template_stays_as_it_was() -> None:
    base = fresh(with_table())
    numbers(replace(base))
    part = next(name for name in base.template.parts if "/tables/" in name)
    assert base.template.tree(part).get("ref") == "D8:E9"
