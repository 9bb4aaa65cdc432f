"""Coverage: a total's formula takes in exactly the model's own parts, each once, whatever the
values are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from workbook_tools.error_kinds import COUNTED_WRONG, NO_SUM, STRANGE_CELL
from workbook_tools.errors import ProofError
from workbook_tools.excel.formula import summed_area
from workbook_tools.excel.linear import linear_terms
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.form import KNOWN_SOURCES, TOTAL, Form
from workbook_tools.plan.model import Detail, Group, Plan, Programme, Project, Section
from workbook_tools.render.cell_amounts import CellAmounts, Node, Part
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.rows import Written

Shape = tuple[int, int, int, int]
"""A pattern row (by its ``id``), a column, and the first and last column that a sum takes in."""

_STEPS = 4
"""From the plan down to the details of its projects."""

_Held = list[tuple[Part, int]]
"""What a formula takes in, each part with its sign."""

_Leaf = tuple[int, str]
"""A single source of a single project or detail (by its ``id``): whatever money counts on."""


def place_of(sheet: SheetLayout, formula: Written) -> Place:
    """Where a formula stands in the output."""
    return Place(sheet.sheet.name, cell_name(formula.row, formula.column))


def prove_coverage(
    sheet: SheetLayout, formula: Written, cells: CellAmounts, proved: set[Shape]
) -> None:
    """Prove what a formula takes in; nothing is asked of one in a cell that holds no amount.

    ``proved`` are the shapes that need no other proof; a new one is added. Raises ``ProofError``.
    """
    home = cells.at(sheet, formula.row, formula.column)
    if home is None:
        return
    shape = _own_row_shape(formula, home)
    if shape in proved:
        return
    _cover(sheet, formula, cells, home)
    if shape is not None:
        proved.add(shape)


def _own_row_shape(formula: Written, home: Part) -> Shape | None:
    """What decides the proof of a project's sum of its own row: the same for every copy of the
    pattern row.
    """
    area = summed_area(formula.text)
    if area is None or not isinstance(home[0], (Project, Detail)):
        return None
    top, left, bottom, right = area
    if top != formula.row or bottom != formula.row:
        return None
    return id(formula.pattern), formula.column, left, right


def _cover(sheet: SheetLayout, formula: Written, cells: CellAmounts, home: Part) -> None:
    """Prove a formula by the first way that holds: the same amount elsewhere, all parts some steps
    down, or single sources of single projects. A group may be summed up in other ways (SUMIF, cells
    that are empty for those of other groups).
    """
    if _is_the_list_of_parts(sheet, formula, cells, home):
        return
    try:
        terms = list(_terms(formula.text, sheet, cells.layout))
    except ValueError as error:
        if isinstance(home[0], Group):
            return
        raise ProofError(
            place_of(sheet, formula),
            formula.text,
            "phép cộng, trừ các ô hoặc SUM",
            str(error),
            NO_SUM,
        ) from None
    held: _Held = []
    for into, row, column, sign in terms:
        part = cells.at(into, row, column)
        if part is None and isinstance(home[0], Group):
            return
        if part is None:
            raise ProofError(
                place_of(sheet, formula),
                formula.text,
                f"chỉ gồm các khoản của {_named(home)}",
                f"cả ô {Place(into.sheet.name, cell_name(row, column))}, không thuộc khoản nào",
                STRANGE_CELL,
            )
        node, amount = part
        if amount in node.form.amounts:  # a source that the plan has not is nothing
            held.append((part, sign))
    if not (_is_the_amount(held, home) or _is_some_steps_down(held, home)):
        left_out = cells.without_column(sheet)
        _compare_leaves(place_of(sheet, formula), formula, home, held, left_out)


def _is_the_list_of_parts(
    sheet: SheetLayout, formula: Written, cells: CellAmounts, home: Part
) -> bool:
    """Whether a sum of one column takes in just the parts of the amount, in their order: most
    totals of a list do.
    """
    area = summed_area(formula.text)
    if area is None or area[1] != area[3]:
        return False
    top, column, bottom, _ = area
    parts = _children(*home)
    return len(parts) == bottom - top + 1 and cells.hold(sheet, top, column, parts)


def _is_the_amount(held: _Held, home: Part) -> bool:
    """Whether all that is taken in is this very amount. (That it is not the formula's own cell is
    seen by the value: a circle has none.)
    """
    if len(held) != 1:
        return False
    (node, amount), sign = held[0]
    return sign == 1 and node is home[0] and amount == home[1]


def _is_some_steps_down(held: _Held, home: Part) -> bool:
    """Whether all the parts that lie the same number of steps down are added, and nothing else."""
    if any(sign != 1 for _, sign in held):
        return False
    taken = [part for part, _ in held]
    below = [home]
    for _ in range(_STEPS):
        below = [part for parent in below for part in _children(*parent)]
        if len(taken) == len(below) and (
            _in_the_same_order(taken, below) or _marked(taken) == _marked(below)
        ):
            return True
    return False


def _in_the_same_order(some: Sequence[Part], others: Sequence[Part]) -> bool:
    pairs = zip(some, others, strict=True)
    return all(node is other and amount == same for (node, amount), (other, same) in pairs)


def _marked(parts: Iterable[Part]) -> set[tuple[int, str]]:
    """Parts as they are told apart: equal lines are two."""
    return {(id(node), amount) for node, amount in parts}


def _compare_leaves(
    place: Place, formula: Written, home: Part, held: _Held, left_out: Collection[str]
) -> None:
    """The general case: both sides taken apart to single sources of single lines and counted. The
    sources ``left_out`` need not be taken in.
    """
    wanted = Counter({leaf: 1 for leaf in _leaves(*home) if leaf[1] not in left_out})
    found: Counter[_Leaf] = Counter()
    names: dict[_Leaf, Part] = {}
    for part, sign in held:
        for leaf in _leaves(*part):
            found[leaf] += sign
            names[leaf] = part
    for leaf in [*wanted, *found]:
        if found[leaf] != wanted[leaf]:
            said = _named(names[leaf]) if leaf in names else _leaf_name(home, leaf)
            raise ProofError(
                place,
                formula.text,
                f"mỗi khoản của {_named(home)} đúng một lần",
                f"{said} được tính {found[leaf]} lần, cần {wanted[leaf]} lần",
                COUNTED_WRONG,
            )


def _children(node: Node, amount: str) -> list[Part]:
    """What an amount is the sum of, one step down."""
    if isinstance(node, Project) and node.is_detailed and amount in node.form.keys:
        return [(detail, amount) for detail in node.details]
    if isinstance(node, (Project, Detail)):
        return [(node, source) for source in _sources(amount, node.form)]
    return [(child, amount) for child in _below(node)]


def _below(node: Plan | Section | Programme | Group) -> Sequence[Node]:
    if isinstance(node, Programme | Group):
        return node.projects
    return node.programmes if isinstance(node, Section) else node.sections


def _sources(amount: str, form: Form) -> Iterable[str]:
    return form.keys if amount == TOTAL and form.keys else (amount,)


def _leaves(node: Node, amount: str) -> Iterator[_Leaf]:
    """The single sources of single lines that an amount is made of."""
    sources = _sources(amount, node.form)
    for line in _counting(node):
        for source in sources:
            yield id(line), source


def _counting(node: Node) -> Iterator[Project | Detail]:
    """The lines of a part of the plan on which money counts: projects, or their details."""
    if isinstance(node, Detail):
        yield node
        return
    for project in _projects(node):
        if project.is_detailed:
            yield from project.details
        else:
            yield project


def _projects(node: Plan | Section | Programme | Project | Group) -> Sequence[Project]:
    """All projects in a part of the plan."""
    if isinstance(node, Project):
        return (node,)
    if isinstance(node, Section):
        return [project for programme in node.programmes for project in programme.projects]
    return node.projects


def _named(part: Part) -> str:
    """A part of the plan and its amount in the user's words."""
    node, amount = part
    title = "tổng kinh phí" if amount == TOTAL else _source_name(node.form, amount)
    if isinstance(node, Plan):
        return f"{title} của toàn kế hoạch"
    if isinstance(node, Group):
        return f"{title} của nhóm “{node.name}”"
    return f"{title} của " + f"“{node.tt} {node.name}”".replace("“ ", "“")


