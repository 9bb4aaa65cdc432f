"""Read, check, lay out, prove: a plan workbook in, the finished workbook's bytes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbook_tools.check import Finding, check_plan
from workbook_tools.check.changes import Earlier, changes
from workbook_tools.check.g_pointers import still_moved
from workbook_tools.check.remarks import remark_findings
from workbook_tools.error_kinds import (
    NO_ORDINARY_FILE,
    NOT_CALCULATED,
    OTHER_SUFFIX,
    OUT_IS_PLAN,
)
from workbook_tools.errors import InputError, TemplateError, WorkbookToolsError
from workbook_tools.excel.calculation import Calculated, CalculationError
from workbook_tools.excel.compressing import compressing
from workbook_tools.excel.package import Package, pack
from workbook_tools.excel.protection import is_protected, protected
from workbook_tools.excel.signatures import is_signed
from workbook_tools.flags.flagging import UNFLAGGED, flagged, unflagged
from workbook_tools.jobs.checked import Checked, counts_of, open_errors, opened
from workbook_tools.jobs.second_build import earlier_in, replaced_by
from workbook_tools.jobs.stages import STAGES, Progress, stage
from workbook_tools.machine.collecting import uncollected
from workbook_tools.machine.files import refuse_overwriting
from workbook_tools.place import Place
from workbook_tools.plan.model import Plan, Remark
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.pointers import judged
from workbook_tools.read.source import Source, open_source
from workbook_tools.render.digest import with_digest
from workbook_tools.render.engine_book import calculated as calculated_draft
from workbook_tools.render.layout import Layout, lay_out
from workbook_tools.render.made_size import judge_layout, judge_plan
from workbook_tools.render.proof import Proof, prove
from workbook_tools.render.recalculated import recalculated
from workbook_tools.render.rows import Written
from workbook_tools.render.short_amounts import with_short_amounts
from workbook_tools.render.transplant import Draft, draft_of, finished
from workbook_tools.template.black_white import black_and_white
from workbook_tools.template.compile import compile_template
from workbook_tools.template.compiled import Template
from workbook_tools.template.lint import unproved
from workbook_tools.template.paper import on_a3
from workbook_tools.template.shipped import template_path

PLAIN, LARGE = ("Trình bày", "đen trắng"), ("Khổ giấy", "a3")
"""The rows of ``ThongTin`` that ask for a print in black on white, or on A3, and what they say."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a print is to look: black on white, on A3 instead of the template's paper."""

    plain: bool = False
    large: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Built:
    """A finished workbook, not yet written anywhere. ``timings`` are seconds by stage; ``remarks``
    tell what was calculated or left out beside the plan's own, and what changed since the last
    build. ``kept`` is the copy of the file that was replaced, where one was kept.
    """

    data: bytes
    plan: Plan
    findings: tuple[Finding, ...]
    proof: Proof
    timings: Mapping[str, float]
    remarks: tuple[Remark, ...] = ()
    kept: Path | None = None

    @property
    def open_errors(self) -> list[Finding]:
        """The findings that keep the workbook from going out."""
        return open_errors(self.findings)

    def save(self, path: str | Path, instead_of: bytes | None = None) -> None:
        """Write the workbook; the file appears whole or not at all. Raises ``InputError``, also
        where the file holds something other than ``instead_of``.
        """
        from workbook_tools.machine.files import write_whole

        write_whole(Path(path), self.data, instead_of)


