"""The plain form: told from any other, kept where it is there, and reached from every other."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.faults.reserialised import WAYS, written
from workbook_tools.errors import InputError
from workbook_tools.excel import plain_form as module
from workbook_tools.excel.package import MAIN, Package, open_package, pack
from workbook_tools.excel.plain_form import NotXmlError, is_gated, is_plain, plain_form, rewritten

SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1" spans="1:3">'
    '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1"><f>IF(A1 ="x",\'Của tôi\'!B2&amp;" &lt; "," ")</f>'
    '<v>5</v></c><c r="C1" t="inlineStr"><is><t xml:space="preserve"> một\thai </t></is></c></row>'
    '<row r="4"><c r="A4"><v>1</v></c></row></sheetData><pageMargins left="0.7"/></worksheet>'
).encode()


def test_the_plain_form_stays_as_it_is() -> None:
    assert plain_form(SHEET) is SHEET


def test_what_is_written_anew_from_the_plain_form_is_the_same() -> None:
    assert rewritten(SHEET) == SHEET


@pytest.mark.parametrize("way", WAYS)
def test_another_way_is_brought_into_the_plain_form(way: str) -> None:
    other = written(SHEET, WAYS[way])
    assert is_plain(plain_form(other))
    assert rewritten(other).split(b"?>")[-1].strip() == SHEET.split(b"?>")[-1].strip()


@pytest.mark.parametrize(
    "tag",
    [
        b"<c r='A1'/>",
        b'<c  r="A1"/>',
        b'<c r="A1" t="s" s="1"/>',
        b'<c s="1" r="A1"/>',
        b"<c/>",
        b"<row/>",
        b'<c r="A1"><v a="b">1</v></c>',
        b'<c r="A1">\n<v>1</v></c>',
        b'<c r="A1" ><v>1</v></c>',
        b'<c\tr="A1"/>',
        b'<c r = "A1"/>',
        b'<c r="A1"><v><![CDATA[1]]></v></c>',
        b'<c r="A1"><!-- a --></c>',
        b"<a><?b c?></a>",
        b"<t>&nbsp;</t>",
        b'<c r="A1"><v> 1</v></c>',
        b'<c r="A1" s="2" t="n"><v>1\n</v></c>',
        b'<c r="A1" t="s"><v>\t0</v></c>',
        b'<c r="A1"><f>B1</f><v>\r\n5 </v></c>',
    ],
)
def test_what_is_not_plain_is_told(tag: bytes) -> None:
    assert not is_plain(b'<worksheet xmlns="%b">%b</worksheet>' % (MAIN.encode(), tag))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="str"><v> a </v></c>',
        '<c r="A1" t="inlineStr"><is><t> a </t></is></c>',
        '<c r="A1" t="str"><f>B1</f><v>\ta\n</v></c>',
    ],
)
def test_blanks_of_a_text_are_its_own(cell: str) -> None:
    xml = f'<worksheet xmlns="{MAIN}"><c r="B1"><v>1</v></c>{cell}</worksheet>'.encode()
    assert is_plain(xml)
    assert cell.encode() in rewritten(xml)


@pytest.mark.parametrize("blank", [" ", "\n  ", "\t", "\r\n"])
def test_blanks_around_a_number_go(blank: str) -> None:
    cell = f'<c r="A1"><v>{blank}1.5{blank}</v></c><c r="B1" t="s"><v>{blank}0</v></c>'
    made = plain_form(f'<worksheet xmlns="{MAIN}">{cell}</worksheet>'.encode())
    assert b"<v>1.5</v>" in made and b"<v>0</v>" in made and is_plain(made)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<a><b></a>", "form"),
        (b"", "form"),
        (b"<!DOCTYPE a><a/>", "doctype"),
        (b"<a>" * 300 + b"</a>" * 300, "depth"),
        (b'<?xml version="1.0" encoding="nowhere"?><a/>', "form"),
    ],
)
def test_what_cannot_be_rewritten_is_told_with_its_reason(xml: bytes, reason: str) -> None:
    with pytest.raises(NotXmlError) as caught:
        rewritten(xml)
    assert caught.value.reason == reason


def test_a_part_too_long_to_be_written_anew_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MAX_PIECES", 100)
    package = Package({"xl/a.xml": b"<a>" + b"<b></b>" * 40_000 + b"</a>"})
    with pytest.raises(InputError, match=r"quá lớn .* hãy mở bằng Excel và lưu lại"):
        package.plain("xl/a.xml")


def test_an_old_drawing_gets_its_usual_prefixes() -> None:
    drawing = (
        b'<xml xmlns:a="urn:schemas-microsoft-com:vml" '
        b'xmlns:b="urn:schemas-microsoft-com:office:excel"><a:shape><b:Row>3</b:Row></a:shape></xml>'
    )
    assert b"<v:shape><x:Row>3</x:Row></v:shape>" in plain_form(drawing)


def test_an_old_drawing_as_excel_writes_it_stays() -> None:
    drawing = (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml"\r\n'
        b" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\r\n <v:shape style='a'/></xml>"
    )
    assert plain_form(drawing) is drawing


def test_only_parts_of_the_workbooks_own_namespaces_are_gated() -> None:
    assert is_gated(SHEET) and is_gated(SHEET.decode().encode("utf-16"))
    assert not is_gated(b'<xdr:wsDr xmlns:xdr="urn:other"/>')


def test_a_part_keeps_its_bytes_in_the_file_and_is_plain_for_who_scans() -> None:
    other = written(SHEET, WAYS["prefixes"])
    package = open_package(pack(Package({"[Content_Types].xml": b"<a/>", "xl/a.xml": other})), "k")
    assert package.read("xl/a.xml") == other
    assert is_plain(package.plain("xl/a.xml"))
    assert package.plain("xl/a.xml") is package.plain("xl/a.xml")


# --------------------------------------------------------------------------------- no scan is slow

_LONG = 200_000
HOSTILE: dict[str, Callable[[int], bytes]] = {
    "open tags": lambda n: b"<c r=" * n,
    "quotes": lambda n: b'<a "' * n,
    "texts like attributes": lambda n: b"<t>" + b' t="s"' * n + b"</t>",
    "texts like doubts": lambda n: b"<t>" + b"='" * n + b"</t>",
    "blanks": lambda n: b">" + b" \n" * n,
    "brackets": lambda n: b">" * n,
    "equal signs": lambda n: b"<a" + b" = " * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_telling_the_form_takes_time_as_the_part_is_long(kind: str) -> None:
    head = b'<worksheet xmlns="%b">' % MAIN.encode()
    xml = head + HOSTILE[kind](_LONG // len(HOSTILE[kind](1)))
    start = time.process_time()
    is_plain(xml)
    assert time.process_time() - start < 2
