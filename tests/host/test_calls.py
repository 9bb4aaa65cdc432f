"""Whatever is called on xlwings is there in the engine for LibreOffice."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import xlwings

from tests.conftest import ROOT
from workbook_tools.host import libreoffice, libreoffice_cells

CALLERS = (
    "workbook_tools/host/open_book.py",
    "workbook_tools/jobs/press.py",
    "workbook_tools/jobs/press_send.py",
    "workbook_tools/jobs/walk.py",
    "workbook_tools/ribbon.py",
)
CLASSES = {
    "App": libreoffice.App,
    "Apps": libreoffice.Apps,
    "Book": libreoffice.Book,
    "Sheet": libreoffice_cells.Sheet,
    "Range": libreoffice_cells.Range,
    "Name": libreoffice_cells.Name,
    "Sheets": libreoffice_cells.Sheets,
    "Books": libreoffice.Books,
    "Names": libreoffice_cells.Names,
}
SERVED_BY = {"value": "raw_value"}
"""A member of xlwings that its own code serves by another one of the engine's."""
ITS_OWN = {"caller", "active", "open", "engine", "app", "sheet", "properties"}
"""Members that xlwings serves by itself, or by one of the same name on the collection."""


def called() -> set[str]:
    """The attributes that our code uses on anything."""
    return {
        node.attr
        for caller in CALLERS
        for node in ast.walk(ast.parse((ROOT / caller).read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }


def members(name: str) -> set[str]:
    return {
        member
        for member, _ in inspect.getmembers(getattr(xlwings.main, name))
        if not member.startswith("_")
    }


def test_every_member_that_is_called_is_implemented() -> None:
    used = called()
    known = {member for name in CLASSES for member in members(name)}
    wanted = (used & known) - ITS_OWN
    have: set[str] = {
        member for implementation in CLASSES.values() for member in dir(implementation)
    }
    assert {member for member in wanted if SERVED_BY.get(member, member) not in have} == set()
    assert {
        "calculate",
        "selection",
        "alert",
        "status_bar",
        "close",
        "fullname",
        "copy",
        "select",
        "value",
        "address",
        "refers_to_range",
    } <= wanted


def test_nothing_of_xlwings_pro_is_used() -> None:
    for file in (ROOT / "workbook_tools").rglob("*.py"):
        text = file.read_text("utf-8")
        assert "xlwings.pro" not in text and "xlwings.reports" not in text, file


def test_no_member_is_there_for_nothing() -> None:
    """Each public member of the engine is one that xlwings calls by that name."""

    def public(kind: Any) -> set[str]:
        return {
            name
            for name, value in vars(kind).items()
            if not name.startswith("_") and (callable(value) or isinstance(value, property))
        }

    from xlwings import base_classes

    for name, kind in CLASSES.items():
        known = (
            {"sheet"} | set(dir(getattr(base_classes, name, object))) | members(name) | {"contains"}
        )
        assert public(kind) <= known | {"raw_value", "max_cells_per_read", "max_cells_per_write"}, (
            name
        )
