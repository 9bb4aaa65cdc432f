"""Whatever lint finds clean builds, and neither meets anything unforeseen, whatever a template
holds.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans import SMALL, source
from tests.templates import tag, template_file
from workbook_tools.error_kinds import NO_NAME
from workbook_tools.errors import WorkbookToolsError
from workbook_tools.excel.package import open_package
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.lint_template import lint
from workbook_tools.template.compile import compile_template

CELLS = st.sampled_from(
    [
        "chữ",
        "#1",
        "{{ plan.year }}",
        "{{ plan.total | money }}",
        "{{ project.name }}",
        "{{ plan.total * plan.total * plan.total * plan.total }}",
        "{{ plan.total | round(-2) ~ ' đồng' }}",
        "{{ plan.projects }}",
        "{{ plan.projects | sum('total') }}",
        "{{ 'a' is divisibleby(3) }}",
        "=A2",
        "=N(B2)+1",
        "=SUM(B3)",
        "=SUM(B2:B4)",
        '=COUNTIF(B3,">0")',
        "=AVERAGE(B3)",
        '="#"&COUNTA(B3)',
        "=B3*2",
        "=SUM(B9)",
        "=1/0",
        1.5,
    ]
)
LOOPS = st.sampled_from(
    ["for project in plan.projects", "for project in plan.lost", "if plan.year", "for a in 'abc'"]
)


@st.composite
def templates(draw: st.DrawFn) -> dict[int, dict[str, Any]]:
    """A loop of one or two rows between rows that stand once."""
    row = st.dictionaries(st.sampled_from("ABCD"), CELLS, min_size=1, max_size=3)
    opening = draw(LOOPS)
    body = draw(st.lists(row, min_size=1, max_size=2))
    rows = [draw(row), tag(opening), *body, tag("endfor" if "for" in opening else "endif")]
    return dict(enumerate([*rows, draw(row)], 1))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(templates())
def test_what_is_clean_builds(rows: dict[int, dict[str, Any]]) -> None:
    package = open_package(template_file(rows), "mau.xlsx")
    faults = [fault for fault in lint(package) if fault.kind is not NO_NAME]
    try:
        built = build_workbook(source(SMALL), compile_template(package))
    except WorkbookToolsError:
        assert faults
    else:
        assert built.data
