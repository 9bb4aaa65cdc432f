"""What is typed in a cell of a template, and which texts are control tags of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import whole
from workbook_tools.excel.package import MAIN
from workbook_tools.excel.strings import SharedString
from workbook_tools.patterns import pattern

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"

CONTROL = pattern(
    r"\{%-?\s*(for|endfor|if|elif|else|endif|prove|instead|column)\b(.*)%\}\Z", re.DOTALL
)
"""The tag of a control row: its word, and what follows."""


def typed_text(cell: _Element, strings: Sequence[SharedString]) -> str | None:
    """A cell's typed text, without formatting; ``None`` for numbers, formulas and blanks."""
    if cell.find(f"{_M}f") is not None:
        return None
    if cell.get("t") == "s":
        item = shared_string(cell, strings)
        return item.text if item is not None else None
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_M}t"))
    return None


def shared_string(cell: _Element, strings: Sequence[SharedString]) -> SharedString | None:
    """The shared string that a cell of type ``s`` holds."""
    index = whole(cell.findtext(f"{_M}v"), len(strings))
    return strings[index] if index < len(strings) else None
