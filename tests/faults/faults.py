"""One fault put into a clean draft at a random place: functions that say which cell the fault is
in. A rule names those that it must find.

``None`` means that this draft has no place for the fault (no second project, no such column …);
another one is taken.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, overload

from tests.faults.drafts import PROGRAMME, PROJECT, SECTION, TOTAL, Draft, Formula
from workbook_tools.check import RULES
from workbook_tools.excel.cells import split_cell
from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.vietnamese import FROM_TCVN3, FROM_VNI

Inject = Callable[[Draft, random.Random], "str | None"]
FAULTS: dict[str, Inject] = {}
"""Name → the way to break a plan. The rules say which of them each must find."""
ALONE: set[str] = set()
"""Faults that change which rows there are, what a total of the whole plan is, or which norm a code
means: not mixed with others.
"""


@overload
def breaks(inject: Inject) -> Inject: ...
@overload
def breaks(*, alone: bool) -> Callable[[Inject], Inject]: ...
def breaks(
    inject: Inject | None = None, *, alone: bool = False
) -> Inject | Callable[[Inject], Inject]:
    """Register a fault under its function's name."""

    def register(inject: Inject) -> Inject:
        FAULTS[inject.__name__] = inject
        if alone:
            ALONE.add(inject.__name__)
        return inject

    return register if inject is None else register(inject)


def faults_of(code: str) -> list[Inject]:
    """The faults that a rule must find."""
    return [FAULTS[name] for name in RULES[code].fault]


def _project(
    draft: Draft, chance: random.Random, like: Callable[[dict[str, Any]], bool] = lambda row: True
) -> int | None:
    plain = [at for at in draft.of(PROJECT) if not draft.rows[at].get("detailed")]
    fitting = [at for at in plain if like(draft.rows[at])]
    return chance.choice(fitting) if fitting else None


def _has(draft: Draft, *names: str) -> bool:
    return all(name in draft.columns for name in names)


def _replaced(draft: Draft, at: int | None, name: str, value: Any) -> str | None:
    if at is None or name not in draft.columns:
        return None
    draft.rows[at][name] = value
    return draft.cell(at, name)


# --------------------------------------------------------------------------------------- arithmetic


@breaks
def stated_total_off(draft: Draft, chance: random.Random) -> str | None:
    def fits(row: dict[str, Any]) -> bool:
        return all(isinstance(row.get(source), Decimal) for source in draft.sources)

    at = _project(draft, chance, fits)
    if at is None or draft.formulas:
        return None
    due = draft.amount(at, "total")
    return _replaced(
        draft,
        at,
        "total",
        due + chance.choice((1, -1)) * chance.choice((Decimal(1), due / 2, Decimal(10))),
    )


def _wrong_total(draft: Draft, chance: random.Random, level: tuple[str, ...]) -> str | None:
    fitting = [
        at
        for at in range(len(draft.rows))
        if draft.rows[at]["level"] in level
        and draft.below(at)
        and draft.rows[at].get("total") is not None
    ]
    if not fitting:
        return None
    at, name = chance.choice(fitting), chance.choice(draft.amounts)
    due = draft.rows[at][name]
    right = due.result if isinstance(due, Formula) else due
    return _replaced(draft, at, name, right + chance.choice((1, -1, 1000, 90)))


@breaks
def subtotal_off(draft: Draft, chance: random.Random) -> str | None:
    return _wrong_total(draft, chance, (SECTION, PROGRAMME))


@breaks
def detail_off(draft: Draft, chance: random.Random) -> str | None:
    """Money added to a part of a project that states the sum of its parts."""
    detailed = [at for at in draft.of(PROJECT) if draft.rows[at].get("detailed")]
    if not detailed:
        return None
    at, name = chance.choice(detailed), chance.choice(draft.sources)
    draft.rows[at + chance.choice((1, 2))][name] += chance.choice((1, 90))
    return draft.cell(at, name)


@breaks(alone=True)
def grand_total_off(draft: Draft, chance: random.Random) -> str | None:
    return _wrong_total(draft, chance, (TOTAL,))


@breaks(alone=True)
def words_changed(draft: Draft, chance: random.Random) -> str | None:
    words = draft.particulars.get("Tổng cộng bằng chữ")
    if not words:
        return None
    swaps = (
        ("trăm", "mươi"),
        ("ngàn", "triệu"),
        ("triệu", "ngàn"),
        ("một", "hai"),
        ("năm", "sáu"),
        ("ba", "bốn"),
        ("tỷ", "triệu"),
    )
    fitting = [pair for pair in swaps if pair[0] in words]
    if not fitting:
        return None
    draft.particulars["Tổng cộng bằng chữ"] = words.replace(*chance.choice(fitting), 1)
    if draft.layout == "plan":
        return f"ThongTin!B{list(draft.particulars).index('Tổng cộng bằng chữ') + 2}"
    return f"{draft.sheet}!A{draft.top + len(draft.rows) + 1}"


