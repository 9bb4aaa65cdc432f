"""Every fault of a template in one run: compiling it, and filling it from a plan that has something
of everything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from workbook_tools.error_kinds import NO_NAME, UNPROVED
from workbook_tools.errors import TemplateFault
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.place import Place
from workbook_tools.plan.form import DEFAULT_FORM, PARTICULARS
from workbook_tools.plan.model import (
    Funding,
    LegalDocument,
    Norm,
    Plan,
    Programme,
    Project,
    Recipient,
    Section,
)
from workbook_tools.template.compiled import Formula, Template

NAMES = (*DEFAULT_FORM.total_names.values(), "BangChu", "VungBieu")
"""The defined names that others rely on (the workbook contract)."""


def sample_plan() -> Plan:
    """A plan in which every branch of a template is taken: all ways of funding, two of each level,
    one empty.
    """
    one, two = Decimal(1), Decimal(2)
    norm = Norm(
        "MMTB",
        "Máy móc",
        Decimal("0.5"),
        Decimal(300_000_000),
        "cơ sở",
        date(2018, 5, 10),
        None,
        "TT",
    )
    keys = DEFAULT_FORM.keys
    full = Funding(None, dict.fromkeys(keys, one))
    balanced = [_without(Funding(two, full.sources), key) for key in keys]
    projects = tuple(
        Project(
            tt=f"1.{at}",
            name="Đề án",
            executing_unit="Trung tâm",
            start_month=3 * at - 2,
            end_month=12,
            stated=funding,
            norm=norm if at == 1 else None,
            norm_code="MMTB" if at == 1 else "",
        )
        for at, funding in enumerate((full, *balanced), 1)
    )
    programmes = (
        Programme(tt="1", name="Chương trình", projects=projects),
        Programme(tt="2", name="Chương trình", projects=(replace(projects[0], tt="2.1"),)),
        Programme(tt="3", name="Chương trình"),
    )
    particulars: dict[str, object] = dict.fromkeys(PARTICULARS, "…")
    particulars |= {"Năm kế hoạch": 2021, "Ngày ban hành": date(2021, 5, 10)}
    return Plan(
        sections=(Section(tt="I", name="Mục", programmes=programmes), Section(tt="II", name="Mục")),
        particulars=particulars,
        norms=(norm,),
        documents=(LegalDocument("1/QĐ"),),
        recipients=(Recipient("Sở"),),
    )


def _without(funding: Funding, key: str) -> Funding:
    """The same with a source left empty."""
    left = {other: value for other, value in funding.sources.items() if other != key}
    return Funding(funding.total, left)


def contract_faults(template: Template) -> list[TemplateFault]:
    """What the contract asks of a template: its names, and a proof for every total that they stand
    for.
    """
    names = workbook_names(template.package)
    missing = [
        TemplateFault(Place("PhuLuc"), NO_NAME, name=name) for name in NAMES if name not in names
    ]
    return missing + unproved(template)


def unproved(template: Template) -> list[TemplateFault]:
    """The formulas in the money columns (those of the names of the grand total) that no row says
    the result of.
    """
    faults = []
    for title, columns in _money_columns(template).items():
        for row in template.sheet(title).rows.values():
            for cell in row.every_cell:
                content = cell.content
                if cell.column not in columns or cell.column in row.proofs:
                    continue
                if isinstance(content, Formula):
                    place = template.sheet(title).place(row.number, cell.column)
                    faults.append(TemplateFault(place, UNPROVED, formula=content.text))
    return faults


def _money_columns(template: Template) -> dict[str, set[int]]:
    """The columns that the names of the grand total stand in, by generated sheet."""
    names = workbook_names(template.package)
    generated = {sheet.name for sheet in template.sheets}
    money: dict[str, set[int]] = {}
    for name in DEFAULT_FORM.total_names.values():
        for piece in tokenize(names.get(name, "")):
            if isinstance(piece, Ref) and piece.sheet in generated:
                money.setdefault(piece.sheet, set()).add(piece.left)
    return money
