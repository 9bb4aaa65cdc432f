"""What changed since the last build: rows, amounts, findings, told on the sheet of findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbook_tools.check.findings import Finding
from workbook_tools.check.remarks import NO_CODE
from workbook_tools.place import Place
from workbook_tools.plan.model import ZERO, Line, Plan, Project, Remark
from workbook_tools.plan.money import format_amount
from workbook_tools.read.plan_reader import Listed

SINCE = "So với lần lập trước"
"""How each of these remarks begins."""

_LISTED = 12
"""So many are named; the others are counted."""
_NAME, _MESSAGE = 60, 120

_Key = tuple[str, str, int]
"""What a row is known by, wherever it stands: whether it is a project or stands above some (an
appendix does not always tell sections from programmes), its name, the how-many-eth it is."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Earlier:
    """What an earlier build showed: its plan where it can be read, and its findings where it lists
    them.
    """

    plan: Plan | None
    listed: Sequence[Listed] | None


def changes(earlier: Earlier, plan: Plan, findings: Iterable[Finding]) -> tuple[Remark, ...]:
    """What changed since an earlier build; where nothing did, what that one said, so that it is
    made again to the last byte.
    """
    said = []
    if earlier.plan is not None:
        said += [(plan.sheet, text) for text in _of_rows(earlier.plan, plan)]
    if earlier.listed is not None:
        said += [("KiemTra", text) for text in _of_findings(earlier.listed, findings)]
    if said:
        return tuple(_remark(sheet, f"{SINCE}: {text}") for sheet, text in said)
    return tuple(
        _remark(row.place, row.message)
        for row in earlier.listed or ()
        if row.code == NO_CODE and row.message.startswith(SINCE)
    )


def _remark(sheet: str, said: str) -> Remark:
    return Remark(Place(sheet), "", "", said)


def _of_rows(before: Plan, after: Plan) -> Iterator[str]:
    """Rows that came, rows that went, amounts that changed."""
    old, new = _lines(before), _lines(after)
    come = [new[key] for key in new if key not in old]
    gone = [old[key] for key in old if key not in new]
    if come:
        yield f"thêm {len(come)} dòng: {_listed(map(_named, come))}"
    if gone:
        yield f"bỏ {len(gone)} dòng: {_listed(map(_named, gone))}"
    yield from _of_amounts(before, after, [(old[key], new[key]) for key in new if key in old])


def _of_amounts(before: Plan, after: Plan, pairs: Iterable[tuple[Line, Line]]) -> Iterator[str]:
    """Amounts that changed: those of each project, and the grand total."""
    told = [text for pair in pairs if (text := _amounts(before, after, *pair))]
    if told:
        yield f"{len(told)} đề án đổi số tiền: {_listed(told)}"
    total = _change(_in_unit(before, after, before.total), after.unit.quantize(after.total))
    if total:
        yield f"tổng cộng {total} {after.unit.said}"


def _lines(plan: Plan) -> dict[_Key, Line]:
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[_Key, Line] = {}
    for line in plan.lines():
        level = "đề án" if isinstance(line, Project) else "nhóm"
        key = level, _words(line.name).casefold()
        if key[1]:
            seen[key] += 1
            found[*key, seen[key]] = line
    return found


def _short(text: str, longest: int) -> str:
    from textwrap import shorten

    return shorten(text, longest, placeholder=" …")


def _named(line: Line) -> str:
    return f"{line.tt} “{_short(line.name, _NAME)}”".strip()


def _amounts(before: Plan, after: Plan, old: Line, new: Line) -> str:
    """The amounts of a project that changed; nothing where none did."""
    if not isinstance(old, Project) or not isinstance(new, Project):
        return ""
    parts = []
    headings = {**before.form.columns, **after.form.columns}
    known = _by_heading(before, after)
    held = {known.get(key, key): value for key, value in old.amounts.items()}
    for amount in dict.fromkeys((*new.amounts, *held)):
        was = _in_unit(before, after, held.get(amount, ZERO))
        change = _change(was, after.unit.quantize(new.amounts.get(amount, ZERO)))
        if change:
            parts.append(f"{headings[amount]} {change}")
    return f"{_named(new)} {', '.join(parts)}" if parts else ""


def _by_heading(before: Plan, after: Plan) -> dict[str, str]:
    """What the later plan calls the sources of the earlier one, which an appendix knows by their
    headings.
    """
    later = {
        _words(said).casefold(): source.key
        for source in after.form.sources
        for said in (source.printed, source.heading)
    }
    sources = before.form.sources
    return {
        source.key: later.get(_words(source.heading).casefold(), source.key) for source in sources
    }


def _in_unit(before: Plan, after: Plan, amount: Decimal) -> Decimal:
    """An amount of the earlier plan in the unit of the later one."""
    return after.unit.quantize(before.unit.to_dong(amount) / after.unit.dong)


def _change(old: Decimal, new: Decimal) -> str:
    return "" if old == new else f"{format_amount(old)} → {format_amount(new)}"


def _of_findings(listed: Sequence[Listed], findings: Iterable[Finding]) -> Iterator[str]:
    """Findings that came and findings that went, with the reasons that stood beside these."""
    old = [row for row in listed if row.code and row.code != NO_CODE]
    new = [Listed(found.rule, found.where, found.message) for found in findings]
    come, gone = _without(new, old), _without(old, new)
    if come:
        yield f"{len(come)} phát hiện mới: {_listed(map(_told, come))}"
    if gone:
        yield f"{len(gone)} phát hiện không còn: {_listed(map(_told, gone))}"


def _without(rows: Sequence[Listed], others: Sequence[Listed]) -> list[Listed]:
    """The rows that have no match among others, wherever their lines stand by now."""
    left = Counter(map(_said, others))
    found = []
    for row in rows:
        if left[_said(row)]:
            left[_said(row)] -= 1
        else:
            found.append(row)
    return found


def _said(row: Listed) -> tuple[str, str]:
    return row.code, re.sub(r"\b([Dd]òng) \d+", r"\1", _words(row.message))


def _told(row: Listed) -> str:
    reason = f" (giải trình: {_short(row.reason, _MESSAGE)})"
    message = _short(row.message, _MESSAGE)
    return f"{row.code} {row.place} {message}{reason if row.reason else ''}"


def _words(text: str) -> str:
    return " ".join(text.split())


def _listed(said: Iterable[str]) -> str:
    every = list(said)
    more = f" và {len(every) - _LISTED} nữa" if len(every) > _LISTED else ""
    return "; ".join(every[:_LISTED]) + more
