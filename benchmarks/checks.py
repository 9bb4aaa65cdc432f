"""How well the rules find faults: python -m benchmarks.checks [--instances N] [--clean N].

Clean plans are made at random; into each one fault is put, for every rule in turn, and the workbook
is written, read and checked as a user's would be. Reported for each rule: found at the right cell,
found elsewhere only, missed; false alarms on the clean plans; two and ten faults at once; and the
time that all rules take.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.drafts import Draft, clean_draft
from tests.faults.faults import FAULTS
from tests.faults.plans import write_plan
from workbook_tools.check import RULES, Finding, check_plan
from workbook_tools.excel.package import (
    RELS,
    Relationship,
    open_package,
    pack,
    parse_xml,
    relationships,
    relationships_xml,
    rels_name,
    to_xml,
    typed,
    workbook_part,
)
from workbook_tools.read import read_plan
from workbook_tools.read.appendix import read_appendix
from workbook_tools.read.source import source_of


@dataclass
class Score:
    """How often a rule found its fault at the cell, elsewhere only, or not; the seeds of those that
    were not right.

    ``beside`` counts the other rules that spoke of the same plan.
    """

    right: int = 0
    elsewhere: int = 0
    missed: int = 0
    wrong_seeds: list[int] = field(default_factory=list)
    beside: Counter[str] = field(default_factory=Counter)


def checked(draft: Draft) -> tuple[Finding, ...]:
    """The findings of a draft, by way of its file."""
    data = draft.file()
    if draft.outside:
        data = with_outside_link(data)
    source = source_of(data, "ke-hoach.xlsx")
    return check_plan(read_plan(source) if draft.layout == "plan" else read_appendix(source))


def with_outside_link(data: bytes) -> bytes:
    """The workbook with a link to another one, which XlsxWriter cannot write."""
    package = open_package(data, "k")
    book = workbook_part(package)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    root = parse_xml(package.read(book), book)
    place = root.find(f"{{{space}}}sheets")
    assert place is not None
    holder = root.makeelement(f"{{{space}}}externalReferences", {})
    holder.append(root.makeelement(f"{{{space}}}externalReference", {f"{{{RELS}}}id": "rIdOut"}))
    place.addnext(holder)
    part = "xl/externalLinks/externalLink1.xml"
    rels = [*relationships(package, book), Relationship("rIdOut", f"{RELS}/externalLink", part)]
    body = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<externalLink xmlns="{space}" xmlns:r="{RELS}">'
        '<externalBook r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    )
    out = [Relationship("rId1", f"{RELS}/externalLinkPath", "DuToan.xlsx", True)]
    types = parse_xml(package.read("[Content_Types].xml"), "types")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    return pack(
        package.changed(
            {
                book: to_xml(root),
                rels_name(book): relationships_xml(book, rels),
                part: body.encode(),
                rels_name(part): relationships_xml(part, out),
                "[Content_Types].xml": typed(types, {part: kind}),
            }
        )
    )


def false_alarms(count: int, first: int = 0) -> Counter[str]:
    """Findings on clean plans, by rule."""
    found: Counter[str] = Counter()
    for seed in range(first, first + count):
        found.update(finding.rule for finding in checked(clean_draft(seed)))
    return found


def score(code: str, instances: int, first: int = 100_000) -> Score:
    """One fault of a rule in each of so many plans."""
    result = Score()
    seed = first
    while result.right + result.elsewhere + result.missed < instances:
        draft = clean_draft(seed)
        chance = random.Random(f"{code}/{seed}")
        ways = FAULTS[code]
        cell = ways[seed % len(ways)](draft, chance)
        seed += 1
        if cell is None:
            continue
        findings = checked(draft)
        places = {finding.where for finding in findings if finding.rule == code}
        result.beside.update({finding.rule for finding in findings} - {code})
        if cell in places:
            result.right += 1
        else:
            result.wrong_seeds.append(seed - 1)
            if places:
                result.elsewhere += 1
            else:
                result.missed += 1
    return result


def together(faults: int, plans: int, first: int = 500_000) -> tuple[int, int, Counter[str]]:
    """Several faults of different rules in one plan, each at a line of its own: found, put in, and
    which were not.
    """
    found = put = 0
    lost: Counter[str] = Counter()
    for seed in range(first, first + plans):
        draft, placed = _with_faults(seed, faults)
        places = {(finding.rule, finding.where) for finding in checked(draft)}
        for fault in placed:
            put += 1
            found += fault in places
            lost[fault[0]] += fault not in places
    return found, put, +lost


_ALONE = frozenset(
    {"A03", "A04", "A05", "B01", "B02", "B03", "B06", "B07", "F01", "G02", "G04", "A08"}
)
"""Faults that change which rows there are, or what a total of the whole plan is: not mixed with
others.
"""


def _with_faults(seed: int, count: int) -> tuple[Draft, list[tuple[str, str]]]:
    drafts = (clean_draft(number) for number in range(seed * 50, seed * 50 + 50))
    draft = next(d for d in drafts if d.layout == "plan" and len(d.rows) > 25)
    chance = random.Random(seed)
    placed: list[tuple[str, str]] = []
    taken: set[str] = set()
    codes = [code for code in FAULTS if code not in _ALONE]
    chance.shuffle(codes)
    for code in codes:
        if len(placed) == count:
            break
        before = [dict(row) for row in draft.rows]
        records = {name: [list(record) for record in held] for name, held in draft.records.items()}
        rest = (
            set(draft.hidden_rows),
            set(draft.hidden_columns),
            list(draft.merges),
            list(draft.outside),
            dict(draft.particulars),
        )
        cell = chance.choice(FAULTS[code])(draft, chance)
        rows = {at for at, row in enumerate(draft.rows) if row != before[at]}
        touched = {f"row{at}" for at in rows if draft.rows[at]["level"] == "Đề án"}
        touched |= {cell, *_record(cell)} if cell else set()
        if cell is None or touched & taken:
            draft.rows, draft.records = before, records
            (
                draft.hidden_rows,
                draft.hidden_columns,
                draft.merges,
                draft.outside,
                draft.particulars,
            ) = rest
            continue
        taken |= touched
        draft.pinned.add(cell)
        placed.append((code, cell))
    return draft, placed


def _record(cell: str) -> set[str]:
    """The record of another sheet that a cell belongs to: two faults in one record are not told
    apart.
    """
    sheet, _, name = cell.partition("!")
    return set() if sheet in ("DeAn", "ThongTin") else {f"{sheet} {name.lstrip('ABCDEFGH')}"}


def speed() -> list[tuple[str, float, float]]:
    """All rules on 10,000 rows against openpyxl reading them; on 100 rows; on 20,000 against
    10,000.
    """
    import openpyxl

    rows: list[tuple[str, float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        timed = {}
        for size in (100, 10_000, 20_000):
            file = Path(name) / f"{size}.xlsx"
            write_plan(file, size)
            plan = read_plan(file)
            timed[size] = _median(lambda plan=plan: check_plan(plan))
            if size == 10_000:
                data = file.read_bytes()

                def openpyxl_reads(data: bytes = data) -> None:
                    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
                    for row in book["DeAn"].iter_rows(values_only=True):
                        len(row)

                reading = _median(openpyxl_reads, 3)
    rows.append(
        (
            "all rules, 10,000 rows, against openpyxl (read-only) reading the sheet",
            timed[10_000],
            reading,
        )
    )
    rows.append(("all rules, 20,000 rows, against 10,000 rows", timed[20_000], timed[10_000]))
    rows.append(("all rules, 100 rows, against 30 ms", timed[100], 0.030))
    return rows


def _median(action: object, runs: int = 5) -> float:
    assert callable(action)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    """Print the tables; the exit status is 1 where anything falls short of the goal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=int, default=50)
    parser.add_argument("--clean", type=int, default=300)
    options = parser.parse_args()
    short = False
    alarms = false_alarms(options.clean)
    print(
        "| rule | right cell | elsewhere | missed | false alarms | other rules that spoke too |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    for code in RULES:
        result = score(code, options.instances)
        short = short or bool(result.elsewhere or result.missed or alarms[code])
        beside = ", ".join(f"{other} {count}" for other, count in result.beside.most_common(5))
        note = f" (seeds {result.wrong_seeds[:5]})" if result.wrong_seeds else ""
        print(
            f"| {code} | {result.right} | {result.elsewhere} | {result.missed} | {alarms[code]} | {beside} |{note}",
            flush=True,
        )
    print(f"\nFalse alarms on {options.clean} clean plans: {alarms.total()}")
    for faults, plans in ((2, 100), (10, 50)):
        found, put, lost = together(faults, plans)
        short = short or found < put
        print(
            f"{faults} faults at once, {plans} plans: {found} of {put} found"
            + (f"; not found: {dict(lost)}" if lost else "")
        )
    print("\n| what | ours, s | theirs, s | ratio |\n| --- | --- | --- | --- |")
    for what, ours, theirs in speed():
        print(f"| {what} | {ours:.4f} | {theirs:.4f} | {ours / theirs:.2f} |")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
