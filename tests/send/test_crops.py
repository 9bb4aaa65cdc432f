"""Pictures of which a drawing shows a part: the rest does not go out."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from lxml import etree
from PIL import Image

from tests.books import attributes
from workbook_tools.excel.package import open_package
from workbook_tools.send.clean import Cleaned, clean_copy
from workbook_tools.send.crops import frame_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def picture(kind: str) -> bytes:
    """A picture of 30 by 10 dots: red, green and blue from the left."""
    made = Image.new("RGB", (30, 10))
    for at, colour in enumerate((RED, GREEN, BLUE)):
        made.paste(colour, (at * 10, 0, at * 10 + 10, 10))
    raw = io.BytesIO()
    made.save(raw, kind, **({"quality": 100, "subsampling": 0} if kind == "JPEG" else {}))
    return raw.getvalue()


def sent(kind: str, *cuts: str, hidden: bool = False) -> Cleaned:
    """The copy of a sheet with the same picture once for each cut; with ``hidden`` the last one is
    not shown.
    """
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("Gui")
    for at in range(len(cuts)):
        page.insert_image(at * 20, 1, "x.img", {"image_data": io.BytesIO(picture(kind))})
    book.close()
    package = open_package(raw.getvalue(), "x.xlsx")
    root = package.tree_to_change("xl/drawings/drawing1.xml")
    for blip, cut in zip(list(root.iter(f"{A}blip")), cuts, strict=True):
        blip.addnext(etree.fromstring(f'<a:srcRect xmlns:a="{A[1:-1]}" {cut}/>'))
    if hidden:
        next(root[-1].iter("{*}cNvPr")).set("hidden", "1")
    return clean_copy(package.changed({"xl/drawings/drawing1.xml": etree.tostring(root)}), ["Gui"])


def pictures(copy: Cleaned) -> list[Image.Image]:
    held = zipfile.ZipFile(io.BytesIO(copy.data))
    names = [name for name in held.namelist() if name.startswith("xl/media/")]
    return [Image.open(io.BytesIO(held.read(name))).convert("RGB") for name in names]


def colours(shown: Image.Image) -> set[tuple[int, ...]]:
    return {dot for _, dot in shown.getcolors() or () if isinstance(dot, tuple)}


def rounded(dot: tuple[int, ...]) -> tuple[int, ...]:
    """A colour without what JPEG does to it."""
    return tuple(round(part / 255) * 255 for part in dot)


def cuts(copy: Cleaned) -> list[dict[str, str]]:
    drawing = zipfile.ZipFile(io.BytesIO(copy.data)).read("xl/drawings/drawing1.xml")
    return [attributes(cut) for cut in etree.fromstring(drawing).iter(f"{A}srcRect")]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("cut", ['l="33333" r="33333"', 'l="33.333%" r="33.333%"'])
def test_what_was_cut_away_is_nowhere_in_the_copy(kind: str, cut: str) -> None:
    copy = sent(kind, cut)
    (shown,) = pictures(copy)
    assert shown.size == (10, 10) and cuts(copy) == []
    assert {rounded(dot) for dot in colours(shown)} == {GREEN}
    assert "phần bị cắt khuất của ảnh: image1." in "; ".join(copy.removed)


def test_of_a_picture_cut_in_two_ways_both_parts_go_out() -> None:
    copy = sent("PNG", 'r="66667"', 'l="66667"')
    (shown,) = pictures(copy)
    assert colours(shown) == {RED, (0, 0, 0), BLUE}
    assert cuts(copy) == [{"r": "66667"}, {"l": "66667"}]


def test_frames_are_cut_anew_where_only_a_part_of_the_picture_goes_out() -> None:
    copy = sent("PNG", 'r="66667"', 'l="33333" r="33333"')
    (shown,) = pictures(copy)
    assert shown.size == (20, 10) and colours(shown) == {RED, GREEN}
    assert [list(cut) for cut in cuts(copy)] == [["r"], ["l"]]
    assert all(abs(int(share) - 50_000) < 5 for cut in cuts(copy) for share in cut.values())


def test_what_only_a_hidden_picture_shows_does_not_go_out() -> None:
    (shown,) = pictures(sent("PNG", 'r="66667"', 'l="66667"', hidden=True))
    assert colours(shown) == {RED}


def test_a_picture_that_is_cut_away_altogether_goes() -> None:
    assert pictures(sent("PNG", 'l="60000" r="60000"')) == []


def test_a_frame_that_is_larger_than_its_picture_shows_all_of_it() -> None:
    copy = sent("PNG", 'l="-50000"')
    assert pictures(copy)[0].size == (30, 10) and cuts(copy) == [{"l": "-50000"}]


def test_a_frame_has_all_that_is_shown() -> None:
    assert frame_of([(0.1, 0.5, 0.4, 1.5), (0.2, 0.3, 0.6, 0.8)]) == (0.1, 0.3, 0.6, 1.0)
