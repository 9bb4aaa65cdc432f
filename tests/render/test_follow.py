"""What a sheet holds beside its cells follows its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.render.layouts import LOOP, SHEET, M, element, laid_out, loop
from workbook_tools.errors import TemplateError
from workbook_tools.excel.package import parse_xml, to_xml
from workbook_tools.render.follow import sheet_frame
from workbook_tools.render.layout import Layout


def followed(xml: str, layout: Layout, code_name: str | None = None) -> Any:
    """The sheet around its rows, of a template's sheet that holds this beside them."""
    sheet = layout.sheets[0]
    root = element(f"<worksheet>{xml}</worksheet>")
    with_xml = replace(sheet, sheet=replace(sheet.sheet, root=root))
    whole = Layout(layout.template, (with_xml,))
    formats = {number: number + 10 for number in range(9)}
    head, tail = sheet_frame(whole, with_xml, formats, formats, code_name)
    return parse_xml(head + b"<sheetData/>" + tail, "x")


ROWS = "<sheetData/>"


def refs(root: Any, name: str, attribute: str = "ref") -> list[str | None]:
    return [found.get(attribute) for found in root.iter(f"{M}{name}")]


def test_the_frame_is_cut_where_the_rows_go() -> None:
    layout = loop(2)
    head, tail = sheet_frame(layout, layout.sheets[0], {}, {}, None)
    assert b"sheetData" not in head + tail
    assert tail.endswith(b"</worksheet>")


def test_the_templates_own_element_stays_as_it_was() -> None:
    layout = loop(5)
    before = to_xml(layout.sheets[0].sheet.root)
    sheet_frame(layout, layout.sheets[0], {}, {}, None)
    assert to_xml(layout.sheets[0].sheet.root) == before


def test_the_dimension_is_that_of_the_output() -> None:
    assert refs(followed(f'<dimension ref="A1:B5"/>{ROWS}', loop(4)), "dimension") == ["A1:B6"]


def test_columns_have_the_formats_of_the_output() -> None:
    xml = f'<cols><col min="1" max="1" style="2"/><col min="2" max="2"/></cols>{ROWS}'
    assert refs(followed(xml, loop(1)), "col", "style") == ["12", None]


def test_the_session_of_the_template_is_dropped() -> None:
    xml = (
        '<sheetPr codeName="Sheet7" filterMode="1"/><sheetViews><sheetView tabSelected="1"/>'
        f'</sheetViews>{ROWS}<scenarios/><sortState ref="A1"/>'
    )
    root = followed(xml, loop(1))
    assert dict(root.find(f"{M}sheetPr").attrib) == {}
    assert refs(root, "sheetView", "tabSelected") == [None]
    assert root.find(f"{M}scenarios") is None and root.find(f"{M}sortState") is None


@pytest.mark.parametrize("before", ['<sheetPr codeName="Mau"/>', ""])
def test_a_sheet_keeps_the_name_that_macros_know(before: str) -> None:
    root = followed(before + ROWS, loop(1), "Trang9")
    assert root[0].tag == f"{M}sheetPr" and root[0].get("codeName") == "Trang9"


def test_panes_and_selections_go_to_the_first_copy() -> None:
    xml = (
        '<sheetViews><sheetView topLeftCell="A5"><pane topLeftCell="B5"/>'
        '<selection activeCell="A5" sqref="A5:B9" activeCellId="1"/>'
        f"</sheetView></sheetViews>{ROWS}"
    )
    root = followed(xml, loop(3))
    assert refs(root, "sheetView", "topLeftCell") == ["A5"]
    assert refs(followed(xml, loop(4)), "pane", "topLeftCell") == ["B6"]
    (selection,) = followed(xml, loop(4)).iter(f"{M}selection")
    assert dict(selection.attrib) == {"activeCell": "A6", "sqref": "A6"}


def frozen(state: str, rows: int, items: int = 3) -> list[str | None]:
    """How many rows are frozen in the output, of so many in the template, where control rows go."""
    xml = (
        f'<sheetViews><sheetView><pane ySplit="{rows}" topLeftCell="A{rows + 1}" state="{state}"/>'
        f"</sheetView></sheetViews>{ROWS}"
    )
    return refs(followed(xml, loop(items)), "pane", "ySplit")


@pytest.mark.parametrize(("rows", "items", "left"), [(1, 3, 1), (2, 3, 1), (4, 0, 1), (4, 3, 4)])
def test_as_many_rows_are_frozen_as_are_left_of_them(rows: int, items: int, left: int) -> None:
    assert frozen("frozen", rows, items) == [str(left)]


def test_a_split_that_is_not_frozen_stays() -> None:
    assert frozen("split", 2) == ["2"]


def merges(*areas: str) -> str:
    inner = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"{ROWS}<mergeCells>{inner}</mergeCells>"


def test_a_merge_is_there_for_every_copy() -> None:
    root = followed(merges("A1:B1", "A3:B3"), loop(2))
    assert refs(root, "mergeCell") == ["A1:B1", "A2:B2", "A3:B3"]
    assert refs(root, "mergeCells", "count") == ["3"]


def test_a_merge_of_no_copy_leaves_nothing_behind() -> None:
    assert refs(followed(merges("A3:B3"), loop(0)), "mergeCells") == []


def test_a_merge_over_copies_stays_one() -> None:
    assert refs(followed(merges("A1:A5"), loop(3)), "mergeCell") == ["A1:A5"]


