"""The table of an appendix found by its headings, whoever made it and wherever it stands on the
sheet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from workbook_tools.patterns import pattern
from workbook_tools.plan.form import TOTAL, Source
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.numerals import read_numeral
from workbook_tools.read.headers import normal
from workbook_tools.read.values import at, text
from workbook_tools.read.vocabulary import (
    APPROVED,
    DASHES,
    END_OF_TABLE,
    FIELDS,
    OTHER_TABLES,
    SOURCES,
    TOTAL_HEADING,
    VAGUE,
    says_money,
)

_PATTERNS = {name: pattern(said) for name, said in FIELDS.items()}
_SOURCES = tuple((pattern(known.pattern), known.source) for known in SOURCES)
_TOTAL = pattern(TOTAL_HEADING)
_DEEPEST = 4
_SEARCHED_ROWS = 80
_SHORT_HEADING = 80
_LOOKED_AT = 300
_YEARS = range(2000, 2101)
_SEARCHED_COLUMNS = 256
_LONGEST_HEADING = 150
LONG_NOTE = 20
"""A text that is longer than this, in a column of amounts, is a note."""

_LONGEST_COLUMN_NUMBER = 5
_AMOUNT = pattern(r"(?!(?:19|20)[0-9]{2}\Z)[0-9][0-9.,]{0,30}\s*")


_OF_PROJECTS = frozenset(("executing_unit", "goal", "result", "start_month", "period"))
"""Fields that few other tables than those of projects have."""

Cell = tuple[int, int]
Corners = Mapping[Cell, Cell]
"""A merge's cells, row and column, each with its first."""


class SpareColumn(NamedTuple):
    """A column of numbers whose heading is none of the known ones, or one that stands already:
    where it is, what it is called, whether that is a word of money, and the source that it means.
    """

    column: int
    heading: str
    money: bool
    source: Source | None


@dataclass(frozen=True, slots=True)
class Table:
    """Where an appendix's table stands: rows of its heading, column of each field found, first row
    of data; its sources are fields under their keys. ``spare`` are the other columns of numbers.
    """

    heading: tuple[int, int]
    columns: Mapping[str, int]
    sources: tuple[Source, ...] = field(default=(), compare=False)
    spare: tuple[SpareColumn, ...] = field(default=(), compare=False)

    @property
    def first_row(self) -> int:
        """The row below the heading."""
        return self.heading[1] + 1

    @property
    def amounts(self) -> Mapping[str, int]:
        """The columns of money, by their names."""
        names = (TOTAL, *(source.key for source in self.sources))
        return {name: self.columns[name] for name in names if name in self.columns}


def find_tables(grid: Grid, *, anywhere: bool = False) -> list[Table]:
    """Every table of a sheet, from above; a heading that is repeated within a table is there, too.
    None begins below row 80 where none begins above it, but in a document, ``anywhere``.
    """
    groups: list[list[Table]] = []
    for table in _tables(grid):
        if groups and _goes_with(grid, table, groups[-1]):
            groups[-1].append(table)
        elif groups or anywhere or table.heading[0] <= _SEARCHED_ROWS:
            groups.append([table])
    return [best for group in groups if (best := _best(grid, group)) is not None]


def _goes_with(grid: Grid, table: Table, group: Sequence[Table]) -> bool:
    """Whether a heading overlaps with others, and does not begin a table below theirs."""
    if table.heading[0] > max(other.heading[1] for other in group):
        return False
    ended = _widest(grid, group).heading[1] < table.heading[0]
    return not (ended and _names_projects(grid.rows[table.heading[0] - 1]))


def _widest(grid: Grid, tables: Sequence[Table]) -> Table:
    """The table with the most headings, of those with as many the first whose first row names
    projects.
    """

    def worth(table: Table) -> tuple[int, bool]:
        return len(table.columns), _names_projects(grid.rows[table.heading[0] - 1])

    return max(tables, key=worth)


def _best(grid: Grid, tables: Sequence[Table]) -> Table | None:
    return _with_words_below(grid, _with_merges(grid, _widest(grid, tables))) if tables else None


