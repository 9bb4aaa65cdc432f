"""Which parts go along with generated sheets, and their names in the output."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from tests.books import relation
from tests.render.bases import built, fresh
from tests.render.layouts import LOOP, SHEET, laid_out, loop
from tests.templates import picture
from workbook_tools.excel.package import relationships_xml, rels_name
from workbook_tools.render.going_along import free_name, going_along
from workbook_tools.render.kept import kept_of
from workbook_tools.render.layout import Layout


@pytest.mark.parametrize(
    ("like", "taken", "name"),
    [
        ("xl/charts/chart1.xml", set(), "xl/charts/chart1.xml"),
        ("xl/charts/chart7.xml", {"xl/charts/chart1.xml"}, "xl/charts/chart2.xml"),
        ("xl/media/image.png", set(), "xl/media/image1.png"),
        ("a1.xml", {"a1.xml", "a2.xml", "a4.xml"}, "a3.xml"),
    ],
)
def test_names_are_numbered_as_office_numbers_them(like: str, taken: set[str], name: str) -> None:
    assert free_name(like, taken) == name


def test_names_that_were_given_are_not_tried_again() -> None:
    taken, given = {"a1.xml", "a5.xml"}, dict[str, int]()
    names = []
    for _ in range(4):
        names.append(free_name("a9.xml", taken, given))
        taken.add(names[-1])
    assert names == ["a2.xml", "a3.xml", "a4.xml", "a6.xml"] and given == {"a.xml": 6}


def test_parts_that_lead_from_one_to_the_next_may_be_many() -> None:
    layout = illustrated()
    template = layout.template.package
    parts = {f"xl/drawings/drawing{at}.xml": b"<a/>" for at in range(10, 2_000)}
    names = [layout.sheets[0].sheet.part.part, *parts]
    rels = {
        rels_name(owner): relationships_xml(owner, [relation("rId77", "drawing", name)])
        for owner, name in pairwise(names)
    }
    chained = replace(
        layout, template=replace(layout.template, package=template.changed({**parts, **rels}))
    )
    base = fresh(chained)
    assert len(going_along(base, kept_of(base)).movings) == len(parts)


def illustrated() -> Layout:
    """A sheet with a note, a link to the outside, and a picture."""

    def draw(book: Any, page: Any) -> None:
        page.write_comment("A1", "chú")
        page.write_url("B1", "https://example.com/")
        page.insert_image("C1", "p.png", {"image_data": picture()})

    return laid_out(LOOP, draw, items=["a"])


def test_a_new_sheet_gets_a_free_part() -> None:
    base = fresh()
    part = going_along(base, kept_of(base)).sheet_parts[SHEET]
    assert part.startswith("xl/worksheets/sheet") and part not in base.package


def test_a_replaced_sheet_keeps_its_part() -> None:
    base = built()
    assert going_along(base, kept_of(base)).sheet_parts[SHEET] == base.replaced[SHEET].part


def test_a_sheet_that_leads_nowhere_takes_nothing_along() -> None:
    base = fresh(loop(1))
    along = going_along(base, kept_of(base))
    assert along.movings == () and along.rels == {}


def test_everything_that_a_sheet_leads_to_goes_along_once() -> None:
    base = fresh(illustrated())
    along = going_along(base, kept_of(base))
    assert sorted(moving.kind for moving in along.movings) == [
        "comments",
        "drawing",
        "image",
        "vmlDrawing",
    ]
    names = [moving.name for moving in along.movings]
    assert len(set(names)) == 4 and not set(names) & set(base.package.parts)
    assert along.taken >= {name.casefold() for name in names}


def test_a_part_comes_before_what_it_leads_to() -> None:
    base = fresh(illustrated())
    kinds = [moving.kind for moving in going_along(base, kept_of(base)).movings]
    assert kinds.index("drawing") < kinds.index("image")


def test_relationships_lead_to_the_new_names() -> None:
    base = fresh(illustrated())
    along = going_along(base, kept_of(base))
    rels = along.rels[rels_name(along.sheet_parts[SHEET])].decode()
    drawing = next(moving for moving in along.movings if moving.kind == "drawing")
    assert f'"../drawings/{drawing.name.rpartition("/")[2]}"' in rels
    assert '"https://example.com/" TargetMode="External"' in rels
    assert rels_name(drawing.name) in along.rels


def test_names_that_stay_are_not_taken_twice() -> None:
    base = built(illustrated())
    kept = kept_of(base)
    assert not {m.name for m in going_along(base, kept).movings} & kept.parts
