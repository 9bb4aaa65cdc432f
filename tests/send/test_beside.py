"""Drawings, charts and tables of the copy: what is known of them and shown, with the values that
the cells show now.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.books import attributes, parse, relation, texts
from workbook_tools.excel.package import MAIN, RELS, Relationship
from workbook_tools.send.beside import Around, cleaned_part

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
X = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
PLOT, DRAWING, TABLE = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/tables/table1.xml"
PICTURE = relation("rId1", "image", "xl/media/a.png")
AROUND = Around(
    lambda formula: formula.startswith("Gui!"),
    lambda reference: None,
    {PICTURE.target: b"PNG"},
    lambda part, area: ["Mã", "Tiền"],
)


def chart(inside: str) -> bytes:
    """A chart of the copy."""
    plot = f"<c:plotArea><c:barChart>{inside}</c:barChart></c:plotArea>"
    data = f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart>{plot}</c:chart></c:chartSpace>'
    return cleaned_part(PLOT, "chart", data.encode(), (), AROUND)[0]


def series(formula: str) -> str:
    held = '<c:numCache><c:pt idx="0"><c:v>77</c:v></c:pt></c:numCache>'
    return f"<c:ser><c:val><c:numRef><c:f>{formula}</c:f>{held}</c:numRef></c:val></c:ser>"


def drawing(inside: str, rels: Sequence[Relationship] = ()) -> bytes:
    """A drawing of the copy with one anchor of some size."""
    ends = "".join(
        f"<xdr:{end}><xdr:col>{at}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{at}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{end}>"
        for at, end in ((1, "from"), (5, "to"))
    )
    anchor = f"<xdr:twoCellAnchor>{ends}{inside}<xdr:clientData/></xdr:twoCellAnchor>"
    data = f'<xdr:wsDr xmlns:xdr="{X}" xmlns:a="{A}" xmlns:r="{RELS}">{anchor}</xdr:wsDr>'
    return cleaned_part(DRAWING, "drawing", data.encode(), rels, AROUND)[0]


def picture(more: str = "", link: str = 'r:embed="rId1"') -> str:
    named = f'<xdr:nvPicPr><xdr:cNvPr id="2" name="Bí mật"{more}/><xdr:cNvPicPr/></xdr:nvPicPr>'
    return f"<xdr:pic>{named}<xdr:blipFill><a:blip {link}/></xdr:blipFill><xdr:spPr/></xdr:pic>"


def test_a_chart_keeps_no_stored_value_of_what_is_not_in_the_copy() -> None:
    found = chart(series("Rieng!$A$1"))
    assert b"77" not in found and b"Rieng" not in found


@pytest.mark.parametrize("name", ["externalData", "pivotSource", "userShapes", "extLst"])
def test_a_chart_forgets_what_is_not_known_of_charts(name: str) -> None:
    assert name.encode() not in chart(f"<c:{name}>bí mật</c:{name}>")


def test_a_picture_that_was_written_anew_stays_without_its_names() -> None:
    found = drawing(picture(' descr="C:\\Users\\a.png" title="Bí mật"'), [PICTURE])
    assert b'embed="rId1"' in found
    assert b"Users" not in found and "Bí mật".encode() not in found


def test_a_picture_that_is_only_linked_to_goes() -> None:
    linked = relation("rId1", "image", "file:///C:/a.png", external=True)
    assert b"blip" not in drawing(picture(link='r:link="rId1"'), [linked])


def test_a_hidden_picture_goes() -> None:
    assert b"blip" not in drawing(picture(' hidden="1"'), [PICTURE])


def test_a_table_is_its_area_and_the_headings_that_stand_there() -> None:
    data = (
        f'<table xmlns="{MAIN}" id="3" name="Rieng" displayName="Rieng" ref="A1:B4" comment="x" '
        'tableType="queryTable" connectionId="1"><tableColumns><tableColumn id="1" name="cũ">'
        "<calculatedColumnFormula>Rieng!A1</calculatedColumnFormula></tableColumn></tableColumns>"
        "</table>"
    )
    found, rels = cleaned_part(TABLE, "table", data.encode(), (), AROUND)
    held = parse(found)
    assert attributes(held) == {"id": "3", "name": "Bang3", "displayName": "Bang3", "ref": "A1:B4"}
    assert [column.get("name") for column in held.iter(f"{{{MAIN}}}tableColumn")] == ["Mã", "Tiền"]
    assert (rels, texts(found, "calculatedColumnFormula")) == ((), [])


@pytest.mark.parametrize(
    ("rel", "stays"),
    [
        (PICTURE, True),
        (relation("rId1", "chart", PLOT), True),
        (relation("rId1", "image", "xl/media/b.bmp"), False),
        (relation("rId1", "chartUserShapes", "xl/drawings/d.xml"), False),
        (relation("rId1", "package", "xl/embeddings/a.xlsx"), False),
        (relation("rId1", "vmlDrawing", "xl/drawings/v.vml"), False),
        (relation("rId1", "hyperlink", "mailto:a@b.vn", external=True), False),
        (relation("rId1", "image", "https://a.vn/a.png", external=True), False),
    ],
)
def test_what_a_drawing_may_lead_to(rel: Relationship, stays: bool) -> None:
    data = f'<xdr:wsDr xmlns:xdr="{X}"/>'.encode()
    assert cleaned_part(DRAWING, "drawing", data, [rel], AROUND)[1] == ((rel,) if stays else ())
