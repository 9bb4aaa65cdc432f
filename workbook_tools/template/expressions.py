"""Jinja2 in cells, in a sandbox that lets a template read the plan and do nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from workbook_tools.patterns import pattern
from workbook_tools.plan.money import DONG, Unit, format_amount, grouped
from workbook_tools.plan.money import plain as plain_number
from workbook_tools.plan.words import WordStyle, amount_in_words, thousand_of
from workbook_tools.template.grouping import groups_of
from workbook_tools.template.plain import (
    MISSING,
    Evaluate,
    Filters,
    Scope,
    largest,
    plain,
    tokens,
)
from workbook_tools.template.work import MAX_TEXT, Budget, Work, joined, refuse

if TYPE_CHECKING:
    from jinja2 import Template as JinjaTemplate

    from workbook_tools.template.sandbox import Sandbox


_TYPED_DATE = pattern(r"([0-3]?[0-9])[/.-]([01]?[0-9])[/.-]([0-9]{4})")


def words(
    value: Decimal | int,
    unit: Unit = DONG,
    thousand: str = "",
    zero_tens: str = "lẻ",
    four: str = "bốn",
    separator: str = ",",
    even: bool = False,
    capital: bool = True,
) -> str:
    """The filter ``words``: an amount of the unit in words, its first letter large (Bằng chữ). A
    thousand is called as the unit calls it, where nothing else is said.
    """
    thousand = thousand or thousand_of(unit)
    said = amount_in_words(value, unit, WordStyle(thousand, zero_tens, four, separator, even=even))
    return said[:1].upper() + said[1:] if capital else said


def money(value: Decimal | int | None, decimals: int | None = None) -> str:
    """The filter ``money``: ``9230500`` → ``9.230.500``."""
    return "" if value is None else format_amount(Decimal(value), decimals)


def dong(value: Decimal, unit: Unit = DONG) -> str:
    """The filter ``dong``: an amount of the unit as plain digits in đồng, to the last đồng."""
    return plain_number(DONG.quantize(unit.to_dong(Decimal(value))))


def vietnamese_date(value: date | str | None) -> str:
    """The filter ``date``: ``ngày 10 tháng 5 năm 2021``, with a 0 before days under 10 and months
    under 3, as official documents have it; a date typed as text too. Dots to fill in by hand where
    there is no date.
    """
    if isinstance(value, date):
        return _date_in_words(value.day, value.month, value.year)
    typed = _TYPED_DATE().fullmatch(str(value).strip()) if value else None
    if typed:
        return _date_in_words(*map(int, typed.groups()))
    return str(value) if value else "ngày … tháng … năm …"


def _date_in_words(day: int, month: int, year: int) -> str:
    return f"ngày {day:02d} tháng {month:{'02d' if month < 3 else 'd'}} năm {year}"


def shorten(value: object, most: int = 30) -> str:
    """The filter ``shorten``: a text of at most so many letters, cut behind a word (…)."""
    text = " ".join(str(value or "").split())
    if len(text) <= most:
        return text
    cut = text[: max(most - 1, 0)]
    return (cut.rpartition(" ")[0] if text[len(cut)] != " " and " " in cut else cut).rstrip() + "…"


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "shorten": shorten,
    "words": words,
    "money": money,
    "dong": dong,
    "date": vietnamese_date,
}


@dataclass(frozen=True, eq=False, repr=False)
class Language:
    """What the texts of a template may say, its work bounded. Jinja is loaded where a text needs
    it. ``known_texts`` and ``known_expressions`` are those that are compiled: a template says many
    more than once.
    """

    loops: bool = False
    autoescape: bool = False
    work: Work = field(default_factory=lambda: Work(Budget()))
    known_texts: dict[str, Expression] = field(default_factory=dict)
    known_expressions: dict[str, Expression] = field(default_factory=dict)

    @cached_property
    def sandbox(self) -> Sandbox:
        """Jinja with the filters that a template may use."""
        from workbook_tools.template.sandbox import bounded_filter, sandbox

        env = sandbox(self.work, loops=self.loops, autoescape=self.autoescape)
        env.filters.update({name: bounded_filter(call) for name, call in _FILTERS.items()})
        env.filters["groupby"] = bounded_filter(groups_of, "env items")
        return env

    @cached_property
    def filters(self) -> Filters:
        """Those of them that plain expressions may use."""
        filtered = self.work.filtered
        return {
            **{name: partial(filtered, call, "") for name, call in _FILTERS.items()},
            "upper": partial(filtered, str.upper, "text"),
            "lower": partial(filtered, str.lower, "text"),
            "max": partial(filtered, largest, "items"),
        }


def environment(*, loops: bool = False, autoescape: bool = False) -> Language:
    """The language of a template's cells; with ``loops`` that of a mail's texts."""
    return Language(loops, autoescape)


_PATH = re.compile(r"([^\W\d]\w*)((?:\.[^\W\d_]\w*)+)\Z")
_REACHED = re.compile(r"([^\W\d_]\w*)(?:\.[^\W\d_]\w*)*\Z")
_TAG = re.compile(r"\{\{(?![-+])([^{}]+)(?<![-+])\}\}")
_MORE = re.compile(r"\{[{%#]|[}%#]\}|\r")
_WORDS = {"none", "true", "false", "None", "True", "False", "not"}
_LONGEST_PATH = 200


def has_tag(text: str) -> bool:
    """Whether a cell's text holds Jinja."""
    return "{{" in text or "{%" in text or "{#" in text


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Expression:
    """What a cell is filled with: ``evaluate(scope)`` gives a typed value for ``{{ x }}``, text for
    mixed cells.

    ``path`` is ``(variable, attributes)`` for a plain ``{{ variable.attribute }}``.
    """

    source: str
    evaluate: Evaluate
    path: tuple[str, str] | None = None
    amount: tuple[str, str] | None = None
    """``(variable, source)`` for a plain ``{{ variable[source] }}``."""

    @property
    def field(self) -> tuple[str, str] | None:
        """The variable and the field of what it stands for, where nothing else is asked."""
        if self.path is not None and "." not in self.path[1]:
            return self.path
        return self.amount


