"""The defined names of a workbook (Formulas › Name Manager), read in this one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN, Package, whole_number, workbook_part

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name as the workbook defines it. ``sheet`` is the sheet that alone knows it, ``None`` where
    the whole workbook does; ``text`` is a formula without its ``=``; ``macro`` says that a macro
    stands behind it.
    """

    name: str
    sheet: str | None
    text: str
    hidden: bool = False
    macro: bool = False


def defined_names(package: Package) -> tuple[DefinedName, ...]:
    """The workbook's names, in its own order."""
    root = package.tree(workbook_part(package))
    return tuple(name for name, _ in names_with_elements(root))


def workbook_names(package: Package) -> dict[str, str]:
    """The text of every name, by name; of two names alike on two sheets, the last one's."""
    return {name.name: name.text for name in defined_names(package)}


def names_with_elements(root: _Element) -> list[tuple[DefinedName, _Element]]:
    """The names in a workbook part's element, each with its own element, for who rewrites them.

    A name that belongs to a sheet that the workbook does not list counts as the workbook's.
    """
    sheets = [str(e.get("name")) for e in root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")]
    return [
        (_read(element, sheets), element)
        for element in root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName")
    ]


def _home(number: str | None, sheets: list[str]) -> str | None:
    """The sheet of that number as a name gives it; ``None`` where there is none of it."""
    at = whole_number(number, len(sheets))
    return sheets[at] if at < len(sheets) else None


def _read(element: _Element, sheets: list[str]) -> DefinedName:
    return DefinedName(
        name=str(element.get("name")),
        sheet=_home(element.get("localSheetId"), sheets),
        text=element.text or "",
        hidden=element.get("hidden") in _TRUE,
        macro=bool(element.get("function") or element.get("vbProcedure")),
    )
