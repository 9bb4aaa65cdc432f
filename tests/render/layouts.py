"""Sheets laid out from in-memory templates, for the tests of single modules."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from lxml import etree

from tests.templates import Draw, tag, template_of
from workbook_tools.excel.package import MAIN
from workbook_tools.render.layout import Layout, SheetLayout, lay_out

M = f"{{{MAIN}}}"
SHEET = "PhuLuc"

LOOP: dict[int, dict[str, Any]] = {
    1: {"A": "Đầu"},
    2: tag("for item in items"),
    3: {"A": "{{ item }}", "B": 1},
    4: tag("endfor"),
    5: {"A": "Cuối"},
}
"""With n items: row 1 stays, row 3 becomes rows 2 to n + 1, row 5 becomes row n + 2."""

GROUPS: dict[int, dict[str, Any]] = {
    1: tag("for group in groups"),
    2: {"A": "{{ group.name }}"},
    3: tag("for item in group.parts"),
    4: {"A": "{{ item }}"},
    5: tag("endfor"),
    6: tag("endfor"),
    7: {"A": "Cuối"},
}
"""Groups of items; ``two_groups`` gives rows 1 a, 2 x, 3 y, 4 b, 5 z, 6."""


def groups(**parts: list[str]) -> list[SimpleNamespace]:
    """Groups by name, with their items."""
    return [SimpleNamespace(name=name, parts=items) for name, items in parts.items()]


def two_groups() -> Layout:
    """``GROUPS`` with x, y in a, and z in b."""
    return laid_out(GROUPS, groups=groups(a=["x", "y"], b=["z"]))


def laid_out(rows: dict[int, dict[str, Any]], draw: Draw | None = None, **data: Any) -> Layout:
    """A template's sheets with data in them."""
    return lay_out(template_of(rows, draw), data)


def sheet_of(rows: dict[int, dict[str, Any]], draw: Draw | None = None, **data: Any) -> SheetLayout:
    """The one sheet of such a template."""
    return laid_out(rows, draw, **data).sheets[0]


def loop(count: int, draw: Draw | None = None) -> Layout:
    """``LOOP`` with that many items."""
    return laid_out(LOOP, draw, items=[f"m{number}" for number in range(count)])


def element(xml: str) -> Any:
    """An element of the main namespace, ``r`` and the others of drawings bound."""
    head, _, tail = xml.partition(">")
    slash = "/" if head.endswith("/") else ""
    return etree.fromstring(
        f'{head.removesuffix("/")} xmlns="{MAIN}" '
        f'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        f"{slash}>{tail}"
    )