def _tables(grid: Grid) -> Iterator[Table]:
    """The rows that can be an appendix's heading, from above, first alone and then with the rows
    below that go on with it.
    """
    corners = _corners(grid)
    for top in range(1, len(grid.rows) + 1):
        row = grid.rows[top - 1]
        if not _may_begin(row) or (top > _SEARCHED_ROWS and not _names_projects(row)):
            continue
        for bottom in range(top, min(top + _DEEPEST - 1, len(grid.rows)) + 1):
            if bottom > top and not (_heading_goes_on(grid, bottom) or _is_gap(grid, bottom)):
                break
            table = _read_heading(grid, corners, top, bottom)
            if _is_appendix(table):
                yield table


def _may_begin(row: Sequence[object]) -> bool:
    """Whether a row can be the first of a heading: two texts at least, and no number but years."""
    texts = [value for value in row if isinstance(value, str) and value.strip()]
    numbers = [value for value in row if isinstance(value, (int, float))]
    if len(texts) < 2 or not all(value in _YEARS for value in numbers):
        return False
    return not any(value[0].isdigit() and _AMOUNT().fullmatch(value) for value in texts)


def _names_projects(row: Sequence[object]) -> bool:
    """Whether a row has the heading of the column of names."""
    short = (value for value in row if isinstance(value, str) and len(value) <= _SHORT_HEADING)
    return any(_PATTERNS["name"]().fullmatch(_plain(value)) for value in short)


def _is_appendix(table: Table) -> bool:
    """Whether headings are those of an appendix: a name, an amount, and one more at least."""
    return "name" in table.columns and bool(table.amounts) and len(table.columns) >= 3


def _with_merges(grid: Grid, table: Table) -> Table:
    """The table with the rows into which its heading's cells are merged downwards."""
    top, bottom = table.heading
    merged = [merge[2] for merge in grid.merges if merge[0] <= bottom <= merge[2]]
    lowest = min(max(merged, default=bottom), top + _DEEPEST - 1)
    return replace(table, heading=(top, max(bottom, lowest)))


def _with_words_below(grid: Grid, table: Table) -> Table:
    """The table with the rows below its heading that say words alone under its money, as that of
    the unit or of the halves of a source does: they are of the heading.
    """
    top, bottom = table.heading
    corners = _corners(grid)
    while bottom < min(top + _DEEPEST, len(grid.rows)) and _words_of_money(grid, table, bottom + 1):
        bottom += 1
        below = _read_heading(grid, corners, top, bottom)
        if not _is_appendix(below):
            return table
        table = below
    return table


def _words_of_money(grid: Grid, table: Table, row: int) -> bool:
    """Whether a row goes on with a heading, and says short words in columns of money only."""
    values = grid.rows[row - 1]
    here = [at(values, column) for column in table.amounts.values()]
    words = [value for value in here if isinstance(value, str) and _is_word(value)]
    first = (at(values, table.columns[name]) for name in ("tt", "name") if name in table.columns)
    if any(map(text, first)) or len(words) < max(min(2, len(here)), len(list(filter(text, here)))):
        return False
    return _heading_goes_on(grid, row)


def _is_word(value: str) -> bool:
    """Whether a text is short, and neither an amount, nor a dash for none, nor a formula."""
    said = value.strip()
    if not said or said in DASHES or "=" in said:
        return False
    return len(said) <= _SHORT_HEADING and read_numeral(said) is None


def _heading_goes_on(grid: Grid, row: int) -> bool:
    """Whether a row can be part of a heading: texts and years only, and no row of the table."""
    filled = [value for value in grid.rows[row - 1] if value is not None and str(value).strip()]
    texts = [value for value in filled if isinstance(value, str)]
    years = all(isinstance(value, str) or value in _YEARS for value in filled)
    return bool(texts) and years and not is_numbering_row(grid.rows[row - 1])


def _is_gap(grid: Grid, row: int) -> bool:
    """Whether a row is an empty line within a heading: the row below goes on with the headings of
    some columns, none of them the first two.
    """
    if row >= len(grid.rows) or _said_in(grid.rows[row - 1]):
        return False
    below = _said_in(grid.rows[row])
    return len(below) > 1 and below[0][0] > 2 and _heading_goes_on(grid, row + 1)


