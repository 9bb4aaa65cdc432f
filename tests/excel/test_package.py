"""A package: read within bounds, parsed once, changed without losing what is known, packed the same
way every time.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl  # noqa: F401  loaded before anything that it takes is replaced
import pytest
from lxml import etree

from workbook_tools.errors import InputError
from workbook_tools.excel.package import (
    Package,
    Relationship,
    content_types,
    open_package,
    pack,
    parse_xml,
    reachable,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    stored,
    to_xml,
    typed,
    workbook_part,
)
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.jobs.send import Choices, prepare
from workbook_tools.read.source import source_of

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="rels"/><Default Extension="XML" ContentType="plain"/>'
    b'<Override PartName="/xl/workbook.xml" ContentType="book"/></Types>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{_OFFICE}"><sheets><sheet name="Đề án" sheetId="7" r:id="rId1"/>'
    '<sheet name="Biểu đồ" sheetId="2" r:id="rId2"/></sheets></workbook>'
).encode()


def rels(*entries: tuple[str, str, str]) -> bytes:
    """A ``.rels`` part of (id, kind, target); a target with a colon lies outside."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for name, kind, target in entries
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'.encode()


def small(**changes: bytes) -> Package:
    """A workbook of a sheet and a chart sheet; ``changes`` replace parts by their last word."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": rels(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "chartsheet", "/xl/chartsheets/sheet1.xml"),
            ("rId3", "externalLink", "file:///C:/DuToan.xlsx"),
        ),
        "xl/worksheets/sheet1.xml": b"<worksheet/>",
        "xl/chartsheets/sheet1.xml": b"<chartsheet/>",
        "xl/media/image1.png": b"\x89PNG",
    }
    return Package(parts | changes)


def zipped(parts: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return raw.getvalue()


# --------------------------------------------------------------------------------- parsed only once


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> Counter[bytes]:
    """How often the XML parser is given the same bytes."""
    counts: Counter[bytes] = Counter()
    parse: Callable[..., Any] = etree.fromstring

    def counting(data: bytes | str, *rest: Any, **named: Any) -> Any:
        if isinstance(data, bytes):
            counts[data] += 1
        return parse(data, *rest, **named)

    monkeypatch.setattr(etree, "fromstring", counting)
    return counts


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files that are opened as packages."""
    files: list[bytes] = []

    class Counting(zipfile.ZipFile):
        def __init__(self, file: io.BytesIO, *rest: Any) -> None:
            files.append(file.getvalue())
            super().__init__(file, *rest)

    monkeypatch.setattr(zipfile, "ZipFile", Counting)
    return files


def test_a_build_parses_every_part_of_the_workbook_once(
    example: Path, built: Built, parses: Counter[bytes]
) -> None:
    again = build_workbook(example)
    assert again.data == built.data
    package = open_package(example.read_bytes(), example.name)
    assert parses[package.read("_rels/.rels")] == 1
    assert parses[package.read("xl/_rels/workbook.xml.rels")] == 1
    assert parses[package.read("xl/workbook.xml")] == 1
    assert parses[package.read("[Content_Types].xml")] == 1
    assert max(parses.values()) == 1


@pytest.mark.parametrize(
    "part", ["_rels/.rels", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
def test_sending_parses_a_part_no_more_often_than_it_opens_its_package(
    built: Built, parses: Counter[bytes], opened: list[bytes], part: str
) -> None:
    source = source_of(built.data, "KeHoach.xlsx")
    prepare(source, Choices(pdf=False))
    held = Counter(open_package(file, "tệp").read(part) for file in tuple(opened))
    assert held
    assert not {data: times for data, times in held.items() if parses[data] > times}


def test_what_is_known_of_a_part_goes_over_to_a_changed_package(parses: Counter[bytes]) -> None:
    package = small()
    sheets(package)
    sheets(package.changed({"xl/media/image1.png": b"other"}))
    assert set(parses.values()) == {1}


def test_what_is_known_of_a_changed_part_is_forgotten() -> None:
    package = small()
    sheets(package)
    other = package.changed({"xl/workbook.xml": BOOK.replace("Đề án".encode(), b"Khac")})
    assert [sheet.name for sheet in sheets(other)] == ["Khac", "Biểu đồ"]
    assert [sheet.name for sheet in sheets(package)] == ["Đề án", "Biểu đồ"]


def test_what_is_known_of_a_part_that_is_left_out_is_forgotten() -> None:
    package = small()
    assert relationships(package, "xl/workbook.xml")
    without = package.changed({}, ["xl/_rels/workbook.xml.rels"])
    assert relationships(without, "xl/workbook.xml") == ()


def test_a_tree_to_change_is_a_copy() -> None:
    package = small()
    package.tree_to_change("xl/workbook.xml")[0].clear()
    assert len(sheets(package)) == 2


def test_what_two_functions_make_of_a_part_is_kept_apart() -> None:
    package = small()
    assert package.once("xl/media/image1.png", lambda data, name: len(data)) == 4
    assert package.once("xl/media/image1.png", lambda data, name: name) == "xl/media/image1.png"


def test_a_part_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        small().tree("xl/nowhere.xml")


# -------------------------------------------------------------------------------- opened and packed


def test_a_package_packed_and_opened_has_the_same_parts() -> None:
    package = small()
    again = open_package(pack(package), "tệp")
    assert {name: again.read(name) for name in again.parts} == package.parts


def test_packing_gives_the_same_bytes_in_whatever_order_the_parts_come() -> None:
    package = small()
    turned = Package(dict(reversed(list(package.parts.items()))))
    assert pack(turned) == pack(package)


def test_a_part_that_nobody_changes_keeps_its_compressed_bytes() -> None:
    package = open_package(zipped(dict(small().parts)), "tệp")  # type: ignore[arg-type]
    again = open_package(pack(package.changed({"xl/media/image1.png": b"new"})), "tệp")
    assert again.parts["xl/workbook.xml"] == package.parts["xl/workbook.xml"]


def test_other_tools_read_what_is_packed() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(small(), stored))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]


