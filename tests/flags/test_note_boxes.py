"""The boxes of notes: one for each, apart from the user's shapes."""

from __future__ import annotations

import re

from workbook_tools.flags.note_boxes import empty_boxes, has_boxes, with_boxes, without_boxes

BUTTON = (
    b'<v:shape id="_x0000_s2049" type="#_x0000_t201"><x:ClientData ObjectType="Button">'
    b"<x:Row>1</x:Row><x:Column>1</x:Column></x:ClientData></v:shape>"
)


def numbers(shapes: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb'<v:shape id="_x0000_s(\d+)"', shapes)]


def test_a_box_belongs_to_its_cell() -> None:
    shapes = with_boxes(empty_boxes(1), ["C5"])
    assert b"<x:Row>4</x:Row><x:Column>2</x:Column>" in shapes and has_boxes(shapes)


def test_the_box_of_the_first_row_begins_there() -> None:
    assert b"<x:Anchor>1, 12, 0, 6, 4, 20, 5, 4</x:Anchor>" in with_boxes(empty_boxes(1), ["A1"])


def test_numbers_begin_after_those_that_are_taken() -> None:
    shapes = empty_boxes(2).replace(b"</xml>", BUTTON + b"</xml>")
    assert numbers(with_boxes(shapes, ["A1", "A2"])) == [2049, 2050, 2051]


def test_the_kind_of_shape_is_said_once() -> None:
    twice = with_boxes(with_boxes(empty_boxes(2), ["A1"]), ["A2"])
    assert twice.count(b"<v:shapetype") == 1 and numbers(twice) == [1025, 1026]


def test_many_boxes_have_room_for_their_numbers() -> None:
    assert b'data="1"' in empty_boxes(1022) and b'data="1,2"' in empty_boxes(1023)


def test_in_and_out_again_changes_no_byte() -> None:
    shapes = empty_boxes(1).replace(b"</xml>", BUTTON + b"</xml>")
    assert without_boxes(with_boxes(shapes, ["B2", "C3"]), ["B2", "C3"]) == shapes


def test_only_boxes_of_the_cells_go() -> None:
    left = without_boxes(with_boxes(empty_boxes(2), ["B2", "C3"]), ["B2"])
    assert numbers(left) == [1026] and b"<v:shapetype" in left


def test_a_button_over_the_cell_is_no_note() -> None:
    shapes = empty_boxes(1).replace(b"</xml>", BUTTON + b"</xml>")
    assert without_boxes(shapes, ["B2"]) == shapes


def test_a_drawing_without_shapes_has_none() -> None:
    assert not has_boxes(empty_boxes(1))
