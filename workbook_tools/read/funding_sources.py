"""The funding sources of a plan: the rows of ``NguonKP``, or the usual three."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from workbook_tools.error_kinds import (
    CODE_TAKEN,
    DOUBLE_COLUMN,
    HEADING_OF_FIELD,
    NAME_OF_AMOUNT,
    NO_CODE,
    NO_HEADING,
    NO_KIND,
    NO_SOURCE,
    TOO_MANY_SOURCES,
    TWO_RESTS,
)
from workbook_tools.errors import InputError, InputFaultsError
from workbook_tools.machine.nearest import nearest, question
from workbook_tools.patterns import pattern
from workbook_tools.place import Place
from workbook_tools.plan.form import (
    COLUMNS,
    DEFAULT_SOURCES,
    KINDS,
    KNOWN_FURTHER,
    KNOWN_SOURCES,
    MOST_SOURCES,
    Form,
    Source,
)
from workbook_tools.plan.grid import Grid
from workbook_tools.read import values
from workbook_tools.read.headers import columns_by_heading, headings_of, normal
from workbook_tools.read.records import Record, records_of
from workbook_tools.read.table import amounts_said
from workbook_tools.read.vocabulary import says_money

SHEET = "NguonKP"

HEADINGS: Mapping[str, str] = {
    "code": "Mã",
    "heading": "Tên cột",
    "printed": "Tên trên biểu",
    "kind": "Loại",
    "normed": "Tính định mức",
    "rest": "Phần còn lại",
}
"""Field of a source → its column on ``NguonKP``."""

_CODE = pattern(r"[A-Za-z][A-Za-z0-9_]{0,19}\Z")
_BY_CODE = {source.code.casefold(): source for source in KNOWN_SOURCES.values()}
_TAKEN = frozenset(name.casefold() for name in (*COLUMNS, "KP", "national", "form", "amounts"))
_KINDS = {normal(kind): kind for kind in KINDS}
_KNOWN_AS = {normal(heading): heading for heading in KNOWN_FURTHER}
_FIELDS = frozenset(normal(heading) for heading in (*Form(()).columns.values(), *KNOWN_FURTHER))
"""The headings of columns that are there whatever the sources are."""
_NEAR = 0.7
_MARKED = ("x", "có", "1", "✓", "✔")


def form_of(sheet: Grid | None, lines: Grid) -> Form:
    """The form of a plan whose table is ``lines``; ``sheet`` is its ``NguonKP``, where it has one.

    Without it the plan has those of the usual three sources whose columns are there. Raises
    ``InputFaultsError`` with everything that is wrong, each with its cell.
    """
    headings = _headings(lines)
    found, faults = _usual(lines, headings) if sheet is None else _stated(sheet, headings)
    form = Form(found)
    known = {normal(heading) for heading in form.columns.values()}
    faults += _further_faults(lines, form, known)
    if faults:
        raise InputFaultsError(tuple(faults))
    own = (_KNOWN_AS.get(key, said) for key, said in headings.items() if key not in known)
    return replace(form, further=tuple(own))


def _further_faults(lines: Grid, form: Form, known: Set[str]) -> Iterator[InputError]:
    """The columns of the user's own that no template could ask for: called as amounts are, or as
    another one is.
    """
    before: set[str] = set()
    for column, value in enumerate(headings_of(lines), 1):
        heading = normal(value) if value is not None else ""
        if not heading or heading in known:
            continue
        said, place = values.text(value), lines.place(lines.heading, column)
        if form.amount(said) is not None:
            yield InputError(NAME_OF_AMOUNT, place, heading=said)
        elif heading in before and heading in _KNOWN_AS:
            yield InputError(DOUBLE_COLUMN, place, column=said)
        before.add(heading)


def _headings(lines: Grid) -> dict[str, str]:
    """The headings of a table, each as it is compared → as it is written."""
    found: dict[str, str] = {}
    for value in headings_of(lines):
        if value is not None and values.text(value):
            found.setdefault(normal(value), " ".join(values.text(value).split()))
    return found


_Found = tuple[tuple[Source, ...], list[InputError]]
"""Sources, and everything that is wrong with them."""


def _usual(lines: Grid, headings: Mapping[str, str]) -> _Found:
    """Those of the usual sources whose columns are there; it is a fault where one is missing and
    another heading looks like it.
    """
    known = {normal(heading) for heading in COLUMNS.values()}
    others = {key: said for key, said in headings.items() if key not in known}
    missing = [source for source in DEFAULT_SOURCES if normal(source.heading) not in headings]
    faults = []
    for source in missing:
        if like := _like(source.heading, others) or _saying(source, others):
            faults.append(_no_heading(Place(lines.sheet), source.heading, like))
    return tuple(source for source in DEFAULT_SOURCES if source not in missing), faults


def _no_heading(place: Place, heading: str, like: str) -> InputError:
    """A source whose column is not there; ``like`` is the heading that may be meant, if any."""
    said = question(like)
    return InputError(NO_HEADING, place, heading=heading, like=said)


def _like(heading: str, headings: Mapping[str, str]) -> str:
    """The heading that is like another, as it is written; empty where none is."""
    return headings.get(nearest(normal(heading), headings, _NEAR), "")


def _saying(source: Source, others: Mapping[str, str]) -> str:
    """Another heading of money that means a source, as it is written; empty where none does."""
    for key, said in others.items():
        if key not in _KNOWN_AS and says_money(key) and source.key in amounts_said(key):
            return said
    return ""


def _stated(sheet: Grid, headings: Mapping[str, str]) -> _Found:
    """The sources of a sheet ``NguonKP``."""
    columns = columns_by_heading(sheet, HEADINGS, ("code", "heading"))
    found = [(record, _source(record)) for record in records_of(sheet, columns)]
    faults = list(_faults(sheet, columns, found, headings))
    return tuple(source for _, source in found), faults


def _source(record: Record) -> Source:
    """The source that a row says; what the row leaves open is as everybody knows it."""
    said = {key: values.text(record.values.get(key)) for key in HEADINGS}
    known = _BY_CODE.get(said["code"].casefold())
    kind = _KINDS.get(normal(said["kind"]), said["kind"])
    rest = _marked(said["rest"])
    if known is None:
        code, heading = said["code"], said["heading"]
        printed = said["printed"] or heading
        return Source(code, code, heading, printed, kind, _marked(said["normed"]), rest)
    heading = said["heading"] or known.heading
    same = normal(heading) == normal(known.heading)
    return replace(
        known,
        heading=heading,
        printed=said["printed"] or (known.printed if same else heading),
        kind=kind or known.kind,
        normed=_marked(said["normed"]) if said["normed"] else known.normed,
        rest=rest,
        short=known.short if same else "",
    )


def _marked(said: str) -> bool:
    return normal(said) in _MARKED


def _faults(
    sheet: Grid,
    columns: Mapping[str, int],
    found: Sequence[tuple[Record, Source]],
    headings: Mapping[str, str],
) -> Iterator[InputError]:
    """Everything that is wrong with the sources, each with its cell."""
    if not found:
        yield InputError(NO_SOURCE, Place(sheet.sheet))
    if len(found) > MOST_SOURCES:
        place = sheet.place(found[MOST_SOURCES][0].row, columns["code"])
        yield InputError(TOO_MANY_SOURCES, place, count=len(found), most=MOST_SOURCES)
    before: list[Source] = []
    for record, source in found:
        cells = {key: sheet.place(record.row, column) for key, column in columns.items()}
        yield from _code_faults(source, before, cells["code"])
        yield from _heading_faults(source, before, cells["heading"], headings)
        if source.kind not in KINDS:
            where = cells.get("kind", cells["code"])
            yield InputError(NO_KIND, where, found=source.kind or "còn trống")
        if source.rest and any(other.rest for other in before):
            yield InputError(TWO_RESTS, cells["rest"])
        before.append(source)


def _code_faults(source: Source, before: Sequence[Source], cell: Place) -> Iterator[InputError]:
    """What is wrong with the code of a source."""
    code = source.code.casefold()
    taken = source.key == source.code and code in _TAKEN
    if taken or not _CODE().match(source.code):
        yield InputError(NO_CODE, cell, found=source.code or "còn trống")
    elif any(other.code.casefold() == code for other in before):
        yield InputError(CODE_TAKEN, cell, what="Mã", found=source.code)


def _heading_faults(
    source: Source, before: Sequence[Source], cell: Place, headings: Mapping[str, str]
) -> Iterator[InputError]:
    """What is wrong with the heading of a source; ``headings`` are those of ``DeAn``."""
    heading = normal(source.heading)
    if heading in _FIELDS:
        yield InputError(HEADING_OF_FIELD, cell, heading=source.heading)
    elif any(normal(other.heading) == heading for other in before):
        yield InputError(CODE_TAKEN, cell, what="Tên cột", found=source.heading)
    elif heading not in headings:
        yield _no_heading(cell, source.heading, _like(source.heading, headings))
