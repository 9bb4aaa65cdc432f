"""Parts judged by one scan: counts, addresses, nesting, texts, formulas; how far cells reach."""

from __future__ import annotations

import pytest

from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import (
    MAX_FORMULA,
    MAX_FORMULA_DEPTH,
    MAX_LIST_TAGS,
    MAX_TREE_TAGS,
    extent,
    formula_excess,
    judge_form,
    judge_part,
    judge_size,
    judge_tree,
)

SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PART = "xl/worksheets/sheet1.xml"


def sheet(rows: bytes = b"", after: bytes = b"") -> bytes:
    return b'<worksheet xmlns="%b"><sheetData>%b</sheetData>%b</worksheet>' % (SPACE, rows, after)


def refusal(xml: bytes) -> str:
    with pytest.raises(InputError) as caught:
        judge_part(xml, PART)
    return str(caught.value)


def test_a_sheet_as_excel_writes_it_is_within_the_bounds() -> None:
    judge_part(sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"/></row>'), PART)


@pytest.mark.parametrize(
    ("tag", "called"),
    [
        (b'<mergeCell ref="A1:B2"/>', "50.001 vùng ô gộp"),
        (b'<cfRule priority="1"/>', "50.001 quy tắc định dạng"),
        (b'<protectedRange name="a"/>', "50.001 vùng được bảo vệ"),
    ],
)
def test_more_of_a_kind_than_any_sheet_has_is_told_with_its_number(tag: bytes, called: str) -> None:
    assert called in refusal(sheet(after=tag * 50_001))


@pytest.mark.parametrize(
    ("xml", "called"),
    [
        (b"<sst>%b</sst>" % (b"<si><t/></si>" * 2_000_001), "2.000.001 chuỗi chữ"),
        (b"<styleSheet>%b</styleSheet>" % (b'<xf fontId="0"/>' * 150_001), "150.001 định dạng ô"),
        (b"<workbook>%b</workbook>" % (b'<sheet name="a"/>' * 1_001), "1.001 trang tính"),
        (b"<workbook>%b</workbook>" % (b'<definedName n="a"/>' * 65_537), "65.537 tên vùng"),
        (b"<comments>%b</comments>" % (b'<comment ref="A1"/>' * 50_001), "50.001 ghi chú"),
    ],
    ids=["strings", "styles", "sheets", "names", "notes"],
)
def test_each_part_has_its_own_bounds(xml: bytes, called: str) -> None:
    assert called in refusal(xml)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (b"A1048577", "A1048577"),
        (b"XFE1", "XFE1"),
        (b"ZZZZZZZ99999999999", "ZZZZZZZ99999999999"),
        (b"A0", "A0"),
        (b"7", "7"),
        (b"", "“”"),
    ],
)
def test_a_cell_on_no_sheet_is_told_by_its_name(address: bytes, said: str) -> None:
    rows = b'<row r="1"><c r="%b"><v>1</v></c></row>' % address
    assert said in refusal(sheet(rows))


@pytest.mark.parametrize("row", [b"1048577", b"99999999999999", b"-1", b"x"])
def test_a_row_on_no_sheet_is_told(row: bytes) -> None:
    assert "nằm ngoài trang tính" in refusal(sheet(b'<row r="%b"/>' % row))


@pytest.mark.parametrize("address", [b"A1", b"XFD1048576", b"AAA100000"])
def test_every_cell_of_a_sheet_is_one(address: bytes) -> None:
    judge_part(sheet(b'<row r="1048576"><c r="%b"/></row>' % address), PART)


@pytest.mark.parametrize("depth", [260, 3_000, 300_000])
@pytest.mark.parametrize("name", [b"c", b"ext", b"x:y"])
def test_elements_nested_too_deep_are_told(depth: int, name: bytes) -> None:
    deep = b"<%b>" % name * depth + b"</%b>" % name * depth
    with pytest.raises(InputError, match="lồng nhau quá sâu"):
        judge_form(b'<a xmlns:x="y">%b</a>' % deep, PART)


