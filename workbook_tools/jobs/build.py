"""Read, check, lay out, prove: a plan workbook in, the finished workbook's bytes out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbook_tools.check import Finding, check_plan
from workbook_tools.errors import TemplateError, WorkbookToolsError
from workbook_tools.excel.calculation import CalculationError, calculate_package
from workbook_tools.excel.package import pack
from workbook_tools.flags.flagging import flagged, unflagged
from workbook_tools.machine.collecting import uncollected
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, open_source
from workbook_tools.render.layout import lay_out
from workbook_tools.render.proof import Proof, prove
from workbook_tools.render.transplant import Transplant
from workbook_tools.template.compile import compile_template
from workbook_tools.template.compiled import Template
from workbook_tools.template.lint import unproved
from workbook_tools.template.shipped import template_path

STAGES = {
    "read": "Đọc kế hoạch",
    "check": "Kiểm tra",
    "template": "Đọc tệp mẫu",
    "layout": "Xếp dòng",
    "write": "Ghi trang tính",
    "prove": "Chứng minh công thức",
    "flag": "Đánh dấu",
    "pack": "Đóng gói",
}
"""The stages of a build, in order, and what the user is told of each."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """A finished workbook, not yet written anywhere. ``timings`` are seconds by stage."""

    data: bytes
    plan: Plan
    findings: tuple[Finding, ...]
    proof: Proof
    timings: Mapping[str, float]

    def save(self, path: str | Path) -> None:
        """Write the workbook; the file appears whole or not at all. Raises ``InputError``."""
        from workbook_tools.machine.files import write_whole

        write_whole(Path(path), self.data)


def build_workbook(
    source: str | Path | Source,
    template: str | Path | Template | None = None,
    *,
    flags: bool = True,
    select: Callable[[Plan], Plan] | None = None,
    progress: Progress | None = None,
) -> Built:
    """Build the finished workbook from a plan workbook; nothing is written.

    ``template`` is a template workbook's path, a compiled template, or ``None`` for the one that is
    shipped. ``select`` may make another plan of the one that was read, e.g. a part of it. Without
    ``flags``, findings are listed on the checks sheet only. ``progress`` is called with the name of
    each stage (a key of ``STAGES``) as it begins. Raises ``InputError``, ``TemplateError`` or
    ``ProofError``, each with a message for the user.
    """
    with uncollected():
        return _build(source, template, flags, select, progress)


def _build(
    source: str | Path | Source,
    template: str | Path | Template | None,
    flags: bool,
    select: Callable[[Plan], Plan] | None,
    progress: Progress | None,
) -> Built:
    timings: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        if progress is not None:
            progress(name)
        start = time.perf_counter()
        yield
        timings[name] = timings.get(name, 0.0) + time.perf_counter() - start

    with stage("read"):
        if not isinstance(source, Source):
            source = open_source(Path(source))
        source = unflagged(source)
        plan = read_plan(source)
        if select is not None:
            plan = select(plan)
    with stage("check"):
        findings = check_plan(plan)
    with stage("template"):
        compiled = template if isinstance(template, Template) else load_template(template)
        faults = unproved(compiled)
        if faults:
            raise TemplateError(tuple(faults))
    with stage("layout"):
        layout = lay_out(compiled, template_data(plan, findings))
    with stage("write"):
        transplant = Transplant(source.package, layout)
        first = transplant.write()
    with stage("prove"):
        try:
            calculated = calculate_package(first)
        except CalculationError as error:
            raise WorkbookToolsError(
                f"Không kiểm được công thức của sổ tính ({error}); chưa ghi gì ra tệp."
            ) from error
        proof = prove(layout, transplant.written, calculated, plan.unit)
    with stage("write"):
        final = transplant.write(calculated)
    with stage("flag"):
        if flags:
            final = flagged(final, source, plan, findings, layout, transplant.written)
    with stage("pack"):
        data = pack(final)
    return Built(data, plan, findings, proof, timings)


def load_template(path: str | Path | None = None) -> Template:
    """Read and compile a template workbook. Raises ``InputError`` or ``TemplateError``."""
    if path is not None:
        return compile_template(open_source(Path(path)).package)
    shipped = template_path()
    state = shipped.stat()
    return _shipped(shipped, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _shipped(path: Path, changed: int, size: int) -> Template:
    """The shipped template, compiled once in a process that lives for many presses, as long as its
    file is the same.
    """
    return compile_template(open_source(path).package)


def template_data(plan: Plan, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """What a template can speak of: ``plan``, ``findings``, ``counts`` of open ones by severity and
    of accepted ones.
    """
    counts = Counter(finding.severity.value for finding in findings if finding.accepted is None)
    return {
        "plan": plan,
        "findings": findings,
        "counts": {
            "error": counts["error"],
            "warning": counts["warning"],
            "note": counts["note"],
            "accepted": sum(1 for finding in findings if finding.accepted is not None),
        },
    }


__all__ = ["STAGES", "Built", "build_workbook", "load_template", "template_data"]