def test_names_with_backslashes_are_read_as_folders() -> None:
    parts = {name.replace("/", "\\"): data for name, data in small().parts.items()}
    package = open_package(zipped(parts), "tệp")  # type: ignore[arg-type]
    assert workbook_part(package) == "xl/workbook.xml"


def test_names_with_a_slash_before_them_are_those_of_parts() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for part in ("[Content_Types].xml", "/xl/_rels/a.xml.rels", "/xl/a.xml"):
            archive.writestr(part, "<a/>")
    names = set(open_package(raw.getvalue(), "k.xlsx").parts)
    assert names == {"[Content_Types].xml", "xl/_rels/a.xml.rels", "xl/a.xml"}


def test_a_damaged_part_is_told_when_it_is_read() -> None:
    data = zipped(dict(small().parts))  # type: ignore[arg-type]
    at = data.find(b"xl/workbook.xml") + len(b"xl/workbook.xml") + 5
    package = open_package(data[:at] + b"\x00\xff\x00" + data[at + 3 :], "tệp")
    with pytest.raises(InputError, match=r"bị hỏng ở phần xl/workbook\.xml"):
        package.read("xl/workbook.xml")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "không phải là sổ tính"),
        (b"PK\x03\x04 nonsense", "không phải là sổ tính"),
        (zipped({"a.txt": b"a"}), "không phải là sổ tính"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), "Excel 97-2003"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "có mật khẩu",
        ),
        (zipped({"../a.xml": b"a"}), "phần không hợp lệ"),
        (zipped({"a.xml": b"a", "a\\": b""} | {"x/../../a.xml": b"a"}), "phần không hợp lệ"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        open_package(data, "ke-hoach.xlsx")


def test_two_parts_of_one_name_are_refused() -> None:
    data = zipped({"a/b.xml": b"1", "a\\b.xml": b"2"})
    with pytest.raises(InputError, match="hai phần cùng tên"):
        open_package(data, "tệp")


# ---------------------------------------------------------------------------------------------- XML


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "<!DOCTYPE a><a/>".encode("utf-16"),
        b"<!--" + b"x" * 5000 + b"--><!DOCTYPE a><a/>",
    ],
)
def test_a_document_type_is_refused_however_it_is_written(data: bytes) -> None:
    with pytest.raises(InputError, match="DOCTYPE"):
        parse_xml(data, "xl/workbook.xml")


def test_xml_that_is_not_well_formed_names_its_part() -> None:
    with pytest.raises(InputError, match=r"Phần xl/workbook\.xml"):
        parse_xml(b"<a><b></a>", "xl/workbook.xml")


# ------------------------------------------------------------------------------------ relationships


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        ("workbook.xml", "_rels/workbook.xml.rels"),
        ("", "_rels/.rels"),
    ],
)
def test_where_the_relationships_of_a_part_lie(part: str, name: str) -> None:
    assert rels_name(part) == name


@pytest.mark.parametrize(
    ("part", "target", "found"),
    [
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "/xl/styles.xml", "xl/styles.xml"),
        ("xl/worksheets/sheet1.xml", "../media/a.png", "xl/media/a.png"),
        ("xl/worksheets/sheet1.xml", "./a.xml", "xl/worksheets/a.xml"),
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("", "/xl/workbook.xml", "xl/workbook.xml"),
        ("workbook.xml", "a.xml", "a.xml"),
        ("xl/workbook.xml", "http://a/../b", "http://a/../b"),
    ],
)
def test_a_target_is_resolved_against_its_part(part: str, target: str, found: str) -> None:
    package = Package({rels_name(part): rels(("rId1", "x", target))})
    assert [rel.target for rel in relationships(package, part)] == [found]


