"""What is asked of a PDF that may go out. The ones here are written by hand."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
)

from workbook_tools import InputError
from workbook_tools.excel.package import open_package
from workbook_tools.jobs.build import Built
from workbook_tools.send.clean import clean_copy
from workbook_tools.send.pdf import facts, judged, to_pdf


def font(*, embedded: bool, name: str = "Tinos") -> DictionaryObject:
    """A font with or without its file."""
    descriptor = DictionaryObject({NameObject("/Type"): NameObject("/FontDescriptor")})
    if embedded:
        descriptor[NameObject("/FontFile2")] = StreamObject()
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/TrueType"),
            NameObject("/BaseFont"): NameObject(f"/{name}"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            NameObject("/FontDescriptor"): descriptor,
        }
    )


def composite(*, embedded: bool) -> DictionaryObject:
    """A font made of another, as one for many letters is."""
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Tinos"),
            NameObject("/DescendantFonts"): ArrayObject([font(embedded=embedded)]),
        }
    )


def pdf(*pages: str, fonts: Sequence[DictionaryObject] = ()) -> bytes:
    """A PDF with a text on each page, in the first of the fonts."""
    writer = PdfWriter()
    held = fonts or (font(embedded=True),)
    for text in pages:
        page = writer.add_blank_page(300, 300)
        names = {NameObject(f"/F{at}"): one for at, one in enumerate(held)}
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject(names)}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F0 12 Tf 20 200 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    raw = io.BytesIO()
    writer.write(raw)
    return raw.getvalue()


def test_pages_fonts_and_text_are_read_back() -> None:
    found = facts(pdf("Mot", "Hai"))
    assert (found.pages, found.loose_fonts) == (2, ())
    assert "Mot" in found.text and "Hai" in found.text


def test_a_font_that_is_not_inside_is_named_once() -> None:
    loose = font(embedded=False, name="Arial")
    assert facts(pdf("Mot", "Hai", fonts=[loose])).loose_fonts == ("/Arial",)


@pytest.mark.parametrize("embedded", [True, False])
def test_a_font_made_of_another_is_judged_by_that(embedded: bool) -> None:
    fonts = [font(embedded=True, name="X"), composite(embedded=embedded)]
    assert facts(pdf("Mot", fonts=fonts)).loose_fonts == (() if embedded else ("/Tinos",))


def test_a_font_that_is_drawn_needs_no_file() -> None:
    drawn = font(embedded=False)
    drawn[NameObject("/Subtype")] = NameObject("/Type3")
    assert facts(pdf("Mot", fonts=[font(embedded=True, name="X"), drawn])).loose_fonts == ()


def test_a_page_without_fonts_has_none_missing() -> None:
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    raw = io.BytesIO()
    writer.write(raw)
    assert facts(raw.getvalue()).loose_fonts == ()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"khong phai pdf"])
def test_a_pdf_that_is_none_does_not_go(data: bytes) -> None:
    with pytest.raises(InputError, match="PDF"):
        judged(data)


def test_a_pdf_without_pages_does_not_go() -> None:
    with pytest.raises(InputError, match="không có trang nào"):
        judged(pdf())


def test_a_pdf_without_a_font_inside_does_not_go() -> None:
    with pytest.raises(InputError, match="thiếu phông nhúng: /Arial"):
        judged(pdf("Mot", fonts=[font(embedded=False, name="Arial")]))


def test_a_pdf_without_text_does_not_go() -> None:
    with pytest.raises(InputError, match="không có chữ để tìm kiếm"):
        judged(pdf(" "))


def test_a_pdf_that_lost_letters_does_not_go() -> None:
    with pytest.raises(InputError, match="mất các chữ Đ ồ;"):
        judged(pdf("ng Nai"), "Đồng Nai")


def test_a_letter_is_the_same_however_it_is_put_together() -> None:
    assert judged(pdf("\\340"), "a\u0300").pages == 1


def test_only_letters_are_looked_for() -> None:
    assert judged(pdf("Nai"), "Nai 2021 “…”").pages == 1


def test_without_libreoffice_there_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match=r"Cần LibreOffice .* --no-pdf"):
        to_pdf(b"")


@pytest.mark.judge("libreoffice")
def test_a_pdf_can_be_kept_found_and_gone_through(built: Built) -> None:
    package = open_package(built.data, "a.xlsx")
    copy = clean_copy(package, title="Kế hoạch khuyến công tỉnh Đồng Nai năm 2021").data
    reader = PdfReader(io.BytesIO(to_pdf(copy)))
    root: Any = reader.trailer["/Root"]
    marks: list[Any] = reader.outline
    assert reader.metadata is not None
    assert reader.metadata.title == "Kế hoạch khuyến công tỉnh Đồng Nai năm 2021"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "vi-VN"
    assert [mark.title for mark in marks] == ["PhuLuc", "TongHop"]
    assert root["/MarkInfo"]["/Marked"]
    assert re.search(rb"<pdfaid:part>2<", root["/Metadata"].get_object().get_data())


@pytest.mark.judge("libreoffice")
def test_a_pdf_holds_its_fonts_and_its_text(built: Built) -> None:
    copy = clean_copy(open_package(built.data, "a.xlsx")).data
    names = " ".join(project.name for project in built.plan.projects)
    assert judged(to_pdf(copy), names).loose_fonts == ()
