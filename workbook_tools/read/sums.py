"""The rows of a table that are sums: of all, before or after; of a part, before or after. Their
names say it, the arithmetic decides between readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, pairwise
from typing import NamedTuple

from workbook_tools.plan.form import TOTAL as WHOLE
from workbook_tools.read.headers import normal
from workbook_tools.read.levels import (
    DETAIL,
    PROGRAMME,
    PROJECT,
    SECTION,
    TOTAL,
    is_sum,
    is_total,
    summed_part,
)
from workbook_tools.read.vocabulary import DASHES

Money = Mapping[str, Decimal]

_ZERO = Decimal(0)
_HEADINGS = (SECTION, PROGRAMME)


class SumRow(NamedTuple):
    """A row as its sums need it: number, name, level (empty for a row that is a sum by its name),
    amounts by name.
    """

    tt: str
    name: str
    level: str
    money: Money


@dataclass
class Sums:
    """What the rows are: ``levels`` by row (empty for one that is no line of its own), the heading
    whose sum a row states (``stated_by``: heading → row), projects that stand under nothing
    (``alone``), and the sums that agree with no reading (``left``: row → why).
    """

    levels: list[str]
    stated_by: dict[int, int] = field(default_factory=dict)
    alone: set[int] = field(default_factory=set)
    left: dict[int, str] = field(default_factory=dict)


def settled_sums(rows: Sequence[SumRow]) -> Sums:
    """What each row of a table is, in the order of the table."""
    found = Sums([row.level for row in rows])
    _parts_by_money(rows, found)
    _headings_by_money(rows, found)
    leaves = _leaves(rows, found.levels)
    sums = [at for at, row in enumerate(rows) if not row.level]
    whole = _whole(rows, leaves, sums)
    if whole is not None and whole > min(leaves, default=whole):
        _leave_after(rows, whole, found)
        leaves = {at: money for at, money in leaves.items() if at < whole}
    for at in sums:
        if at == whole:
            found.levels[at] = TOTAL
        elif at not in found.left:
            _place_sum(rows, leaves, at, whole, found)
    if whole is not None:
        _childless(rows, leaves, rows[whole].money, found)
    return found


def _leave_after(rows: Sequence[SumRow], whole: int, found: Sums) -> None:
    """Leave out the rows below the sum of all, which agrees without them."""
    below = range(whole + 1, len(rows))
    if not any(found.levels[at] == PROJECT for at in below):
        return
    for at in below:
        found.levels[at] = ""
        if rows[at].money:
            found.left[at] = "nằm dưới dòng tổng cộng, tổng đã khớp khi không có dòng này"


def _parts_by_money(rows: Sequence[SumRow], found: Sums) -> None:
    """Make the rows without a number that add up to the numbered project above them its parts."""
    for at, row in enumerate(rows):
        if row.level != PROJECT or not row.tt or not row.money:
            continue
        end = at + 1
        while end < len(rows) and rows[end].level == PROJECT and not rows[end].tt:
            end += 1
        if end - at > 2 and agree(row.money, added(rows[at + 1 : end])):
            for part in range(at + 1, end):
                found.levels[part] = DETAIL


def _headings_by_money(rows: Sequence[SumRow], found: Sums) -> None:
    """Make the rows without a number that each state the sum of the numbered projects below them,
    down to the next, the headings of those, in a table that has no other.
    """
    lines = [at for at, level in enumerate(found.levels) if level]
    bare = [at for at in lines if rows[at].tt in ("", *DASHES) and rows[at].money]
    if bare[:1] != lines[:1] or not set(found.levels).isdisjoint(_HEADINGS):
        return
    groups = [(above, range(above + 1, below)) for above, below in pairwise([*bare, len(rows)])]
    if all(_is_of_group(rows, found.levels, above, group) for above, group in groups):
        headings = dict.fromkeys(bare, PROGRAMME)
        found.levels[:] = [headings.get(at, level) for at, level in enumerate(found.levels)]


def _is_of_group(
    rows: Sequence[SumRow], levels: Sequence[str], above: int, group: Iterable[int]
) -> bool:
    """Whether a row states the sum of the projects of a group, and there are any."""
    projects = [rows[at] for at in group if levels[at] == PROJECT]
    return bool(projects) and agree(rows[above].money, added(projects))


def _leaves(rows: Sequence[SumRow], levels: Sequence[str]) -> dict[int, Money]:
    """The money of the projects, by row: their own, or that of their parts."""
    found: dict[int, Money] = {}
    project = None
    for at, (row, level) in enumerate(zip(rows, levels, strict=True)):
        if level == PROJECT:
            project = at
            found[at] = row.money
        elif level == DETAIL and project is not None and not rows[project].money:
            found[project] = _plus(found[project], row.money)
    return found


def _whole(rows: Sequence[SumRow], leaves: Mapping[int, Money], sums: Sequence[int]) -> int | None:
    """The row that is the sum of all: the last one that is called so, or adds all up; one above
    all others where none below is.
    """
    if not leaves:
        return next((at for at in reversed(sums) if _called_total(rows[at])), None)
    every = _added_money(leaves.values())
    above = [at for at in sums if at < min(leaves) and _called_total(rows[at])]
    return next(
        chain(
            _sums_below(rows, leaves, sums),
            (at for at in above if agree(rows[at].money, every)),
            _sums_within(rows, leaves, sums),
            above,
        ),
        None,
    )


def _sums_below(
    rows: Sequence[SumRow], leaves: Mapping[int, Money], sums: Sequence[int]
) -> Iterator[int]:
    """The rows below all projects that may be the sum of all, the last first."""
    every = _added_money(leaves.values())
    for at in reversed(sums):
        if at > max(leaves):
            part = agree(rows[at].money, _since_sum(rows, leaves, at))
            if agree(rows[at].money, every) or (_called_total(rows[at]) and not part):
                yield at


def _sums_within(
    rows: Sequence[SumRow], leaves: Mapping[int, Money], sums: Sequence[int]
) -> Iterator[int]:
    """The rows between projects that are called the sum of all, and are that of all above them and
    of no part, the last first.
    """
    for at in reversed(sums):
        above = _between(leaves, -1, at)
        of_all = above and _called_total(rows[at]) and agree(rows[at].money, above)
        levels = [row.level for row in rows]
        if of_all and _is_one_of_many(rows, leaves, sums, at):
            continue
        if of_all and all(rows[up].money for up in _open_headings(rows, levels, at)):
            yield at


def _is_one_of_many(
    rows: Sequence[SumRow], leaves: Mapping[int, Money], sums: Sequence[int], at: int
) -> bool:
    """Whether a sum below a row is that of the projects between the two: then each sums up its
    part.
    """
    below = next((later for later in sums if later > at), None)
    return below is not None and agree(rows[below].money, _between(leaves, at, below))


def _called_total(row: SumRow) -> bool:
    return is_total("", row.name) and not summed_part(row.name)


def _since_sum(rows: Sequence[SumRow], leaves: Mapping[int, Money], at: int) -> Money:
    """The sum of the projects between a sum and the sum before it; nothing where there is none."""
    begin = next((up for up in range(at - 1, -1, -1) if not rows[up].level), -1)
    return {} if begin < 0 else _between(leaves, begin, at)


def _place_sum(
    rows: Sequence[SumRow],
    leaves: Mapping[int, Money],
    at: int,
    whole: int | None,
    found: Sums,
) -> None:
    """Say of a sum that is not the sum of all which heading's it is, or why it is none's."""
    money = rows[at].money
    open_ = _open_headings(rows, found.levels, at)
    if _is_of_heading(rows, leaves, at, open_, found):
        return
    if whole is not None and _called_total(rows[at]) and agree(money, rows[whole].money):
        return
    if agree(money, _since_sum(rows, leaves, at)) or agree(money, _between(leaves, -1, at)):
        return
    called = is_sum("", rows[at].name)
    if called and open_ and not rows[open_[0]].money and open_[0] not in found.stated_by:
        found.stated_by[open_[0]] = at
        return
    found.left[at] = "là dòng cộng nhưng không bằng tổng của phần nào trong bảng"


def _is_of_heading(
    rows: Sequence[SumRow], leaves: Mapping[int, Money], at: int, open_: Sequence[int], found: Sums
) -> bool:
    """Give a sum to the heading that its name says, or else to one with whose projects it agrees,
    and say whether there is one: one without money, or with the same.
    """
    money, named = rows[at].money, summed_part(rows[at].name)
    by_name = [up for up in open_ if named and normal(rows[up].tt).strip(" .)(") == named]
    fitting = [up for up in open_ if agree(money, _between(leaves, up, at))]
    for up in (*by_name, *fitting):
        if not rows[up].money and up not in found.stated_by:
            found.stated_by[up] = at
            return True
        if agree(money, rows[up].money):
            return True
    return False


def _open_headings(rows: Sequence[SumRow], levels: Sequence[str], at: int) -> list[int]:
    """The headings under which a row stands, the innermost first."""
    found: list[int] = []
    for up in range(at - 1, -1, -1):
        if levels[up] == PROGRAMME and not found:
            found.append(up)
        elif levels[up] == SECTION:
            return [*found, up]
    return found


def _between(leaves: Mapping[int, Money], after: int, before: int) -> Money:
    return _added_money(money for at, money in leaves.items() if after < at < before)


def _childless(
    rows: Sequence[SumRow], leaves: Mapping[int, Money], whole: Money, found: Sums
) -> None:
    """Make the headings with money and nothing below projects, where the sum of all fits only with
    them.
    """
    every = _added_money(leaves.values())
    if agree(whole, every):
        return
    bare = [
        at for at in range(len(rows)) if rows[at].money and _has_nothing_below(found.levels, at)
    ]
    if bare and agree(whole, _plus(every, _added_money(rows[at].money for at in bare))):
        found.alone |= set(bare)


def _has_nothing_below(levels: Sequence[str], at: int) -> bool:
    """Whether a heading has no project before the next heading of its level, or of a higher one."""
    if levels[at] not in _HEADINGS:
        return False
    for level in levels[at + 1 :]:
        if level in (SECTION, levels[at]):
            return True
        if level not in ("", TOTAL):
            return False
    return True


# ------------------------------------------------------------------------------------------ amounts


def agree(stated: Money, computed: Money) -> bool:
    """Whether all that is stated is what was computed; a total beside agreeing sources may differ
    where lines lack theirs.
    """
    said = {name: value for name, value in stated.items() if name != WHOLE}
    if any(value != computed.get(name, _ZERO) for name, value in said.items()):
        return False
    if any(said.values()):
        return True
    return WHOLE in stated and stated[WHOLE] == computed.get(WHOLE, _ZERO) != 0


def _plus(one: Money, other: Money) -> Money:
    return {name: one.get(name, _ZERO) + other.get(name, _ZERO) for name in {**one, **other}}


def _added_money(parts: Iterable[Money]) -> Money:
    """The sums of amounts by name."""
    found: dict[str, Decimal] = {}
    for money in parts:
        for name, value in money.items():
            found[name] = found.get(name, _ZERO) + value
    return found


def added(rows: Iterable[SumRow]) -> Money:
    """The sums of these rows' amounts, by name."""
    return _added_money(row.money for row in rows)
