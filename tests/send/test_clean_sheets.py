"""A sheet of the copy: values, formulas that mean the same there, nothing hidden, no way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.books import package, parse, part_of, relation, sheet, texts
from workbook_tools.errors import InputError
from workbook_tools.excel.package import MAIN, Relationship, sheets
from workbook_tools.excel.strings import SharedString, StringTable
from workbook_tools.send.clean_sheets import CleanSheet, closed, opened
from workbook_tools.send.clean_styles import Looks
from workbook_tools.send.clean_texts import Texts
from workbook_tools.send.stays import Reach

REACH = Reach(frozenset({"phuluc", "tonghop"}), frozenset({"tenrieng"}))
HELD = [SharedString("Riêng", False, "<t>Riêng</t>"), SharedString("Đề án", False, "<t>Đề án</t>")]


def cleaned(
    xml: bytes,
    rels: Sequence[Relationship] = (),
    texts: Texts | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> CleanSheet:
    made = package({"PhuLuc": xml}, rels={part_of(1): rels}, parts=parts)
    part = sheets(made)[0]
    shown = opened(made, part, texts or Texts(HELD, StringTable([])), Looks(made))
    return closed(made, shown, REACH, {"phuluc": shown.unseen})


def cell(name: str, inside: str, kind: str = "") -> str:
    return f'<c r="{name}"{kind}>{inside}</c>'


def row(*cells: str, number: int = 1, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def formulas(found: CleanSheet) -> list[str]:
    return texts(found.xml, "f")


# -------------------------------------------------------------------------------------------- cells


def test_a_formula_that_stays_keeps_its_result_too() -> None:
    found = cleaned(sheet(row(cell("A1", "<f>TongHop!A1*2</f><v>4</v>"))))
    assert formulas(found) == ["TongHop!A1*2"] and texts(found.xml, "v") == ["4"]


def test_a_formula_that_points_outside_becomes_its_value() -> None:
    found = cleaned(sheet(row(cell("A1", "<f>DeAn!A1</f><v>4</v>"), cell("B1", "<f>TenRieng</f>"))))
    assert formulas(found) == [] and texts(found.xml, "v") == ["4"]
    assert found.removed == ("2 công thức ở trang tính PhuLuc (nay là giá trị)",)


def test_a_text_that_a_formula_gave_stands_in_its_cell() -> None:
    found = cleaned(sheet(row(cell("A1", "<f>DeAn!A1</f><v> x </v>", ' t="str"'))))
    assert b't="inlineStr"' in found.xml and texts(found.xml, "t") == [" x "]


def test_a_text_that_a_formula_gives_stays_its_result() -> None:
    found = cleaned(sheet(row(cell("A1", '<f>"x"</f><v>x</v>', ' t="str"'))))
    assert b't="str"' in found.xml and texts(found.xml, "v") == ["x"]


def test_shared_formulas_are_written_out() -> None:
    first = cell("A1", '<f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v>')
    second = cell("A2", '<f t="shared" si="0"/><v>4</v>')
    found = cleaned(sheet(row(first) + row(second, number=2)))
    assert formulas(found) == ["B1*2", "B2*2"] and b"shared" not in found.xml


def test_a_shared_formula_that_points_outside_goes_from_each_cell() -> None:
    first = cell("A1", '<f t="shared" ref="A1:A2" si="0">DeAn!B1</f><v>2</v>')
    second = cell("A2", '<f t="shared" si="0"/><v>4</v>')
    found = cleaned(sheet(row(first) + row(second, number=2)))
    assert formulas(found) == [] and found.removed[0].startswith("2 công thức")


def test_only_texts_that_stay_get_into_the_copys_table() -> None:
    held = Texts(HELD, StringTable([]))
    found = cleaned(sheet(row(cell("A1", "<v>1</v>", ' t="s"'))), texts=held)
    assert texts(found.xml, "v") == ["0"] and texts(held.table.to_xml(), "t") == ["Đề án"]


@pytest.mark.parametrize("number", ["99", "rId1", "-1", "²"])
def test_a_text_that_the_workbook_does_not_hold_is_told_with_its_cell(number: str) -> None:
    with pytest.raises(InputError, match="Ô PhuLuc!B7: không đọc được"):
        cleaned(sheet(row(cell("B7", f"<v>{number}</v>", ' t="s"'), number=7)))


def test_a_text_with_formats_keeps_them() -> None:
    rich = '<r><rPr><b/></rPr><t xml:space="preserve">Đề </t></r><r><t>án</t></r>'
    held = Texts([SharedString("Đề án", True, rich)], StringTable([]))
    cleaned(sheet(row(cell("A1", "<v>0</v>", ' t="s"'))), texts=held)
    assert rich.encode() in held.table.to_xml()


def test_a_cell_forgets_its_metadata() -> None:
    found = cleaned(sheet(row(cell("A1", "<v>1</v>", ' cm="1" vm="2" ph="1" s="3"'))))
    assert b'<c r="A1" s="0"><v>1' in found.xml


def test_a_cell_that_does_not_say_which_one_it_is_is_told_with_its_row() -> None:
    with pytest.raises(InputError, match="PhuLuc!7:7"):
        cleaned(sheet(row(cell("dấu", "<v>1</v>"), number=7)))


def test_merged_cells_that_are_no_area_are_left_out_and_told() -> None:
    merges = '<mergeCells count="2"><mergeCell ref="dấu"/><mergeCell ref="A1:B1"/></mergeCells>'
    found = cleaned(sheet(row(cell("A1", "<v>1</v>")), after=merges))
    assert found.xml.count(b"<mergeCell ") == 1 and b'ref="A1:B1"' in found.xml
    assert found.removed == ("phép gộp ô không đọc được ở trang tính PhuLuc",)


# ----------------------------------------------------------------------------------- what is hidden


def test_a_hidden_row_is_empty_and_seen() -> None:
    hidden = row(cell("A1", "<f>B1</f><v>4</v>", ' s="2" t="str"'), more=' hidden="1"')
    found = cleaned(sheet(hidden))
    assert b'<row r="1"><c r="A1" s="0"/></row>' in found.xml
    assert found.removed == ("nội dung của 1 dòng và 0 cột bị ẩn ở trang tính PhuLuc",)


def test_a_hidden_column_is_empty_and_seen() -> None:
    columns = '<cols><col min="2" max="3" hidden="true"/></cols>'
    cells = [cell(name, "<v>5</v>") for name in ("A1", "B1", "C1", "D1")]
    found = cleaned(sheet(row(*cells), before=columns))
    assert texts(found.xml, "v") == ["5", "5"] and b"hidden" not in found.xml
    assert found.removed == ("nội dung của 0 dòng và 2 cột bị ẩn ở trang tính PhuLuc",)


def test_the_hidden_text_is_not_in_the_table_either() -> None:
    held = Texts(HELD, StringTable([]))
    cleaned(sheet(row(cell("A1", "<v>0</v>", ' t="s"'), more=' hidden="1"')), texts=held)
    assert texts(held.table.to_xml(), "t") == []


@pytest.mark.parametrize(
    ("formula", "stays"),
    [
        ("A1+1", False),
        ("SUM(A1:A9)", False),
        ("PhuLuc!A1", False),
        ("A3", True),
        ("TongHop!A1", True),
    ],
)
def test_a_formula_that_takes_in_what_was_hidden_becomes_its_value(
    formula: str, stays: bool
) -> None:
    rows = row(cell("A1", "<v>1</v>"), more=' hidden="1"')
    rows += row(cell("B2", f"<f>{formula}</f><v>4</v>"), number=2)
    found = cleaned(sheet(rows))
    assert formulas(found) == ([formula] if stays else [])


# --------------------------------------------------------------------------------- beside the cells


def test_only_known_elements_stay() -> None:
    more = "<sheetProtection/><customSheetViews/><pageMargins/><legacyDrawing/><extLst/>"
    found = cleaned(sheet(after=more))
    assert [str(child.tag).partition("}")[2] for child in parse(found.xml)] == [
        "sheetData",
        "pageMargins",
    ]


def test_attributes_of_other_makers_go() -> None:
    xml = sheet(row(more=' xmlns:x="khac" x:descent="1" spans="1:2"'))
    assert b"descent" not in cleaned(xml).xml and b'spans="1:2"' in cleaned(xml).xml


def test_what_ties_a_sheet_to_its_workbook_goes() -> None:
    before = '<sheetPr codeName="Sheet1"/><sheetViews><sheetView tabSelected="1"/></sheetViews>'
    printer = relation("rId1", "printerSettings", "xl/printerSettings/p.bin")
    found = cleaned(sheet(before=before, after='<pageSetup r:id="rId1"/>'), [printer])
    assert not any(name in found.xml for name in (b"codeName", b"tabSelected", b"rId1"))
    assert b"printer" not in found.xml and found.led == ()


@pytest.mark.parametrize("formula", ["A1&gt;1", "DeAn!A1&gt;1", "#REF!"])
def test_no_conditional_format_goes_along(formula: str) -> None:
    held = f"<cfRule><formula>{formula}</formula></cfRule>"
    found = cleaned(
        sheet(after=f'<conditionalFormatting sqref="A1">{held}</conditionalFormatting>')
    )
    assert b"conditionalFormatting" not in found.xml and len(found.removed) == 1


def test_no_validation_goes_along() -> None:
    gone = '<dataValidation prompt="Hỏi" promptTitle="x"><formula1>1</formula1></dataValidation>'
    found = cleaned(sheet(after=f'<dataValidations count="1">{gone}</dataValidations>'))
    assert b"dataValidations" not in found.xml


def linked(attributes: str) -> bytes:
    return sheet(after=f'<hyperlinks><hyperlink ref="A1" {attributes}/></hyperlinks>')


@pytest.mark.parametrize(
    ("target", "stays"),
    [("https://dongnai.gov.vn", True), ("mailto:a@b.vn", True), ("file:///C:/a.xlsx", False)],
)
def test_a_link_may_lead_to_the_web(target: str, stays: bool) -> None:
    rel = relation("rId1", "hyperlink", target, external=True)
    found = cleaned(linked('r:id="rId1"'), [rel])
    assert (b"<hyperlink " in found.xml, found.led) == (stays, (rel,) if stays else ())
    assert found.removed == (() if stays else ("liên kết ra ngoài ở trang tính PhuLuc",))


@pytest.mark.parametrize(
    ("location", "stays"), [("PhuLuc!A1", True), ("'TongHop'!A1", True), ("DeAn!A1", False)]
)
def test_a_link_may_lead_to_a_sheet_of_the_copy(location: str, stays: bool) -> None:
    found = cleaned(linked(f'location="{location}"'))
    assert (b"<hyperlink " in found.xml) is stays


@pytest.mark.parametrize(
    ("kind", "stays"),
    [("drawing", True), ("table", True), ("queryTable", False), ("oleObject", False)],
)
def test_what_a_sheet_may_lead_to(kind: str, stays: bool) -> None:
    rel = relation("rId1", kind, "xl/x.xml")
    found = cleaned(sheet(after='<drawing r:id="rId1"/>'), [rel])
    assert (b"<drawing" in found.xml, found.led) == (stays, (rel,) if stays else ())


@pytest.mark.parametrize("ref", ["", "A1:", "B4:A1:C2", "XFE1:XFF2", "#REF!", "Rieng!A1:B2"])
def test_a_table_without_an_area_stays_behind_and_is_told(ref: str) -> None:
    part = "xl/tables/table1.xml"
    rel = relation("rId1", "table", part)
    xml = sheet(after='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>')
    table = f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="{ref}"/>'
    found = cleaned(xml, [rel], parts={part: table.encode()})
    assert found.led == () and b"tablePart " not in found.xml
    assert found.removed == ("bảng (Table) không đọc được ở trang tính PhuLuc",)
    whole = table.replace(f'ref="{ref}"', 'ref="A1:B4"')
    assert cleaned(xml, [rel], parts={part: whole.encode()}).led == (rel,)


def test_what_nothing_points_at_does_not_go_along() -> None:
    assert cleaned(sheet(), [relation("rId1", "drawing", "xl/x.xml")]).led == ()


def test_a_clean_sheet_loses_nothing() -> None:
    xml = sheet(row(cell("A1", "<v>1</v>")), after="<pageMargins/>")
    found = cleaned(xml)
    assert found.xml.partition(b"\n")[2] == xml and found.removed == ()
    assert MAIN.encode() in found.xml
