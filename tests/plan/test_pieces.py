import re

from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.plan.pieces import END, Pieces

TEXTS = ["", " đầu", "cuối ", "hai  dấu cách", "UBND tỉnh", "HĐND", "=tổng", "một", "", "a=b"]


def found(*signs: str | re.Pattern[str]) -> list[str]:
    return list(Pieces(TEXTS, str).with_signs(*signs))


def test_a_sign_is_found_in_each_text_that_holds_it() -> None:
    assert found("  ") == ["hai  dấu cách"]
    assert found("=") == ["=tổng", "a=b"]


def test_how_a_text_begins_is_told() -> None:
    assert found(re.compile(f"{END}=")) == ["=tổng"]


def test_a_blank_at_an_end_is_that_of_its_own_text() -> None:
    assert found(re.compile(rf"{END}(?:\s|(?<=\s{END}))")) == [" đầu", "cuối "]


def test_a_text_with_two_signs_comes_once_and_in_its_place() -> None:
    assert found("cuối", "đầu", " ") == [" đầu", "cuối ", "hai  dấu cách", "UBND tỉnh"]


def test_capitals_follow_each_other() -> None:
    assert list(Pieces(TEXTS, str).with_capitals(4)) == ["UBND tỉnh", "HĐND"]


def test_of_no_texts_none_is_found() -> None:
    assert list(Pieces([], str).with_signs("a")) == []


@given(st.lists(st.text("ab Đ=AZ", max_size=4)))
def test_the_same_as_text_by_text(texts: list[str]) -> None:
    pieces = Pieces(list(enumerate(texts)), lambda held: held[1])
    assert list(pieces.with_signs("ab", " ")) == [
        held for held in pieces.held if "ab" in held[1] or " " in held[1]
    ]
    assert list(pieces.with_signs(re.compile(f"{END}[=A]"))) == [
        held for held in pieces.held if held[1][:1] in ("=", "A")
    ]
    assert list(pieces.with_capitals(3)) == [
        held for held in pieces.held if re.search("[A-ZĐ]{3}", held[1])
    ]
