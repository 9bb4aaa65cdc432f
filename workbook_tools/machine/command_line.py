"""A parser of the command line that tells what is wrong with it in the user's words."""

from __future__ import annotations

import argparse
import re
from difflib import get_close_matches
from typing import Any, NoReturn

from workbook_tools.error_kinds import (
    AMBIGUOUS,
    BAD_COMMAND,
    MISSING_ARGUMENT,
    NO_VALUE,
    NOT_TOGETHER,
    UNKNOWN_ARGUMENT,
    WRONG_CHOICE,
    WRONG_NUMBER,
    ErrorKind,
)
from workbook_tools.errors import InputError

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
                values["like"] = _like(values["found"], values["choices"])
            return InputError(kind, None, program=program, **values)
    return InputError(BAD_COMMAND, program=program)


def _like(found: str, choices: str) -> str:
    """The word that may be meant, as a question in brackets; empty where none is like it."""
    near = get_close_matches(found, choices.split(", "), 1)
    return f" (có phải {near[0]}?)" if near else ""
