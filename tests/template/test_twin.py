"""Random templates with loops and conditions of columns, compared with a plain slow twin that
writes every cell by itself; and random forms of plans, built and proved.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.forms import form_plan, sources_of
from tests.judges.packages import package_faults
from tests.render.test_rows import filled
from tests.templates import tag, template_of
from workbook_tools.excel.cells import area_name, split_area
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.jobs.build import build_workbook
from workbook_tools.place import column_letters
from workbook_tools.read import read_plan
from workbook_tools.render.follow import sheet_frame
from workbook_tools.render.layout import lay_out

SEEDS = st.integers(0, 10**9)
HEAD, FIRST, SECOND, TOTAL, MERGED = 2, 4, 5, 7, 8
PATTERNS = (HEAD, FIRST, SECOND, TOTAL)
REPEATED = (FIRST, SECOND)

Bound = dict[str, int]
"""Variables of columns, each with the number of the source that it stands for."""


@dataclass
class Span:
    """Columns between two tags; one without a variable is there or not."""

    first: int
    variable: str = ""
    holds: bool = True
    last: int = 0
    inside: list[int | Span] = field(default_factory=list)


@dataclass
class Drawn:
    """A random template: its tags and columns, the formulas by pattern cell, the merged spans."""

    parts: list[int | Span] = field(default_factory=list)
    tags: dict[int, str] = field(default_factory=dict)
    columns: list[int] = field(default_factory=list)
    formulas: dict[tuple[int, int], list[tuple[int, int, int, int]]] = field(default_factory=dict)
    merges: list[Span] = field(default_factory=list)


def drawn(chance: random.Random) -> Drawn:
    """A column for the tags of rows, then up to five parts, spans up to two deep."""
    made = Drawn(columns=[1])
    at = 2

    def parts(depth: int) -> list[int | Span]:
        nonlocal at
        found: list[int | Span] = []
        for _ in range(chance.randint(1, 5 if depth == 0 else 2)):
            if depth == 2 or chance.random() < 0.5:
                found.append(at)
                made.columns.append(at)
                at += 1
                continue
            span = Span(at, f"v{depth}" if chance.random() < 0.6 else "", chance.random() < 0.7)
            year = 2027 if span.holds else 1999
            opened = f"for {span.variable} in plan.sources" if span.variable else ""
            made.tags[at] = f"{{% column {opened or f'if plan.year == {year}'} %}}"
            at += 1
            span.inside = parts(depth + 1)
            span.last = at
            made.tags[at] = f"{{% column end{'for' if span.variable else 'if'} %}}"
            at += 1
            found.append(span)
        return found

    made.parts = [1, *parts(0)]
    for row in PATTERNS:
        for column in made.columns:
            if chance.random() < 0.6:
                asked = [reference(chance, made.columns) for _ in range(chance.randint(1, 2))]
                made.formulas[row, column] = asked
    spans = [part for part in made.parts if isinstance(part, Span)]
    made.merges = [span for span in spans if chance.random() < 0.6]
    return made


def reference(chance: random.Random, columns: list[int]) -> tuple[int, int, int, int]:
    """A cell, or an area of cells that are no tag's at its corners."""
    rows, across = chance.choices(PATTERNS, k=2), chance.choices(columns, k=2)
    if chance.random() < 0.5:
        return rows[0], across[0], rows[0], across[0]
    return min(rows), min(across), max(rows), max(across)


def rows_of(made: Drawn, chance: random.Random) -> dict[int, dict[str, Any]]:
    """The template as it is typed."""
    rows: dict[int, dict[str, Any]] = {
        1: {column_letters(at): text for at, text in made.tags.items()},
        3: tag("for project in plan.projects"),
        6: tag("endfor"),
    }
    if not made.tags:
        rows[1] = {"A": "{{ plan.year }}"}
    for row in PATTERNS:
        rows[row] = {column_letters(column): 1 for column in made.columns}
    for (row, column), asked in made.formulas.items():
        texts = ",".join(written(chance, ref) for ref in asked)
        rows[row][column_letters(column)] = f"=SUM({texts})"
    return rows