@uncollected()
def build_workbook(
    source: str | Path | Source,
    template: str | Path | Template | None = None,
    *,
    flags: bool = True,
    plain: bool = False,
    large: bool = False,
    protect: bool = False,
    select: Callable[[Plan], Plan] | None = None,
    progress: Progress | None = None,
) -> Built:
    """Build the finished workbook from a plan workbook; nothing is written.

    ``template`` is a template workbook's path, a compiled template, or ``None`` for the one that is
    shipped. ``select`` may make another plan of the one that was read, e.g. a part of it. Without
    ``flags``, findings are listed on the checks sheet only. ``plain``: black on white and without
    flags; ``large``: on A3. ``protect``: cells of the generated sheets are guarded against typing,
    without a password, as they are where they were before. ``progress`` is called with the name of
    each stage (a key of ``STAGES``) as it begins. Raises ``InputError``, ``TemplateError`` or
    ``ProofError``, each with a message for the user.
    """
    checked = checked_plan(source, select, progress)
    earlier = earlier_in(checked.source) if select is None else None
    return build_checked(
        checked, template, flags, progress, earlier, plain=plain, large=large, protect=protect
    )


@uncollected()
def checked_plan(
    source: str | Path | Source,
    select: Callable[[Plan], Plan] | None = None,
    progress: Progress | None = None,
) -> Checked:
    """A plan workbook for a build: without flags; its appendix is made anew, so not looked at.

    ``select`` may make another plan of the one that was read. Raises ``InputError`` where the
    workbook holds no plan.
    """
    timings: dict[str, float] = {}
    with stage("read", timings, progress):
        source = unflagged(opened(source))
        plan = read_plan(source)
        if select is not None:
            plan = select(plan)
    with stage("check", timings, progress):
        found = check_plan(plan)
    return Checked(source, plan, found, timings=timings)


@uncollected()
def build_checked(
    checked: Checked,
    template: str | Path | Template | None = None,
    flags: bool = True,
    progress: Progress | None = None,
    earlier: Earlier | None = None,
    *,
    plain: bool = False,
    large: bool = False,
    protect: bool = False,
) -> Built:
    """The finished workbook of a plan that has been read and checked, from a source without flags.
    What changed since an ``earlier`` build is told on the sheet of findings.

    ``template``, ``flags``, ``plain``, ``large``, ``protect``, ``progress`` and what is raised are
    those of ``build_workbook``.
    """
    timings, look = dict(checked.timings), look_of(checked.plan, plain=plain, large=large)
    checked.source.let_go()
    with stage("template", timings, progress):
        compiled = template if isinstance(template, Template) else load_template(template, look)
        faults = unproved(compiled)
        if faults:
            raise TemplateError(tuple(faults))
    checked, made = _rendered(checked, compiled, earlier, timings, progress)
    source, plan, findings = checked.source, checked.plan, checked.of_plan
    final = _guarded(made, source.package, protect=protect)
    with stage("flag", timings, progress):
        if flags and not look.plain:
            final = flagged(final, source, plan, findings, made.layout, made.written)
    proof, remarks = made.proof, made.remarks
    del made  # a large plan's rows take as much memory as the file that is put together next
    with stage("pack", timings, progress):
        packed = compressing(final)
        data = pack(with_digest(final), packed)
    return Built(data, plan, findings, proof, timings, remarks)


def look_of(plan: Plan, *, plain: bool = False, large: bool = False) -> Look:
    """How a plan is to be printed: as it says itself, or as is asked for."""
    return Look(plain or _says(plan, PLAIN), large or _says(plan, LARGE))


def _says(plan: Plan, row: tuple[str, str]) -> bool:
    name, wanted = row
    return " ".join(str(plan.particulars.get(name) or "").casefold().split()) == wanted


def _guarded(made: _Made, before: Package, *, protect: bool) -> Package:
    """The made workbook with its sheets of formulas guarded, where that is asked for, or they were
    ``before``. Reasons are typed on the sheet of findings: it stays open.
    """
    names = [sheet.sheet.name for sheet in made.layout.sheets if sheet.sheet.name != UNFLAGGED]
    if protect or is_protected(before, names):
        return protected(made.package, names)
    return made.package


@dataclass(frozen=True, eq=False, repr=False)
class _Made:
    """A finished workbook before it is flagged; ``written`` are its formulas by sheet."""

    package: Package
    layout: Layout
    written: Mapping[str, Sequence[Written]]
    proof: Proof
    remarks: tuple[Remark, ...]


