"""Family G, formulas of totals: amounts typed inside them, errors hidden by them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from workbook_tools.check.fields import total_formulas
from workbook_tools.check.register import Example, Fault, Severity, fault, money, named, rule
from workbook_tools.excel.formula import Piece, Ref, Token, tokenize
from workbook_tools.plan.model import Plan

_HIDING = {"IFERROR", "IFNA", "ISERROR", "ISERR", "ISNA", "AGGREGATE"}
_ADDED = {"+", "-", "(", ","}
"""What stands before a number that a sum takes in."""


@rule(
    "G16",
    Severity.WARNING,
    "Số gõ tay nằm trong công thức cộng",
    bad=Example(
        "Tổng KP của chương trình 5 ghi =SUM(I20:I24)+150000",
        cells={"I3": ("=SUM(I4:I5)+75000", 275_000)},
        at="I3",
        says="1 Đào tạo, truyền nghề: công thức =SUM(I4:I5)+75000 cộng cả số gõ tay "
        "75.000 ngàn đồng",
    ),
    good=Example(
        "=SUM(I20:I24), khoản 150.000 là một dòng đề án", cells={"I3": ("=SUM(I4:I6)", 275_000)}
    ),
    fault=("plug_added",),
)
def plug(plan: Plan) -> Iterator[Fault]:
    """Một số cộng thêm ngay trong công thức không hiện ra ở dòng nào, nên người đọc cộng các dòng
    sẽ không ra tổng, và khi số liệu đổi thì số ấy đứng yên."""
    for line, field, formula in total_formulas(plan):
        typed = _plug(formula)
        if typed:
            yield fault(
                plan,
                line,
                field,
                f"{named(line) or 'Tổng cộng'}: công thức ={formula} cộng cả số gõ tay "
                f"{money(plan, Decimal(typed))}",
                "Bỏ số gõ tay khỏi công thức; nếu là một khoản tiền thì ghi thành một dòng.",
            )


@rule(
    "G17",
    Severity.WARNING,
    "Công thức cộng che lỗi",
    bad=Example(
        "Tổng cộng ghi =IFERROR(SUM(I3:I40);0): một ô lỗi làm tổng thành 0",
        cells={"I3": ("=IFERROR(SUM(I4:I6),0)", 275_000)},
        at="I3",
        says="1 Đào tạo, truyền nghề: công thức =IFERROR(SUM(I4:I6),0) dùng IFERROR, "
        "nên lỗi ở các ô bên dưới không hiện ra",
    ),
    good=Example("=SUM(I3:I40)", cells={"I3": ("=SUM(I4:I6)", 275_000)}),
    fault=("error_hidden",),
)
def hidden_error(plan: Plan) -> Iterator[Fault]:
    """IFERROR, ISERROR … quanh một phép cộng làm lỗi của một ô ở dưới hiện thành 0 hay ô trống,
    nên không ai biết tổng đã sai."""
    for line, field, formula in total_formulas(plan):
        functions = {
            piece.text.upper()
            for piece in _pieces(formula)
            if isinstance(piece, Token) and piece.kind == "function"
        }
        for function in sorted(functions & _HIDING):
            yield fault(
                plan,
                line,
                field,
                f"{named(line) or 'Tổng cộng'}: công thức ={formula} dùng {function}, nên lỗi ở "
                "các ô bên dưới không hiện ra",
                f"Bỏ {function}, chỉ để phép cộng; rồi sửa ô nào báo lỗi.",
            )
            break


def _pieces(formula: str) -> tuple[Piece, ...]:
    """The pieces of a formula, without blanks; none of what is no formula."""
    try:
        return tuple(
            piece for piece in tokenize(formula) if isinstance(piece, Ref) or piece.kind != "space"
        )
    except ValueError:
        return ()


def _plug(formula: str) -> str:
    """The first number that a formula adds to its references; empty where there is none."""
    pieces = _pieces(formula)
    if not any(map(_is_reference, pieces)):
        return ""
    texts = [piece.text if isinstance(piece, Token) else "" for piece in pieces]
    within = [""]
    befores, afters = ["(", *texts[:-1]], [*texts[1:], ")"]
    for piece, before, text, after in zip(pieces, befores, texts, afters, strict=True):
        if text == "(":
            within.append(within[-1] if before in _ADDED else before.upper())
        elif text == ")" and len(within) > 1:
            within.pop()
        elif _is_added(piece, before, after) and within[-1] in ("", "SUM"):
            return text
    return ""


def _is_reference(piece: Piece) -> bool:
    return isinstance(piece, Ref) or piece.kind in ("columns", "name")


def _is_added(piece: Piece, before: str, after: str) -> bool:
    """Whether a piece is a number, not nought, that stands alone between what is added."""
    if not isinstance(piece, Token) or piece.kind != "number" or not float(piece.text):
        return False
    return before in _ADDED and after in {"+", "-", ")", ","}
