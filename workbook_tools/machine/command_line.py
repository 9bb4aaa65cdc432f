"""A parser of the command line that tells what is wrong with it in the user's words."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import Any, NoReturn

from workbook_tools.error_kinds import (
    AMBIGUOUS,
    BAD_COMMAND,
    MISSING_ARGUMENT,
    NAME_TOO_LONG,
    NO_NAME_GIVEN,
    NO_SIZE,
    NO_VALUE,
    NOT_TOGETHER,
    UNKNOWN_ARGUMENT,
    WRONG_CHOICE,
    WRONG_NUMBER,
    ErrorKind,
)
from workbook_tools.errors import InputError
from workbook_tools.machine.nearest import nearest, question

_SAID: tuple[tuple[ErrorKind, str], ...] = (
    (MISSING_ARGUMENT, r"the following arguments are required: (?P<names>.*)"),
    (MISSING_ARGUMENT, r"one of the arguments (?P<names>.*) is required"),
    (UNKNOWN_ARGUMENT, r"unrecognized arguments: (?P<words>.*)"),
    (AMBIGUOUS, r"ambiguous option: (?P<found>.*) could match (?P<choices>.*)"),
    (
        WRONG_CHOICE,
        r"argument (?P<name>[^:]*): invalid choice: (?P<found>.*) \(choose from (?P<choices>.*)\)",
    ),
    (WRONG_NUMBER, r"argument (?P<name>[^:]*): invalid (?:int|float) value: (?P<found>.*)"),
    (NO_VALUE, r"argument (?P<name>[^:]*): expected .*"),
    (NOT_TOGETHER, r"argument (?P<name>[^:]*): not allowed with argument (?P<other>.*)"),
)
"""What argparse says of a wrong command, and the kind that stands for it."""


class Parser(argparse.ArgumentParser):
    """Raises ``InputError`` where argparse would print and leave; its help is in Vietnamese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False)
        self._positionals.title = "cần ghi"
        self._optionals.title = "tuỳ chọn"
        self.add_argument("-h", "--help", action="help", help="in lời giúp này rồi thôi")

    def format_usage(self) -> str:
        """How the command is written, in a line."""
        return super().format_usage().replace("usage:", "cách dùng:", 1)

    def format_help(self) -> str:
        """The same, and what each part of it means."""
        return super().format_help().replace("usage:", "cách dùng:", 1)

    def error(self, message: str) -> NoReturn:
        """A command that is wrong, by argparse's own words."""
        raise refusal(message, self.prog)


def refusal(message: str, program: str) -> InputError:
    """The error for what argparse says of a command of this program."""
    for kind, pattern in _SAID:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is not None:
            values = {name: said.replace("'", "") for name, said in match.groupdict().items()}
            if kind is WRONG_CHOICE:
                values["like"] = question(nearest(values["found"], values["choices"].split(", ")))
            return InputError(kind, None, program=program, **values)
    return InputError(BAD_COMMAND, program=program)


_MOST_MEGABYTES = 10_000.0
_LONGEST_PATH = 4_000
_LONGEST_NAME = 248
"""In bytes: names may be 255, and what is written beside a file has a longer one."""


def given_path(text: str) -> Path:
    """A path as it is typed. Raises ``InputError`` where it can be no file's."""
    if not text.strip():
        raise InputError(NO_NAME_GIVEN)
    path = Path(text)
    longest = max((len(os.fsencode(part)) for part in path.parts), default=0)
    if longest > _LONGEST_NAME or len(os.fsencode(text)) > _LONGEST_PATH:
        raise InputError(NAME_TOO_LONG, name=f"{text[:60]}…", most=_LONGEST_NAME)
    return path


def given_size(text: str) -> float:
    """A size in megabytes as it is typed, with a comma or a point. Raises ``InputError``."""
    try:
        size = float(text.replace(",", "."))
    except ValueError:
        size = 0.0
    if not 0 < size <= _MOST_MEGABYTES:
        raise InputError(NO_SIZE, found=text)
    return size