def _rendered(
    checked: Checked,
    template: Template,
    earlier: Earlier | None,
    timings: dict[str, float],
    progress: Progress | None,
) -> tuple[Checked, _Made]:
    """The workbook with its generated sheets, proved, and with the results of the user's formulas
    as they stay, are brought up to date or are left out; and what was checked, with what is known
    only now of formulas that point into the generated sheets.

    What is left out stands on a generated sheet, too, so it is rendered again until it says all.
    """
    remarks: tuple[Remark, ...] = ()
    turn = 1
    if checked.plan.pointers:
        first = _rendered_once(checked, template, remarks, timings, progress)
        turn += 1
        checked = _with_pointers_judged(checked, first, earlier)
    if earlier is not None:
        remarks = changes(earlier, checked.plan, checked.of_plan)
    remarks += template.fitted(template_data(checked.plan, checked.of_plan)).remarks
    while True:
        made = _rendered_once(checked, template, remarks, timings, progress, turn)
        known = set(remarks)
        new = tuple(remark for remark in made.remarks if remark not in known)
        if not new:
            signature = _of_signature(checked.source.package)
            return checked, replace(made, remarks=(*signature, *remarks))
        remarks += new
        turn += 1


def _with_pointers_judged(checked: Checked, made: _Made, earlier: Earlier | None) -> Checked:
    """The same with each pointer into a generated sheet told to have moved or not by this build, or
    by an earlier one.
    """
    built = checked.source.with_package(made.package)
    pointers = judged(checked.plan.pointers, checked.source, built)
    if earlier is not None:
        pointers = still_moved(pointers, earlier.listed or ())
    plan = replace(checked.plan, pointers=pointers)
    return replace(checked, plan=plan, of_plan=check_plan(plan))


def _rendered_once(
    checked: Checked,
    template: Template,
    remarks: tuple[Remark, ...],
    timings: dict[str, float],
    progress: Progress | None,
    turn: int = 1,
) -> _Made:
    """The workbook whose generated sheets tell of some remarks, with those that are due; so for the
    ``turn``-th time.
    """
    package = checked.source.package
    told = (*checked.of_plan, *remark_findings(remarks, checked.plan.accepted))
    with stage("layout", timings, progress):
        judge_plan(checked.plan, told)
        layout = lay_out(template, template_data(checked.plan, told))
        judge_layout(layout, checked.plan, turn)
    with stage("write", timings, progress):
        draft = draft_of(package, layout)
    with stage("prove", timings, progress):
        calculated = _calculated(draft, checked.source)
        proof = prove(layout, draft.written, calculated, checked.plan.unit)
    with stage("write", timings, progress):
        made = with_short_amounts(
            finished(draft, calculated),
            draft.carried.charts,
            checked.plan.unit,
            checked.plan.total,
        )
        names = [sheet.sheet.name for sheet in layout.sheets]
        results = recalculated(package, made, names)
        generated = {name.casefold() for name in names}
        left_out = {remark.place for remark in results.remarks}
        read = [
            remark
            for remark in checked.source.remarks
            if remark.place.sheet.casefold() not in generated and remark.place not in left_out
        ]
    due = (*read, *results.remarks)
    return _Made(made.changed(results.parts), layout, draft.written, proof, due)


def _of_signature(package: Package) -> tuple[Remark, ...]:
    """What is said of a workbook whose digital signature does not outlast the build: to who builds
    it, and not on the sheet of findings, as the outcome never had one.
    """
    if not is_signed(package):
        return ()
    said = "chữ ký số của sổ không còn giá trị sau khi lập biểu, nên được bỏ đi"
    hint = "ký lại bản hoàn chỉnh nếu cần"
    return (Remark(Place("ThongTin"), "chữ ký số", "bỏ", said, hint),)


