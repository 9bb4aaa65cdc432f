"""The word that may be meant where another was typed."""

from __future__ import annotations

import pytest

from workbook_tools.machine.nearest import nearest, question

KNOWN = ("kcqg", "kcdp", "thuhuong", "khac")


@pytest.mark.parametrize(
    ("said", "meant"), [("thuhuog", "thuhuong"), ("khac", "khac"), ("xyz", ""), ("", "")]
)
def test_the_nearest_word_is_found_where_any_is_near(said: str, meant: str) -> None:
    assert nearest(said, KNOWN) == meant


def test_how_near_it_must_be_can_be_said() -> None:
    assert nearest("thuh", KNOWN, 0.6) == "thuhuong"
    assert nearest("thuh", KNOWN, 0.9) == ""


def test_without_a_word_there_is_no_question() -> None:
    assert (question("build"), question("")) == (" (có phải “build”?)", "")
