"""Generated sheets transplanted into the accountant's own workbook.

The output's base is the accountant's package. Only what must change is rewritten: the generated
sheets and what they carry along, the workbook's list of sheets and names, styles and shared strings
(which only grow), content types. Everything else is carried over as it lies in the file.

A sheet is written twice: as a ``Draft``, in which formulas that the model says nothing of stand
without a result, and, once the draft has been calculated, ``finished`` with their results.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from workbook_tools.excel.calculation import Calculated
from workbook_tools.excel.package import Package, Packed, to_xml
from workbook_tools.excel.signatures import unsigned
from workbook_tools.excel.stray_formats import without_stray_formats
from workbook_tools.excel.strings import strings_part
from workbook_tools.excel.styles import MergedStyles, merge_styles, styles_part
from workbook_tools.render.base import Base, base_of, code_name, date_1904
from workbook_tools.render.book_parts import book_parts
from workbook_tools.render.carried import Carried, carried
from workbook_tools.render.engine_formulas import counts_days
from workbook_tools.render.follow import sheet_frame
from workbook_tools.render.going_along import going_along
from workbook_tools.render.heights import digit_width, text_styles, widest_digit
from workbook_tools.render.kept import Kept, kept_of, kept_strings
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.moved_charts import fill_chart, hide_empty, show_names
from workbook_tools.render.printing import Digits, Printing, PrintNames, print_names, printing_of
from workbook_tools.render.rows import Filling, SheetData, Written, no_results, sheet_data
from workbook_tools.render.used_styles import used_styles
from workbook_tools.render.wide_amounts import amount_widths


@dataclass(frozen=True, eq=False, repr=False)
class SheetDraft:
    """A generated sheet written without results: its part, its XML before and after the rows, and
    the formulas in its rows.
    """

    layout: SheetLayout
    part: str
    frame: tuple[bytes, bytes]
    formulas: tuple[Written, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Draft:
    """The output as far as it is known before it is calculated: formulas that the model says
    nothing of have no result.
    """

    package: Package
    base: Base
    kept: Kept
    carried: Carried
    filling: Filling
    sheets: tuple[SheetDraft, ...]

    @property
    def layout(self) -> Layout:
        """What was laid out."""
        return self.filling.layout

    @property
    def written(self) -> Mapping[str, tuple[Written, ...]]:
        """The formulas of each generated sheet, by the sheet's name."""
        return {sheet.layout.sheet.name: sheet.formulas for sheet in self.sheets}


def draft_of(package: Package, layout: Layout) -> Draft:
    """Put the laid out sheets into a workbook's package.

    Raises ``InputError`` where the workbook cannot take them, ``TemplateError`` naming the cells of
    the template that cannot be written.
    """
    package = without_stray_formats(unsigned(package))
    base = base_of(package, layout)
    kept = kept_of(base)
    styles = _styles(base)
    strings = kept_strings(base, kept)
    along = going_along(base, kept)
    carried_parts = carried(base, kept, along, styles.differential)
    filling = Filling(
        layout,
        strings,
        styles.cells,
        text_styles(base.template, styles_part(base.template)),
        date_1904(base),
        digit_width(base.template, styles_part(base.template)),
    )
    parts: dict[str, bytes | Packed] = {styles_part(package): styles.xml, **carried_parts.parts}
    drafts: list[SheetDraft] = []
    for sheet in layout.sheets:
        part = along.sheet_parts[sheet.sheet.name]
        data = sheet_data(filling, sheet)
        printing = _printing(base, filling, sheet, data)
        name = code_name(base, sheet)
        frame = sheet_frame(layout, sheet, styles.cells, styles.differential, name, printing)
        parts[part] = _framed(frame, data)
        drafts.append(SheetDraft(sheet, part, frame, data.formulas))
    parts |= book_parts(base, kept, along, carried_parts, strings)
    gone = [name for name in package.parts if not kept.stays(name)]
    own = [draft.part for draft in drafts] + [part for part in (strings_part(package),) if part]
    made = package.changed(parts, gone).written(own)
    return Draft(made, base, kept, carried_parts, filling, tuple(drafts))


def _printing(base: Base, filling: Filling, sheet: SheetLayout, data: SheetData) -> Printing:
    names = print_names(base.template).get(sheet.sheet.name, PrintNames())
    widths = amount_widths(sheet, data.formulas, filling.text_styles, filling.digit)
    own = styles_part(base.package)
    digits = Digits(filling.digit, digit_width(base.package, own), widest_digit(base.package, own))
    return printing_of(sheet, data.heights, digits, names, base.template, widths)


def _styles(base: Base) -> MergedStyles:
    used = used_styles(base.layout)
    return merge_styles(base.package, base.template, used.cells, used.differential)


def _framed(frame: tuple[bytes, bytes], data: SheetData) -> bytes:
    head, tail = frame
    return b"".join((head, b"<sheetData>", *data.xml, b"</sheetData>", tail))


def finished(draft: Draft, calculated: Calculated) -> Package:
    """The output with the results of the formulas in the generated sheets and in their charts; what
    stands beside the user's own formulas stays. ``calculated`` is what the draft's formulas give.

    Where the workbook counts its days from 1904 and a formula asks about days, the results that the
    model says nothing of are left out: the engine counts from 1900.
    """
    parts: dict[str, bytes | Packed] = {}
    unsure = draft.filling.date_1904 and counts_days(draft.layout)
    results = no_results if unsure else calculated.value
    for sheet in draft.sheets:
        if not all(formula.bound for formula in sheet.formulas):
            data = sheet_data(draft.filling, sheet.layout, results)
            parts[sheet.part] = _framed(sheet.frame, data)
    for name, chart in draft.carried.charts.items():
        root = deepcopy(chart)
        fill_chart(root, calculated)
        hide_empty(root)
        show_names(root)
        parts[name] = to_xml(root)
    return draft.package.changed(parts).written(sheet.part for sheet in draft.sheets)
