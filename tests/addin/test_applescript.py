"""The script by which Excel for macOS starts the program. No Mac has run it: see
docs/manual-test.md.
"""

from __future__ import annotations

import re

import pytest

from workbook_tools.addin.applescript import python_of, script

PYTHONS = [
    "/opt/python/bin/python3",
    "/Users/Trần Thị Ễ/môi trường/bin/python3",
    "/tmp/a\"b\\c $(id) `id` & 'x'/python3",
]


@pytest.mark.parametrize("python", PYTHONS)
def test_the_python_is_held_in_ascii(python: str) -> None:
    held = script(python, ["build"])
    assert held.isascii() and python_of(held) == python


def test_only_known_buttons_reach_a_shell() -> None:
    held = script("/p", ["build", "check"]).decode()
    assert 'property knownNames : {"build", "check"}' in held
    assert held.index('if buttonName is not in knownNames then return "unknown"') < held.index(
        "do shell"
    )


def test_whatever_reaches_a_shell_is_quoted() -> None:
    held = script("/p", ["build"]).decode()
    for line in re.findall(r"do shell script (.*)", held):
        pieces = [piece.strip() for piece in re.sub(r'"[^"]*"', "", line).split("&")]
        assert {piece for piece in pieces if piece} <= {
            "quoted form of pythonPath",
            "quoted form of buttonName",
        }


def test_another_script_names_no_python() -> None:
    assert python_of(b"on VbaHandler(ParameterString)\n") is None
