"""Room on paper for repeated columns."""

from __future__ import annotations

from typing import Any

import pytest

from tests.forms import form_plan, sources_of
from tests.render.outputs import M, build, cells, root
from tests.templates import template_of
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.plan.model import Remark


def built(count: int) -> Built:
    return build_workbook(form_plan(sources_of(count), [[None, *range(1, count + 1)]] * 2))


def widths(data: bytes, sheet: str = "PhuLuc") -> list[float]:
    return [
        float(one.get("width"))
        for one in root(data, sheet).iter(f"{M}col")
        for _ in range(int(one.get("min")), int(one.get("max")) + 1)
    ]


def paper(data: bytes, sheet: str = "PhuLuc") -> str:
    return str(root(data, sheet).find(f"{M}pageSetup").get("paperSize"))


def of_room(remarks: tuple[Remark, ...]) -> list[tuple[str, str]]:
    return [(one.place.sheet, one.read_as) for one in remarks if "cột lặp" in one.found]


@pytest.mark.parametrize("count", [1, 3, 4, 6])
def test_up_to_six_columns_stay_as_they_are_laid_out(count: int) -> None:
    found = built(count)
    assert (paper(found.data), of_room(found.remarks)) == ("9", [])
    assert widths(found.data)[:5] == [5, 20, 14.8, 20.5, 16.3]


def test_of_seven_the_texts_are_narrowed_and_it_is_said() -> None:
    found = built(7)
    narrowed = [5, 16, 14.8, 16.4, 13.04, 7.2, 7.2, *[10.8] * 8, 14.88]
    assert widths(found.data) == narrowed
    assert (paper(found.data), paper(found.data, "TongHop")) == ("9", "9")
    assert of_room(found.remarks) == [("PhuLuc", "các cột chữ hẹp lại còn 80%")]


def test_of_more_a_larger_paper_is_proposed_and_it_is_said() -> None:
    found = built(9)
    assert (paper(found.data), paper(found.data, "TongHop")) == ("8", "8")
    said = "các cột chữ hẹp lại còn 80%, khổ giấy là A3"
    assert of_room(found.remarks) == [("PhuLuc", said), ("TongHop", said)]
    shown = [str(text) for text in cells(found.data, "KiemTra").values()]
    assert [text for text in shown if "9 cột lặp" in text and "A3" in text]


def test_where_no_paper_is_large_enough_it_is_said() -> None:
    (said, *_) = [one for one in built(30).remarks if "cột lặp" in one.found]
    assert "chữ vẫn nhỏ" in said.hint


ROWS: dict[int, dict[str, Any]] = {
    1: {"B": "{% column for source in plan.sources %}", "D": "{% column endfor %}"},
    2: {"A": "Nguồn", "C": "{{ source.heading }}", "E": "Ghi chú"},
}


PAD = 0.7109375
"""What XlsxWriter adds to a width."""


def page_of(count: int, **change: Any) -> bytes:
    """A page with wide repeated columns and a wide text beside them."""

    def draw(book: Any, page: Any) -> None:
        page.set_column("A:E", change.get("width", 30))
        if change.get("landscape", True):
            page.set_landscape()
        page.set_paper(change.get("paper", 9))
        if change.get("fit", True):
            page.fit_to_pages(1, 0)

    return build(form_plan(sources_of(count), [[None, 1]]), template_of(ROWS, draw), flags=False)


def test_columns_that_are_repeated_keep_their_width() -> None:
    assert widths(page_of(8)) == [24.5688, *[30 + PAD] * 8, 24.5688]


@pytest.mark.parametrize(
    "change", [{"fit": False}, {"paper": 8}, {"width": 9}, {"paper": 5}, {"width": 19}]
)
def test_a_page_that_its_author_has_laid_out_otherwise_stays(change: dict[str, Any]) -> None:
    data = page_of(5, **change)
    assert widths(data) == [change.get("width", 30) + PAD] * 7
    assert paper(data) == str(change.get("paper", 9))
