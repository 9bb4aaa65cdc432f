"""Drawings, charts and tables of the copy: they show what they showed, and lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.books import attributes, parse, relation
from workbook_tools.excel.package import MAIN, RELS, Relationship
from workbook_tools.send.beside import cleaned_part

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PLOT = "xl/charts/chart1.xml"
DRAWING = "xl/drawings/drawing1.xml"
TABLE = "xl/tables/table1.xml"


def inside(formula: str) -> bool:
    return formula.startswith("Gui!")


def cleaned(name: str, body: str, rels: Sequence[Relationship] = ()) -> str:
    """What is inside a part of the copy; ``body`` is what is inside before."""
    data = f'<x xmlns="{MAIN}" xmlns:c="{C}" xmlns:r="{RELS}">{body}</x>'.encode()
    found, _ = cleaned_part(name, data, rels, inside)
    text = found.decode().partition("\n")[2]
    return text[text.index(">") + 1 : -4] if text.endswith("</x>") else ""


def numbers(formula: str, cache: str = "<c:numCache><c:v>5</c:v></c:numCache>") -> str:
    return f"<c:val><c:numRef><c:f>{formula}</c:f>{cache}</c:numRef></c:val>"


def title(holder: str, formula: str, cache: str = "") -> str:
    return f"<c:{holder}><c:tx><c:strRef><c:f>{formula}</c:f>{cache}</c:strRef></c:tx></c:{holder}>"


# ------------------------------------------------------------------------------------------- charts


def test_a_series_of_the_copy_stays_as_it_is() -> None:
    assert cleaned(PLOT, numbers("Gui!A1:A3")) == numbers("Gui!A1:A3")


@pytest.mark.parametrize("kind", ["num", "str"])
def test_a_series_that_points_out_keeps_what_it_shows(kind: str) -> None:
    points = f"<c:{kind}Cache><c:v>5</c:v></c:{kind}Cache>"
    body = f"<c:cat><c:{kind}Ref><c:f>Rieng!A1</c:f>{points}</c:{kind}Ref></c:cat>"
    assert cleaned(PLOT, body) == f"<c:cat><c:{kind}Lit><c:v>5</c:v></c:{kind}Lit></c:cat>"


def test_a_series_that_shows_nothing_keeps_nothing() -> None:
    assert cleaned(PLOT, numbers("Rieng!A1", cache="")) == "<c:val/>"


def test_the_name_of_a_series_becomes_its_text() -> None:
    shown = "<c:strCache><c:pt><c:v>Quý I</c:v></c:pt></c:strCache>"
    assert cleaned(PLOT, title("ser", "Rieng!A1", shown)) == (
        "<c:ser><c:tx><c:v>Quý I</c:v></c:tx></c:ser>"
    )


def test_the_name_of_a_series_that_shows_nothing_is_empty() -> None:
    assert cleaned(PLOT, title("ser", "Rieng!A1")) == "<c:ser><c:tx><c:v></c:v></c:tx></c:ser>"


def test_a_title_made_of_a_cell_outside_goes() -> None:
    assert cleaned(PLOT, title("title", "Rieng!A1")) == "<c:title/>"


def test_categories_of_several_levels_go() -> None:
    body = "<c:cat><c:multiLvlStrRef><c:f>{}</c:f></c:multiLvlStrRef></c:cat>"
    assert cleaned(PLOT, body.format("Rieng!A1:B3")) == ""
    assert cleaned(PLOT, body.format("Gui!A1:B3")) == body.format("Gui!A1:B3")


@pytest.mark.parametrize("name", ["externalData", "pivotSource"])
def test_a_chart_forgets_where_its_data_came_from(name: str) -> None:
    assert cleaned(PLOT, f"<c:{name}/>") == ""


def test_axes_are_numbered_in_order() -> None:
    axes = '<c:axId val="{}"/><c:axId val="{}"/><c:crossAx val="{}"/>'
    assert cleaned(PLOT, axes.format(777, 999, 777)) == axes.format(1, 2, 1)


# ----------------------------------------------------------------------------------------- drawings


@pytest.mark.parametrize(
    ("said", "stays"), [("Biểu đồ", True), ("C:\\Users\\a.png", False), ("/home/a.png", False)]
)
def test_a_description_that_is_a_path_goes(said: str, stays: bool) -> None:
    found = cleaned(DRAWING, f'<cNvPr descr="{said}" title="{said}"/>')
    assert (f'descr="{said}"' in found, f'title="{said}"' in found) == (stays, stays)


def test_a_link_whose_target_is_gone_goes() -> None:
    gone = relation("rId1", "hyperlink", "file:///C:/a.xlsx", external=True)
    assert cleaned(DRAWING, '<hlinkClick r:id="rId1"/>', [gone]) == ""


def test_a_link_to_the_web_stays() -> None:
    web = relation("rId1", "hyperlink", "https://dongnai.gov.vn", external=True)
    assert cleaned(DRAWING, '<hlinkClick r:id="rId1"/>', [web]) == '<hlinkClick r:id="rId1"/>'


def test_a_picture_that_was_only_linked_to_shows_nothing() -> None:
    linked = relation("rId1", "image", "file:///C:/a.png", external=True)
    assert cleaned(DRAWING, '<blip r:link="rId1"/>', [linked]) == "<blip/>"


def test_a_picture_that_is_inside_stays() -> None:
    held = relation("rId1", "image", "xl/media/a.png")
    assert cleaned(DRAWING, '<blip r:embed="rId1"/>', [held]) == '<blip r:embed="rId1"/>'


# ------------------------------------------------------------------------------------------- tables


def test_a_table_forgets_the_query_that_filled_it() -> None:
    data = f'<table xmlns="{MAIN}" tableType="queryTable" connectionId="1" comment="x" id="1"/>'
    found, _ = cleaned_part(TABLE, data.encode(), (), inside)
    assert attributes(parse(found)) == {"id": "1"}


def test_a_column_keeps_the_formula_that_stays() -> None:
    column = "<tableColumn><calculatedColumnFormula>{}</calculatedColumnFormula></tableColumn>"
    assert cleaned(TABLE, column.format("Gui!A1")) == column.format("Gui!A1")
    assert cleaned(TABLE, column.format("Rieng!A1")) == "<tableColumn/>"


def test_a_column_forgets_its_field_of_the_query() -> None:
    column = '<tableColumn id="1" uniqueName="x" queryTableFieldId="2"/>'
    assert cleaned(TABLE, column) == '<tableColumn id="1"/>'


# ----------------------------------------------------------------------------------- what is led to


@pytest.mark.parametrize(
    ("rel", "stays"),
    [
        (relation("rId1", "image", "xl/media/a.png"), True),
        (relation("rId1", "chartUserShapes", "xl/drawings/d.xml"), True),
        (relation("rId1", "package", "xl/embeddings/a.xlsx"), False),
        (relation("rId1", "vmlDrawing", "xl/drawings/v.vml"), False),
        (relation("rId1", "hyperlink", "mailto:a@b.vn", external=True), True),
        (relation("rId1", "hyperlink", "file:///C:/a", external=True), False),
        (relation("rId1", "image", "https://a.vn/a.png", external=True), False),
    ],
)
def test_what_may_be_led_to(rel: Relationship, stays: bool) -> None:
    _, kept = cleaned_part("xl/media/a.png", b"PNG", [rel], inside)
    assert kept == ((rel,) if stays else ())


def test_a_part_that_is_no_element_is_carried_over() -> None:
    assert cleaned_part("xl/media/a.png", b"PNG", (), inside) == (b"PNG", ())


def test_a_part_of_another_folder_is_carried_over() -> None:
    assert cleaned_part("xl/theme/theme1.xml", b"<a descr='/x'/>", (), inside)[0] == (
        b"<a descr='/x'/>"
    )
