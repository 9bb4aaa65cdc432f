"""The usual forms of what stands between ``{{`` and ``}}``, as plain functions: a table of
thousands of rows needs them fast, and a template that says nothing else needs no Jinja at all.

Whatever is not one of these forms, or could be read otherwise, is left to Jinja, and so is every
value that turns out to be missing or not of the usual kind. What a form gives is what Jinja gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from workbook_tools.patterns import pattern
from workbook_tools.template.work import Work, is_number, joined

Scope = Mapping[str, Any]
Evaluate = Callable[[Scope], Any]
Filters = Mapping[str, Callable[..., Any]]
"""The filters of one value and of plain arguments, by name."""

MISSING: Any = object()
"""What a plain function gives where Jinja is to be asked."""

_LONGEST = 400
_DEEPEST = 8
_LARGEST = 9
"""Bounds far below those of the sandbox: what is beyond them is left to it."""

_TOKEN = pattern(
    r"(?P<blank>[ \n]+)|(?P<name>[^\W\d_]\w*)|(?P<number>0|[1-9][0-9]*)(?![\w.])"
    r"|(?P<text>'[^'\\]*'|\"[^\"\\]*\")|(?P<sign>==|[.|,:~+()\[\]]|-|/(?!/))"
)
_CONSTANTS = {
    "none": None,
    "None": None,
    "true": True,
    "True": True,
    "false": False,
    "False": False,
}
_WORDS = frozenset({*_CONSTANTS, "if", "else", "or", "and", "not", "in", "is"})
_SUMS = ("+", "-")
_AFTER = ("else", "or")

Token = tuple[str, str]
"""What a piece of an expression is (a group of ``_TOKEN``), and how it is written."""


def tokens(source: str) -> list[Token] | None:
    """The pieces of an expression, blanks among them; ``None`` where it holds others than plain
    ones.
    """
    if len(source) > _LONGEST:
        return None
    found: list[Token] = []
    at = 0
    match = _TOKEN().match
    while at < len(source):
        piece = match(source, at)
        if piece is None or piece.lastgroup is None:
            return None
        found.append((piece.lastgroup, piece[0]))
        at = piece.end()
    return found


def plain(source: str, work: Work, filters: Filters) -> Evaluate | None:
    """An expression as a plain function, which may give ``MISSING``; ``None`` for one that needs
    Jinja.
    """
    found = tokens(source)
    if found is None:
        return None
    reader = _Reader([token for token in found if token[0] != "blank"], work, filters)
    try:
        evaluate = reader.chosen(0)
    except _NotPlainError:
        return None
    return evaluate if reader.at == len(reader.tokens) else None


def attribute(variable: str, attributes: str) -> Evaluate:
    """Reads ``variable.attributes``; a method is as good as missing, for Jinja to refuse."""
    read = attrgetter(attributes)

    def evaluate(scope: Scope) -> Any:
        try:
            value = read(scope[variable])
        except AttributeError:
            return MISSING if "." in attributes else _item(scope[variable], attributes)
        except KeyError:
            return MISSING
        return MISSING if callable(value) else value

    return evaluate


class _NotPlainError(Exception):
    """An expression is none of the usual forms."""


@dataclass(slots=True, eq=False, repr=False)
class _Reader:
    """Reads tokens by Jinja's order: ``if else``, ``or``, ``==``, ``+ -``, ``~``, ``/``, then what
    follows a value. Each method raises ``_NotPlainError``.
    """

    tokens: Sequence[Token]
    work: Work
    filters: Filters
    at: int = 0

    @property
    def next(self) -> Token:
        """The next token; an empty one at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def sign(self, *signs: str) -> str:
        """The next token, taken, where it is one of these; else nothing."""
        kind, said = self.next
        if said in signs and kind in ("sign", "name"):
            self.at += 1
            return said
        return ""

    def need(self, sign: str) -> None:
        """Take what must follow."""
        if not self.sign(sign):
            raise _NotPlainError

    def chosen(self, depth: int) -> Evaluate:
        """``a if b else c``, or what is no choice."""
        if depth > _DEEPEST:
            raise _NotPlainError
        then = self.either(depth)
        if not self.sign("if"):
            return then
        test = self.either(depth)
        self.need("else")
        return _one_of(test, then, self.chosen(depth + 1))

    def either(self, depth: int) -> Evaluate:
        """``a or b``."""
        left = self.compared(depth)
        while self.sign("or"):
            left = _either(left, self.compared(depth))
        return left

    def compared(self, depth: int) -> Evaluate:
        """``a == b``."""
        left = self.summed(depth)
        if not self.sign("=="):
            return left
        return _made_of([left, self.summed(depth)], lambda one, two: one == two)

    def summed(self, depth: int) -> Evaluate:
        """``a + b - c``."""
        left = self.together(depth)
        while operator := self.sign(*_SUMS):
            left = self.computed(operator, left, self.together(depth))
        return left

    def together(self, depth: int) -> Evaluate:
        """``a ~ b``, joined as one."""
        parts = [self.divided(depth)]
        while self.sign("~"):
            parts.append(self.divided(depth))
        if len(parts) == 1:
            return parts[0]
        work = self.work
        return _made_of(parts, lambda *values: work.bounded(joined(work.items(values))))

    def divided(self, depth: int) -> Evaluate:
        """``a / b``."""
        left = self.followed(depth)
        while self.sign("/"):
            left = self.computed("/", left, self.followed(depth))
        return left

    def computed(self, operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
        """Two values and what stands between them."""
        work = self.work
        return _made_of([left, right], lambda one, two: work.computed(operator, one, two))

    def followed(self, depth: int) -> Evaluate:
        """A value with the items, filters and tests behind it."""
        value = self.value(depth)
        while self.sign("["):
            value = self.item(value)
            self.need("]")
        while sign := self.sign("|", "is"):
            value = self.filtered(value, depth) if sign == "|" else self.tested(value)
        return value

    def item(self, holder: Evaluate) -> Evaluate:
        """``[key]`` and ``[from:to]`` of a text."""
        first = self.constant()
        if not self.sign(":"):
            if first is MISSING:
                raise _NotPlainError
            return _made_of([holder], lambda held: _item(held, first))
        ends = [None if end is MISSING else end for end in (first, self.constant())]
        if any(isinstance(end, str) for end in ends):
            raise _NotPlainError
        cut = slice(*ends)
        return _made_of([holder], lambda held: held[cut] if type(held) is str else MISSING)

    def constant(self) -> Any:
        """A text or a number that is typed; ``MISSING`` where there is none."""
        kind, said = self.next
        if kind not in ("text", "number") or len(said) > (_LONGEST if kind == "text" else _LARGEST):
            return MISSING
        self.at += 1
        return said[1:-1] if kind == "text" else int(said)

    def filtered(self, value: Evaluate, depth: int) -> Evaluate:
        """A value and a filter with what stands in its brackets."""
        kind, name = self.next
        given = self.filters.get(name) if kind == "name" else None
        if given is None or self.tokens[self.at + 1 : self.at + 2] == [("sign", ".")]:
            raise _NotPlainError
        self.at += 1
        arguments = self.listed(")", depth) if self.sign("(") else []
        return _made_of([value, *arguments], given)

    def tested(self, value: Evaluate) -> Evaluate:
        """``is none``, unless something follows that Jinja would take for what is tested with."""
        self.need("none")
        kind, said = self.next
        if said in (".", "(", "[") or (kind in ("name", "text", "number") and said not in _AFTER):
            raise _NotPlainError
        return _made_of([value], lambda held: held is None)

    def listed(self, end: str, depth: int) -> list[Evaluate]:
        """What stands between brackets, up to the end of them."""
        found: list[Evaluate] = []
        while not self.sign(end):
            if found:
                self.need(",")
            found.append(self.chosen(depth + 1))
        return found

    def value(self, depth: int) -> Evaluate:
        """A text, a number, ``a.b.c``, something in brackets, a list."""
        constant = self.constant()
        if constant is not MISSING:
            return lambda scope: constant
        if self.sign("("):
            inside = self.chosen(depth + 1)
            self.need(")")
            return inside
        if self.sign("["):
            parts = self.listed("]", depth)
            return _made_of(parts, lambda *values: list(values))
        return self.named()

    def named(self) -> Evaluate:
        """A variable, or what is reached from it by names."""
        kind, name = self.next
        if kind != "name" or (name in _WORDS and name not in _CONSTANTS):
            raise _NotPlainError
        self.at += 1
        path = list(self.names())
        if name in _CONSTANTS:
            if path:
                raise _NotPlainError
            constant = _CONSTANTS[name]
            return lambda scope: constant
        return attribute(name, ".".join(path)) if path else _variable(name)

    def names(self) -> Iterator[str]:
        """The names that follow, each after its dot."""
        while self.sign("."):
            kind, name = self.next
            if kind != "name":
                raise _NotPlainError
            self.at += 1
            yield name


def _variable(name: str) -> Evaluate:
    def evaluate(scope: Scope) -> Any:
        value = scope.get(name, MISSING)
        return MISSING if callable(value) else value

    return evaluate


def _made_of(parts: Sequence[Evaluate], compute: Callable[..., Any]) -> Evaluate:
    """A function of values, missing where one of them is."""
    if len(parts) == 2:
        return _made_of_two(parts[0], parts[1], compute)

    def evaluate(scope: Scope) -> Any:
        values = [part(scope) for part in parts]
        for value in values:
            if value is MISSING:
                return MISSING
        return compute(*values)

    return evaluate


def _made_of_two(one: Evaluate, two: Evaluate, compute: Callable[..., Any]) -> Evaluate:
    """The same of two values, without a list: rows are chosen so, many times."""

    def evaluate(scope: Scope) -> Any:
        left = one(scope)
        right = two(scope) if left is not MISSING else MISSING
        return MISSING if right is MISSING else compute(left, right)

    return evaluate


def _item(holder: Any, key: object) -> Any:
    """``holder[key]``; a function is as good as missing, for Jinja to refuse."""
    try:
        value = holder[key]
    except (AttributeError, TypeError, LookupError):
        return MISSING
    return MISSING if callable(value) else value


def _either(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda scope: left(scope) or right(scope)


def _one_of(test: Evaluate, then: Evaluate, otherwise: Evaluate) -> Evaluate:
    def evaluate(scope: Scope) -> Any:
        held = test(scope)
        return held if held is MISSING else (then if held else otherwise)(scope)

    return evaluate


def largest(values: Any) -> Any:
    """The filter ``max`` of numbers; missing for other values, which Jinja compares."""
    if type(values) is not list or not values or not all(map(is_number, values)):
        return MISSING
    return max(values)
