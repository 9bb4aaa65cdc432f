"""What goes along with generated sheets, part by part."""

from __future__ import annotations

from typing import Any

from tests.render.bases import fresh
from tests.render.layouts import LOOP, SHEET, laid_out
from tests.templates import picture
from workbook_tools.excel.package import rels_name
from workbook_tools.render.base import Base
from workbook_tools.render.carried import Carried, carried
from workbook_tools.render.going_along import GoingAlong, going_along
from workbook_tools.render.kept import kept_of


def illustrated(count: int) -> tuple[Base, GoingAlong, Carried]:
    """A sheet with a picture at its head, a note at its end, a chart of its rows and one of
    constants. With three items its last row stays where it is in the template.
    """

    def draw(book: Any, page: Any) -> None:
        page.insert_image("D1", "p.png", {"image_data": picture()})
        page.write_comment("A5", "chú")
        for values in (f"={SHEET}!$B$3", "={1,2}"):
            chart = book.add_chart({"type": "pie"})
            chart.add_series({"values": values})
            page.insert_chart("D1", chart)

    base = fresh(laid_out(LOOP, draw, items=[str(number) for number in range(count)]))
    kept = kept_of(base)
    along = going_along(base, kept)
    return base, along, carried(base, kept, along, {})


def test_every_part_is_there_with_its_relationships() -> None:
    _, along, found = illustrated(2)
    assert found.parts.keys() == {m.name for m in along.movings} | along.rels.keys()
    assert rels_name(along.sheet_parts[SHEET]) in found.parts


def test_a_part_in_which_nothing_moves_is_the_very_same() -> None:
    base, along, found = illustrated(3)
    for moving in along.movings:
        if moving.kind in ("image", "drawing", "comments", "vmlDrawing"):
            assert found.parts[moving.name] is base.template.parts[moving.part], moving


def test_a_part_in_which_something_moves_is_written_anew() -> None:
    base, along, found = illustrated(1)
    moved = {
        m.kind for m in along.movings if found.parts[m.name] is not base.template.parts[m.part]
    }
    assert moved == {"chart", "comments", "vmlDrawing"}


def test_the_templates_parts_stay_as_they_were() -> None:
    first = illustrated(3)[0].template
    again = illustrated(3)[0].template
    assert {name: first.read(name) for name in first.parts} == {
        name: again.read(name) for name in again.parts
    }


def test_content_types_come_along() -> None:
    _, along, found = illustrated(1)
    drawing = next(moving.name for moving in along.movings if moving.kind == "drawing")
    assert found.types[drawing].endswith("drawing+xml")
    assert found.types.keys() == {moving.name for moving in along.movings}


def test_only_charts_of_generated_sheets_are_filled_later() -> None:
    _, along, found = illustrated(2)
    charts = [moving.name for moving in along.movings if moving.kind == "chart"]
    assert len(charts) == 2 and len(found.charts) == 1
    assert found.charts.keys() <= set(charts)
    assert found.caches == ()
