"""A sheet's scale and page breaks, as they are computed and put into its XML."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.layouts import M, element, loop
from workbook_tools.render.printing import (
    Digits,
    Printing,
    PrintNames,
    print_names,
    printing_of,
    put_printing,
)


def drawn(**options: Any) -> Any:
    """A sheet of columns ten wide on A4, fitted to its width unless a scale is given."""

    def draw(book: Any, page: Any) -> None:
        book.formats[0].set_font_name("Times New Roman")
        page.set_column("A:Z", options.get("width", 10) - 5 / 7)
        page.set_paper(options.get("paper", 9))
        page.set_margins(1, 1, 1, 1)
        if options.get("landscape"):
            page.set_landscape()
        if "scale" in options:
            page.set_print_scale(options["scale"])
        else:
            page.fit_to_pages(*options.get("fit", (1, 0)))
        page.print_area(options.get("area", "A1:T5"))
        if "titles" in options:
            page.repeat_rows(*options["titles"])

    return draw


def printed(count: int, height: float = 20, **options: Any) -> Printing:
    layout = loop(count, drawn(**options))
    sheet, package = layout.sheets[0], layout.template.package
    names = print_names(package).get("PhuLuc", PrintNames())
    return printing_of(
        sheet, [height] * sheet.last_row, options.get("digits", Digits()), names, package
    )


def test_the_scale_is_the_one_that_fits_the_width() -> None:
    # A4 less two inches: 451 of 1100 points, a fortieth to spare
    assert printed(1).scale == int(100 * (595.28 - 144) / (1100 * 1.025))
    assert printed(1, landscape=True).scale == int(100 * (841.89 - 144) / (1100 * 1.025))


def test_nothing_is_enlarged() -> None:
    assert printed(1, width=2).scale == 100


def test_a_font_that_may_be_missing_leaves_more_room() -> None:
    sure, unsure = printed(1).scale, printed(1, digits=Digits(5.5, 5.577, 7.0)).scale
    assert sure is not None and unsure == int(100 * 451.28 / (200 * 5.5 / 5.577 * 7.0 * 1.025))


def test_widths_count_digits_of_the_workbooks_font() -> None:
    columns = '<cols><col min="1" max="2" width="10"/></cols><sheetData/>'
    wide = put(columns, Printing(stretch=5.5 / 6.5)).find(f"{M}cols")
    assert [col.get("width") for col in wide] == ["8.46154"]
    same = put(columns, Printing(stretch=5.5 / 5.577)).find(f"{M}cols")
    assert [col.get("width") for col in same] == ["10"]


def test_a_column_that_must_be_wider_is_said_alone() -> None:
    columns = '<cols><col min="1" max="3" width="10" style="2"/></cols><sheetData/>'
    found = put(columns, Printing(widths={2: 15.5})).find(f"{M}cols")
    said = [(col.get("min"), col.get("max"), col.get("width"), col.get("style")) for col in found]
    assert said == [("1", "1", "10", "2"), ("2", "2", "15.5", "2"), ("3", "3", "10", "2")]


def test_other_papers() -> None:
    small, large = printed(1, paper=11).scale, printed(1, paper=8).scale
    assert small is not None and large is not None and small < 40 < large


@pytest.mark.parametrize("fit", [(1, 1), (2, 0), (0, 1)])
def test_what_is_fitted_otherwise_stays(fit: tuple[int, int]) -> None:
    assert printed(300, fit=fit) == Printing()


def test_a_template_with_a_scale_of_its_own_keeps_it() -> None:
    found = printed(100, scale=50, width=2)
    # 698 points less spare at half size: 68 rows of 20
    assert found == Printing(None, (68,))


def test_pages_end_where_they_are_full() -> None:
    found = printed(100, width=2)
    assert found.breaks == (34, 68)


def test_repeated_rows_take_room_on_later_pages() -> None:
    assert printed(100, width=2, titles=(0, 0)).breaks == (34, 67, 100)


def test_only_what_is_printed_counts() -> None:
    assert printed(2, width=2, height=300, area="A1:T1").breaks == ()


def test_areas_apart_are_left_alone() -> None:
    layout = loop(300, drawn())
    names = PrintNames("A1:B2 D4:E5")
    package = layout.template.package
    assert printing_of(layout.sheets[0], [20.0] * 302, Digits(), names, package) == Printing()


def test_no_more_breaks_than_excel_takes() -> None:
    assert len(printed(1500, height=409, scale=300).breaks) == 1000


def put(xml: str, printing: Printing) -> Any:
    root = element(f"<worksheet>{xml}</worksheet>")
    put_printing(root, printing)
    return root


FITTED = (
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetData/>'
    '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/><drawing/>'
)


def test_a_scale_takes_the_place_of_fitting() -> None:
    root = put(FITTED, Printing(63))
    assert dict(root.find(f"{M}pageSetup").attrib) == {"orientation": "landscape", "scale": "63"}
    assert not root.find(f"{M}sheetPr/{M}pageSetUpPr").attrib


def test_breaks_stand_where_the_schema_wants_them() -> None:
    root = put(FITTED, Printing(63, (4, 9)))
    assert [child.tag.rpartition("}")[2] for child in root][-3:] == [
        "pageSetup",
        "rowBreaks",
        "drawing",
    ]
    assert [brk.get("id") for brk in root.find(f"{M}rowBreaks")] == ["4", "9"]


def test_the_templates_own_breaks_stay() -> None:
    xml = '<sheetData/><rowBreaks count="1"><brk id="7" man="1"/></rowBreaks>'
    holder = put(xml, Printing(None, (4, 7, 9))).find(f"{M}rowBreaks")
    assert [brk.get("id") for brk in holder] == ["4", "7", "9"]
    assert (holder.get("count"), holder.get("manualBreakCount")) == ("3", "3")


def test_nothing_to_say_changes_nothing() -> None:
    assert put(FITTED, Printing()).find(f"{M}pageSetup").get("fitToWidth") == "1"
