"""Any file → its sheets: other formats of workbooks, documents, texts; and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import Workbook

from tests.judges.openxml import converted
from workbook_tools.errors import InputError
from workbook_tools.plan.grid import Grid
from workbook_tools.read.any_source import open_tables, tables_of_file
from workbook_tools.read.table_book import TEXT_SHEET

ROWS: list[list[object]] = [
    ["TT", "Tên đề án", "Tổng kinh phí", "KPKC ĐP"],
    [1, "Lớp may “mới”", 12.5, 12.5],
    [2, "Dệt\nlụa", 7, None],
]


def workbook(rows: Sequence[Sequence[object]] = ROWS, merge: str = "") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Biểu 1"
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def grid(data: bytes, name: str, sheet: str = TEXT_SHEET) -> Grid:
    found = tables_of_file(data, name).grid(sheet)
    assert found is not None
    return found


def values(found: Grid) -> list[list[object]]:
    """The rows without what is empty at their ends."""
    return [[*row, *[None] * 4][:4] for row in found.rows]


def refused(data: bytes, name: str) -> str:
    with pytest.raises(InputError) as caught:
        tables_of_file(data, name)
    assert isinstance(caught.value, InputError)
    return str(caught.value)


@pytest.mark.judge("libreoffice")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_other_formats_of_workbooks(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "bieu.xlsx").write_bytes(workbook(merge="A4:B4"))
    book = open_tables(converted(tmp_path / "bieu.xlsx", suffix))
    found = book.grid("BIỂU 1")
    assert found is not None and values(found)[:3] == ROWS
    assert list(book.sheet_names) == ["Biểu 1"] and book.grid("Biểu 2") is None


def strict(data: bytes) -> bytes:
    """A workbook as Excel saves it under “Strict Open XML”."""
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(raw, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for home in (b"spreadsheetml/", b"officeDocument/", b"drawingml/"):
                usual = b"http://schemas.openxmlformats.org/" + home + b"2006/"
                part = part.replace(usual, b"http://purl.oclc.org/ooxml/" + home)
            new.writestr(name, part)
    return raw.getvalue()


def test_a_strict_workbook_is_read_as_any_other() -> None:
    assert values(grid(strict(workbook()), "x.xlsx", "Biểu 1")) == ROWS


# ------------------------------------------------------------------------------------------- Word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body: str, home: str = W) -> bytes:
    raw = io.BytesIO()
    kind = "officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/{kind}" '
            'Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{home}"><w:body>{body}</w:body></w:document>',
        )
    return raw.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, about: str = "") -> str:
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def test_a_document_is_a_row_for_each_paragraph_and_each_row_of_a_table() -> None:
    table = f"<w:tbl>{row(cell('TT'), cell('Tên'))}{row(cell('1'), cell('Lớp may'))}</w:tbl>"
    found = grid(document(paragraph("KẾ HOẠCH") + table + paragraph("Nơi nhận")), "x.docx")
    assert found.rows == [["KẾ HOẠCH"], ["TT", "Tên"], ["1", "Lớp may"], ["Nơi nhận"]]


def test_cells_merged_across_and_down() -> None:
    across, down, on = (
        '<w:gridSpan w:val="2"/>',
        '<w:vMerge w:val="restart"/>',
        "<w:vMerge/>",
    )
    table = "".join(
        (
            row(cell("TT", down), cell("Kinh phí", across), cell("Ghi chú", down)),
            row(cell("", on), cell("Tỉnh"), cell("Khác"), cell("", on)),
            row(cell("1"), cell("5"), cell("6"), cell("")),
        )
    )
    found = grid(document(f"<w:tbl>{table}</w:tbl>"), "x.docx")
    assert found.rows == [
        ["TT", "Kinh phí", None, "Ghi chú"],
        [None, "Tỉnh", "Khác", None],
        ["1", "5", "6", None],
    ]
    assert sorted(found.merges) == [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>", "a\nb"),
        ("<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
         "<w:ins><w:r><w:t>mới</w:t></w:r></w:ins></w:p>", "mới"),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r></w:p>",
         "a\nb-c"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>chọn</w:t></w:r></w:p></w:sdtContent></w:sdt>",
         "chọn"),
    ],
)  # fmt: skip
def test_the_text_of_a_cell_is_what_stands_there(xml: str, text: str) -> None:
    found = grid(document(f"<w:tbl><w:tr><w:tc>{xml}</w:tc></w:tr></w:tbl>"), "x.docx")
    assert found.rows == [[text]]


def test_a_strict_document_too() -> None:
    home = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert grid(document(f"<w:tbl>{row(cell('a'))}</w:tbl>", home), "x.docx").rows == [["a"]]


def test_a_table_within_a_control_is_a_table() -> None:
    table = f"<w:tbl><w:sdt><w:sdtContent>{row(cell('a'))}</w:sdtContent></w:sdt></w:tbl>"
    body = f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>"
    assert grid(document(body), "x.docx").rows == [["a"]]


# ------------------------------------------------------------------------------------------- texts

TABBED = "KẾ HOẠCH\n\nTT\tTên đề án\tTổng kinh phí\tKPKC ĐP\n1\tLớp may\t12,5\t12,5\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TABBED.encode(), "a.txt"),
        (TABBED.encode("utf-8-sig"), "a.tsv"),
        (TABBED.encode("utf-16"), "a.txt"),
        (TABBED.replace("\t", "|").encode(), "a.txt"),
        (TABBED.replace("\n1", "\n|---|---|\n1").replace("\t", " | ").encode(), "a.md"),
        (TABBED.replace("\t", ";").encode(), "a.csv"),
    ],
)
def test_texts(data: bytes, name: str) -> None:
    found = [row for row in grid(data, name).rows if len(row) > 1]
    assert found == [ROWS[0], ["1", "Lớp may", "12,5", "12,5"]]


def test_a_row_of_a_text_has_the_number_of_its_line() -> None:
    assert grid(TABBED.encode(), "a.txt").at(4, 2) == "Lớp may"


def test_a_text_in_quotes_goes_on_in_the_next_line() -> None:
    said = 'a\tb\tc\td\n1\t"Dòng 1\nDòng 2"\t3\t4\n5\t6\t7\t8'
    assert grid(said.encode(), "a.txt").rows == [
        ["a", "b", "c", "d"],
        ["1", "Dòng 1\nDòng 2", "3", "4"],
        [],
        ["5", "6", "7", "8"],
    ]


def test_the_marks_of_a_scanner_are_no_text() -> None:
    said = "a\tb\tc\t<p>- QĐ 1</p>\n<p>x\ty\tz\t<p>- A</p><p>- B</p>"
    assert grid(said.encode(), "a.txt").rows[1][3] == "- A\n- B"


# ----------------------------------------------------------------------------------------- refused


def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    for data, name, code in (
        (document(paragraph("Chỉ có chữ")), "chu.docx", "K235"),
        (document("<w:p><w:r><w:drawing/></w:r></w:p>"), "anh.docx", "K235"),
        ("một\nhai".encode(), "chu.txt", "K235"),
        (b"\x00\x01\x02" * 99, "rac.txt", "K234"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "rac.xls", "K234"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "k.xlsx",
         "K204"),
        (b"%PDF-1.7", "kh.pdf", "K232"),
        (b"{\\rtf1", "kh.rtf", "K231"),
        (b"\x89PNG", "anh.png", "K232"),
    ):  # fmt: skip
        assert code in refused(data, name), name
    with pytest.raises(InputError):
        open_tables(tmp_path)


def ods(rows: int, *, locked: bool = False) -> bytes:
    home = "urn:oasis:names:tc:opendocument:xmlns:"
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet"
        )
        content = (
            f'<office:document-content xmlns:office="{home}office:1.0" '
            f'xmlns:table="{home}table:1.0" xmlns:text="{home}text:1.0"><office:body>'
            '<office:spreadsheet><table:table table:name="A"><table:table-row '
            f'table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string" '
            'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>'
            "</table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>"
        )
        etree.fromstring(content)
        package.writestr("content.xml", content)
        secret = "<encryption-data/>" if locked else ""
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{home}manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="content.xml">{secret}</manifest:file-entry></manifest:manifest>',
        )
    return raw.getvalue()


def test_a_bomb_of_repeated_rows_ends_with_a_sentence() -> None:
    assert "K211" in refused(ods(1_000_000), "bom.ods")


def test_an_ods_of_few_rows_is_read() -> None:
    assert grid(ods(2), "nho.ods", "A").at(2, 9) == "x"


def test_a_text_of_more_lines_than_are_read_is_refused() -> None:
    said = "\n".join(f"{at}\tĐề án {at}\t5\t5" for at in range(1, 40_001))
    assert "quá 40.000 dòng" in refused(f"TT\tTên đề án\tTổng\tKPKC\n{said}".encode(), "a.txt")
