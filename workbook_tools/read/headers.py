"""Columns found by the text of their heading, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from workbook_tools.error_kinds import DOUBLE_COLUMN, NO_COLUMN
from workbook_tools.errors import InputError
from workbook_tools.place import Place
from workbook_tools.plan.grid import Grid


def normal(text: object) -> str:
    """A heading as it is compared: composed Unicode, single blanks, small letters."""
    return " ".join(
        unicodedata.normalize("NFC", re.sub("[\u200b-\u200d\ufeff]", "", str(text))).split()
    ).casefold()


def columns_by_heading(
    grid: Grid, headings: Mapping[str, str], required: Iterable[str]
) -> dict[str, int]:
    """Field → column (from 1) by the headings in row 1. Raises ``InputError`` for a missing or
    doubled one.
    """
    first = grid.rows[0] if grid.rows else []
    found: dict[str, int] = {}
    names = {normal(heading): field for field, heading in headings.items()}
    for column, text in enumerate(first, 1):
        field = names.get(normal(text)) if text is not None else None
        if field is None:
            continue
        if field in found:
            raise InputError(DOUBLE_COLUMN, grid.place(1, column), column=headings[field])
        found[field] = column
    missing = [headings[field] for field in required if field not in found]
    if missing:
        names_said = ", ".join(f"“{name}”" for name in missing)
        raise InputError(NO_COLUMN, Place(grid.sheet), columns=names_said)
    return found
