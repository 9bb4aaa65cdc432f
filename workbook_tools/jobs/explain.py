"""``kehoach rules`` and ``kehoach errors``: what there is listed, or one of it explained."""

from __future__ import annotations

from collections.abc import Iterable

from workbook_tools.check import RULES
from workbook_tools.error_kinds import FAMILIES, NO_SUCH_KIND, NO_SUCH_RULE, error_kinds
from workbook_tools.errors import InputError
from workbook_tools.machine.nearest import nearest, question

_LETTERS_FOR_DIGITS = str.maketrans("OIL", "011")


def listed(family: str = "") -> list[str]:
    """All rules, or those of a family, a line each."""
    return [
        f"{rule.code}  {rule.severity.label:<9} {rule.title}"
        for rule in RULES.values()
        if rule.code.startswith(family)
    ]


def explained(code: str) -> list[str]:
    """One rule with its examples. Raises ``InputError`` where there is none of this code."""
    rule = RULES.get(code.upper())
    if rule is None:
        raise InputError(NO_SUCH_RULE, code=code, like=_like(code, RULES))
    return [
        f"{rule.code} ({rule.severity.label}) {rule.title}",
        "",
        rule.explanation,
        "",
        f"Sai:   {rule.bad}",
        f"Đúng:  {rule.good}",
    ]


def rules(code: str | None = None) -> list[str]:
    """The list, that of a family (``A``), or the explanation of the rule that is named."""
    if code is None:
        return listed()
    return listed(code.upper()) if len(code) == 1 and listed(code.upper()) else explained(code)


def listed_errors(family: str = "") -> list[str]:
    """All kinds of errors, or those of a family, a line each."""
    kinds = error_kinds().values()
    return [f"{kind.code}  {kind.title}" for kind in kinds if kind.code.startswith(family)]


def explained_error(code: str) -> list[str]:
    """One kind of error with an example. Raises ``InputError`` where there is none of this code."""
    kind = error_kinds().get(code.upper())
    if kind is None:
        raise InputError(NO_SUCH_KIND, code=code, like=_like(code, error_kinds()))
    _, common = FAMILIES[kind.code[:2]]
    return [
        f"{kind.code} {kind.title}",
        "",
        common,
        "",
        *_beside("Ví dụ:    ", kind.example),
        f"Cần làm:  {kind.example_hint}",
    ]


def _beside(title: str, text: str) -> list[str]:
    """The lines of a text behind a title, one below the other."""
    first, *rest = text.splitlines()
    return [f"{title}{first}", *(f"{' ' * len(title)}{line}" for line in rest)]


def errors(code: str | None = None) -> list[str]:
    """The list, that of a family (``K1``), or the explanation of the error that is named."""
    if code is None:
        return listed_errors()
    family = code.upper()
    return listed_errors(family) if family in FAMILIES else explained_error(code)


def _like(code: str, known: Iterable[str]) -> str:
    """The code that may be meant, as a question in brackets; empty where none is like it."""
    meant = code[:1].upper() + code[1:].upper().translate(_LETTERS_FOR_DIGITS)
    return question(nearest(meant, known))