@breaks(alone=True)
def subtotal_among_projects(draft: Draft, chance: random.Random) -> str | None:
    programmes = [at for at in draft.of(PROGRAMME) if len(draft.below(at)) >= 2]
    if not programmes:
        return None
    home = chance.choice(programmes)
    below = draft.below(home)
    last = draft.rows[below[-1]]
    head, dot, tail = str(last["tt"]).rpartition(".")
    sums = {
        name: sum((draft.amount(at, name) for at in below), Decimal(0)) for name in draft.amounts
    }
    name = chance.choice(("Cộng chương trình", "Tổng cộng chương trình", draft.rows[home]["name"]))
    place = draft.after(below[-1])
    draft.rows.insert(
        place, {"level": PROJECT, "tt": f"{head}{dot}{int(tail) + 1}", "name": name, **sums}
    )
    for at in range(place + 1, len(draft.rows)):
        _renumber_flat(draft, at, head)
    return draft.cell(place, "total")


def _renumber_flat(draft: Draft, at: int, head: str) -> None:
    """Where projects are numbered through, the ones after an added one move on."""
    row = draft.rows[at]
    if row["level"] == PROJECT and not head and _is_continued(draft):
        row["tt"] = str(int(row["tt"]) + 1)


def _is_continued(draft: Draft) -> bool:
    flat = [
        str(draft.rows[at]["tt"])
        for at in draft.of(PROJECT)
        if "." not in str(draft.rows[at]["tt"])
    ]
    return bool(flat) and len(set(flat)) >= len(flat) - 1


@breaks
def amount_negated(draft: Draft, chance: random.Random) -> str | None:
    name = chance.choice(draft.sources)
    at = _project(draft, chance, lambda row: isinstance(row.get(name), Decimal))
    if at is None:
        return None
    draft.rows[at][name] = -(draft.rows[at][name] or Decimal(1000))
    draft.settle()
    return draft.cell(at, name)


@breaks
def money_removed(draft: Draft, chance: random.Random) -> str | None:
    at = _project(draft, chance)
    if at is None:
        return None
    kept = draft.amount(at, "total") if chance.random() < 0.5 and not draft.formulas else None
    draft.rows[at] |= dict.fromkeys(draft.sources) | {"total": kept}
    if kept is None:
        draft.settle()
    return draft.cell(at, "total")