def test_relationships_written_and_read_are_the_same() -> None:
    given = (
        Relationship("rId1", "a/drawing", "xl/drawings/drawing1.xml"),
        Relationship("rId2", "a/hyperlink", "https://kehoach.vn/?a&b", True),
    )
    part = "xl/worksheets/sheet1.xml"
    package = Package({rels_name(part): relationships_xml(part, given)})
    assert relationships(package, part) == given
    assert [rel.kind for rel in given] == ["drawing", "hyperlink"]


def test_what_a_package_leads_to() -> None:
    assert reachable(small(), [""]) == {
        "",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/chartsheets/sheet1.xml",
    }


def test_nothing_is_reached_through_what_is_skipped() -> None:
    assert reachable(small(), [""], frozenset({"xl/workbook.xml"})) == {""}


def test_parts_that_lead_to_each_other_are_reached_once() -> None:
    package = Package(
        {
            "a.xml": b"<a/>",
            "b.xml": b"<b/>",
            "_rels/a.xml.rels": rels(("rId1", "x", "b.xml")),
            "_rels/b.xml.rels": rels(("rId1", "x", "a.xml"), ("rId2", "x", "lost.xml")),
        }
    )
    assert reachable(package, ["a.xml"]) == {"a.xml", "b.xml"}


# ------------------------------------------------------------------------------------ content types


def test_a_part_has_the_type_of_its_own_or_of_its_extension() -> None:
    types = content_types(small())
    assert types["xl/workbook.xml"] == "book"
    assert types["xl/worksheets/sheet1.xml"] == "plain"
    assert "xl/media/image1.png" not in types


def test_types_are_added_by_extension_where_that_is_new_and_by_part_elsewhere() -> None:
    root = small().tree_to_change("[Content_Types].xml")
    data = typed(root, {"xl/a.png": "image/png", "xl/b.xml": "chart", "xl/c.xml": "plain"})
    package = small().changed({"[Content_Types].xml": data, "xl/b.xml": b"", "xl/c.xml": b""})
    types = content_types(package)
    assert types["xl/media/image1.png"] == "image/png"
    assert (types["xl/b.xml"], types["xl/c.xml"]) == ("chart", "plain")
    assert b'PartName="/xl/c.xml"' not in data


# ------------------------------------------------------------------------------------- the workbook


def test_sheets_in_tab_order() -> None:
    found = [
        (sheet.name, sheet.part, sheet.rel_id, sheet.sheet_id, sheet.index, sheet.kind)
        for sheet in sheets(small())
    ]
    assert found == [
        ("Đề án", "xl/worksheets/sheet1.xml", "rId1", 7, 0, "worksheet"),
        ("Biểu đồ", "xl/chartsheets/sheet1.xml", "rId2", 2, 1, "chartsheet"),
    ]


def test_a_sheet_whose_part_is_lost_is_told() -> None:
    with pytest.raises(InputError, match="Trang tính Biểu đồ của sổ tính bị mất"):
        sheets(small().changed({}, ["xl/chartsheets/sheet1.xml"]))


def test_a_binary_workbook_is_told() -> None:
    binary = {"_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.bin"))}
    package = small().changed(binary | {"xl/workbook.bin": b""})
    with pytest.raises(InputError, match="xlsb"):
        workbook_part(package)


def test_a_document_of_another_kind_is_no_workbook() -> None:
    with pytest.raises(InputError, match="không phải là sổ tính"):
        workbook_part(small().changed({"_rels/.rels": rels(("rId1", "x", "xl/workbook.xml"))}))
    with pytest.raises(InputError, match="không phải là sổ tính"):
        sheets(small().changed({"xl/workbook.xml": to_xml(etree.Element("document"))}))


def test_a_part_given_with_the_bytes_that_it_has_stays_known(parses: Counter[bytes]) -> None:
    package = open_package(pack(small()), "tệp")
    sheets(package)
    again = package.changed({"xl/workbook.xml": bytes(bytearray(BOOK)), "xl/new.xml": b"<a/>"})
    sheets(again)
    assert parses[BOOK] == 1
    assert again.parts["xl/workbook.xml"] is package.parts["xl/workbook.xml"]
    assert again.read("xl/new.xml") == b"<a/>"


def test_a_part_that_is_left_out_and_given_again_is_there() -> None:
    package = open_package(pack(small()), "tệp")
    sheets(package)
    again = package.changed({"xl/workbook.xml": BOOK}, ["xl/workbook.xml"])
    assert again.read("xl/workbook.xml") == BOOK


@pytest.mark.parametrize("number", ["abc", "", "-3", "1e3", "9" * 400, "٣", "4.0"])
def test_a_sheets_number_that_is_none_is_not_counted(number: str) -> None:
    package = small()
    book = BOOK.replace(b'sheetId="7"', f'sheetId="{number}"'.encode())
    assert [s.sheet_id for s in sheets(package.changed({"xl/workbook.xml": book}))] == [0, 2]
