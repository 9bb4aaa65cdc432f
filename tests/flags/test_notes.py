"""Our notes: on cells that have none, and out again to the last byte."""

from __future__ import annotations

from tests.books import package, part_of, relation, sheet, texts
from workbook_tools.excel.package import MAIN, Package, relationships, sheets
from workbook_tools.flags.note_boxes import empty_boxes, with_boxes
from workbook_tools.flags.notes import AUTHOR, NOTE_HEAD, with_notes, without_notes

NOTES = "xl/comments1.xml"
BOXES = "xl/drawings/vmlDrawing1.vml"
POINTER = '<legacyDrawing r:id="rId8"/>'


def bare() -> Package:
    return package({"DeAn": sheet(after="<pageMargins/>")})


def comments(*cells: str, author: str = "Tôi") -> bytes:
    held = "".join(
        f'<comment ref="{cell}" authorId="0"><text><t>Ghi nhớ</t></text></comment>'
        for cell in cells
    )
    return (
        f'<comments xmlns="{MAIN}"><authors><author>{author}</author></authors>'
        f"<commentList>{held}</commentList></comments>"
    ).encode()


def with_users_note() -> Package:
    return package(
        {"DeAn": sheet(after=POINTER)},
        rels={
            part_of(1): [relation("rId7", "comments", NOTES), relation("rId8", "vmlDrawing", BOXES)]
        },
        parts={NOTES: comments("A1"), BOXES: with_boxes(empty_boxes(1), ["A1"])},
    )


def noted(before: Package, **notes: str) -> Package:
    return with_notes(before, sheets(before)[0], notes)


def cleaned(package: Package) -> Package:
    return without_notes(package, sheets(package)[0])


def parts(package: Package) -> dict[str, bytes]:
    """Every part but the content types, which are written in a fixed order."""
    return {name: package.read(name) for name in package.parts if "Types" not in name}


def test_a_note_says_whose_it_is() -> None:
    after = noted(bare(), B2="Sai <tổng>")
    assert texts(after.read(NOTES), "t") == [f"{NOTE_HEAD}Sai <tổng>"]
    assert texts(after.read(NOTES), "author") == [AUTHOR]


def test_a_sheet_leads_to_its_first_notes_and_to_their_boxes() -> None:
    after = noted(bare(), B2="Sai")
    kinds = {rel.kind: rel.target for rel in relationships(after, part_of(1))}
    assert kinds == {"comments": NOTES, "vmlDrawing": BOXES}
    assert b"<pageMargins/><legacyDrawing" in after.read(part_of(1))


def test_names_that_are_taken_are_left_to_whom_they_belong() -> None:
    before = package({"DeAn": sheet()}, parts={NOTES: b"<x/>"})
    after = noted(before, B2="Sai")
    assert after.read(NOTES) == b"<x/>" and "xl/comments2.xml" in after


def test_a_cell_that_has_a_note_keeps_it() -> None:
    after = noted(with_users_note(), A1="Sai", B2="Sai")
    assert texts(after.read(NOTES), "t") == ["Ghi nhớ", f"{NOTE_HEAD}Sai"]


def test_where_every_cell_has_one_nothing_is_added() -> None:
    before = with_users_note()
    assert noted(before, A1="Sai") is before


def test_notes_without_boxes_are_left_alone() -> None:
    before = package(
        {"DeAn": sheet()},
        rels={part_of(1): [relation("rId7", "comments", NOTES)]},
        parts={NOTES: comments("A1")},
    )
    assert noted(before, B2="Sai") is before


def test_a_drawing_of_buttons_takes_the_boxes_too() -> None:
    before = package(
        {"DeAn": sheet(after=POINTER)},
        rels={part_of(1): [relation("rId8", "vmlDrawing", BOXES)]},
        parts={BOXES: empty_boxes(1)},
    )
    after = noted(before, B2="Sai")
    assert b"<x:Row>1</x:Row>" in after.read(BOXES) and NOTES in after
    assert after.read(part_of(1)).count(b"<legacyDrawing") == 1


def test_what_was_put_there_for_ours_alone_goes_with_them() -> None:
    assert parts(cleaned(noted(bare(), B2="Sai", C3="Thiếu"))) == parts(bare())


def test_beside_the_users_note_only_ours_go() -> None:
    before = with_users_note()
    assert parts(cleaned(noted(before, B2="Sai"))) == parts(before)


def test_without_ours_it_is_the_same_package() -> None:
    before = with_users_note()
    assert cleaned(before) is before and cleaned(bare()).parts == bare().parts


def test_a_note_is_known_by_its_head_where_its_author_was_lost() -> None:
    saved = comments("A1").replace("Ghi nhớ".encode(), f"{NOTE_HEAD}Sai".encode())
    before = with_users_note().changed({NOTES: saved})
    assert NOTES not in cleaned(before) and BOXES not in cleaned(before)


def test_a_users_note_that_quotes_ours_is_the_users() -> None:
    quoting = comments("A1").replace("Ghi nhớ".encode(), f"Xem: {NOTE_HEAD}Sai".encode())
    before = with_users_note().changed({NOTES: quoting})
    assert cleaned(before) is before
