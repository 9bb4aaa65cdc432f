"""Family G, stored results: what a formula's cell shows and its formula cannot give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from workbook_tools.check.fields import column_numbers
from workbook_tools.check.register import (
    TOTAL_UNTOLD,
    Example,
    Fault,
    Severity,
    fault,
    money,
    named,
    rule,
)
from workbook_tools.excel.formula import Piece, Ref, Token, tokenize
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import Plan

_LONGEST = 2_000
_DEEPEST = 20
_MOST_CELLS = 20_000
_CLOSE = Decimal("4e-16")
"""What each step of the program's own arithmetic may be off, as a share of the largest number."""


@rule(
    "G18",
    Severity.WARNING,
    "Kết quả đang lưu không phải là kết quả của công thức",
    bad=Example(
        "Ô ghi =SUM(I4:I6), các ô ấy cộng lại là 275.000, nhưng ô đang hiện 250.000",
        cells={"I13": None, "J13": ("=4*25000", 90_000), **TOTAL_UNTOLD},
        at="J13",
        says="3.2 Trang tin điện tử: công thức =4*25000 cho 100.000 ngàn đồng, nhưng ô "
        "đang giữ kết quả 90.000 ngàn đồng",
    ),
    good=Example("Ô hiện 275.000", cells={"I13": None, "J13": ("=4*25000", 100_000)}),
    fault=("result_gone_stale",),
)
def stale_result(plan: Plan) -> Iterator[Fault]:
    """Sổ được lưu khi chưa tính lại (đặt tính tay, hoặc do chương trình khác ghi) giữ kết quả cũ.
    Chỉ xét phép cộng, trừ, nhân, chia và SUM trên các ô số của trang tính kế hoạch; biểu vẫn lấy
    số đang lưu."""
    grid = plan.grid
    if grid is None or not grid.formulas:
        return
    columns = column_numbers(plan)
    for line in plan.by_row.values():
        for field in plan.form.amounts:
            cell = (line.row, columns.get(field, 0))
            formula = grid.formulas.get(cell)
            stored = grid.at(*cell) if formula is not None else None
            if formula is None or isinstance(stored, bool) or not isinstance(stored, (int, float)):
                continue
            due, now = _result(formula, grid), Decimal(repr(stored))
            if due is not None and abs(due[0] - now) > due[1]:
                yield fault(
                    plan,
                    line,
                    field,
                    f"{named(line) or 'Tổng cộng'}: công thức ={formula} cho "
                    f"{money(plan, due[0])}, nhưng ô đang giữ kết quả {money(plan, now)}",
                    "Tính lại cả sổ trong Excel (Ctrl+Alt+F9) rồi lưu; biểu lấy số đang lưu trong "
                    "ô.",
                )


class _UnsureError(Exception):
    """A formula holds something else than arithmetic over numbers."""


def _result(formula: str, grid: Grid) -> tuple[Decimal, Decimal] | None:
    """What a formula gives out of what its cells hold, and how far off the program's arithmetic
    may be; ``None`` where that is not sure.
    """
    if len(formula) > _LONGEST:
        return None
    try:
        pieces = [
            piece for piece in tokenize(formula) if isinstance(piece, Ref) or piece.kind != "space"
        ]
        reader = _Reader(pieces, grid)
        value = reader.summed(0)
    except (_UnsureError, ValueError, ArithmeticError):
        return None
    if reader.rest:
        return None
    return value, max(reader.largest, abs(value)) * _CLOSE * (reader.steps + 1)


class _Reader:
    """Reads a formula by the usual order of arithmetic. Each method raises ``_UnsureError``."""

    def __init__(self, pieces: list[Piece], grid: Grid) -> None:
        self.rest = pieces[::-1]
        self.grid = grid
        self.largest = Decimal(0)
        self.steps = 0

    def sign(self, *signs: str) -> str:
        """The next sign, taken, where it is one of these."""
        last = self.rest[-1] if self.rest else None
        if isinstance(last, Token) and last.text in signs:
            self.rest.pop()
            return last.text
        return ""

    def need(self, sign: str) -> None:
        """Take what must follow."""
        if not self.sign(sign):
            raise _UnsureError

    def summed(self, depth: int) -> Decimal:
        """``a + b - c``."""
        value = self.multiplied(depth)
        while sign := self.sign("+", "-"):
            more = self.multiplied(depth)
            value += more if sign == "+" else -more
        return value

    def multiplied(self, depth: int) -> Decimal:
        """``a * b / c``."""
        value = self.one(depth)
        while sign := self.sign("*", "/"):
            more = self.one(depth)
            value = value * more if sign == "*" else value / more
        return value

    def one(self, depth: int) -> Decimal:
        """A number, a cell, a sum, something in brackets."""
        if depth > _DEEPEST or not self.rest:
            raise _UnsureError
        if sign := self.sign("+", "-"):
            return self.one(depth + 1) * (1 if sign == "+" else -1)
        if self.sign("("):
            inside = self.summed(depth + 1)
            self.need(")")
            return inside
        piece = self.rest.pop()
        if isinstance(piece, Ref) and not piece.area:
            (value,) = self.cells(piece)
            return self.noted(_number(value, alone=True))
        if isinstance(piece, Ref):
            raise _UnsureError
        if piece.kind == "number":
            return self.noted(Decimal(piece.text))
        if piece.kind == "function" and piece.text.upper() == "SUM":
            return self.sum_of(depth)
        raise _UnsureError

    def sum_of(self, depth: int) -> Decimal:
        """What stands in the brackets of ``SUM``."""
        self.need("(")
        value = Decimal(0)
        while True:
            last = self.rest[-1] if self.rest else None
            after = self.rest[-2] if len(self.rest) > 1 else None
            alone = isinstance(after, Token) and after.text in (",", ")")
            if isinstance(last, Ref) and last.area and alone:
                self.rest.pop()
                value += sum((self.noted(_number(cell)) for cell in self.cells(last)), Decimal(0))
            else:
                value += self.summed(depth + 1)
            if not self.sign(","):
                break
        self.need(")")
        return value

    def cells(self, ref: Ref) -> list[Any]:
        """What stands in the cells of an area of this sheet."""
        count = (ref.bottom - ref.top + 1) * (ref.right - ref.left + 1)
        if ref.sheet not in (None, self.grid.sheet) or not ref.left or not 0 < count < _MOST_CELLS:
            raise _UnsureError
        rows = range(ref.top, ref.bottom + 1)
        columns = range(ref.left, ref.right + 1)
        return [self.grid.at(row, column) for row in rows for column in columns]

    def noted(self, value: Decimal) -> Decimal:
        """A number that is taken in."""
        self.largest = max(self.largest, abs(value))
        self.steps += 1
        return value


def _number(value: Any, *, alone: bool = False) -> Decimal:
    """A cell's number as a sum takes it, in which texts are nought; a cell that stands ``alone``
    must hold one or nothing. Raises ``_UnsureError``.
    """
    if value is None or (isinstance(value, str) and not alone and not value.startswith("#")):
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _UnsureError
    return Decimal(repr(value))
