"""The tags that repeat columns: ``{% column for source in plan.sources %}`` …
``{% column endfor %}`` and ``{% column if plan.has_norms %}`` … ``{% column endif %}``, side by
side in one row of a sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbook_tools.error_kinds import (
    BAD_COLUMN_TAG,
    BAD_EXPRESSION,
    BAD_LOOP,
    COLUMN_ASKS_ROW,
    COLUMN_NOT_CLOSED,
    COLUMN_TAGS_APART,
    LOOP_NAME_TAKEN,
    NEVER_OPENED,
    NO_GROUPS,
    NO_LIST,
    NOT_COMPUTED,
    TOO_MANY_TURNS,
    WRONG_END,
)
from workbook_tools.errors import TemplateFault
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.model import Group
from workbook_tools.template.bound import bound_expression
from workbook_tools.template.column_map import Bindings, Bound, ColumnMap, Copy
from workbook_tools.template.expressions import Language, asks_for, compile_expression
from workbook_tools.template.grouping import Batch
from workbook_tools.template.work import said_of, syntax_error

_BEGINS = pattern(r"\s*\{%-?\s*column\b")
_TAG = pattern(r"\s*\{%-?\s*column\s+(for|endfor|if|endif)\b(.*?)-?%\}\s*\Z")
_FOR = pattern(r"(?:([^\W\d_]\w*)\s*,\s*)?([^\W\d_]\w*)\s+in\s+(.+)\Z")
_KNOWN = frozenset({"plan", "findings", "counts"})
_MEANT = _KNOWN | {"loop"}
_MOST = 400
"""The columns that a sheet may have once they are repeated."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in its cell: ``word`` is ``for``, ``if`` or an end, ``rest`` what follows it."""

    place: Place
    column: int
    word: str
    rest: str


@dataclass(frozen=True, slots=True)
class Span:
    """The columns between a tag and its end; ``variable`` is empty for an ``if``, ``key`` what the
    groups of ``for key, variable in …`` have in common.
    """

    place: Place
    first: int
    last: int
    variable: str
    source: str
    inside: tuple[Span, ...]
    key: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that it binds."""
        return tuple(name for name in (self.key, self.variable) if name)


@dataclass(frozen=True, slots=True)
class ColumnTags:
    """The tags of a sheet: the row in which they stand, and the columns that they govern."""

    sheet: str
    row: int
    spans: tuple[Span, ...]
    tags: frozenset[int]

    @property
    def last(self) -> int:
        """The last column in which a tag stands."""
        return max(self.tags)

    @property
    def between(self) -> frozenset[int]:
        """The columns between tags."""
        inside = [c for span in self.spans for c in range(span.first, span.last)]
        return frozenset(inside) - self.tags

    def every(self) -> Iterator[Span]:
        """All spans, each before those inside it."""
        waiting = list(self.spans)
        while waiting:
            span = waiting.pop(0)
            yield span
            waiting += span.inside


def is_column_tag(text: str) -> bool:
    """Whether a cell's text begins as a tag that governs columns."""
    return _BEGINS().match(text) is not None


def read_tags(
    sheet: str, found: Sequence[tuple[int, int, str]], faults: list[TemplateFault]
) -> ColumnTags | None:
    """The tags of a sheet from its cells with such (row, column, text); ``None`` where there is
    none. What is wrong with them is added to ``faults``.
    """
    if not found:
        return None
    row = found[0][0]
    tags = []
    for at, column, text in sorted(found):
        place = Place(sheet, cell_name(at, column))
        match = _TAG().match(text.replace("\n", " "))
        if at != row:
            faults.append(TemplateFault(place, COLUMN_TAGS_APART, row=row))
        elif match is None:
            faults.append(TemplateFault(place, BAD_COLUMN_TAG, text=text))
        else:
            tags.append(Tag(place, column, match[1], match[2].strip()))
    spans = tuple(_spans(iter(tags), faults))
    return ColumnTags(sheet, row, spans, frozenset(column for _, column, _ in found))


def _spans(tags: Iterator[Tag], faults: list[TemplateFault]) -> Iterator[Span]:
    """What the tags of a row govern; an end without a beginning is a fault."""
    for tag in tags:
        if tag.word in ("endfor", "endif"):
            faults.append(TemplateFault(tag.place, NEVER_OPENED, tag=f"column {tag.word}"))
            continue
        yield _span(tags, tag, (), faults)