def _corners(grid: Grid) -> Corners:
    """The merged cells where a heading may stand, each with the first cell of its merge."""
    found: dict[Cell, Cell] = {}
    for top, left, bottom, right in grid.merges:
        for row in range(top, min(bottom, _SEARCHED_ROWS + _DEEPEST) + 1):
            for column in range(left, min(right, _SEARCHED_COLUMNS) + 1):
                found.setdefault((row, column), (top, left))
    return found


def _read_heading(grid: Grid, corners: Corners, top: int, bottom: int) -> Table:
    """The columns whose headings, in these rows, are known, and the other columns of numbers."""
    width = max(len(grid.rows[row - 1]) for row in range(top, bottom + 1))
    found: dict[str, int] = {}
    sources: list[Source] = []
    spare: list[SpareColumn] = []
    below = cache(lambda: tuple(_above_its_end(grid, bottom + 1)))
    for column in range(1, min(width, _SEARCHED_COLUMNS) + 1):
        texts = _heading_texts(grid, corners, top, bottom, column)
        named = _field(texts, found)
        if named is not None:
            found[named] = column
            continue
        money = _money_field(texts, found)
        if not texts or (money is not None and _holds_prose(grid, below(), bottom, column)):
            continue
        source = None if money in (None, TOTAL) else _source_named(str(money))
        over = _put_money(found, money, column, texts)
        if over:
            shown = _shown_heading(grid, corners, top, bottom, over)
            said = money is not None or any(map(says_money, texts))
            spare.append(SpareColumn(over, shown, said, source))
        elif source is not None:
            sources.append(source)
    return Table((top, bottom), found, tuple(sources), tuple(spare))


def _put_money(found: dict[str, int], money: str | None, column: int, texts: Sequence[str]) -> int:
    """Put a column of money where its heading says, and say which column is then over: itself, the
    total that another is approved instead of, or none (0).
    """
    if money is None:
        return column
    before = found.get(money, 0)
    if before and not (money == TOTAL and _is_approved(texts)):
        return column
    found[money] = column
    return before


def _shown_heading(grid: Grid, corners: Corners, top: int, bottom: int, column: int) -> str:
    """The lowest text of a column's heading, as it is written."""
    shown = (
        _as_heading(_heading_value(grid, corners, top, row, column))
        for row in range(bottom, top - 1, -1)
    )
    return " ".join(next(filter(None, shown), "").split())


def shown_headings(grid: Grid, table: Table) -> dict[int, str]:
    """The heading of each column that has one, as it is written."""
    corners, (top, bottom) = _corners(grid), table.heading
    width = max(len(grid.rows[row - 1]) for row in range(top, bottom + 1))
    columns = range(1, min(width, _SEARCHED_COLUMNS) + 1)
    shown = {column: _shown_heading(grid, corners, top, bottom, column) for column in columns}
    return {column: heading for column, heading in shown.items() if heading}


def said_again(grid: Grid, table: Table, other: Table) -> range:
    """The rows in which a table's heading is said again, as on every page, where ``other`` begins;
    empty lines between them are of it. None where ``other`` is another heading.
    """
    top, bottom = other.heading
    same = _same_rows(grid, table, top)
    if same:
        return same
    one, again = shown_headings(grid, table), shown_headings(grid, other)
    alike = one.keys() == again.keys() and all(normal(one[at]) == normal(again[at]) for at in one)
    return range(top, bottom + 1) if alike or table.columns == other.columns else range(0)


def _same_rows(grid: Grid, table: Table, top: int) -> range:
    """The rows from ``top`` on that say what the rows of a table's heading say, empty ones aside;
    none where they say anything else.
    """
    first, last = table.heading
    wanted = [said for row in range(first, last + 1) if (said := _said_in(grid.rows[row - 1]))]
    found = 0
    for number in range(top, min(top + 2 * _DEEPEST, len(grid.rows)) + 1):
        said = _said_in(grid.rows[number - 1])
        if said and said != wanted[found]:
            break
        found += bool(said)
        if found == len(wanted):
            return range(top, number + 1)
    return range(0)


def _said_in(row: Sequence[object]) -> list[tuple[int, str]]:
    """The texts of a row, each with its column, as headings are compared."""
    shown = ((column, normal(text(value))) for column, value in enumerate(row, 1) if value)
    return [(column, said) for column, said in shown if said]