def condition(square: str, formula: str) -> str:
    return (
        f'<conditionalFormatting sqref="{square}"><cfRule type="expression" dxfId="3" priority="7">'
        f"<formula>{formula}</formula></cfRule></conditionalFormatting>"
    )


def test_a_condition_covers_all_copies_with_its_format() -> None:
    root = followed(ROWS + condition("A3:B3", "$A3&gt;1"), loop(2))
    assert refs(root, "conditionalFormatting", "sqref") == ["A2:B3"]
    assert [rule.findtext(f"{M}formula") for rule in root.iter(f"{M}cfRule")] == ["$A2>1"]
    assert refs(root, "cfRule", "dxfId") == ["13"]


def test_priorities_count_from_1_in_the_order_of_the_sheet() -> None:
    root = followed(ROWS + condition("A1", "TRUE") + condition("A3", "$A1&gt;A3"), loop(2))
    assert refs(root, "cfRule", "priority") == ["1", "2", "3"]


def test_a_condition_without_rows_is_gone() -> None:
    assert refs(followed(ROWS + condition("A3", "TRUE"), loop(0)), "cfRule", "priority") == []


def test_thresholds_follow_their_cells() -> None:
    xml = (
        f'{ROWS}<conditionalFormatting sqref="A3"><cfRule type="dataBar" priority="1"><dataBar>'
        '<cfvo type="formula" val="$A$5"/><cfvo type="max"/></dataBar></cfRule>'
        "</conditionalFormatting>"
    )
    assert refs(followed(xml, loop(4)), "cfvo", "val") == ["$A$6", None]


def test_a_validation_follows_with_both_bounds() -> None:
    xml = (
        f'{ROWS}<dataValidations count="1"><dataValidation sqref="B3"><formula1>1</formula1>'
        "<formula2>A3</formula2></dataValidation></dataValidations>"
    )
    (found,) = followed(xml, loop(2)).iter(f"{M}dataValidation")
    assert found.get("sqref") == "B2:B3"
    assert [child.text for child in found] == ["1", "A2"]
    assert refs(followed(xml, loop(0)), "dataValidations", "count") == []


def link(cell: str, attributes: str) -> str:
    return f'{ROWS}<hyperlinks><hyperlink ref="{cell}" {attributes}/></hyperlinks>'


def test_a_link_leads_to_its_own_copy() -> None:
    root = followed(link("A3", f'location="{SHEET}!B3"'), loop(2))
    assert refs(root, "hyperlink", "location") == [f"{SHEET}!B2", f"{SHEET}!B3"]


def test_a_link_says_what_its_copy_says() -> None:
    root = followed(link("A3", 'r:id="rId1" tooltip="{{ item }}"'), loop(2))
    assert refs(root, "hyperlink", "tooltip") == ["m0", "m1"]


@pytest.mark.parametrize(
    "attributes",
    [
        'r:id="rId1" tooltip="{{ nobody.name }}"',
        'r:id="rId1" display="{{ item.a.b }}"',
        'location="{{ item"',
    ],
)
def test_a_link_that_says_what_there_is_not_is_a_fault_with_its_cell(attributes: str) -> None:
    with pytest.raises(TemplateError, match=f"{SHEET}!A3"):
        followed(link("A3", attributes), loop(2))


def test_a_link_to_what_is_gone_is_left_out() -> None:
    assert refs(followed(link("A1", f'location="{SHEET}!B3"'), loop(0)), "hyperlinks") == []


def test_a_page_break_is_there_after_every_copy() -> None:
    xml = f'{ROWS}<rowBreaks count="1"><brk id="5" man="1"/><brk id="3"/></rowBreaks>'
    root = followed(xml, loop(2))
    assert refs(root, "brk", "id") == ["2", "3", "4"]
    assert dict(root.find(f"{M}rowBreaks").attrib) == {"count": "3", "manualBreakCount": "1"}


def test_page_breaks_of_no_copy_are_gone() -> None:
    xml = f'{ROWS}<rowBreaks><brk id="3" man="1"/></rowBreaks>'
    assert refs(followed(xml, loop(0)), "rowBreaks", "count") == []


def test_the_filter_takes_in_all_copies() -> None:
    assert refs(followed(f'{ROWS}<autoFilter ref="A1:B3"/>', loop(3)), "autoFilter") == ["A1:B4"]


def test_protected_ranges_and_ignored_errors_follow() -> None:
    xml = (
        f'{ROWS}<protectedRanges><protectedRange sqref="B3" name="x"/></protectedRanges>'
        '<ignoredErrors><ignoredError sqref="A5 B3"/></ignoredErrors>'
    )
    root = followed(xml, loop(2))
    assert refs(root, "protectedRange", "sqref") == ["B2:B3"]
    assert refs(root, "ignoredError", "sqref") == ["A4 B2:B3"]


def test_newer_rules_follow() -> None:
    space = "http://schemas.microsoft.com/office/excel/2006/main"
    xml = (
        f'{ROWS}<extLst><ext xmlns:xm="{space}"><xm:f>{SHEET}!A3</xm:f>'
        "<xm:sqref>B3</xm:sqref></ext></extLst>"
    )
    root = followed(xml, loop(2))
    assert [e.text for e in root.iter(f"{{{space}}}f", f"{{{space}}}sqref")] == [
        f"{SHEET}!A2:A3",
        "B2:B3",
    ]


def test_nothing_moves_where_each_row_stands_once() -> None:
    layout = laid_out({1: LOOP[1], 2: LOOP[5]})
    assert refs(followed(merges("A1:B2"), layout), "mergeCell") == ["A1:B2"]
