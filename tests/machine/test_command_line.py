"""A wrong command is told in the user's words, never in argparse's."""

from __future__ import annotations

import re

import pytest

from workbook_tools.error_kinds import BAD_COMMAND
from workbook_tools.errors import InputError
from workbook_tools.machine.command_line import Parser, refusal


def parser() -> Parser:
    """A command with an option of every kind that ours have."""
    given = Parser(prog="kehoach thu")
    given.add_argument("action", choices=["build", "install"], metavar="VIỆC")
    given.add_argument("--year", type=int, required=True)
    given.add_argument("--yes", action="store_true")
    either = given.add_mutually_exclusive_group()
    either.add_argument("--out")
    either.add_argument("--in-place", action="store_true")
    return given


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "Lệnh kehoach thu còn thiếu VIỆC, --year"),
        (["build"], "Lệnh kehoach thu còn thiếu --year"),
        (["build", "--year", "1", "--fast"], "Lệnh có phần lạ: --fast"),
        (
            ["biuld", "--year", "1"],
            "“biuld” không dùng được ở VIỆC (có phải “build”?), cần một trong",
        ),
        (["xyz", "--year", "1"], "“xyz” không dùng được ở VIỆC, cần một trong: build, install"),
        (["build", "--year", "it's"], "ở --year không phải là số"),
        (["build", "--year"], "--year cần một giá trị đi kèm"),
        (
            ["build", "--year", "1", "--in-place", "--out", "x"],
            "--out không dùng cùng --in-place",
        ),
        (["build", "--y", "1"], "“--y” có thể là --year, --yes"),
        (["build", "--year", "1", "--yes=x"], "Lệnh chưa đúng"),
    ],
)
def test_what_is_wrong_is_said_in_vietnamese(typed: list[str], said: str) -> None:
    with pytest.raises(InputError) as caught:
        parser().parse_args(typed)
    told = str(caught.value)
    assert said in told and "; hãy xem cách dùng: kehoach thu --help (K9" in told
    assert not re.search(r"\b(argument|required|invalid|choose|value|expected|option)\b", told)


def test_what_argparse_may_say_one_day_is_not_handed_on() -> None:
    error = refusal("something new", "kehoach")
    assert error.kind is BAD_COMMAND and "something" not in str(error)


def test_help_is_in_vietnamese() -> None:
    told = parser().format_help()
    assert told.startswith("Cách dùng: kehoach thu [-h]")
    assert "\nTham số:\n" in told and "\nTùy chọn:\n" in told
    assert not re.search("usage|positional|optional|options|show this", told)


def test_the_line_on_how_it_is_written_is_in_vietnamese() -> None:
    assert parser().format_usage().startswith("Cách dùng: kehoach thu [-h]")


def test_help_is_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    told = parser()
    told.add_argument("--other", help="theo Quyết định số 59/2015/QĐ-UBND-ngày-mồng-một " * 5)
    whole = told.format_help().split()
    monkeypatch.setenv("COLUMNS", "46")
    assert told.format_help().split() == whole