@pytest.mark.parametrize("xml", [b"<a><b></a>", b"<a", b"", b"<a>\xff</a>", b"<a/><a/>", b"<a>\0"])
def test_what_is_no_xml_is_told_in_our_own_words(xml: bytes) -> None:
    with pytest.raises(InputError) as caught:
        judge_form(xml, PART)
    assert str(caught.value).startswith(f"Phần {PART} của sổ tính không đọc được (bị hỏng)")


@pytest.mark.parametrize("word", [b"<!DOCTYPE a>", b'<!DOCTYPE a [<!ENTITY b "c">]>'])
def test_a_document_type_is_refused(word: bytes) -> None:
    with pytest.raises(InputError, match="DOCTYPE"):
        judge_form(word + b"<a/>", PART)


def test_a_part_of_more_than_64_megabytes_is_not_read() -> None:
    judge_size(1 << 26, PART)
    with pytest.raises(InputError, match="lớn 65 MB"):
        judge_size((1 << 26) + 1, PART)


def test_a_part_with_too_many_tags_is_no_tree() -> None:
    judge_tree(b"<a/>" * 1_000, PART)
    with pytest.raises(InputError, match=r"quá 1\.500\.000 thẻ"):
        judge_tree(b"<" * (MAX_TREE_TAGS + 1), PART)


# ------------------------------------------------------------------------------ how far it reaches


def test_a_small_sheet_is_not_counted() -> None:
    assert extent(sheet(b'<row r="9"><c r="Z9"><v>1</v></c></row>')).cells == 0


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (b'<c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c>', (1_048_576, 16_384, 2)),
        (b'<c r="XFD2"><v>1</v></c><c r="A900000"><v>1</v></c>', (900_000, 16_384, 2)),
        (b'<c r="AB99999" t="s"><v>1</v></c><c r="A1"/>', (99_999, 28, 1)),
    ],
    ids=["order of rows", "out of order", "two letters"],
)
def test_far_cells_are_found_in_any_order(cells: bytes, expected: tuple[int, int, int]) -> None:
    assert extent(sheet(b'<row r="1">%b</row>' % cells)) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (b"Z190000", (190_000, 26, 0)),
        (b"O200000", (200_000, 15, 0)),
        (b"Z200000", (200_000, 26, 1)),
        (b"A999999", (999_999, 1, 0)),
    ],
    ids=["few rows", "few columns", "many of both", "one column"],
)
def test_cells_of_a_long_list_are_counted_where_it_may_be_far_alone(
    cell: bytes, expected: tuple[int, int, int]
) -> None:
    assert extent(sheet(b'<row r="1"><c r="%b"><v>1</v></c></row>' % cell)) == expected


def test_cells_that_hold_nothing_reach_nowhere() -> None:
    found = extent(sheet(b'<row r="1"><c r="XFD1048576" s="3"/><c r="AAA9" s="1"></c></row>'))
    assert not found.is_far


# --------------------------------------------------------------------------------- texts, formulas


@pytest.mark.parametrize(
    "text",
    ["", "SUM(A1)", "(" * MAX_FORMULA_DEPTH + ")" * MAX_FORMULA_DEPTH, "SUM(1)+" * 900 + "1"],
    ids=["empty", "small", "deepest", "many"],
)
def test_a_formula_within_the_limits_has_no_excess(text: str) -> None:
    assert formula_excess(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1+" * 4_096 + "1", f"dài {MAX_FORMULA + 1:,} ký tự".replace(",", ".")),
        ("(" * 65 + "1" + ")" * 65, "ngoặc lồng nhau quá 64 cấp"),
        ("SUM(" * 100 + '"("' + ")" * 100, "ngoặc lồng nhau quá 64 cấp"),
    ],
)
def test_the_excess_of_a_formula_is_said(text: str, said: str) -> None:
    assert said in formula_excess(text)


def test_brackets_in_quotes_are_not_nested() -> None:
    assert formula_excess('"' + "(" * 200 + "\"&'" + "(" * 70 + "'!A1") == ""


@pytest.mark.parametrize("part", ["xl/worksheets/_rels/sheet1.xml.rels", "[Content_Types].xml"])
def test_a_list_of_parts_is_short(part: str) -> None:
    judge_tree(b"<a/>" * MAX_LIST_TAGS, part)
    with pytest.raises(InputError, match=r"70\.000"):
        judge_tree(b"<a/>" * (MAX_LIST_TAGS + 1), part)
