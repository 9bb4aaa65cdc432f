"""Sums of rows that lie apart, told by a column that only these rows fill in.

A list of single cells says best what a total takes in, but a formula holds 8,192 characters. Beyond
that a sum reads ``SUMIF($C$9:$C$60000,"<>",H9:H60000)``: of all rows between, those beside which
anything stands in column C. In the appendix these are the projects, as only they have an executing
unit (Đơn vị thực hiện); a project that is inserted by hand is taken in, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbook_tools.excel.formula import Ref
from workbook_tools.place import column_letters
from workbook_tools.render.layout import SheetLayout
from workbook_tools.template.compiled import Formula, Row
from workbook_tools.template.plain import Scope

BY_COLUMN = '"<>",'
"""What stands in every such sum."""


def sum_by_column(sheet: SheetLayout | None, ref: Ref, scope: Scope) -> str:
    """The sum of what a reference to a pattern row became in scope; empty where no column tells
    its rows, or those that they sum up, from all others between.
    """
    if sheet is None or not ref.left or ref.left != ref.right or ref.top != ref.bottom:
        return ""
    for pattern in _levels(sheet, ref.top, ref.left):
        rows = sheet.rows(pattern.number, scope)
        if not rows or (pattern.number == ref.top and sheet.unnamed(ref.top, scope)):
            continue
        column = _told_by(sheet, pattern, rows, ref.left)
        if column:
            letters = column_letters(column)
            told = f"{ref.prefix}${letters}${rows[0]}:${letters}${rows[-1]}"
            return f"SUMIF({told},{BY_COLUMN}{ref.text(rows[0], rows[-1])})"
    return ""


def _levels(sheet: SheetLayout, number: int, column: int) -> Iterator[Row]:
    """A pattern row, then the one that it sums in a column, and so on down."""
    seen: set[int] = set()
    while number in sheet.sheet.rows and number not in seen:
        seen.add(number)
        row = sheet.sheet.rows[number]
        yield row
        content = next((cell.content for cell in row.cells if cell.column == column), None)
        pieces = content.pieces if isinstance(content, Formula) else ()
        refs = [piece for piece in pieces if isinstance(piece, Ref)]
        if len(refs) != 1 or refs[0].sheet is not None or refs[0].left != column:
            return
        number = refs[0].top


def _told_by(sheet: SheetLayout, pattern: Row, rows: list[int], summed: int) -> int:
    """The first column that holds a text in all these rows, and that the template leaves empty in
    all other rows between them; 0 for none.
    """
    taken = {summed, *_filled_beside(sheet, rows)}
    for cell in pattern.cells:
        if cell.column not in taken and all(map(sheet.texts(cell.column).__getitem__, rows)):
            return cell.column
    return 0


def _filled_beside(sheet: SheetLayout, rows: list[int]) -> set[int]:
    """The columns in which the template has anything for the other rows between these."""
    wanted = set(rows)
    others = {
        id(instance.pattern): instance.pattern
        for instance in sheet.instances[rows[0] - 1 : rows[-1]]
        if instance.row not in wanted
    }
    cells = [cell for other in others.values() for cell in other.cells]
    return {cell.column for cell in cells if cell.content is not None}