def _source_name(form: Form, key: str) -> str:
    """How a sentence calls a source, whether the plan has it or not."""
    known = {source.key: source.heading for source in KNOWN_SOURCES.values()}
    return form.source(key).heading if key in form.keys else known[key]


def _leaf_name(home: Part, leaf: _Leaf) -> str:
    """A single source of a single line of ``home`` in the user's words."""
    number, source = leaf
    found = (line for line in _counting(home[0]) if id(line) == number)
    return next((_named((line, source)) for line in found), source)


def _terms(
    text: str, home: SheetLayout, layout: Layout
) -> Iterator[tuple[SheetLayout, int, int, int]]:
    """The cells that a formula adds up, each with its sign. Raises ``ValueError`` where it does
    anything else.
    """
    area = summed_area(text)
    if area is not None:
        top, left, bottom, right = area
        for row in range(top, bottom + 1):
            yield from ((home, row, column, 1) for column in range(left, right + 1))
        return

    def filled(sheet: str | None, row: int, column: int) -> bool:
        into = layout.sheet(sheet) if sheet else home
        return into is not None and row <= into.last_row and bool(into.filled(column)[row])

    for term in linear_terms(text, filled=filled):
        sheet = layout.sheet(term.sheet) if term.sheet else home
        if sheet is None:
            raise ValueError(f"{term.sheet}!{cell_name(term.row, term.column)}")
        yield sheet, term.row, term.column, term.sign