def written(chance: random.Random, ref: tuple[int, int, int, int]) -> str:
    """A reference as it is typed; of one in a single row both ends are fixed or none (K455)."""
    top, left, bottom, right = ref
    first, last = chance.choice(("", "$")), chance.choice(("", "$"))
    corners = [
        f"{chance.choice(('', '$'))}{column_letters(column)}{fixed}{row}"
        for row, column, fixed in (
            (top, left, first),
            (bottom, right, first if top == bottom else last),
        )
    ]
    return corners[0] if (top, left) == (bottom, right) else ":".join(corners)


# ----------------------------------------------------------------------------------- the slow twin


@dataclass
class Twin:
    """What stands where in the output: columns with what is bound, rows with their project."""

    columns: list[tuple[int, Bound]]
    rows: list[tuple[int, int | None]]

    def columns_for(self, column: int, bound: Bound) -> list[int]:
        return [
            at
            for at, (origin, held) in enumerate(self.columns, 1)
            if origin == column and all(held.get(name, is_) == is_ for name, is_ in bound.items())
        ]

    def rows_for(self, row: int, project: int | None) -> list[int]:
        return [
            at
            for at, (origin, held) in enumerate(self.rows, 1)
            if origin == row and (project is None or held is None or held == project)
        ]

    def means(
        self, ref: tuple[int, int, int, int], own: tuple[int, int], at: tuple[int, int]
    ) -> Counter[tuple[int, int]]:
        """The cells that a reference in a copy of a pattern cell means."""
        top, left, bottom, right = ref
        project, bound = self.rows[at[0] - 1][1], self.columns[at[1] - 1][1]
        if left != right:
            across = hull(c for one in range(left, right + 1) for c in self.columns_for(one, bound))
        elif (top, bottom, left) == (own[0], own[0], own[1]) and bound:
            across = [one for one in self.columns_for(left, {}) if one != at[1]]
        else:
            across = self.columns_for(left, bound)
        if top != bottom:
            down = hull(r for one in range(top, bottom + 1) for r in self.rows_for(one, project))
        elif top == own[0]:
            down = [at[0]]
        else:
            down = self.rows_for(top, project)
        return Counter((row, column) for row in down for column in across)


def hull(numbers: Iterator[int]) -> list[int]:
    found = list(numbers)
    return list(range(min(found), max(found) + 1)) if found else []


def twin_of(made: Drawn, sources: int, projects: int) -> Twin:
    columns: list[tuple[int, Bound]] = []

    def lay(parts: list[int | Span], bound: Bound) -> None:
        for part in parts:
            if isinstance(part, int):
                columns.append((part, bound))
            elif part.variable:
                for number in range(sources):
                    lay(part.inside, {**bound, part.variable: number})
            elif part.holds:
                lay(part.inside, bound)

    lay(made.parts, {})
    rows: list[tuple[int, int | None]] = [(HEAD, None)]
    for number in range(projects):
        rows += [(row, number) for row in REPEATED]
    start = [] if made.tags else [(1, None)]
    return Twin(columns, [*start, *rows, (TOTAL, None)])


def cells_in(text: str) -> Counter[tuple[int, int]]:
    """The cells that a written formula names, each as often as it does."""
    return Counter(
        (row, column)
        for piece in tokenize(text)
        if isinstance(piece, Ref)
        for row in range(piece.top, piece.bottom + 1)
        for column in range(piece.left, piece.right + 1)
    )


@given(SEEDS)
def test_every_reference_means_what_the_slow_twin_writes(seed: int) -> None:
    chance = random.Random(seed)
    made, sources, projects = drawn(chance), chance.randint(1, 4), chance.randint(1, 3)
    plan = read_plan(form_plan(sources_of(sources), [[None, *[1] * sources]] * projects))
    layout = lay_out(template_of(rows_of(made, chance)), {"plan": plan, "findings": ()})
    twin = twin_of(made, sources, projects)
    found = {(one.row, one.column): one.text for one in filled(layout).formulas}
    wanted = {}
    for row, (origin, _) in enumerate(twin.rows, 1):
        for column, (pattern, _) in enumerate(twin.columns, 1):
            asked = made.formulas.get((origin, pattern))
            if asked is not None:
                own, at = (origin, pattern), (row, column)
                wanted[at] = sum((twin.means(ref, own, at) for ref in asked), Counter())
    assert {at: cells_in(text) for at, text in found.items()} == wanted