def compile_text(env: Language, text: str) -> Expression:
    """Compile a cell's text. Raises ``TemplateSyntaxError`` for wrong Jinja, or a loop inside a
    cell.
    """
    text = unicodedata.normalize("NFC", text)
    pure = _pure(text)
    if pure is not None:
        return compile_expression(env, pure)
    if text not in env.known_texts:
        env.known_texts[text] = _text(env, text)
    known: Expression = env.known_texts[text]
    return known


def _text(env: Language, text: str) -> Expression:
    """A text of words and values, as it is compiled the first time that a template has it."""
    direct = _mixed(env, text)
    if direct is None:
        template = env.sandbox.from_string(text)
        return Expression(text, lambda scope: filled(template, scope))
    asked = cache(lambda: env.sandbox.from_string(text))

    def evaluate(scope: Scope) -> Any:
        value = direct(scope)
        return filled(asked(), scope) if value is MISSING else value

    return Expression(text, evaluate)


def _mixed(env: Language, text: str) -> Evaluate | None:
    """The words and values of a text put together as ``filled`` does it; ``None`` where one of them
    needs Jinja.
    """
    pieces: list[str | Evaluate] = []
    for at, piece in enumerate(_TAG.split(text)):
        if at % 2:
            direct = plain(piece, env.work, env.filters)
            if direct is None:
                return None
            pieces.append(direct)
        elif _MORE.search(piece):
            return None
        else:
            pieces.append(piece)

    def evaluate(scope: Scope) -> Any:
        values = [piece if isinstance(piece, str) else piece(scope) for piece in pieces if piece]
        return MISSING if any(value is MISSING for value in values) else joined(values)

    return evaluate


def filled(template: JinjaTemplate, scope: Scope, longest: int = MAX_TEXT) -> str:
    """A text filled in, at most so long. Raises ``SecurityError`` and what Jinja raises."""
    parts, length = [], 0
    for part in template.generate(scope):
        length += len(part)
        if length > longest:
            refuse(f"văn bản dài quá {grouped(longest)} ký tự")
        parts.append(part)
    return "".join(parts)


def _pure(text: str) -> str | None:
    """What stands between the brackets of a text that is one ``{{ … }}``; ``None`` for others."""
    text = text.strip()
    inside = text.removeprefix("{{").removesuffix("}}")
    if len(text) - len(inside) != 4 or "{{" in inside or "}}" in inside:
        return None
    return inside.removeprefix("-").removesuffix("-").strip()


