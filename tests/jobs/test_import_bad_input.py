"""What no plan can be made of: a sentence, exit status 2, nothing written, bounded memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from workbook_tools.cli import main
from workbook_tools.jobs.import_table import import_tables
from workbook_tools.read.any_source import tables_of_file

TITLE = ["KẾ HOẠCH KHUYẾN CÔNG TỈNH LẠNG SƠN NĂM 2026"]
HEADING = ["TT", "Tên đề án", "Đơn vị thực hiện", "Tổng KP", "Ghi chú"]
LINES: list[list[Any]] = [
    [1, "Sấy chè", "Trung tâm", 5, None],
    [2, "Dệt lụa", "Trung tâm", 7, None],
]


def book(*sheets: Sequence[Sequence[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for at, rows in enumerate(sheets):
        page = made.create_sheet(f"Biểu {at}")
        for row in rows:
            page.append(list(row))
    raw = io.BytesIO()
    made.save(raw)
    return raw.getvalue()


def without(column: int) -> list[list[Any]]:
    """The table without a column."""
    return [[*row[:column], *row[column + 1 :]] for row in (HEADING, *LINES)]


def emptied(column: int) -> list[list[Any]]:
    """The table with nothing below a heading."""
    return [HEADING, *([*row[:column], None, *row[column + 1 :]] for row in LINES)]


def with_part(data: bytes, part: str, text: bytes) -> bytes:
    """A package with another text of one of its parts."""
    raw = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return raw.getvalue()


def bomb() -> bytes:
    rows = b"<row><c><v>1</v></c></row>" * 4_000_000
    home = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (home, rows)
    return with_part(book([TITLE]), "xl/worksheets/sheet1.xml", text)


def document(*texts: str) -> bytes:
    made = Document()
    for said in texts:
        made.add_paragraph(said)
    raw = io.BytesIO()
    made.save(raw)
    return raw.getvalue()


def word_bomb() -> bytes:
    home = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = b"<w:tr><w:tc><w:p/></w:tc></w:tr>" * 3_000_000
    text = b'<w:document xmlns:w="%b"><w:body><w:tbl>%b</w:tbl></w:body></w:document>'
    return with_part(document("a"), "word/document.xml", text % (home, rows))


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 20


OTHER = [[*line[:3], 9, None] for line in LINES]

INPUTS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "no table": ("a.xlsx", lambda: book([["Họ tên", "Chức vụ"], ["An", "Kế toán"]]), "K302"),
    "no sheet with anything": ("a.xlsx", lambda: book([]), "K302"),
    "contradicting tables": (
        "a.xlsx",
        lambda: book([TITLE, HEADING, *LINES], [TITLE, HEADING, *OTHER]),
        "K327",
    ),
    "no column of money": ("a.xlsx", lambda: book([TITLE, *without(3)]), "Biểu 0!A2"),
    "no amount": ("a.xlsx", lambda: book([TITLE, *emptied(3)]), "K339"),
    "no amount in a text": (
        "a.txt",
        lambda: "TT\tTên đề án\tĐơn vị thực hiện\tTổng KP\n1\tA\tB\t".encode(),
        "K339",
    ),
    "locked": ("a.xlsx", locked, "K204"),
    "a bomb": ("a.xlsx", bomb, "K212"),
    "a bomb of Word": ("a.docx", word_bomb, "phần word/document.xml của tệp"),
    "a large text": ("a.txt", lambda: b"a\tb\tc\n" * (12 << 20), "tệp a.txt lớn hơn 64 MB"),
    "only text": ("a.docx", lambda: document("Kế hoạch", "Năm 2026"), "K235"),
    "a photograph": ("a.jpg", lambda: b"\xff\xd8\xff\xe0" + b"0" * 99, "là hình chụp"),
    "a screenshot by another name": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n", "là hình chụp"),
}


@pytest.mark.parametrize("name", INPUTS)
def test_it_is_told_in_a_sentence_and_nothing_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    called, data, said = INPUTS[name]
    monkeypatch.chdir(tmp_path)
    Path(called).write_bytes(data())
    assert main(["import", called, "-o", "ra.xlsx"]) == 2
    shown = capsys.readouterr()
    assert said.casefold() in shown.err.casefold() and shown.err.count("\n") == 1
    assert shown.out == "" and [path.name for path in tmp_path.iterdir()] == [called]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "docx", "txt"])
def test_200_megabytes_of_nothing(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"lon.{suffix}"
    with file.open("wb") as out:
        out.write({"xls": locked()[:8], "txt": b"a\tb"}.get(suffix, b"PK\x03\x04"))
        out.truncate(200 << 20)
    assert main(["import", str(file), "-o", str(tmp_path / "ra.xlsx")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_an_amount_of_nothing_is_one() -> None:
    rows: list[list[Any]] = [TITLE, HEADING, [1, "Sấy chè", "Trung tâm", 0, None]]
    assert import_tables(tables_of_file(book(rows), "a.xlsx")).plan.total == 0
