"""A parser of the command line that tells what is wrong with it in the user's words."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from workbook_tools.error_kinds import (
    AMBIGUOUS,
    BAD_COMMAND,
    MISSING_ARGUMENT,
    NAME_TOO_LONG,
    NO_NAME_GIVEN,
    NO_SIZE,
    NO_SUCH_COMMAND,
    NO_VALUE,
    NOT_TOGETHER,
    UNKNOWN_ARGUMENT,
    WRONG_CHOICE,
    WRONG_NUMBER,
    ErrorKind,
)
from workbook_tools.errors import InputError
from workbook_tools.machine.nearest import nearest, question
from workbook_tools.machine.screen import wrapped

_SAID: tuple[tuple[ErrorKind, str], ...] = (
    (MISSING_ARGUMENT, r"the following arguments are required: (?P<names>.*)"),
    (MISSING_ARGUMENT, r"one of the arguments (?P<names>.*) is required"),
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


class Help(argparse.RawDescriptionHelpFormatter):
    """Help in Vietnamese, its lines broken between words only."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """How the command is written."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else "\n".join(self._split_lines(text, width))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(" ".join(text.split()), width).replace("\n    ", "\n").splitlines()


class Parser(argparse.ArgumentParser):
    """Raises ``InputError`` where argparse would print and leave; its help is in Vietnamese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": Help, **options}, add_help=False)
        self._positionals.title = "Tham số"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """What is typed, all of it known: what is not is refused by the command that it stands
        behind.
        """
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            words = " ".join(unknown)
            like = question(nearest(unknown[0].partition("=")[0], self._option_string_actions))
            raise InputError(UNKNOWN_ARGUMENT, program=self.prog, words=words, like=like)
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """A command that is wrong, by argparse's own words."""
        raise refusal(message, self.prog, {_name(action): action for action in self._actions})


def _name(action: argparse.Action) -> str:
    """What an argument is called in argparse's sentences."""
    if action.option_strings:
        return "/".join(action.option_strings)
    return action.metavar if isinstance(action.metavar, str) else action.dest


def refusal(
    message: str, program: str, actions: Mapping[str, argparse.Action] | None = None
) -> InputError:
    """The error for what argparse says of a command of this program, whose arguments are known by
    their names.
    """
    for kind, pattern in _SAID:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is not None:
            values = {name: said.replace("'", "") for name, said in match.groupdict().items()}
            return _refused(kind, values, program, actions or {})
    return InputError(BAD_COMMAND, program=program)


def _refused(
    kind: ErrorKind,
    values: dict[str, str],
    program: str,
    actions: Mapping[str, argparse.Action],
) -> InputError:
    """The error of a kind, with what may have been meant, and what is missing explained."""
    if kind is MISSING_ARGUMENT:
        names = [_explained(name, actions.get(name)) for name in values["names"].split(", ")]
        return InputError(kind, None, program=program, names=", ".join(names))
    if kind is not WRONG_CHOICE:
        return InputError(kind, None, program=program, **values)
    choices = values["choices"].split(", ")
    values["like"] = question(nearest(values["found"], choices))
    if isinstance(actions.get(values["name"]), argparse._SubParsersAction):
        kind = NO_SUCH_COMMAND
    return InputError(kind, None, program=program, **values)


def _explained(name: str, action: argparse.Action | None) -> str:
    return f"{name} ({action.help})" if action is not None and action.help else name


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