def asked_of(text: str) -> str:
    """What a cell's text asks for, in its author's words: the inside of one ``{{ … }}``, or all."""
    return _pure(text) or text


def compile_expression(env: Language, source: str) -> Expression:
    """Compile the inside of ``{{ … }}``. Raises ``TemplateSyntaxError``.

    The usual forms (``a.b``, ``a.b or 'x'``, ``a.b is none``, ``a.b == 'x'``) are read directly,
    which is what a table of thousands of rows needs; Jinja itself is asked for the rest, and
    wherever a name turns out to be missing.
    """
    source = unicodedata.normalize("NFC", source.strip())
    if source not in env.known_expressions:
        env.known_expressions[source] = _expression(env, source)
    known: Expression = env.known_expressions[source]
    return known


def compile_list(env: Language, source: str) -> Expression:
    """Compile what a ``{% for %}`` runs through. Raises ``TemplateSyntaxError``, also for a
    condition behind it.
    """
    if _REACHED.match(source) is None:
        from jinja2 import nodes

        from workbook_tools.template.refused import WrongTextError

        loops = environment(loops=True).sandbox
        parsed = loops.parse("{% for x in " + source + " %}{% endfor %}").body[0]
        if isinstance(parsed, nodes.For) and (parsed.test is not None or parsed.recursive):
            raise WrongTextError("hãy đặt điều kiện vào một dòng {% if … %} bên trong", 1)
    return compile_expression(env, source)


def asks_for(env: Language, source: str) -> frozenset[str]:
    """The variables that an expression needs. Raises ``TemplateSyntaxError``."""
    match = _REACHED.match(source)
    if match is not None and match[1] not in _WORDS:
        return frozenset({match[1]})
    from jinja2 import meta

    return frozenset(meta.find_undeclared_variables(env.sandbox.parse("{{ " + source + " }}")))


def _expression(env: Language, source: str) -> Expression:
    """The inside of a ``{{ … }}``, as it is compiled the first time that a template has it."""
    if not source:
        from workbook_tools.template.refused import WrongTextError

        raise WrongTextError("thiếu nội dung giữa {{ và }}", 1)
    match = _PATH.match(source) if len(source) <= _LONGEST_PATH else None
    asked = cache(lambda: _checked(env.sandbox, source))
    if match and match[1] not in _WORDS:
        variable, attributes = match[1], match[2].removeprefix(".")
        return Expression(source, _path(variable, attributes, asked), (variable, attributes))
    direct = plain(source, env.work, env.filters)
    if direct is None:
        return Expression(source, asked())

    def evaluate(scope: Scope) -> Any:
        value = direct(scope)
        return asked()(scope) if value is MISSING else value

    return Expression(source, evaluate)


def _path(variable: str, attributes: str, asked: Callable[[], Evaluate]) -> Evaluate:
    """``_attribute`` in one step, for the form that fills most cells."""
    read = attrgetter(attributes)

    def evaluate(scope: Scope) -> Any:
        try:
            value = read(scope[variable])
        except (AttributeError, KeyError):
            return asked()(scope)
        return asked()(scope) if callable(value) else value

    return evaluate


def _checked(env: Sandbox, source: str) -> Evaluate:
    """Jinja's own evaluation of what it has judged, a missing name being an error."""
    from jinja2 import Undefined

    env.parse("{{ " + source + " }}")
    compiled = env.compile_expression(source, undefined_to_none=False)

    def evaluate(scope: Scope) -> Any:
        value = compiled(**scope)
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()
        return value

    return evaluate


def lex(env: Language, text: str) -> list[tuple[str, str]]:
    """The pieces of a text, each with its kind as Jinja names it (``name``, ``operator``,
    ``whitespace``, others). Raises ``TemplateSyntaxError``.
    """
    found: list[tuple[str, str]] = []
    for at, piece in enumerate(_TAG.split(text)):
        if at % 2 == 0:
            if _MORE.search(piece):
                break
            found.append(("data", piece))
            continue
        inside = tokens(piece)
        if inside is None:
            break
        kinds = [(_KINDS.get(kind, kind), said) for kind, said in inside]
        found += [("variable_begin", "{{"), *kinds, ("variable_end", "}}")]
    else:
        return found
    return [(kind, value) for _, kind, value in env.sandbox.lex(text)]


_KINDS = {"sign": "operator", "blank": "whitespace", "text": "string"}
