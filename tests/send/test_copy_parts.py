"""The copy put together: parts are numbered as they are come upon, and tell of nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.books import BOOK, STYLES, package, part_of, relation, sheet, texts
from workbook_tools.excel.package import (
    Package,
    Relationship,
    content_types,
    open_package,
    pack,
    relationships,
)
from workbook_tools.send.beside import Around
from workbook_tools.send.copy_parts import CopyPlan, put_together

PNG = b"\x89PNG\r\n\x1a\n"
DRAWING, PICTURE = "xl/drawings/drawing7.xml", "xl/media/image12.png"
MADE = package(
    {"DeAn": sheet(), "PhuLuc": sheet()},
    rels={
        part_of(2): [relation("rId3", "drawing", DRAWING)],
        DRAWING: [
            relation("rId1", "image", PICTURE),
            relation("rId2", "package", "xl/embeddings/a.xlsx"),
        ],
    },
    parts={
        DRAWING: b"<x/>",
        PICTURE: PNG,
        "xl/embeddings/a.xlsx": b"PK",
        "docProps/app.xml": b"<x/>",
        "xl/vbaProject.bin": b"x",
    },
)


def put(made: Package = MADE, led: Mapping[str, Sequence[Relationship]] | None = None) -> Package:
    """The copy of the second sheet."""
    every: dict[str, Sequence[Relationship]] = {
        part_of(2): [relation("rId3", "drawing", DRAWING)],
        BOOK: [relation("rId2", "worksheet", part_of(2)), relation("rId99", "styles", STYLES)],
    }
    cleaned = {part_of(2): b"<sheet/>", BOOK: b"<book/>"}
    around = Around(lambda formula: True, lambda ref: None, {PICTURE: PNG}, lambda *_: [])
    plan = CopyPlan(BOOK, cleaned, every | dict(led or {}), frozenset({part_of(1)}), around)
    return put_together(made, plan)


def targets(copy: Package, part: str) -> dict[str, str]:
    return {rel.kind: rel.target for rel in relationships(copy, part)}


def test_parts_are_numbered_from_one() -> None:
    assert {name for name in put().parts if "rels" not in name} == {
        "[Content_Types].xml",
        "docProps/core.xml",
        BOOK,
        STYLES,
        part_of(1),
        "xl/drawings/drawing1.xml",
        "xl/media/image1.png",
    }


def test_what_leads_to_a_part_knows_its_new_name() -> None:
    copy = put()
    assert targets(copy, BOOK) == {"worksheet": part_of(1), "styles": STYLES}
    assert targets(copy, part_of(1)) == {"drawing": "xl/drawings/drawing1.xml"}
    assert targets(copy, "xl/drawings/drawing1.xml") == {"image": "xl/media/image1.png"}


def test_cleaned_parts_are_the_ones_that_go_out() -> None:
    assert put().read(part_of(1)).endswith(b"<sheet/>")
    assert put().read(BOOK).endswith(b"<book/>")


def test_other_parts_are_carried_over() -> None:
    assert put().read("xl/media/image1.png") == PNG


def test_the_same_content_has_the_same_bytes_however_it_was_numbered() -> None:
    other = "xl/drawings/drawing3.xml"
    renamed = package(
        {"DeAn": sheet(), "PhuLuc": sheet()},
        rels={other: [relation("rId1", "image", PICTURE)]},
        parts={other: b"<x/>", PICTURE: PNG},
    )
    led = {part_of(2): [relation("rId3", "drawing", other)]}
    assert pack(put(renamed, led)) == pack(put())


def test_a_part_that_two_lead_to_is_there_once() -> None:
    led = {
        part_of(2): [relation("rId3", "drawing", DRAWING), relation("rId4", "image", PICTURE)],
    }
    copy = put(led=led)
    assert [name for name in copy.parts if "media" in name] == ["xl/media/image1.png"]
    assert targets(copy, part_of(1))["image"] == "xl/media/image1.png"


def test_a_sheet_that_stays_behind_is_not_reached_by_a_link() -> None:
    led = {part_of(2): [relation("rId3", "drawing", part_of(1))]}
    assert pack(put(led=led)).count(b"sheetData") == 0


def test_a_part_that_is_not_there_is_passed_over() -> None:
    led = {part_of(2): [relation("rId3", "drawing", "xl/drawings/khong-co.xml")]}
    assert not any("drawings" in name and "rels" not in name for name in put(led=led).parts)


def test_properties_tell_of_nobody() -> None:
    assert texts(put().read("docProps/core.xml"), "creator") == []
    assert targets(put(), "") == {"officeDocument": BOOK, "core-properties": "docProps/core.xml"}


def test_a_workbook_with_macros_becomes_one_without() -> None:
    assert content_types(put())[BOOK].endswith("spreadsheetml.sheet.main+xml")


def test_the_copy_is_a_package_that_can_be_opened() -> None:
    assert open_package(pack(put()), "ban-sach.xlsx").parts.keys() == put().parts.keys()
