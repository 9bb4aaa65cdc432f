"""How well the rules find what was put in: one fault, several at once, and none at all.

Clean plans are made at random; the workbook is written, read and checked as a user's would be.
"""

from __future__ import annotations

import copy
import random
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.drafts import Draft, clean_draft
from tests.faults.faults import ALONE, faults_of
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
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<externalLink xmlns="{space}" xmlns:r="{RELS}"><externalBook r:id="rId1">'
        '<sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
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


def broken(code: str, seed: int) -> tuple[Draft, str | None]:
    """A clean draft with one fault of a rule in it, and its cell; ``None`` where there is no place
    for it.
    """
    draft = clean_draft(seed)
    ways = faults_of(code)
    return draft, ways[seed % len(ways)](draft, random.Random(f"{code}/{seed}"))


def score(code: str, instances: int, first: int = 100_000) -> Score:
    """One fault of a rule in each of so many plans."""
    result = Score()
    seed = first
    while result.right + result.elsewhere + result.missed < instances:
        draft, cell = broken(code, seed)
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


def _with_faults(seed: int, count: int) -> tuple[Draft, list[tuple[str, str]]]:
    """A plan with so many faults of different rules, no two of them in one line or record; and
    where they are.
    """
    drafts = (clean_draft(number) for number in range(seed * 50, seed * 50 + 50))
    draft = next(d for d in drafts if d.layout == "plan" and len(d.rows) > 25)
    chance = random.Random(seed)
    placed: list[tuple[str, str]] = []
    taken: set[str] = set()
    codes = [code for code, rule in RULES.items() if not ALONE & set(rule.fault)]
    chance.shuffle(codes)
    for code in codes:
        if len(placed) == count:
            break
        before = copy.deepcopy(draft)
        cell = chance.choice(faults_of(code))(draft, chance)
        touched = _touched(draft, before, cell)
        if cell is None or touched & taken:
            draft = before
            continue
        taken |= touched
        draft.pinned.add(cell)
        placed.append((code, cell))
    return draft, placed


def _touched(draft: Draft, before: Draft, cell: str | None) -> set[str]:
    """The project lines and the records that a fault changed, its cell, and that one's record."""
    records = {
        f"{sheet} {at}"
        for sheet, held in draft.records.items()
        for at, (now, was) in enumerate(zip(held, before.records.get(sheet, ()), strict=False), 1)
        if now != was
    }
    rows = {at for at, row in enumerate(draft.rows) if row != before.rows[at]}
    lines = {f"row{at}" for at in rows if draft.rows[at]["level"] == "Đề án"}
    return lines | records | ({cell, *_record(cell)} if cell else set())


def _record(cell: str) -> set[str]:
    """The record of another sheet that a cell belongs to: two faults in one record are not told
    apart.
    """
    sheet, _, name = cell.partition("!")
    return set() if sheet in ("DeAn", "ThongTin") else {f"{sheet} {name.lstrip('ABCDEFGH')}"}