@given(SEEDS)
def test_merges_reach_over_all_copies(seed: int) -> None:
    chance = random.Random(seed)
    made, sources = drawn(chance), chance.randint(1, 4)

    def draw(book: Any, page: Any) -> None:
        for span in made.merges:
            page.merge_range(MERGED - 1, span.first - 1, MERGED - 1, span.last - 1, "Trong đó")

    plan = read_plan(form_plan(sources_of(sources), [[None, *[1] * sources]]))
    layout = lay_out(template_of(rows_of(made, chance), draw), {"plan": plan, "findings": ()})
    twin, (sheet,) = twin_of(made, sources, 1), layout.sheets
    formats = {number: number for number in range(99)}
    head, tail = sheet_frame(layout, sheet, formats, formats, None)[:2]
    xml = (head + tail).decode()
    row = sheet.of(MERGED)[0].row if made.merges else 0
    wanted = set()
    for span in made.merges:
        inside = range(span.first + 1, span.last)
        held = [at for one in inside for at in twin.columns_for(one, {})]
        if len(held) > 1:
            wanted.add(area_name(row, min(held), row, max(held)))
    found = {part.split('"')[0] for part in xml.split('<mergeCell ref="')[1:]}
    assert found == wanted
    assert all(split_area(area)[0] == row for area in found)


# ------------------------------------------------------------------------ forms that are proved


def form_rows(chance: random.Random) -> dict[int, dict[str, Any]]:
    """A table of projects with its columns in random order around the sources."""
    before, between, after = (chance.randint(0, 2) for _ in range(3))
    start, first = before + 2, before + 3
    last = first + between + 1
    source, total = column_letters(first), column_letters(last + after + 1)
    own = column_letters(last + after + 2)
    rows: dict[int, dict[str, Any]] = {
        1: {
            column_letters(start): "{% column for source in plan.sources %}",
            column_letters(last): "{% column endfor %}",
        },
        2: {"A": "{{ plan.year }}", source: "{{ source.printed }}", total: "Tổng", own: "HV"},
        3: tag("for project in plan.projects"),
        4: {
            "A": "{{ loop.index }}",
            source: "{{ project[source] }}",
            total: f"=SUM({source}4)",
            own: "{{ project['Số học viên'] }}",
        },
        5: {"A": "{% prove %}", total: "{{ project.total }}"},
        6: tag("endfor"),
        7: {"A": "Cộng", source: f"=SUM({source}4)", total: f"=SUM({source}7)"},
        8: {"A": "{% prove %}", source: "{{ plan[source] }}", total: "{{ plan.total }}"},
    }
    rows[7][own] = f"=SUM({own}4)"
    rows[8][own] = "{{ plan['Số học viên'] }}"
    return rows


@given(SEEDS)
def test_random_forms_are_proved(seed: int) -> None:
    chance = random.Random(seed)
    count, projects = chance.randint(1, 9), chance.randint(1, 6)
    amounts: list[list[Any]] = []
    for _ in range(projects):
        held: list[Any] = [chance.choice((0, 1, chance.randrange(10**6))) for _ in range(count)]
        total = None
        if count > 1 and chance.random() < 0.4:
            total, held[chance.randrange(count)] = sum(held), None
        amounts.append([total, *held])
    own = {"Số học viên": [chance.choice((None, 1, 2.5, 40)) for _ in range(projects)]}
    levels = chance.choice((("Mục", "Chương trình"), ("Chương trình",), ()))
    breaks = sorted(chance.sample(range(1, 7), 2))
    plan = form_plan(sources_of(count), amounts, own, breaks, levels)
    made = build_workbook(plan, template_of(form_rows(chance)), flags=False)
    assert made.proof.written == made.proof.proved == projects + count + 2
    assert package_faults(made.data) == []
