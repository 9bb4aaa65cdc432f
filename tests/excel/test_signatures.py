"""The digital signature of a workbook, found and taken off."""

from __future__ import annotations

import pytest

from tests.books import package, relation, sheet
from workbook_tools.excel.package import (
    TYPES_PART,
    Package,
    Relationship,
    relationships,
    relationships_xml,
    rels_name,
)
from workbook_tools.excel.signatures import is_signed, unsigned

_SIGNATURE = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"


def _signed(folder: str) -> Package:
    book = package({"DeAn": sheet()}, parts={"xl/vbaProjectSignature.bin": b"vba"})
    origin, first = f"{folder}/origin.sigs", f"{folder}/sig1.xml"
    root = [*relationships(book, ""), Relationship("rId7", f"{_SIGNATURE}/origin", origin)]
    types = book.read(TYPES_PART).replace(
        b"</Types>",
        b'<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.'
        b'digital-signature-origin"/></Types>',
    )
    inner = [Relationship("rId1", f"{_SIGNATURE}/signature", first)]
    return book.changed(
        {
            rels_name(""): relationships_xml("", root),
            TYPES_PART: types,
            origin: b"",
            first: b"<Signature/>",
            rels_name(origin): relationships_xml(origin, inner),
        }
    )


@pytest.mark.parametrize("folder", ["_xmlsignatures", "_XmlSignatures", "package/chu-ky"])
def test_a_signature_is_taken_off_with_all_that_leads_to_it(folder: str) -> None:
    signed = _signed(folder)
    assert is_signed(signed)
    plain = unsigned(signed)
    assert not is_signed(plain)
    assert not [name for name in plain.parts if name.startswith(folder)]
    assert b"digital-signature" not in plain.read(TYPES_PART) + plain.read(rels_name(""))


def test_the_signature_of_a_vba_project_stays() -> None:
    assert unsigned(_signed("_xmlsignatures")).read("xl/vbaProjectSignature.bin") == b"vba"


def test_a_workbook_without_one_is_the_very_same() -> None:
    book = package({"DeAn": sheet()}, rels={"": [relation("rId1", "officeDocument", "x.xml")]})
    assert not is_signed(book) and unsigned(book) is book
