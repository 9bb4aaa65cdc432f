"""Lines counted anew: in order, each level in the style that most of its lines have."""

from __future__ import annotations

from tests.plans import line, project, source
from workbook_tools.plan.renumbering import renumbered, same_number
from workbook_tools.read.plan_reader import read_plan

LEVELS = {"M": "Mục", "C": "Chương trình", "D": "Đề án", "T": "Chi tiết"}


def counted(text: str) -> str:
    """The numbers of lines written as ``M:I C:1 D:1.1``."""
    pairs = [word.split(":") for word in text.split()]
    rows = [
        project(tt, 1) if level == "D" else line(LEVELS[level], tt, f"Dòng {at}")
        for at, (level, tt) in enumerate(pairs)
    ]
    return " ".join(line.new or "_" for line in renumbered(read_plan(source(rows))))


def test_numbers_in_order_stay() -> None:
    said = "M:I C:1 D:1.1 D:1.2 C:2 D:2.1 M:II C:1 D:1.1"
    assert counted(said) == "I 1 1.1 1.2 2 2.1 II 1 1.1"


def test_a_line_that_was_put_between_others_is_counted() -> None:
    assert counted("M:I C:1 D:1.1 D:1.9 D:1.2 C:5 D:5.1") == "I 1 1.1 1.2 1.3 2 2.1"


def test_a_line_without_a_number_gets_one() -> None:
    assert counted("M:I C:1 D:1.1 D: D:1.2") == "I 1 1.1 1.2 1.3"


def test_programmes_that_run_on_over_sections_still_do() -> None:
    assert counted("M:I C:1 D:1.1 C:2 D:2.1 M:II C:4 D:4.1") == "I 1 1.1 2 2.1 II 3 3.1"


def test_programmes_that_begin_again_still_do() -> None:
    assert counted("M:I C:1 D:1.1 C:3 D:3.1 M:II C:1 D:1.1") == "I 1 1.1 2 2.1 II 1 1.1"


def test_projects_of_one_part_run_on_as_they_did() -> None:
    assert counted("M:I C:1 D:1 D:2 C:2 D:4 D:5") == "I 1 1 2 2 3 4"


def test_letters_and_brackets_stay() -> None:
    assert counted("M:A C:1. D:a) D:b) D:d)") == "A 1. a) b) c)"


def test_sections_by_letters_lead_their_projects() -> None:
    assert counted("M:A D:A.1 D:A.3 M:C D:C.1") == "A A.1 A.2 B B.1"


def test_a_called_project_keeps_what_it_is_called() -> None:
    assert counted("D:ĐA1 D:ĐA3 D:ĐA4") == "ĐA1 ĐA2 ĐA3"


def test_a_range_is_as_long_as_before() -> None:
    assert counted("M:I C:2 D:2.1-2.3 D:2.5") == "I 1 1.1-1.3 1.4"


def test_details_are_counted_where_they_have_numbers() -> None:
    said = "M:I C:1 D:1.2 T:1.2.1 T:1.2.3 D:1.3 T:- T:-"
    assert counted(said) == "I 1 1.1 1.1.1 1.1.2 1.2"


def test_a_plan_without_any_number_is_numbered() -> None:
    assert counted("M: C: D: D: C: D:") == "I 1 1.1 1.2 2 2.1"


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert same_number("3.1–3.3", "3.1-3.3") and same_number("1.", "1")
    assert not same_number("1.2", "1.3") and not same_number("", "1")
