"""The script by which Excel for macOS starts the program, made from the text in ``macros``.

Excel runs in a sandbox there and may start one of the scripts in the user's own folder, by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbook_tools.addin.xlam import macros_folder

NAME = "KhuyenCong.applescript"
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def script(python: str, buttons: Sequence[str]) -> bytes:
    """The script for one Python. It holds ASCII only: which bytes an AppleScript source may hold
    otherwise differs by system.
    """
    text = (macros_folder() / NAME).read_text("utf-8")
    text = text.replace("@PYTHON@", _quoted(python))
    text = text.replace("@BUTTONS@", ", ".join(f'"{name}"' for name in buttons))
    return _FOREIGN.sub(_by_number, text).encode("ascii")


def python_of(held: bytes) -> str | None:
    """The Python that a script starts; ``None`` where it is none of ours."""
    found = re.search(rb'^property pythonPath : "(.*)"$', held, re.M)
    if found is None:
        return None
    text = re.sub(
        r'" & \(string id \{([\d, ]+)\}\) & "',
        lambda match: "".join(chr(int(number)) for number in match[1].split(",")),
        found[1].decode("ascii", "replace"),
    )
    return re.sub(r"\\(.)", r"\1", text)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _by_number(match: re.Match[str]) -> str:
    """Letters of a text in AppleScript, as an expression: ``" & (string id {7877}) & "``."""
    numbers = ", ".join(str(ord(letter)) for letter in match[0])
    return f'" & (string id {{{numbers}}}) & "'
