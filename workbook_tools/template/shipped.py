"""The template that comes with the package."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.error_kinds import NO_TEMPLATE
from workbook_tools.errors import InputError

NAME = "KeHoach_template.xlsx"


def template_path() -> Path:
    """Where the template lies: beside the code once installed, in ``templates/`` in a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here, here.parent.parent / "templates"):
        if (folder / NAME).is_file():
            return folder / NAME
    raise InputError(NO_TEMPLATE, name=NAME)
