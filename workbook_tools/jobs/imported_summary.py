"""What is said of an import: the plan, what to look at, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbook_tools.jobs.import_table import Imported
from workbook_tools.jobs.imported_plan import SHEET
from workbook_tools.jobs.interpreted import KEPT, NOT_TAKEN, Reading, counts
from workbook_tools.jobs.summary import counted, summary
from workbook_tools.plan.model import LIKELY, SURE, UNSURE

_MOST = 12
_LONGEST = 60


def import_summary(done: Imported, *, each: bool = False) -> list[str]:
    """The size and the totals of the plan, how many readings are how sure, each that is unsure, and
    the findings as ``summary`` tells them.
    """
    lines = summary(done.plan, done.findings, each=each)
    if done.missing or counts(done.readings)[UNSURE]:
        lines[-1] = f"  {counted(done.findings)}."
    found = counts(done.readings)
    told = f"{found[UNSURE]} {UNSURE}, {found[LIKELY]} {LIKELY}, {found[SURE]} {SURE}"
    sheet = (
        f"  Trang tính {SHEET}: {sum(found.values()) - found[KEPT]} chỗ được diễn giải ({told}); "
    )
    sheet += f"{found[KEPT]} ô {KEPT}, được giữ ở đó"
    unsure = [reading for reading in done.readings if reading.sure == UNSURE]
    left = [f"{said.found} ({said.place})" for said in done.readings if said.how == NOT_TAKEN]
    beside = [f"  Không nhập theo, chỉ còn trong tệp nguồn: {', '.join(left)}"] if left else []
    missing = [f"  Cần điền thêm: {said}" for said in done.missing]
    return [*lines[:2], sheet, *_told(unsure), *beside, *missing, *lines[2:]]


def _told(unsure: Iterable[Reading]) -> Iterator[str]:
    """The unsure readings, those for one reason in one line."""
    kinds: dict[str, list[Reading]] = {}
    for reading in unsure:
        kinds.setdefault(reading.how, []).append(reading)
    for how, alike in kinds.items():
        first = alike[0]
        if len(alike) == 1:
            found = f"“{_short(first.found)}” " if first.found else ""
            yield f"  Chưa chắc {first.place}: {found}đọc là {_short(first.read_as)} ({how})"
            continue
        places = ", ".join(str(reading.place) for reading in alike[:_MOST])
        more = f" và {len(alike) - _MOST} ô nữa" if len(alike) > _MOST else ""
        yield f"  Chưa chắc {len(alike)} ô: {how}: {places}{more}"


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
