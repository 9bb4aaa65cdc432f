"""Notes and their boxes follow their rows."""

from __future__ import annotations

from typing import Any

from lxml import etree

from tests.render.layouts import M, element, loop
from workbook_tools.render.moved_notes import move_note_boxes, move_notes, move_threads

VML = "urn:schemas-microsoft-com:vml"
EXCEL = "urn:schemas-microsoft-com:office:excel"
UID = "{00000000-0000-0000-0000-000000000001}"


def notes(count: int, cell: str = "A3") -> Any:
    root = element(
        f'<comments><commentList><comment ref="{cell}" uid="{UID}"/></commentList></comments>'
    )
    move_notes(root, loop(count).sheets[0])
    return list(root.iter(f"{M}comment"))


def test_a_note_is_there_for_every_copy() -> None:
    assert [note.get("ref") for note in notes(3)] == ["A2", "A3", "A4"]


def test_a_note_of_no_copy_is_gone() -> None:
    assert notes(0) == []


def test_the_first_copy_keeps_its_identifier_and_the_others_get_their_own() -> None:
    found = [note.get("uid") for note in notes(3)]
    assert found[0] == UID and len(set(found)) == 3


def test_identifiers_are_the_same_in_every_build() -> None:
    assert [n.get("uid") for n in notes(3)] == [n.get("uid") for n in notes(3)]


def test_a_part_without_notes_stays() -> None:
    root = element("<comments><authors/></comments>")
    move_notes(root, loop(2).sheets[0])
    assert len(root) == 1


def test_a_thread_goes_to_the_first_copy() -> None:
    root = element('<ThreadedComments><threadedComment ref="A5"/></ThreadedComments>')
    move_threads(root, loop(4).sheets[0])
    assert root[0].get("ref") == "A6"


def test_a_thread_of_no_copy_stays_where_it_was() -> None:
    root = element('<ThreadedComments><threadedComment ref="A3"/></ThreadedComments>')
    move_threads(root, loop(0).sheets[0])
    assert root[0].get("ref") == "A3"


def boxes(count: int, inner: str, name: str = "_x0000_s1025") -> Any:
    root = etree.fromstring(
        f'<xml xmlns:v="{VML}" xmlns:x="{EXCEL}"><v:shapetype id="t"/>'
        f'<v:shape id="{name}"><x:ClientData>{inner}</x:ClientData></v:shape></xml>'
    )
    move_note_boxes(root, loop(count).sheets[0])
    return list(root.iter(f"{{{VML}}}shape"))


CELL = "<x:Anchor>1, 15, 2, 10, 3, 15, 6, 4</x:Anchor><x:Row>2</x:Row><x:Column>0</x:Column>"


def test_a_box_is_there_for_every_copy_with_its_row() -> None:
    assert [box.findtext(f".//{{{EXCEL}}}Row") for box in boxes(3, CELL)] == ["1", "2", "3"]


def test_a_box_moves_as_far_as_its_row() -> None:
    assert [box.findtext(f".//{{{EXCEL}}}Anchor") for box in boxes(2, CELL)] == [
        "1, 15, 1, 10, 3, 15, 5, 4",
        "1, 15, 2, 10, 3, 15, 6, 4",
    ]


def test_a_box_never_leaves_the_sheet() -> None:
    high = CELL.replace(" 2, 10", " 0, 10")
    assert boxes(1, high)[0].findtext(f".//{{{EXCEL}}}Anchor") == "1, 15, 0, 10, 3, 15, 5, 4"


def test_an_anchor_of_another_kind_stays() -> None:
    odd = CELL.replace("1, 15, 2, 10, 3, 15, 6, 4", "1, 2")
    assert boxes(1, odd)[0].findtext(f".//{{{EXCEL}}}Anchor") == "1, 2"


def test_copies_of_a_box_get_numbers_that_are_free() -> None:
    assert [box.get("id") for box in boxes(3, CELL)] == [
        "_x0000_s1025",
        "_x0000_s1026",
        "_x0000_s1027",
    ]


def test_a_box_named_by_the_user_is_copied_with_a_number_of_offices() -> None:
    assert [box.get("id") for box in boxes(2, CELL, "Nút")] == ["Nút", "_x0000_s1025"]


def test_a_shape_that_belongs_to_no_cell_stays() -> None:
    assert len(boxes(3, "<x:Anchor>1, 15, 2, 10, 3, 15, 6, 4</x:Anchor>")) == 1
