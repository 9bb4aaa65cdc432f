from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.excel.outline import outline
from workbook_tools.excel.package import MAIN
from workbook_tools.excel.plain_form import is_plain

HEAD = f'<worksheet xmlns="{MAIN}"><cols><col min="1" max="2"/></cols><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
ROWS = (
    b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
    b'<row r="2"><c r="A2" t="s"><v>17</v></c></row>',
    b'<row r="3"><c r="A3"><v>1.5</v></c></row>',
    b'<row r="4"/>',
    b"<row r='5'/>",
    b'<row ><c r="A6"/></row>',
    b'<row r="7"><c s="1" r="A7"/></row>',
    b'<row r="8"><c r="A8" t="s" s="1"/></row>',
    b'<row r="9"> <c r="A9"/></row>',
    b'<row r="10"><c r="A10"><f>A1&amp;"&#65;"</f></c></row>',
    b'<row r="11"><c r="A11"><v >1</v></c></row>',
    b'<row r="12"><!-- 1 --></row>',
    b"<row><c><v>1</v></c></row>",
    b"\n<row r='13'\t/>",
)


def test_rows_that_differ_in_digits_alone_are_given_once() -> None:
    short = outline(HEAD + b"".join(ROWS[:3]) + TAIL)
    assert short.count(b't="s"') == 1
    assert b"<v>.</v>" in short


def test_the_head_stays_as_it_is() -> None:
    assert outline(HEAD + ROWS[0] + TAIL).startswith(HEAD)


def test_a_part_without_rows_is_the_same() -> None:
    xml = b"<sst><si><t>1</t></si></sst>"
    assert outline(xml) is xml


@given(st.lists(st.sampled_from(ROWS), max_size=5))
def test_a_sheet_is_plain_where_no_row_of_it_is_odd(rows: list[bytes]) -> None:
    xml = HEAD + b"".join(rows) + TAIL
    alone = [is_plain(HEAD + row + TAIL, HEAD + row + TAIL) for row in rows]
    assert is_plain(xml) is is_plain(xml, xml) is all(alone)
