"""Family G, formulas of the user's that look into generated sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workbook_tools.check.register import Example, Fault, Severity, quoted, rule
from workbook_tools.excel.cells import area_name, split_cell
from workbook_tools.plan.grid import Pointer
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import Listed

_INSTEAD = "Thay địa chỉ bằng tên "
_ANY = "(TongCong_KP, TongCong_KPKC …)"


@rule(
    "G13",
    Severity.WARNING,
    "Công thức trỏ vào trang tính do chương trình lập theo địa chỉ ô",
    bad=Example(
        "=PhuLuc!H34: thêm hay bớt một đề án thì H34 là ô khác",
        cells={"GhiChu!A1": ("=PhuLuc!H34", 5)},
        at="GhiChu!A1",
        says="GhiChu!A1: công thức “=PhuLuc!H34” lấy số theo địa chỉ; PhuLuc!H34 sẽ là "
        "ô khác khi danh sách đề án thay đổi",
    ),
    good=Example(
        "=TongCong_KP: tên luôn đi theo ô tổng", cells={"GhiChu!A1": ("=TongCong_KP", 1_075_000)}
    ),
    fault=("pointed_by_address",),
)
def pointing_by_address(plan: Plan) -> Iterator[Fault]:
    """Các dòng của trang tính do chương trình lập xê dịch khi danh sách đề án thay đổi, còn địa chỉ
    trong công thức thì đứng yên: ô được trỏ tới có thể trống hoặc là số khác. Là lưu ý khi ô đó
    vẫn như trước, là cảnh báo khi ô đó đã khác hoặc trống.
    """
    for pointer in plan.pointers:
        if pointer.area is None or _feeds(plan, pointer):
            continue
        yield Fault(
            pointer.place,
            _told(pointer),
            f"{_INSTEAD}{pointer.name or _ANY}, hoặc tính từ trang tính DeAn.",
            severity=None if pointer.moved else Severity.NOTE,
        )


def _told(pointer: Pointer) -> str:
    """What G13 says of a formula, and of what it points at."""
    assert pointer.area is not None
    there = f"{pointer.sheet}!{area_name(*pointer.area)}"
    state = (
        f"{there} nay trống hoặc không còn như trước"
        if pointer.moved
        else f"{there} sẽ là ô khác khi danh sách đề án thay đổi"
    )
    return (
        f"{pointer.place}: công thức {quoted('=' + pointer.formula)} lấy số theo địa chỉ; {state}"
    )


def still_moved(pointers: Iterable[Pointer], listed: Iterable[Listed]) -> tuple[Pointer, ...]:
    """The same pointers, those among them moved of which an earlier build said so (``listed``):
    that it builds once more makes nothing right, only another formula does.
    """
    told = {(row.place, row.message): row.hint for row in listed}
    return tuple(_as_told(pointer, told) for pointer in pointers)


def _as_told(pointer: Pointer, told: dict[tuple[str, str], str]) -> Pointer:
    if pointer.area is None or pointer.moved:
        return pointer
    moved = replace(pointer, moved=True)
    hint = told.get((str(pointer.place), _told(moved)))
    if hint is None:
        return pointer
    name = hint.removeprefix(_INSTEAD).partition(",")[0]
    return replace(moved, name="" if name.startswith("(") else name)


@rule(
    "G14",
    Severity.ERROR,
    "Số liệu của kế hoạch lấy từ trang tính do chương trình lập",
    bad=Example(
        "Ô KPKC ĐP của trang tính DeAn ghi =PhuLuc!I12",
        cells={"J13": ("=PhuLuc!I12", 100_000)},
        at="J13",
        says="DeAn!J13: công thức “=PhuLuc!I12” lấy số từ trang do chương trình lập",
    ),
    good=Example(
        "Ô KPKC ĐP của trang tính DeAn ghi một số, hoặc tính từ trang tính khác của bạn",
        cells={"J13": ("=GhiChu!A1", 100_000), "GhiChu!A1": 100_000},
    ),
    fault=("fed_on_output",),
)
def feeding_on_output(plan: Plan) -> Iterator[Fault]:
    """Biểu được lập từ các trang tính kế hoạch; nếu ô của kế hoạch lại lấy số từ biểu, trực tiếp,
    qua tên hay qua công thức khác, thì mỗi lần lập số liệu tự nuôi chính nó."""
    for pointer in plan.pointers:
        if _feeds(plan, pointer):
            line = None
            if pointer.place.sheet == plan.sheet:
                line = plan.by_row.get(split_cell(pointer.place.cell)[0])
            yield Fault(
                pointer.place,
                f"{pointer.place}: công thức {quoted('=' + pointer.formula)} lấy số từ trang do "
                "chương trình lập",
                "Gõ giá trị, hoặc tính từ các trang tính kế hoạch.",
                line,
            )


def _feeds(plan: Plan, pointer: Pointer) -> bool:
    """Whether the plan reads the cell: any of its tables' sheets, a filled row of ``ThongTin``."""
    if not pointer.feeds:
        return False
    return pointer.place.sheet.casefold() != "thongtin" or (
        pointer.place in plan.particular_cells.values()
    )
