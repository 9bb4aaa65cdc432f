"""Where the lines of a plan belong by their numbers (TT): what was added at the end goes to the
line that its number names, and lines stand in the order of their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbook_tools.plan.model import Plan
from workbook_tools.plan.numbering import Number, read_number
from workbook_tools.plan.renumbering import PROGRAMME, PROJECT, Node, tree


def ordered(plan: Plan) -> tuple[int, ...]:
    """The rows of a plan's lines in the order of their numbers.

    A project whose number begins with that of another programme goes there, where there is one of
    that number alone; a line without a number stays under the same line, behind the one above.
    """
    root = tree(plan)
    _bring_home(root)
    return tuple(_rows(root))


def _bring_home(root: Node) -> None:
    """Move projects under the programmes that their numbers name."""
    below = [node for holder in (root, *root.below) for node in holder.below]
    homes: dict[tuple[int, ...], list[Node]] = {}
    for programme in (node for node in below if node.level == PROGRAMME):
        number = read_number(programme.tt)
        if number is not None:
            homes.setdefault(number.parts, []).append(programme)
    for holder in (root, *root.below, *below):
        _send_home(holder, homes)


def _send_home(holder: Node, homes: dict[tuple[int, ...], list[Node]]) -> None:
    for project in [node for node in holder.below if node.level == PROJECT]:
        named = _home(project, holder, homes)
        if named is not None:
            holder.below.remove(project)
            named.below.append(project)


def _home(project: Node, holder: Node, homes: dict[tuple[int, ...], list[Node]]) -> Node | None:
    """The programme that a project's number names, where that is another than the one above it."""
    number, above = read_number(project.tt), read_number(holder.tt)
    if number is None or not number.parent or (above is not None and above.parts == number.parent):
        return None
    named = homes.get(number.parent, [])
    return named[0] if len(named) == 1 and named[0] is not holder else None


def _rows(node: Node) -> Iterator[int]:
    """The rows below a line, those of one level among themselves in the order of their numbers."""
    for child in _sorted(node.below):
        if child.row:
            yield child.row
        yield from _rows(child)


def _sorted(children: Sequence[Node]) -> list[Node]:
    """Lines in the order of their numbers; each level keeps the places that it has among others."""
    found = list(children)
    for level in {child.level for child in children}:
        places = [at for at, child in enumerate(children) if child.level == level]
        units = _units([children[at] for at in places])
        units.sort(key=lambda unit: unit[0])
        lines = [line for _, unit in units for line in unit]
        for at, line in zip(places, lines, strict=True):
            found[at] = line
    return found


def _units(lines: Sequence[Node]) -> list[tuple[tuple[int, ...], list[Node]]]:
    """Lines with a number of the usual kind, each with those without one behind it."""
    numbers = [read_number(line.tt) for line in lines]
    style = next((number.style for number in numbers if number is not None), "")
    units: list[tuple[tuple[int, ...], list[Node]]] = [((), [])]
    for line, number in zip(lines, numbers, strict=True):
        if _counts(number, style):
            assert number is not None
            units.append((number.parts, [line]))
        else:
            units[-1][1].append(line)
    return units


def _counts(number: Number | None, style: str) -> bool:
    return number is not None and number.style == style
