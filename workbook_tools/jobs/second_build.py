"""A build over the outcome of an earlier one: no reason and no edit in it is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workbook_tools.check.changes import Earlier
from workbook_tools.error_kinds import CANNOT_WRITE, CHANGED_MEANWHILE, EDITED_SINCE
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_FILE_BYTES
from workbook_tools.machine.files import dated, read_file
from workbook_tools.machine.leftovers import prefix
from workbook_tools.machine.reasons import reason
from workbook_tools.place import Place
from workbook_tools.plan.form import GENERATED_SHEETS
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import accepted_reasons, listed_findings, read_plan
from workbook_tools.read.source import Source, open_source, source_of
from workbook_tools.render.digest import edited, same_cells

_LINES, _APPENDIX, _FINDINGS = "DeAn", "PhuLuc", "KiemTra"
_MOST_COMPARED = 12_000_000
"""Bytes of a sheet of lines, some 25,000 of them, up to which what they were is read once more to
tell what has changed: that takes as long as the rest of a build.
"""
_LISTED = 12
"""So many cells are named; the others are counted."""


@dataclass(frozen=True, eq=False, repr=False)
class Replaced:
    """The file that a build writes over; ``data`` is ``None`` where there is none.

    ``source`` is the finished workbook in it, ``None`` where it is no workbook that can be read;
    ``own`` is that of a plan that is built into itself. ``doubtful`` says that it may hold
    something that is nowhere else.
    """

    path: Path
    data: bytes | None = None
    source: Source | None = None
    own: Source | None = None
    doubtful: bool = False

    def with_reasons(self, plan: Plan) -> Plan:
        """The plan with the reasons beside the findings of the file, too."""
        if self.source is None:
            return plan
        with suppress(InputError):
            reasons = accepted_reasons(self.source.grid(_FINDINGS))
            return replace(plan, accepted={**plan.accepted, **reasons}) if reasons else plan
        return plan

    def earlier(self) -> Earlier | None:
        """What the file showed; ``None`` where it is no finished workbook."""
        if self.source is None or _FINDINGS.casefold() not in self.source.sheets:
            return None
        with suppress(InputError):
            listed = listed_findings(self.source.grid(_FINDINGS))
            compared = _is_compared(self.source, _LINES)
            return Earlier(read_plan(self.source) if compared else None, listed)
        return None

    @contextmanager
    def kept(self) -> Iterator[Path | None]:
        """A copy of a doubtful file beside it, under a name with the date and time, that stays
        unless what is done meanwhile fails. Raises ``InputError`` where another program has written
        to the file since it was read, or there is no room.
        """
        copy = self._copied() if self.data is not None else None
        try:
            yield copy
        except BaseException:
            if copy is not None:
                with suppress(OSError):
                    copy.unlink()
            raise

    def _copied(self) -> Path | None:
        """The copy, made anew; none of a file that holds nothing of its own."""
        if not self.path.exists() or self.path.read_bytes() != self.data:
            raise InputError(CHANGED_MEANWHILE, target=self.path)
        if not self.doubtful:
            return None
        import shutil

        copy = dated(self.path, datetime.now())
        half = self.path.with_name(f".{prefix()}giulai.tmp")
        try:
            shutil.copy2(self.path, half)
            half.replace(copy)
        except BaseException as error:
            with suppress(OSError):
                half.unlink()
            if isinstance(error, OSError):
                raise InputError(CANNOT_WRITE, path=copy, why=reason(error)) from error
            raise
        return copy


def replaced_by(target: Path, plan: Path, *, overwrite: bool = False) -> Replaced:
    """What a build of a plan into a file writes over. Raises ``InputError`` where somebody changed
    it by hand since it was made, and ``overwrite`` does not say that it may go.

    A file without a digest (made by an earlier version, or no finished workbook at all) counts as
    doubtful, and so does a plan that is built into itself when its generated sheets were changed.
    """
    if not target.is_file() or not target.stat().st_size:
        return Replaced(target)
    if target == plan:
        return _in_itself(target)
    data = read_file(target, MAX_FILE_BYTES)
    try:
        source = source_of(data, target.name)
        edits = edited(source.package)
    except InputError:
        return Replaced(target, data, doubtful=True)
    edits = edits and [place for place in edits if not _as_in_the_plan(place, source, plan)]
    if edits and not overwrite:
        raise InputError(EDITED_SINCE, target=target, cells=named(edits))
    return Replaced(target, data, source, doubtful=edits is None or bool(edits))


def _as_in_the_plan(place: Place, source: Source, plan: Path) -> bool:
    """Whether a whole sheet that is not what it was written as holds the same as in the plan: then
    another program has saved it, and nothing of it can be lost.
    """
    if place.cell or place.sheet in GENERATED_SHEETS:
        return False
    with suppress(InputError):
        return same_cells(source.package, open_source(plan).package, place.sheet)
    return False


def _in_itself(plan: Path) -> Replaced:
    """What a build of a plan into itself writes over: of a finished workbook the generated sheets.
    The build itself says what is wrong with one that cannot be read.
    """
    data = read_file(plan, MAX_FILE_BYTES)
    source = None
    try:
        source = source_of(data, plan.name)
        edits = edited(source.package) or ()
    except InputError:
        return Replaced(plan, data, own=source)
    lost = any(place.sheet in GENERATED_SHEETS for place in edits)
    return Replaced(plan, data, own=source, doubtful=lost)


def earlier_in(source: Source) -> Earlier | None:
    """What an earlier build shows in the plan's own workbook; ``None`` where there was none."""
    if not {_APPENDIX.casefold(), _FINDINGS.casefold()} <= source.sheets.keys():
        return None
    from workbook_tools.read.appendix import read_appendix

    plan = None
    with suppress(InputError):  # a template of the office's own may have no heading that is known
        if _is_compared(source, _APPENDIX):
            plan = _as_built(read_appendix(source, _APPENDIX, as_made=True))
    with suppress(InputError):
        return Earlier(plan, listed_findings(source.grid(_FINDINGS)))
    return None


def _is_compared(source: Source, name: str) -> bool:
    """Whether the lines on a sheet are few enough to be told what has changed in them."""
    sheet = source.sheets.get(name.casefold())
    return sheet is None or len(source.package.read(sheet.part)) <= _MOST_COMPARED


def _as_built(plan: Plan) -> Plan | None:
    """An appendix that was read as it was built: its lines give its total. Another one says nothing
    of what has changed.
    """
    if plan.stated is None:
        return plan
    said = ((name, plan.stated.stated.get(name)) for name in plan.form.amounts)
    return plan if all(held in (None, plan.amounts[name]) for name, held in said) else None


def named(edits: Sequence[Place]) -> str:
    """Cells as a sentence names them."""
    said = ", ".join(str(place) for place in edits[:_LISTED])
    more = len(edits) - _LISTED
    return f"{said} và {more} chỗ nữa" if more > 0 else said