@breaks(alone=True)
def amount_scaled(draft: Draft, chance: random.Random) -> str | None:
    """Of an amount of a usual size: a thousandth of the one large project is a usual amount."""
    held = sorted(draft.amount(at, "province") for at in draft.of(PROJECT))
    middle, most = held[len(held) // 2], held[-2] * 2

    def fits(row: dict[str, Any]) -> bool:
        value = row.get("province")
        return isinstance(value, Decimal) and middle / 6 < value <= min(middle * 6, most)

    at = _project(draft, chance, fits)
    if at is None:
        return None
    factor = Decimal(
        chance.choice(("1000", "0.001") if draft.unit == "đồng" else ("1000", "0.001", "1000000"))
    )
    row = draft.rows[at]
    for name in draft.amounts:
        if isinstance(row.get(name), Decimal):
            row[name] *= factor
    draft.settle()
    return draft.cell(at, "province")


@breaks
def part_of_a_dong(draft: Draft, chance: random.Random) -> str | None:
    digits = {"đồng": 0, "ngàn đồng": 3, "triệu đồng": 6}[draft.unit]
    at = _project(draft, chance, lambda row: isinstance(row.get("province"), Decimal))
    if at is None:
        return None
    part = Decimal(chance.randrange(1, 9)).scaleb(-digits - 1)
    draft.rows[at]["province"] += part
    draft.settle()
    return draft.cell(at, "province")


@breaks
def row_below_the_total(draft: Draft, chance: random.Random) -> str | None:
    """A project that was added below the total of an appendix."""
    at = _project(draft, chance, lambda row: isinstance(row.get("province"), Decimal))
    if at is None or draft.layout != "appendix" or draft.particulars.get("Tổng cộng bằng chữ"):
        return None
    draft.rows.append({**draft.rows[at], "level": SECTION, "tt": "", "name": "Bổ sung sau"})
    return draft.cell(len(draft.rows) - 1, "name")


# ---------------------------------------------------------------------------------------- structure


@breaks(alone=True)
def number_repeated(draft: Draft, chance: random.Random) -> str | None:
    groups = [draft.below(at) for at in draft.of(PROGRAMME)]
    fitting = [
        (group[i], group[j])
        for group in groups
        for i in range(len(group))
        for j in range(i + 1, len(group))
    ]
    if not fitting:
        return None
    first, second = chance.choice(fitting)
    return _replaced(draft, second, "tt", draft.rows[first]["tt"])


@breaks(alone=True)
def number_removed(draft: Draft, chance: random.Random) -> str | None:
    at = _project(draft, chance)
    return _replaced(draft, at, "tt", None)


@breaks(alone=True)
def numbers_skipped(draft: Draft, chance: random.Random) -> str | None:
    groups = [draft.below(at) for at in draft.of(PROGRAMME)] or [draft.of(PROJECT)]
    group = chance.choice([group for group in groups if group])
    start = chance.randrange(len(group))
    skip = chance.choice((1, 1, 2))
    for at in group[start:]:
        head, dot, tail = str(draft.rows[at]["tt"]).rpartition(".")
        draft.rows[at]["tt"] = f"{head}{dot}{int(tail) + skip}"
    if not dot and _is_continued(draft):
        for at in draft.of(PROJECT):
            if at > group[-1]:
                draft.rows[at]["tt"] = str(int(draft.rows[at]["tt"]) + skip)
    return draft.cell(group[start], "tt")


@breaks(alone=True)
def number_of_another_parent(draft: Draft, chance: random.Random) -> str | None:
    at = _project(draft, chance, lambda row: "." in str(row["tt"]))
    if at is None:
        return None
    head, _, tail = str(draft.rows[at]["tt"]).rpartition(".")
    outer, dot, last = head.rpartition(".")
    return _replaced(draft, at, "tt", f"{outer}{dot}{int(last) + chance.choice((1, 2, 10))}.{tail}")


@breaks(alone=True)
def moved_under_the_next(draft: Draft, chance: random.Random) -> str | None:
    """The last project of a programme that states its sum slips under the next programme, and is
    numbered there.
    """
    order = draft.of(PROGRAMME)
    if draft.formulas:
        return None
    fitting = [
        (one, two)
        for one, two in pairwise(order)
        if draft.rows[one].get("total") is not None
        and len(draft.below(one)) > 1
        and draft.rows[one + len(draft.below(one)) + 1] is draft.rows[two]
        and "." in str(draft.rows[one + 1]["tt"])
    ]
    if not fitting:
        return None
    _, two = chance.choice(fitting)
    if not draft.amount(two - 1, "total"):
        return None
    moved = draft.rows.pop(two - 1)
    for amount in draft.amounts:
        draft.rows[two - 1][amount] = None
    draft.rows.insert(two, moved)
    for count, at in enumerate(draft.below(two - 1), 1):
        draft.rows[at]["tt"] = f"{draft.rows[two - 1]['tt']}.{count}"
    return draft.cell(two, "tt")


@breaks
def name_removed(draft: Draft, chance: random.Random) -> str | None:
    return _replaced(draft, _project(draft, chance), "name", None)


@breaks
def unit_removed(draft: Draft, chance: random.Random) -> str | None:
    return _replaced(draft, _project(draft, chance), "executing_unit", None)


@breaks
def unit_misspelled(draft: Draft, chance: random.Random) -> str | None:
    uses = [draft.rows[at]["executing_unit"] for at in draft.of(PROJECT)]
    at = _project(
        draft,
        chance,
        lambda row: uses.count(row["executing_unit"]) >= 4 and len(row["executing_unit"]) > 12,
    )
    if at is None:
        return None
    unit = str(draft.rows[at]["executing_unit"])
    ways = [
        unit.replace(" ", "", 1),
        unit.replace("TVPTCN", "TVP TCN"),
        unit.upper(),
        unit.replace("huyện", "huyệ"),
        unit.replace("Công", "Côn"),
        unit.replace("KC&", "KC & "),
    ]
    other = chance.choice([way for way in ways if way != unit])
    return _replaced(draft, at, "executing_unit", other)


@breaks(alone=True)
def project_repeated(draft: Draft, chance: random.Random) -> str | None:
    programmes = [at for at in draft.of(PROGRAMME) if draft.below(at)]
    at = _project(
        draft, chance, lambda row: isinstance(row.get("province"), Decimal) and row["province"] > 0
    )
    if at is None or not programmes or _is_continued(draft):
        return None
    copy = dict(draft.rows[at])
    home = chance.choice(programmes)
    below = draft.below(home)
    head, dot, tail = str(draft.rows[below[-1]]["tt"]).rpartition(".")
    copy["tt"] = f"{head}{dot}{int(tail) + 1}"
    if chance.random() < 0.5:
        copy["name"] = chance.choice(("Tổ chức {}", "{} năm nay")).format(copy["name"])
    place = draft.after(below[-1])
    draft.rows.insert(place, copy)
    draft.settle()
    return draft.cell(place if place > at else at + 1, "name")


@breaks(alone=True)
def programme_emptied(draft: Draft, chance: random.Random) -> str | None:
    programmes = [at for at in draft.of(PROGRAMME) if draft.below(at)]
    if len(programmes) < 2 or _is_continued(draft):
        return None
    home = chance.choice(programmes)
    below = draft.below(home)
    del draft.rows[below[0] : draft.after(below[-1])]
    for amount in draft.amounts:
        draft.rows[home][amount] = None
    draft.settle()
    return draft.cell(home, "name")


@breaks(alone=True)
def project_above_programmes(draft: Draft, chance: random.Random) -> str | None:
    """A project typed above the first programme."""
    first = next(iter(draft.of(PROGRAMME)), None)
    if (
        first is None
        or draft.layout != "plan"
        or _is_continued(draft)
        or draft.rows[first].get("total") is not None
        or len(draft.below(first)) < 2
    ):
        return None
    group = draft.below(first)
    moved = draft.rows[group[-1] : draft.after(group[-1])]
    del draft.rows[group[-1] : draft.after(group[-1])]
    draft.rows[first:first] = moved
    draft.settle()
    return draft.cell(first, "tt")


@breaks
def note_among_money(draft: Draft, chance: random.Random) -> str | None:
    if not _has(draft, "note"):
        return None
    at = _project(draft, chance, lambda row: bool(row.get("note")))
    if at is None:
        return None
    draft.rows[at]["note"], text = None, draft.rows[at]["note"]
    return _replaced(draft, at, "other", text)


@breaks
def row_shifted(draft: Draft, chance: random.Random) -> str | None:
    """Everything from the months on stands one column to the right."""
    at = _project(
        draft,
        chance,
        lambda row: isinstance(row.get("province"), Decimal) and row["province"] >= 100,
    )
    if at is None or draft.formulas:
        return None
    row = draft.rows[at]
    order = ["start_month", "end_month", "total", "province", "beneficiary", "other"]
    values = [row.get("result"), *(row.get(name) for name in order[:-1])]
    row["result"] = None
    row |= dict(zip(order, values, strict=True))
    return draft.cell(at, "start_month")


@breaks
def no_month(draft: Draft, chance: random.Random) -> str | None:
    return _replaced(
        draft,
        _project(draft, chance),
        chance.choice(("start_month", "end_month")),
        chance.choice((120_000, 450, "theo tiến độ")),
    )


# ----------------------------------------------------------------------------------------- schedule


@breaks
def months_swapped(draft: Draft, chance: random.Random) -> str | None:
    at = _project(
        draft,
        chance,
        lambda row: (
            isinstance(row["start_month"], int)
            and isinstance(row["end_month"], int)
            and 1 <= row["start_month"] < row["end_month"] <= 12
        ),
    )
    if at is None:
        return None
    row = draft.rows[at]
    row["start_month"], row["end_month"] = row["end_month"], row["start_month"]
    return draft.cell(at, "start_month")


@breaks
def month_out_of_range(draft: Draft, chance: random.Random) -> str | None:
    return _replaced(
        draft,
        _project(draft, chance),
        chance.choice(("start_month", "end_month")),
        chance.choice((0, 13, 21, -1)),
    )


@breaks
def month_removed(draft: Draft, chance: random.Random) -> str | None:
    return _replaced(
        draft, _project(draft, chance), chance.choice(("start_month", "end_month")), None
    )


@breaks
def other_year_in_a_text(draft: Draft, chance: random.Random) -> str | None:
    name = chance.choice([name for name in ("name", "goal", "result") if name in draft.columns])
    spoken = ("năm", "giai đoạn", "Thống kê")  # a text that speaks of the past may name a past year
    at = _project(
        draft,
        chance,
        lambda row: not any(word in f"{row.get('goal')} {row.get(name)}" for word in spoken),
    )
    if at is None:
        return None
    y = draft.year
    text = chance.choice(
        (
            f" năm {y - 1}",
            f" năm {y - 2}",
            f" giai đoạn {y - 6} - {y - 1}",
            f" quý I/{y - 1}",
            f" năm {y + 3}",
        )
    )
    return _replaced(draft, at, name, f"{draft.rows[at][name]}{text}")


@breaks
def other_period(draft: Draft, chance: random.Random) -> str | None:
    if draft.layout != "plan":
        return None
    draft.particulars["Giai đoạn chương trình"] = chance.choice(
        (f"{draft.year + 1} - {draft.year + 5}", "2016 - 2020")
    )
    return f"ThongTin!B{list(draft.particulars).index('Giai đoạn chương trình') + 2}"


# ------------------------------------------------------------------------ norms, citations, targets


def _normed(draft: Draft, chance: random.Random) -> int | None:
    if draft.layout != "plan":
        return None
    return _project(
        draft,
        chance,
        lambda row: (
            bool(row.get("norm_code"))
            and all(isinstance(row.get(source), Decimal) for source in draft.sources)
        ),
    )


def _set_shares(draft: Draft, at: int, province: Decimal, beneficiary: Decimal) -> None:
    row = draft.rows[at]
    row |= dict.fromkeys(draft.sources[3:], Decimal(0))
    row["province"], row["beneficiary"] = province, beneficiary
    draft.settle()


@breaks
def share_exceeded(draft: Draft, chance: random.Random) -> str | None:
    at = _normed(draft, chance)
    if at is None:
        return None
    whole = draft.rows[at]["province"] + draft.rows[at]["beneficiary"]
    part = (whole * Decimal(chance.choice(("0.8", "0.9", "0.75")))).quantize(Decimal(1))
    draft.rows[at]["other"] = Decimal(0)
    _set_shares(draft, at, part, whole - part)
    return draft.cell(at, "province")


@breaks
def cap_exceeded(draft: Draft, chance: random.Random) -> str | None:
    at = _normed(draft, chance)
    if at is None:
        return None
    row = draft.rows[at]
    factor = Decimal(chance.choice((60, 100)))
    row["quantity"] = "01 " + str(row["quantity"]).partition(" ")[2]
    _set_shares(draft, at, row["province"] * factor, row["beneficiary"] * factor)
    for record in draft.records["ChiTieu"]:
        if record[4] == row["tt"]:
            record[1] = 1
    return draft.cell(at, "province")


@breaks
def share_taken_over(draft: Draft, chance: random.Random) -> str | None:
    at = _normed(draft, chance)
    if at is None:
        return None
    row = draft.rows[at]
    _set_shares(draft, at, row["province"] + row["beneficiary"], Decimal(0))
    return draft.cell(at, "beneficiary")


@breaks
def norm_lapsed(draft: Draft, chance: random.Random) -> str | None:
    at = _normed(draft, chance)
    if at is None:
        return None
    if chance.random() < 0.5:
        return _replaced(draft, at, "norm_code", "KHONG-CO")
    records = draft.records["DinhMuc"]
    record = next(r for r in records if r[0] == draft.rows[at]["norm_code"])
    record[5], record[6] = chance.choice(
        ((date(draft.year + 1, 1, 1), None), (date(2015, 1, 1), date(draft.year - 1, 12, 31)))
    )
    return draft.cell(at, "norm_code")


@breaks(alone=True)
def norm_key_lost(draft: Draft, chance: random.Random) -> str | None:
    records = draft.records.get("DinhMuc")
    if records is None:
        return None
    records.append(
        [
            chance.choice((None, records[1][0])),
            "Định mức khác",
            Decimal("0.5"),
            None,
            None,
            None,
            None,
            "…",
        ]
    )
    if records[-1][0] is not None:
        records[-1][1:] = records[1][1:]
    return f"DinhMuc!A{len(records)}"


@breaks
def basis_removed(draft: Draft, chance: random.Random) -> str | None:
    if draft.layout != "plan":
        return None
    homes = [at for at in draft.of(PROGRAMME) if draft.below(at)]
    if not homes:
        return _replaced(draft, _project(draft, chance), "note", "Theo quy định hiện hành")
    home = chance.choice(homes)
    keep = chance.choice(draft.below(home))
    for at in draft.below(home):
        draft.rows[at]["note"] = draft.rows[at]["note"] or draft.rows[home]["note"]
    draft.rows[home]["note"] = None
    return _replaced(draft, keep, "note", chance.choice((None, "Theo quy định hiện hành")))


def _citing(draft: Draft, chance: random.Random) -> int | None:
    if draft.layout != "plan":
        return None
    return _project(draft, chance, lambda row: bool(row.get("note")))


@breaks
def document_unknown(draft: Draft, chance: random.Random) -> str | None:
    at = _citing(draft, chance)
    if at is None or "CanCu" not in draft.records:
        return None
    return _replaced(
        draft, at, "note", f"- Quyết định {chance.randrange(100, 999)}/2019/QĐ-UBND ngày 05/6/2019"
    )


@breaks
def date_changed(draft: Draft, chance: random.Random) -> str | None:
    at = _citing(draft, chance)
    number, day = chance.choice(
        (
            ("53/2018/QĐ-UBND", "12/11/2018"),
            ("23/2018/QĐ-UBND", "24/4/2019"),
            ("147/2018/NQ-HĐND", "ngày 7 tháng 2 năm 2018"),
            ("45/2012/NĐ-CP", "31/02/2012"),
        )
    )
    if at is None or "CanCu" not in draft.records:
        return None
    return _replaced(draft, at, "note", f"- Theo {number} {day}")


@breaks
def document_lapsed(draft: Draft, chance: random.Random) -> str | None:
    at = _citing(draft, chance)
    if at is None or "CanCu" not in draft.records:
        return None
    records = draft.records["CanCu"]
    ended = chance.choice(((date(2019, 1, 1), None), (None, "53/2018/QĐ-UBND")))
    records.append(["9/2010/QĐ-UBND", date(2010, 1, 5), "…", None, *ended])
    return _replaced(draft, at, "note", "- Quyết định 9/2010/QĐ-UBND ngày 05/01/2010")


@breaks
def document_number_misspelled(draft: Draft, chance: random.Random) -> str | None:
    at = _citing(draft, chance)
    number = chance.choice(
        (
            "53/2018/QĐUBND",
            "53/2018/QD-UBND",
            "147/2018/NQ-HDND",
            "53/18/QĐ-UBND",
            "53-2018/QĐ-UBND",
        )
    )
    return _replaced(draft, at, "note", f"- Quyết định {number}") if at is not None else None


@breaks
def document_repeated(draft: Draft, chance: random.Random) -> str | None:
    records = draft.records.get("CanCu")
    if records is None:
        return None
    records.append(list(chance.choice(records[1:])))
    return f"CanCu!A{len(records)}"


@breaks(alone=True)
def figure_changed(draft: Draft, chance: random.Random) -> str | None:
    records = draft.records.get("ChiTieu")
    if records is None:
        return None
    at = next(i for i, record in enumerate(records) if record[5] == COLUMNS["total"])
    records[at][1] = records[at][1] + chance.choice((1, 1000, -10))
    return f"ChiTieu!B{at + 1}"


@breaks
def target_changed(draft: Draft, chance: random.Random) -> str | None:
    records = draft.records.get("ChiTieu", [])
    fitting = [i for i, record in enumerate(records) if record[5] == "Số lượng"]
    if not fitting:
        return None
    at = chance.choice(fitting)
    records[at][1] = records[at][1] + chance.choice((1, 10, 100))
    return f"ChiTieu!B{at + 1}"


@breaks
def target_lost(draft: Draft, chance: random.Random) -> str | None:
    records = draft.records.get("ChiTieu")
    if records is None:
        return None
    at = chance.randrange(1, len(records))
    column, value = chance.choice(((4, "99.9"), (5, "Cột lạ"), (1, "nhiều")))
    records[at][column] = value
    return f"ChiTieu!{'ABCDEF'[column]}{at + 1}"


# ------------------------------------------------------------------------------------------ hygiene


@breaks
def number_as_text(draft: Draft, chance: random.Random) -> str | None:
    name = chance.choice((*draft.sources, "start_month", "end_month"))
    at = _project(draft, chance, lambda row: isinstance(row.get(name), (Decimal, int)))
    if at is None:
        return None
    value = draft.rows[at][name]
    text = (
        f"{int(value):,}".replace(",", chance.choice((".", "", " ")))
        if isinstance(value, Decimal)
        else f"{value}"
    )
    return _replaced(draft, at, name, text)


@breaks(alone=True)
def subtotal_typed(draft: Draft, chance: random.Random) -> str | None:
    fitting = [
        (at, name)
        for at, row in enumerate(draft.rows)
        for name in draft.amounts
        if isinstance(row.get(name), Formula) and row["level"] in (SECTION, PROGRAMME, TOTAL)
    ]
    if not fitting or len([1 for at, name in fitting if name == "total"]) < 3:
        return None
    at, name = chance.choice(fitting)
    return _replaced(draft, at, name, draft.rows[at][name].result)


@breaks(alone=True)
def project_total_typed(draft: Draft, chance: random.Random) -> str | None:
    at = _project(draft, chance, lambda row: isinstance(row.get("total"), Formula))
    if at is None or len(draft.of(PROJECT)) < 6:
        return None
    return _replaced(draft, at, "total", draft.rows[at]["total"].result)


@breaks
def range_changed(draft: Draft, chance: random.Random) -> str | None:
    fitting = [
        at
        for at in draft.of(PROGRAMME)
        if isinstance(draft.rows[at].get("total"), Formula) and len(draft.below(at)) > 1
    ]
    if not fitting:
        return None
    at, name = chance.choice(fitting), chance.choice(draft.amounts)
    below = draft.below(at)
    letters = draft.cell(0, name).partition("!")[2].rstrip("0123456789")
    first, last = draft.top + below[0], draft.top + below[-1]
    one, two = chance.choice(((first + 1, last), (first, last - 1), (first, last + 2)))
    if two > last and last + 2 >= draft.top + len(draft.rows) - 1:
        one, two = first + 1, last
    return _replaced(
        draft, at, name, Formula(f"SUM({letters}{one}:{letters}{two})", draft.rows[at][name].result)
    )


@breaks(alone=True)
def formula_unlike_others(draft: Draft, chance: random.Random) -> str | None:
    at = _project(draft, chance, lambda row: isinstance(row.get("total"), Formula))
    if at is None or len(draft.of(PROJECT)) < 6:
        return None
    held = draft.rows[at]["total"]
    text = chance.choice((f"ROUND({held.text},0)", f"({held.text})*1", f"{held.text}/1"))
    return _replaced(draft, at, "total", Formula(text, held.result))


def _above(draft: Draft, chance: random.Random) -> tuple[int, str] | None:
    """A row above projects and its total, where that is a formula."""
    fitting = [
        at
        for at, row in enumerate(draft.rows)
        if row["level"] != PROJECT and isinstance(row.get("total"), Formula)
    ]
    if not fitting:
        return None
    at = chance.choice(fitting)
    return at, draft.rows[at]["total"].text


@breaks
def formula_round_about(draft: Draft, chance: random.Random) -> str | None:
    def fits(row: dict[str, Any]) -> bool:
        return isinstance(row.get("total"), Formula) and isinstance(row.get("province"), Decimal)

    at = _project(draft, chance, fits)
    if at is None:
        return None
    total, source = draft.cell(at, "total"), draft.cell(at, "province")
    name = total.partition("!")[2]
    _replaced(draft, at, "province", Formula(f"{name}/2", draft.rows[at]["province"]))
    return min(total, source, key=lambda cell: split_cell(cell.partition("!")[2])[1])


@breaks
def plug_added(draft: Draft, chance: random.Random) -> str | None:
    found = _above(draft, chance)
    if found is None:
        return None
    at, text = found
    plug = chance.choice((150, 20, 7))
    changed = chance.choice((f"{text}+{plug}", f"{plug}+{text}", f"SUM({text},{plug})"))
    result = draft.rows[at]["total"].result
    return _replaced(draft, at, "total", Formula(changed, result))


@breaks
def error_hidden(draft: Draft, chance: random.Random) -> str | None:
    found = _above(draft, chance)
    if found is None:
        return None
    at, text = found
    changed = chance.choice((f"IFERROR({text},0)", f"IF(ISERROR({text}),0,{text})"))
    return _replaced(draft, at, "total", Formula(changed, draft.rows[at]["total"].result))


@breaks
def result_gone_stale(draft: Draft, chance: random.Random) -> str | None:
    found = _above(draft, chance)
    if found is None:
        return None
    at, text = found
    result = draft.rows[at]["total"].result + chance.choice((1, -1, 150, 1000))
    return _replaced(draft, at, "total", Formula(text, result))


@breaks(alone=True)
def rounded_where_shown(draft: Draft, chance: random.Random) -> str | None:
    at = _project(draft, chance, lambda row: isinstance(row.get("total"), Decimal))
    if (
        at is None
        or len(draft.sources) < 2
        or draft.unit == "đồng"
        or not _has(draft, *draft.sources)
        or draft.formulas
    ):
        return None
    row, third = draft.rows[at], chance.choice((Decimal("33.4"), Decimal("12.3"), Decimal("7.4")))
    row |= dict.fromkeys(draft.sources, third) | {"total": len(draft.sources) * third}
    draft.shown = chance.choice(("#,##0", "0", "#,##0_);(#,##0)", '#,##0" "'))
    draft.settle()
    return draft.cell(at, "total")


@breaks
def error_value(draft: Draft, chance: random.Random) -> str | None:
    names = ("name", "province", "end_month", "note", "executing_unit")
    name = chance.choice([name for name in names if name in draft.columns])
    error = chance.choice(("#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NAME?"))
    return _replaced(
        draft,
        _project(draft, chance),
        name,
        Formula("1/0" if error == "#DIV/0!" else "NA()", error),
    )


@breaks
def row_or_column_hidden(draft: Draft, chance: random.Random) -> str | None:
    if chance.random() < 0.5:
        at = _project(draft, chance)
        assert at is not None
        draft.hidden_rows.add(at)
        return draft.cell(at, "name")
    name = chance.choice([name for name in draft.columns if name in COLUMNS])
    draft.hidden_columns.add(name)
    letters = draft.cell(0, name).partition("!")[2].rstrip("0123456789")
    return f"{draft.sheet}!{letters}{1 if draft.layout == 'plan' else draft.top - 2}"


@breaks
def taken_from_outside(draft: Draft, chance: random.Random) -> str | None:
    at = _project(draft, chance, lambda row: isinstance(row.get("province"), Decimal))
    if at is None:
        return None
    draft.outside.append((at, "province"))
    return _replaced(draft, at, "province", Formula("[1]Sheet1!B5", draft.rows[at]["province"]))


@breaks
def pointed_by_address(draft: Draft, chance: random.Random) -> str | None:
    if draft.layout != "plan":
        return None
    draft.records["PhuLuc"] = [["TỔNG CỘNG", Decimal(7)]]
    row = chance.randint(2, 90)
    draft.records["Theo dõi"] = [[Formula(f"PhuLuc!$H${row}", Decimal(7))]]
    return "Theo dõi!A1"


@breaks
def fed_on_output(draft: Draft, chance: random.Random) -> str | None:
    at = _project(draft, chance, lambda row: isinstance(row.get("province"), Decimal))
    if draft.layout != "plan" or at is None:
        return None
    value = draft.rows[at]["province"]
    draft.records["PhuLuc"] = [["TỔNG CỘNG", value]]
    return _replaced(draft, at, "province", Formula("PhuLuc!B1", value))


@breaks
def rows_merged(draft: Draft, chance: random.Random) -> str | None:
    pairs = [
        (one, two)
        for one, two in zip(draft.of(PROJECT), draft.of(PROJECT)[1:], strict=False)
        if two == one + 1
    ]
    if not pairs:
        return None
    one, two = chance.choice(pairs)
    draft.rows[two]["executing_unit"] = None
    draft.merges.append((one, "executing_unit", two, "executing_unit"))
    return draft.cell(one, "executing_unit")


_TO_TCVN3 = {letter: shown for shown, letter in FROM_TCVN3.items()}
_TO_VNI = {letter: shown for shown, letter in FROM_VNI.items()}


@breaks
def old_letters(draft: Draft, chance: random.Random) -> str | None:
    name = chance.choice(
        [name for name in ("name", "goal", "result", "executing_unit") if name in draft.columns]
    )
    at = _project(
        draft, chance, lambda row: any(letter in _TO_TCVN3 for letter in str(row.get(name) or ""))
    )
    if at is None:
        return None
    text = str(draft.rows[at][name])
    way = chance.choice(("tcvn3", "vni", "decomposed"))
    if way == "decomposed":
        return _replaced(draft, at, name, unicodedata.normalize("NFD", text))
    table = _TO_TCVN3 if way == "tcvn3" else _TO_VNI
    return _replaced(draft, at, name, "".join(table.get(letter, letter) for letter in text))


@breaks
def stray_space(draft: Draft, chance: random.Random) -> str | None:
    name = chance.choice(
        [name for name in ("name", "goal", "executing_unit") if name in draft.columns]
    )
    at = _project(draft, chance, lambda row: " " in str(row.get(name) or ""))
    if at is None:
        return None
    text = str(draft.rows[at][name])
    return _replaced(
        draft,
        at,
        name,
        chance.choice(
            (
                text + " ",
                " " + text,
                text.replace(" ", "  ", 1),
                text.replace(" ", "\u00a0", 1),
                text[:3] + "\u200b" + text[3:],
            )
        ),
    )


@breaks
def abbreviation_slipped(draft: Draft, chance: random.Random) -> str | None:
    name = chance.choice([name for name in ("name", "goal") if name in draft.columns])
    uses = sum(
        str(row.get(field) or "").count("CNNT")
        for row in draft.rows
        for field in ("name", "goal")
        if field in draft.columns
    )
    at = _project(draft, chance, lambda row: "CNNT" in str(row.get(name) or ""))
    if at is None or uses < 6:
        return None
    other = chance.choice(("CNTT", "NNNT", "CNN", "CNMT"))
    return _replaced(draft, at, name, str(draft.rows[at][name]).replace("CNNT", other, 1))


@breaks
def text_like_a_formula(draft: Draft, chance: random.Random) -> str | None:
    name = chance.choice(
        [name for name in ("name", "goal", "result", "note") if name in draft.columns]
    )
    text = chance.choice(
        ("=tổng các đề án", "@Trung tâm", "+84 251 3822 232", "-A1", "=1+1", "--", "+SUM(A1)")
    )
    return _replaced(draft, _project(draft, chance), name, text)
