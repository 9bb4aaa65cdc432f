"""The sandbox of templates and mail texts: what may be written, and how far it may grow.

What an expression may be made of is judged when it is compiled (an allow-list of nodes, and bounds
on length and nesting); what it computes is bounded while it runs (numbers, digits, texts, lists,
and the work of one template in all). A template that comes by mail can read and format, not act.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context as Running
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from workbook_tools.template.refused import RefusedError, WrongTextError
from workbook_tools.template.work import (
    MAX_LITERAL,
    MAX_NESTING,
    MAX_TOKENS,
    PER_TURN,
    Work,
    computed,
    is_number,
    joined,
    refuse,
    rounded,
    shown,
    within,
)

_VALUES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Neg,
    nodes.Pos,
    nodes.Concat,
    nodes.CondExpr,
    nodes.List,
    nodes.Tuple,
    nodes.Dict,
    nodes.Pair,
    nodes.Keyword,
    nodes.If,
    nodes.Assign,
)
_WORDS = {
    nodes.Pow: "phép tính ** không được dùng",
    nodes.Mod: "phép tính % không được dùng",
    nodes.Call: "không được gọi hàm trong tệp mẫu; hãy dùng bộ lọc (|)",
}
_TOKENS = frozenset({"whitespace", "data", "comment", "comment_begin", "comment_end", "raw_begin"})
_FORMS = {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}
_EACH = "each item"
"""The filter that counts the turns of a loop; no template can name it."""


class Sandbox(SandboxedEnvironment):
    """No call, no power, no private name, and a bound on everything that can grow.

    With ``loops`` a text may hold ``{% for %}`` (the mail), else it is a cell's. What is computed
    is ``work``, which is bounded.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self, work: Work, *, loops: bool = False, autoescape: bool = False) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=autoescape,
            keep_trailing_newline=True,
            finalize=shown,
            cache_size=0,
        )
        self.work = work
        self.loops = loops
        self.max_tokens = MAX_TOKENS * (8 if loops else 1)

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing may be called."""
        return False

    def parse(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> nodes.Template:
        """The tree of a text. Raises ``TemplateSyntaxError``, also for what is too long or nested
        too deeply.
        """
        _judge_length(self, source)
        try:
            tree = super().parse(source, name, filename)
            for node in tree.find_all(nodes.Node):
                self._judge(node)
            return tree
        except RecursionError:
            raise WrongTextError("các ngoặc lồng nhau quá sâu", 1) from None

    def compile(
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> Any:
        """The code of a text, once every part of it is judged. Raises ``TemplateSyntaxError``."""
        tree = self.parse(source) if isinstance(source, str) else source
        try:
            for node in tree.find_all(nodes.Node):
                self._judge(node)
            bounded = _Bounded().visit(tree)
            bounded.set_environment(self)
            return super().compile(bounded, name, filename, raw, defer_init)  # type: ignore[call-overload]
        except (RecursionError, SyntaxError, MemoryError):
            raise WrongTextError("biểu thức lồng nhau quá sâu", 1) from None

    def _judge(self, node: nodes.Node) -> None:
        """Whether a node may stand in a template. Raises ``TemplateSyntaxError``."""
        kind = type(node)
        if kind in _WORDS:
            raise WrongTextError(_WORDS[kind], node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            raise WrongTextError("vòng lặp không được gọi lại chính nó", node.lineno)
        if isinstance(node, nodes.Const) and is_number(node.value):
            _judge_literal(node)
        if isinstance(node, _VALUES) or (self.loops and isinstance(node, nodes.For)):
            return
        if self.loops:
            raise WrongTextError("chỉ dùng được {{ … }}, {% if … %} và {% for … %}", node.lineno)
        raise WrongTextError("trong một ô chỉ dùng được {{ … }} và {% if … %}", 1)

    def call_binop(self, context: Running, operator: str, left: Any, right: Any) -> Any:
        """An operation of two values, as Jinja asks for it. Raises ``SecurityError``."""
        return self.work.computed(operator, left, right)

    def call_unop(self, context: Running, operator: str, arg: Any) -> Any:
        """A sign before a number. Raises ``SecurityError``."""
        if not is_number(arg):
            refuse(f"phép tính {operator} không được dùng với giá trị này")
        return computed("-" if operator == "-" else "+", 0, arg)


def _judge_length(env: Sandbox, source: str) -> None:
    """Raises ``TemplateSyntaxError`` for a text with too much between its brackets."""
    count = depth = 0
    for line, kind, text in env.lex(source):
        if kind in _TOKENS:
            continue
        count += 1
        depth += _FORMS.get(text, 0) if kind == "operator" else 0
        if kind in ("integer", "float") and len(text) > MAX_LITERAL + 1:
            raise WrongTextError("con số quá dài", line)
        if count > env.max_tokens:
            raise WrongTextError("biểu thức quá dài", line)
        if depth > MAX_NESTING:
            raise WrongTextError("các ngoặc lồng nhau quá sâu", line)


def _judge_literal(node: nodes.Const) -> None:
    try:
        within(node.value)
    except RefusedError as error:
        raise WrongTextError(str(error), node.lineno) from None


class _Bounded(NodeTransformer):
    """Puts the checked filters where Jinja would join texts and run through lists by itself."""

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        """``a ~ b`` is a list of texts, joined within the bounds; the turns of loops are
        counted; ``a if b`` without ``else`` is empty otherwise.
        """
        node = super().generic_visit(node, *args, **kwargs)
        if isinstance(node, nodes.Concat):
            parts = nodes.List(node.nodes, lineno=node.lineno)
            return nodes.Filter(parts, "join", [], [], None, None, lineno=node.lineno)
        if isinstance(node, nodes.CondExpr) and node.expr2 is None:
            node.expr2 = nodes.Const("", lineno=node.lineno)
        if isinstance(node, nodes.For):
            node.iter = nodes.Filter(node.iter, _EACH, [], [], None, None, lineno=node.lineno)
        return node


def bounded_filter(function: Callable[..., Any], takes: str = "") -> Callable[..., Any]:
    """A filter within the bounds: its first value as a ``text`` or as ``items`` where it takes
    such, its other values numbers and texts, its result paid for.
    """

    @pass_context
    def run(context: Running, value: Any, *arguments: Any, **named: Any) -> Any:
        env = context.environment
        assert isinstance(env, Sandbox)
        if takes == "env items":
            given = partial(function, env)
            return env.work.filtered(given, takes, value, *arguments, **named)
        return env.work.filtered(function, takes, value, *arguments, **named)

    return run


@pass_context
def each(context: Running, value: Any) -> list[Any]:
    """The items of a loop, its turns paid for."""
    env = context.environment
    assert isinstance(env, Sandbox)
    return env.work.items(value, PER_TURN)


def summed(
    env: Sandbox, values: list[Any], attribute: str | int | None = None, start: Any = 0
) -> Any:
    """The filter ``sum``, of numbers, exact."""
    read = make_attrgetter(env, attribute) if attribute is not None else None
    total = start
    for value in values:
        number = read(value) if read is not None else value
        if not is_number(number) or not is_number(total):
            refuse("sum chỉ cộng được các con số")
        total = computed("+", total, number)
    return total


def _called(function: Any) -> Callable[..., Any]:
    held: Callable[..., Any] = function
    return held


def only_numbers(test: Callable[..., Any]) -> Callable[..., Any]:
    """A test of numbers, which no text may reach: ``%`` would format it."""

    def run(value: Any, *arguments: Any) -> Any:
        for number in (value, *arguments):
            if not is_number(number):
                refuse("chỉ thử được con số")
            within(number)
        return test(value, *arguments)

    return run


_TEXT_FILTERS = ("capitalize", "lower", "title", "trim", "upper")
_LIST_FILTERS = ("first", "last", "max", "min", "sort", "unique")
_VALUE_FILTERS = ("abs", "default", "d", "int", "length", "count")
_KEPT_TESTS = (
    "boolean",
    "defined",
    "eq",
    "even",
    "false",
    "float",
    "ge",
    "gt",
    "in",
    "integer",
    "iterable",
    "le",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "divisibleby",
    "sameas",
    "sequence",
    "string",
    "true",
    "undefined",
    "upper",
    "==",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
)
_OF_NUMBERS = ("even", "odd", "divisibleby")


def sandbox(work: Work, *, loops: bool = False, autoescape: bool = False) -> Sandbox:
    """The sandbox with what Jinja itself gives, within bounds; no global name."""
    env = Sandbox(work, loops=loops, autoescape=autoescape)
    known, tests = dict(env.filters), dict(env.tests)
    env.filters.clear()
    env.globals.clear()
    env.tests.clear()
    env.tests.update({name: tests[name] for name in _KEPT_TESTS})
    env.tests.update({name: only_numbers(_called(tests[name])) for name in _OF_NUMBERS})
    env.filters.update({name: bounded_filter(known[name], "text") for name in _TEXT_FILTERS})
    env.filters.update({name: bounded_filter(known[name], "env items") for name in _LIST_FILTERS})
    env.filters.update({name: bounded_filter(known[name]) for name in _VALUE_FILTERS})
    env.filters.update(
        {
            _EACH: each,
            "list": bounded_filter(list, "items"),
            "join": bounded_filter(joined, "items"),
            "round": bounded_filter(rounded),
            "sum": bounded_filter(summed, "env items"),
        }
    )
    return env