def _source_named(key: str) -> Source:
    """The known source that is called so inside."""
    return next(source for _, source in _SOURCES if source.key == key)


def _heading_texts(grid: Grid, corners: Corners, top: int, bottom: int, column: int) -> list[str]:
    """A column's heading texts, lowest first; the text of a merge counts for each of its columns.
    A text that is too long for a heading is none.
    """
    found = [_heading_value(grid, corners, top, row, column) for row in range(bottom, top - 1, -1)]
    texts = [_as_heading(value) for value in found]
    return [_plain(value) for value in texts if 0 < len(value) <= _LONGEST_HEADING]


def _as_heading(value: object) -> str:
    """A cell as a heading's text: a year is one; empty for other numbers."""
    if isinstance(value, str):
        return value.strip()
    return text(value) if value in _YEARS else ""


def _heading_value(grid: Grid, corners: Corners, top: int, row: int, column: int) -> object:
    """What a heading's cell shows: its value, or else that of the merge which covers it and begins
    within the heading.
    """
    value: object = grid.at(row, column)
    if value is not None:
        return value
    corner = corners.get((row, column))
    return grid.at(*corner) if corner is not None and corner[0] >= top else None


def _plain(value: str) -> str:
    """A heading without what stands in brackets, unless that is all there is."""
    whole = normal(value)
    short = " ".join(re.sub(r"\(.*?\)|\(.*\Z|[:.*]", " ", whole).split())
    return short or whole


def _field(texts: Sequence[str], taken: Mapping[str, int]) -> str | None:
    """The field of a line, no money, that a column's headings say, the lowest of them first."""
    for text_ in texts:
        for name, known in _PATTERNS.items():
            if name not in taken and known().fullmatch(text_):
                return name
        if amounts_said(text_):
            return None
    return None


def field_said(heading: str) -> str:
    """The field of a line, no money, that a heading may say; empty for none."""
    said = _plain(heading)
    return next((name for name, known in _PATTERNS.items() if known().fullmatch(said)), "")


def _money_field(texts: Sequence[str], taken: Mapping[str, int]) -> str | None:
    """The amount that a column's headings say, the lowest of them first; one that no other column
    has before one that stands already.
    """
    every = [(text_, amounts_said(text_)) for text_ in texts]
    sourced = any(
        set(amounts) - {TOTAL} for text_, amounts in every if not VAGUE().fullmatch(text_)
    )
    told = [amounts for text_, amounts in every if not (sourced and VAGUE().fullmatch(text_))]
    said = [amount for amounts in told for amount in amounts]
    return next((amount for amount in said if amount not in taken), said[0] if said else None)


def _is_approved(texts: Sequence[str]) -> bool:
    return any(APPROVED().fullmatch(said) for said in texts)


def amounts_said(heading: str) -> list[str]:
    """The total and the key of the source, that a heading may say, the likelier first."""
    found = [TOTAL] if _TOTAL().fullmatch(heading) else []
    source = next((source.key for said, source in _SOURCES if said().fullmatch(heading)), None)
    return found if source is None else [*found, source]


def _holds_prose(grid: Grid, below: Sequence[Sequence[Any]], last: int, column: int) -> bool:
    """Whether a column holds names and the like, and not amounts: what it holds counts more than
    its heading. Where it holds amounts, too, a long text beside an empty cell is a note that has
    slipped; a heading that is said again is none of it.
    """
    above = (at(row, column) for row in grid.rows[max(last - _DEEPEST, 0) : last])
    heading = {value for value in above if isinstance(value, str)}
    rows = (row for row in below if at(row, column) not in heading)
    held = Counter(_held(row, column) for row in rows)
    slipped = 0 if held["amount"] or held["dash"] else held["slipped"]
    return held["prose"] + slipped > held["amount"]


def _above_its_end(grid: Grid, first: int) -> Iterator[Sequence[Any]]:
    """The rows from one on, down to what stands below a table."""
    for row in grid.rows[first - 1 : first - 1 + _LOOKED_AT]:
        if any(END_OF_TABLE().match(normal(value)) for value in row[:3] if isinstance(value, str)):
            return
        if not is_numbering_row(row):
            yield row


