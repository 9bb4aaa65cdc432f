"""Line numbers (TT) counted anew in the order of the lines, each level in the style that most of
its lines have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbook_tools.plan.model import Plan
from workbook_tools.plan.numbering import Number, read_number, roman_number

_CORE = re.compile(r"(?P<before>(?:ĐA|DA|NV)?[ .(]*)(?P<core>.*?)(?P<after>[.)/ \-–—]*)\Z", re.I)
_RANGE = re.compile(r"\s*[-–—÷]\s*")
_MOST_ROMAN, _LETTERS = 399, 26
SECTION, PROGRAMME, PROJECT, DETAIL = range(4)


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A line and its number: as it was read, as it is counted; ``row`` is where it stands."""

    row: int
    old: str
    new: str
    level: int


@dataclass(frozen=True, slots=True)
class _Style:
    """How numbers of one kind are written: how many parts, the first as ``head``, in small letters
    or not, what stands before and after.
    """

    parts: int
    head: str
    small: bool = False
    before: str = ""
    after: str = ""

    def written(self, path: Sequence[int], last: int) -> str:
        """A number by the ordinals that lead to it; ``last`` ends a range."""
        first, *rest = path[-self.parts :]
        text = ".".join([self._head(first), *map(str, rest)])
        if last > path[-1]:
            text += "-" + ".".join([*text.split(".")[:-1], str(last)])
        return f"{self.before}{text}{self.after}"

    def _head(self, value: int) -> str:
        if self.head == "roman" and value <= _MOST_ROMAN:
            text = roman_number(value)
        elif self.head == "letter" and value <= _LETTERS:
            text = chr(ord("A") + value - 1)
        else:
            text = str(value)
        return text.lower() if self.small else text


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """A line among the others: its level, its number as typed, what stands under it."""

    level: int
    row: int = 0
    tt: str = ""
    below: list[Node] = field(default_factory=list)


_USUAL = {SECTION: _Style(1, "roman"), PROGRAMME: _Style(1, "digits")}


def renumbered(plan: Plan) -> tuple[Renumbered, ...]:
    """The lines of a plan with their numbers, in the order of the sheet.

    Sections, programmes and projects are counted; a detail only where it has a number. Where the
    numbers of a level run on over the headings above, they still do. A range (3.1-3.3) stays as
    long as it is.
    """
    root = tree(plan)
    return tuple(sorted(_counted(root, [], _kinds(root)), key=lambda line: line.row))


def same_number(one: str, other: str) -> bool:
    """Whether two texts are the same number, however they are written."""
    number = read_number(one)
    return one == other or (number is not None and number == read_number(other))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the lines of one level under another have in common: their style, and whether they are
    counted on from one heading to the next.
    """

    style: _Style
    runs_on: bool


def tree(plan: Plan) -> Node:
    """The lines that rows say; what stands under nothing stands under the whole."""
    root = Node(-1)
    for section in plan.sections:
        holder = root
        if section.row:
            holder = Node(SECTION, section.row, section.tt)
            root.below.append(holder)
        for programme in section.programmes:
            under = holder
            if programme.row:
                under = Node(PROGRAMME, programme.row, programme.tt)
                holder.below.append(under)
            for project in programme.projects:
                details = [Node(DETAIL, part.row, part.tt) for part in project.details]
                under.below.append(Node(PROJECT, project.row, project.tt, details))
    return root


def _groups(node: Node) -> Iterator[tuple[Node, list[Node]]]:
    """Each line that others stand under, with those of one level, in the order of the sheet."""
    for level in sorted({child.level for child in node.below}):
        yield node, [child for child in node.below if child.level == level]
    for child in node.below:
        yield from _groups(child)


def _kinds(root: Node) -> dict[tuple[int, int], _Kind]:
    """What is usual for each level under each other."""
    groups: dict[tuple[int, int], list[list[Node]]] = {}
    for parent, children in _groups(root):
        groups.setdefault((parent.level, children[0].level), []).append(children)
    return {key: _Kind(_style(key, held), _runs_on(held)) for key, held in groups.items()}


def _style(key: tuple[int, int], groups: Sequence[Sequence[Node]]) -> _Style:
    """The style that most lines have; where none has any, the usual one."""
    seen = Counter(
        style for children in groups for child in children if (style := _style_of(child.tt))
    )
    if seen:
        return seen.most_common(1)[0][0]
    above, level = key
    return _USUAL.get(level, _Style(2 if above in (SECTION, PROGRAMME) else 1, "digits"))


def _style_of(tt: str) -> _Style | None:
    number, match = read_number(tt), _CORE.match(tt.strip())
    if number is None or match is None:
        return None
    head = _head_of(match["core"], number)
    small = match["core"][:1].islower()
    return _Style(len(number.parts), head, small, match["before"], match["after"])


def _head_of(core: str, number: Number) -> str:
    """How the first part is written: ``I.2`` counts as digits, and begins with a Roman one."""
    first = read_number(_RANGE.split(core)[0].split(".")[0])
    return first.style if first is not None else number.style


def _runs_on(groups: Sequence[Sequence[Node]]) -> bool:
    """Whether numbers of one part go on under the next heading: none of the later ones begins with
    1 again, and one of them begins with more.
    """
    firsts = [number for children in groups[1:] if (number := read_number(children[0].tt))]
    return bool(firsts) and all(len(one.parts) == 1 and one.parts[0] > 1 for one in firsts)


def _counted(
    root: Node, path: list[int], kinds: dict[tuple[int, int], _Kind]
) -> Iterator[Renumbered]:
    """The number of every line."""
    count: Counter[tuple[int, int]] = Counter()
    paths: dict[int, list[int]] = {id(root): path}
    for parent, children in _groups(root):
        key = (parent.level, children[0].level)
        kind, above = kinds[key], paths[id(parent)]
        at = count[key] if kind.runs_on else 0
        style = kind.style
        if style.parts > len(above) + 1:
            style = _Style(len(above) + 1, style.head, style.small, style.before, style.after)
        for child in children:
            number = read_number(child.tt)
            at += 1
            paths[id(child)] = [*above, at]
            last = at + (number.last - number.parts[-1] if number is not None else 0)
            if child.level != DETAIL or number is not None:
                new = style.written(paths[id(child)], last)
                yield Renumbered(child.row, child.tt, new, child.level)
            at = last
        count[key] = at