def build_file(
    plan: Path,
    out: Path | None = None,
    *,
    in_place: bool = False,
    overwrite: bool = False,
    template: Path | None = None,
    flags: bool = True,
    plain: bool = False,
    large: bool = False,
    protect: bool = False,
    report: Path | None = None,
) -> tuple[Path, Built]:
    """``kehoach build``: build a plan workbook into a file, and write the report where one is
    wanted. Gives the file that was written and what was built.

    Reasons in a finished workbook that is replaced are carried over. One that was changed by hand
    since it was made is replaced only where that is said by ``overwrite``, and a copy of it is
    kept; so it is of a file of which that cannot be known. Raises as ``build_workbook`` does, and
    ``InputError`` where the file must not be written.
    """
    from workbook_tools.machine.progress import progress

    target = target_of(plan, out, in_place=in_place)
    refuse_overwriting(target, template)
    if report is not None:
        from workbook_tools.jobs.json_report import refuse_report

        refuse_report(report, plan, target, template)
    size = plan.stat().st_size if plan.exists() else 0
    before = replaced_by(target, plan, overwrite=overwrite)
    with progress(STAGES, size) as begin:
        checked = checked_plan(before.own or plan, before.with_reasons, begin)
        before = replace(before, own=None)  # its parts, unpacked, are not needed any more
        earlier = before.earlier() or earlier_in(checked.source)
        built = build_checked(
            checked, template, flags, begin, earlier, plain=plain, large=large, protect=protect
        )
    timings = dict(built.timings)
    with stage("save", timings):
        with before.kept() as kept:
            built.save(target, before.data or b"")
        built = replace(built, kept=kept)
    try:
        if report is not None:
            from workbook_tools.jobs.json_report import write_report

            write_report(
                report,
                built.plan,
                built.findings,
                built.proof,
                timings,
                built.remarks,
                source=plan,
                output=target,
            )
    except BaseException as error:
        error.add_note(f"Đã lập {target}")
        raise
    return target, built


def target_of(plan: Path, out: Path | None = None, *, in_place: bool = False) -> Path:
    """The file that a build writes: the one that is named, ``PhuLuc_…`` beside the plan, or the
    plan itself where that is asked for.

    Raises ``InputError`` for a name of another kind of file, and where the plan would be written
    over unasked.
    """
    if plan.exists() and not plan.is_file():
        raise InputError(NO_ORDINARY_FILE, path=plan)
    if in_place:
        return plan
    target = out or plan.with_name(f"PhuLuc_{plan.name}")
    if plan.suffix.lower() in (".xlsx", ".xlsm") and target.suffix.lower() != plan.suffix.lower():
        name = target.name or target
        raise InputError(OTHER_SUFFIX, name=name, suffix=plan.suffix, origin="sổ kế hoạch")
    if target.exists() and plan.exists() and target.samefile(plan):
        raise InputError(OUT_IS_PLAN)
    return target


def _calculated(draft: Draft, source: Source) -> Calculated:
    try:
        return calculated_draft(draft, source.grid)
    except CalculationError as error:
        raise WorkbookToolsError(NOT_CALCULATED) from error


def load_template(path: str | Path | None = None, look: Look = Look()) -> Template:
    """Read and compile a template workbook for a look of its print. Raises ``InputError`` or
    ``TemplateError``.
    """
    if path is not None:
        return _compiled(Path(path), look)
    shipped = template_path()
    state = shipped.stat()
    return _shipped(shipped, look, state.st_mtime_ns, state.st_size)


def _compiled(path: Path, look: Look) -> Template:
    package = open_source(path).package
    if look.plain:
        package = black_and_white(package)
    if look.large:
        package = on_a3(package)
    return compile_template(package)


@lru_cache(maxsize=2)
def _shipped(path: Path, look: Look, changed: int, size: int) -> Template:
    """The shipped template, compiled once in a process that lives for many presses, as long as its
    file is the same.
    """
    return _compiled(path, look)


def template_data(plan: Plan, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """What a template can speak of: ``plan``, ``findings``, ``counts`` of open ones by severity and
    of accepted ones.
    """
    return {"plan": plan, "findings": findings, "counts": counts_of(findings)}
