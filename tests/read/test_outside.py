"""Formulas that take their values from other workbooks."""

from __future__ import annotations

from workbook_tools.excel.package import (
    RELS,
    Package,
    Relationship,
    SheetPart,
    relationships_xml,
    rels_name,
)
from workbook_tools.place import Place
from workbook_tools.plan.grid import OutsideLink
from workbook_tools.read.outside import outside_links

BOOK = "xl/workbook.xml"
SHEETS = (
    SheetPart("Bìa", "xl/worksheets/sheet1.xml", "rId1", 1, 0),
    SheetPart("DeAn", "xl/worksheets/sheet2.xml", "rId2", 2, 1),
)


def sheet(formulas: dict[str, str]) -> bytes:
    cells = (f'<c r="{cell}"><f>{text}</f><v>1</v></c>' for cell, text in formulas.items())
    return f"<worksheet><sheetData>{''.join(cells)}</sheetData></worksheet>".encode()


def links(formulas: dict[str, str], *books: str | None) -> tuple[OutsideLink, ...]:
    """The links of a workbook whose sheet ``DeAn`` has these formulas, and which is linked to these
    workbooks; ``None`` stands for one whose address is lost.
    """
    parts = {SHEETS[0].part: sheet({}), SHEETS[1].part: sheet(formulas), BOOK: b"<workbook/>"}
    start = Relationship("rId1", f"{RELS}/officeDocument", BOOK)
    parts[rels_name("")] = relationships_xml("", [start])
    rels = [Relationship("rId9", f"{RELS}/styles", "xl/styles.xml")]
    for number, address in enumerate(books, 1):
        part = f"xl/externalLinks/externalLink{number}.xml"
        rels.append(Relationship(f"rIdX{number}", f"{RELS}/externalLink", part))
        parts[part] = b"<externalLink/>"
        if address is not None:
            outside = Relationship("rId1", f"{RELS}/externalLinkPath", address, external=True)
            parts[rels_name(part)] = relationships_xml(part, [outside])
    parts[rels_name(BOOK)] = relationships_xml(BOOK, rels)
    return outside_links(Package(parts), SHEETS)


def test_a_formula_that_names_another_workbook_by_its_number() -> None:
    assert links({"J4": "[2]Sheet1!A1*2"}, "a.xlsx", "b.xlsx")[0] == OutsideLink(
        Place("DeAn", "J4"), "[2]Sheet1!A1*2", "b.xlsx"
    )


def test_a_workbook_that_no_formula_names_stands_without_a_cell() -> None:
    assert links({"J4": "[2]Sheet1!A1"}, "a.xlsx", "b.xlsx")[1:] == (
        OutsideLink(Place("Bìa"), "", "a.xlsx"),
    )


def test_of_several_workbooks_in_a_formula_the_first_is_told() -> None:
    found = links({"J4": "[2]S!A1+[1]S!A1"}, "a.xlsx", "b.xlsx")
    assert [(link.place.cell, link.target) for link in found] == [("J4", "b.xlsx"), ("", "a.xlsx")]


def test_every_formula_is_told() -> None:
    found = links({"J4": "[1]S!A1", "J5": "J4+1", "J6": "[1]S!A2"}, "a.xlsx")
    assert [link.place.cell for link in found] == ["J4", "J6"]


def test_a_number_that_no_workbook_has_names_none() -> None:
    found = links({"J4": "[0]S!A1+[2]S!A1"}, "a.xlsx")
    assert [(link.place.cell, link.formula) for link in found] == [("", "")]


def test_brackets_in_a_tables_formula_name_no_workbook() -> None:
    assert links({"J4": "SUM(Bang[1])"}) == ()


def test_a_workbook_whose_address_is_lost_goes_by_its_part() -> None:
    (link,) = links({}, None)
    assert link.target == "xl/externalLinks/externalLink1.xml"