def _span(
    tags: Iterator[Tag], tag: Tag, variables: tuple[str, ...], faults: list[TemplateFault]
) -> Span:
    """What an opening tag governs, read up to its end."""
    key, variable, source = _bound_by(tag, variables, faults)
    known = (*variables, *(name for name in (key, variable) if name))
    inside: list[Span] = []
    for other in tags:
        if other.word not in ("endfor", "endif"):
            inside.append(_span(tags, other, known, faults))
            continue
        if other.word != f"end{tag.word}":
            faults.append(
                TemplateFault(
                    other.place,
                    WRONG_END,
                    expected=f"column end{tag.word}",
                    found=f"column {other.word}",
                )
            )
        return Span(tag.place, tag.column, other.column, variable, source, tuple(inside), key)
    faults.append(TemplateFault(tag.place, COLUMN_NOT_CLOSED, tag=f"column {tag.word}"))
    return Span(tag.place, tag.column, tag.column, variable, source, tuple(inside))


def _bound_by(
    tag: Tag, variables: tuple[str, ...], faults: list[TemplateFault]
) -> tuple[str, str, str]:
    """What an opening tag says: the variables that it binds, if any, and its expression."""
    if tag.word == "if":
        return "", "", tag.rest
    match = _FOR().match(tag.rest)
    if match is None:
        faults.append(TemplateFault(tag.place, BAD_LOOP))
        return "", "_", "[]"
    key, variable = match[1] or "", match[2]
    for name in {key, variable} & {*variables, *_MEANT} or {key} & {variable}:
        faults.append(TemplateFault(tag.place, LOOP_NAME_TAKEN, variable=name))
    return key, variable, match[3]


# ------------------------------------------------------------------------------- with some data


@dataclass(frozen=True, slots=True)
class _Laying:
    """The columns of a sheet as they are found for some data."""

    env: Language
    data: Mapping[str, Any]
    faults: list[TemplateFault]
    copies: list[Copy]

    def columns(self, first: int, last: int, spans: Sequence[Span], bindings: Bindings) -> None:
        """Add the copies of columns ``first`` to ``last``, of which ``spans`` lie in them."""
        waiting = list(spans)
        column = first
        while column <= last:
            if waiting and waiting[0].first == column:
                span = waiting.pop(0)
                self.span(span, bindings)
                column = span.last
            else:
                self.copies.append(Copy(column, bindings))
            column += 1

    def span(self, span: Span, bindings: Bindings) -> None:
        """Add the copies of what stands between two tags."""
        value = self.asked(span, bindings)
        if not span.variable:
            if value:
                self.columns(span.first + 1, span.last - 1, span.inside, bindings)
            return
        if isinstance(value, str) or not isinstance(value, Sequence):
            self.faults.append(TemplateFault(span.place, NO_LIST, source=span.source))
            return
        said = self.said(span.source, bindings)
        if span.key and not all(isinstance(item, Group | Batch) for item in value):
            self.faults.append(TemplateFault(span.place, NO_GROUPS, source=span.source))
            return
        for number, item in enumerate(value):
            held = (*bindings, Bound(span.variable, item, f"({said})[{number}]"))
            if span.key:
                held += (Bound(span.key, item.value, f"({said})[{number}].value"),)
            self.columns(span.first + 1, span.last - 1, span.inside, held)
            if len(self.copies) > _MOST:
                self.faults.append(TemplateFault(span.place, TOO_MANY_TURNS))
                return

    def said(self, source: str, bindings: Bindings) -> str:
        """An expression as it reads outside the loops of columns."""
        return bound_expression(self.env, source, bindings)

    def asked(self, span: Span, bindings: Bindings) -> Any:
        """What a tag's expression gives; nothing, and a fault, where it gives none."""
        try:
            source = self.said(span.source, bindings)
            foreign = asks_for(self.env, source) - _KNOWN
            if foreign:
                names = ", ".join(sorted(foreign))
                self.faults.append(TemplateFault(span.place, COLUMN_ASKS_ROW, name=names))
                return ()
            return compile_expression(self.env, source).evaluate(self.data)
        except syntax_error() as error:
            why = said_of(error)
            fault = TemplateFault(span.place, BAD_EXPRESSION, source=span.source, why=why)
        except Exception as error:
            fault = TemplateFault(span.place, NOT_COMPUTED, source=span.source, why=said_of(error))
        self.faults.append(fault)
        return ()


def column_map(
    env: Language, tags: ColumnTags, data: Mapping[str, Any], faults: list[TemplateFault]
) -> ColumnMap:
    """The columns of a sheet for some data; what is wrong is added to ``faults``."""
    laying = _Laying(env, data, faults, [])
    laying.columns(1, tags.last, tags.spans, ())
    return ColumnMap(tuple(laying.copies), tags.last, tags.tags, tags.between)
