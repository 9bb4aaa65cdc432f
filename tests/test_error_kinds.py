"""The table of errors: every kind can be said, says what to do, in Vietnamese, and is raised with
the values that its sentence takes.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from workbook_tools import error_kinds as table
from workbook_tools.error_kinds import FAMILIES, ErrorKind, error_kinds, kind
from workbook_tools.errors import InputError, ProofError, TemplateFault
from workbook_tools.place import Place

KINDS = list(error_kinds().values())
NAMES = {name: value for name, value in vars(table).items() if isinstance(value, ErrorKind)}
MARKED = re.compile(r"[^\x00-\x7f“”…]")
FOREIGN = re.compile(
    r"\b(error|exception|invalid|failed|missing|unexpected|expected|none|traceback|argument)\b",
    re.IGNORECASE,
)
RAISED = {
    "InputError": 0,
    "WorkbookToolsError": 0,
    "Cancelled": 0,
    "UnknownOutcome": 0,
    "TemplateFault": 1,
    "self.fault": 1,
}
"""What is raised by kind, and which of its arguments that is."""


def code_of(given: ErrorKind) -> str:
    return given.code


def fields(given: ErrorKind) -> set[str]:
    """The names of the values that a kind's sentence and hint take."""
    found = string.Formatter().parse(given.sentence + given.hint)
    return {name for _, name, _, _ in found if name is not None}


@pytest.mark.parametrize("given", KINDS, ids=code_of)
def test_the_sample_has_the_values_that_the_sentence_takes(given: ErrorKind) -> None:
    assert fields(given) == set(given.sample)


@pytest.mark.parametrize("given", KINDS, ids=code_of)
def test_a_sentence_is_one_line_of_vietnamese_with_its_code_at_the_end(given: ErrorKind) -> None:
    assert given.example.endswith(f" ({given.code}).")
    assert "\n" not in given.example or given.sentence.endswith("\n")  # a list stands between
    words = re.sub(r"\{\w+\}", "", f"{given.sentence} {given.hint} {given.title}")
    assert MARKED.search(words) and not FOREIGN.search(words)


@pytest.mark.parametrize("given", KINDS, ids=code_of)
def test_a_sentence_says_what_to_do(given: ErrorKind) -> None:
    assert re.match(r"(.*\b)?(hãy|đừng|không cần|xem)\b", given.hint)


@pytest.mark.parametrize("given", KINDS, ids=code_of)
def test_a_code_is_a_letter_and_three_digits_of_a_family(given: ErrorKind) -> None:
    assert re.fullmatch(r"K\d{3}", given.code) and given.code[:2] in FAMILIES


def test_titles_are_told_apart() -> None:
    assert len({given.title for given in KINDS}) == len(KINDS)


def test_every_kind_stands_in_the_table_by_name() -> None:
    assert sorted(given.code for given in NAMES.values()) == list(error_kinds())


@pytest.mark.parametrize("given", KINDS, ids=code_of)
def test_an_amount_of_the_plan_stands_with_its_unit(given: ErrorKind) -> None:
    for name in fields(given) & {"due", "total", "amount", "limit"}:
        assert f"{{{name}}} {{unit}}" in given.sentence


def test_a_code_is_given_once() -> None:
    with pytest.raises(ValueError, match="K101 is taken"):
        kind("K101", "Khác", "khác", "hãy thôi")


def test_a_code_needs_a_family() -> None:
    with pytest.raises(ValueError, match="no family"):
        kind("X101", "Khác", "khác", "hãy thôi")


@pytest.mark.parametrize(
    ("where", "said"),
    [("DeAn!I7", "Ô DeAn!I7: thiếu"), ("DeAn", "Trang tính DeAn: thiếu"), ("", "Thiếu")],
)
def test_a_sentence_stands_behind_its_place(where: str, said: str) -> None:
    assert ErrorKind("K", "", "thiếu", "hãy thêm", "", {}).said({}, where).startswith(said)


def test_a_value_at_the_start_of_a_sentence_is_said_as_it_is() -> None:
    assert str(InputError(table.SENT_BEFORE, sent="một: đã gửi")).startswith("một: đã gửi; ")


def test_a_value_that_is_missing_is_noticed() -> None:
    with pytest.raises(KeyError, match="path"):
        InputError(table.NO_FILE)


def test_an_error_knows_its_kind_and_place() -> None:
    error = InputError(table.EMPTY_PLAN, Place("DeAn"))
    assert (error.kind, str(error.place)) == (table.EMPTY_PLAN, "DeAn")
    assert str(error) == table.EMPTY_PLAN.example


def test_a_value_with_braces_is_said_as_it_is() -> None:
    error = InputError(table.NO_FILE, path="{x}{0}%s.xlsx")
    assert str(error).startswith("Không có tệp {x}{0}%s.xlsx; ")


def test_faults_of_a_template_are_equal_where_they_say_the_same() -> None:
    place = Place("PhuLuc", "B7")
    one, two = (TemplateFault(place, table.NEW_FUNCTION, function=name) for name in ("LET", "LET"))
    assert one == two != TemplateFault(place, table.NEW_FUNCTION, function="FILTER")
    assert str(one) == (
        "PhuLuc!B7: hàm LET không có trong Excel 2016; hãy thay bằng hàm khác (K409)."
    )


def test_a_formula_that_is_not_proved_names_its_cell() -> None:
    error = ProofError(Place("PhuLuc", "H8"), "SUM(H9:H12)", "9.230.500", "9.230.000")
    assert str(error) == table.NOT_PROVED.example


# ----------------------------------------------------------------------------------- what is raised


def raised(path: Path) -> Iterator[tuple[str, str, set[str]]]:
    """Where a module makes an error meant for the user, what stands for its kind, and the names of
    its values.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name in RAISED:
            given = ast.unparse(node.args[RAISED[name]]) if len(node.args) > RAISED[name] else ""
            values = {keyword.arg or "**" for keyword in node.keywords} - {"place"}
            yield f"{path.relative_to(ROOT)}:{node.lineno}", given, values


ALL_RAISED = [
    found
    for path in sorted((ROOT / "workbook_tools").rglob("*.py"))
    if path.name != "errors.py"
    for found in raised(path)
]


def test_errors_are_raised_by_their_kind() -> None:
    assert len(ALL_RAISED) > 150
    known = {*NAMES, "kind", "error.kind"}
    assert not [(where, given) for where, given, _ in ALL_RAISED if given not in known]


def test_errors_are_raised_with_the_values_that_their_sentences_take() -> None:
    wrong = [
        (where, given)
        for where, given, values in ALL_RAISED
        if given in NAMES and fields(NAMES[given]) != values
    ]
    assert not wrong


def test_every_kind_can_come_up() -> None:
    texts = [
        path.read_text("utf-8")
        for path in (ROOT / "workbook_tools").rglob("*.py")
        if path.name != "error_kinds.py"
    ]
    used = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", "\n".join(texts)))
    assert not NAMES.keys() - used