def _held(row: Sequence[Any], column: int) -> str:
    """What a cell in a column of money holds: an amount, prose, a slipped note, or nothing."""
    value = at(row, column)
    if not isinstance(value, str):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return "amount" if is_number else ""
    if not value.strip() or value.strip() in DASHES:
        return "dash" if value.strip() else ""
    if read_numeral(value) is not None or "=" in value:
        return "amount"
    beside = len(value) > LONG_NOTE and not any(text(other) for other in row[column:])
    return "slipped" if beside else "prose"


def other_kind(grid: Grid, table: Table) -> str:
    """What a table is that is no plan of projects: disbursements, an adjustment; empty for one that
    is.
    """
    corners = _corners(grid)
    top, bottom = table.heading
    width = max(len(grid.rows[row - 1]) for row in range(top, bottom + 1))
    columns = range(1, min(width, _SEARCHED_COLUMNS) + 1)
    return _kind_said([" ".join(_heading_texts(grid, corners, top, bottom, at)) for at in columns])


def _kind_said(headings: Sequence[str]) -> str:
    """The kind of table whose words these headings say; empty where it is none that is known."""
    for kind, words in OTHER_TABLES:
        found = [re.compile(word) for word in words]
        told = [any(map(word.search, headings)) for word in found]
        if told[0] and sum(told) >= 2:
            return kind
    return ""


def heading_without_money(grid: Grid) -> int:
    """The row of a sheet that is the heading of a table of projects, but for money; 0 for none."""
    corners = _corners(grid)
    for top, row in enumerate(grid.rows[:_SEARCHED_ROWS], 1):
        if _may_begin(row) and _names_projects(row):
            table = _read_heading(grid, corners, top, top)
            if len(table.columns) > 2 and _OF_PROJECTS & table.columns.keys():
                return 0 if table.amounts else top
    return 0


def kind_of_sheet(grid: Grid) -> str:
    """What table a sheet without one of projects has: indicators, disbursements, an adjustment;
    empty where it is none that is known.
    """
    for row in grid.rows[:_SEARCHED_ROWS]:
        short = (normal(said) for said in row if isinstance(said, str))
        headings = [said for said in short if 0 < len(said) <= _SHORT_HEADING]
        kind = _kind_said(headings) if len(headings) > 2 else ""
        if kind:
            return kind
    return ""


def is_numbering_row(values: Sequence[object]) -> bool:
    """Whether a row below the heading only counts the columns: 1 2 3 …, (1) (2) (3) …, A B C …;
    a column that is computed may say how (8=9+10).
    """
    return not any(map(_is_long, values)) and _only_counts(values)


def _only_counts(values: Sequence[object]) -> bool:
    filled = [said.strip("()[] ") for said in map(text, values) if said]
    computed = [_computed_number(part) for part in filled]
    numbers = [int(part) for part in computed if _is_short_number(part)]
    others = [part for part in computed if not _is_short_number(part)]
    return len(filled) >= 4 and _counts(numbers) and all(map(_names_a_column, others))


def _is_long(value: object) -> bool:
    """Whether a text is too long for a column's number or letter, and computes none."""
    if not isinstance(value, str) or len(value.strip()) <= _LONGEST_SIGN:
        return False
    return "=" not in value and "+" not in value


_LONGEST_SIGN = 10
"""Letters of a column's number with its brackets."""

_COMPUTED = pattern(r"([0-9]{1,3})\s*[)\]]?\s*=.*\Z", re.DOTALL)
"""A column's number that says what it is the sum of: 6=7+8, (6)=(7)+(8)."""


def _computed_number(part: str) -> str:
    """The number of a column that says how it is computed; any other text as it is."""
    return _COMPUTED().sub(r"\1", part) if len(part) <= _SHORT_HEADING else part


def _is_short_number(part: str) -> bool:
    return part.isdecimal() and len(part) <= _LONGEST_COLUMN_NUMBER


def _counts(numbers: Sequence[int]) -> bool:
    """Whether three numbers or more count up, from 2 where the first column is not counted."""
    return (
        len(numbers) >= 3
        and numbers[0] <= 2
        and all(after == before + 1 for before, after in pairwise(numbers))
    )


def _names_a_column(part: str) -> bool:
    """Whether a text is a column's letter, or says how it is computed."""
    return (len(part) == 1 and part.isalpha()) or "=" in part or "+" in part
