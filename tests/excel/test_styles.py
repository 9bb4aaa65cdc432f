"""Formats of one workbook carried into another."""

from __future__ import annotations

import pytest
from lxml.etree import _Element

from workbook_tools.errors import InputError
from workbook_tools.excel.package import MAIN, Package, parse_xml, to_xml
from workbook_tools.excel.styles import add_differential, merge_styles, styles_part

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
M = f"{{{MAIN}}}"
PLAIN = {
    "fonts": "<font><sz val='11'/><name val='Calibri'/></font>",
    "fills": "<fill><patternFill patternType='none'/></fill>",
    "borders": "<border/>",
    "cellStyleXfs": "<xf/><xf/>",
    "cellXfs": "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/>",
    "cellStyles": "<cellStyle name='Normal' xfId='0'/><cellStyle name='Tốt' xfId='1'/>",
}


def workbook(theme: str = "", **sections: str) -> Package:
    """A workbook of nothing but styles; ``sections`` add to those of a plain one."""
    held = PLAIN | {name: PLAIN.get(name, "") + xml for name, xml in sections.items()}
    order = ("numFmts", *PLAIN, "dxfs")
    inner = "".join(f"<{name}>{held[name]}</{name}>" for name in order if name in held)

    def rels(*entries: tuple[str, str]) -> bytes:
        items = "".join(
            f'<Relationship Id="{kind}" Type="{_REL}/{kind}" Target="{target}"/>'
            for kind, target in entries
        )
        return f"<Relationships>{items}</Relationships>".encode()

    parts = {
        "_rels/.rels": rels(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": b"<workbook/>",
        "xl/_rels/workbook.xml.rels": rels(("styles", "styles.xml"), ("theme", "theme.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{inner}</styleSheet>'.encode(),
    }
    if theme:
        colours = "".join(
            f'<a:{name}><a:srgbClr val="{theme}"/></a:{name}>' for name in ("lt1", "dk1")
        )
        parts["xl/theme.xml"] = (
            f'<a:theme xmlns:a="{_A}"><a:clrScheme>{colours}</a:clrScheme></a:theme>'
        ).encode()
    return Package(parts)


def fonts_of(xml: bytes) -> list[str]:
    root = parse_xml(xml, "styles")
    return [str(font.find(f"{M}name").get("val")) for font in root.iter(f"{M}font")]  # type: ignore[union-attr]


def attributes(element: _Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


TIMES = "<font><sz val='13'/><name val='Times New Roman'/></font>"
OF_TIMES = "<xf numFmtId='0' fontId='1' fillId='0' borderId='0' xfId='0'/>"


def test_a_format_that_is_there_is_used_again() -> None:
    merged = merge_styles(workbook(), workbook(), [0], [])
    assert fonts_of(merged.xml) == ["Calibri"]
    root = parse_xml(merged.xml, "styles")
    xf = root.findall(f"{M}cellXfs/{M}xf")[merged.cells[0]]
    assert xf.get("fontId") == "0"


def test_a_format_that_is_new_comes_with_its_parts() -> None:
    merged = merge_styles(workbook(), workbook(fonts=TIMES, cellXfs=OF_TIMES), [1], [])
    assert fonts_of(merged.xml) == ["Calibri", "Times New Roman"]
    xf = parse_xml(merged.xml, "styles").findall(f"{M}cellXfs/{M}xf")[merged.cells[1]]
    assert (xf.get("fontId"), xf.get("fillId"), xf.get("applyFont")) == ("1", "0", "1")


def test_the_formats_that_are_there_stay_as_they_are() -> None:
    base = workbook(fonts=TIMES, cellXfs=OF_TIMES)
    before = parse_xml(base.read("xl/styles.xml"), "styles").findall(f"{M}cellXfs/{M}xf")
    merged = merge_styles(
        base, workbook(cellXfs=OF_TIMES.replace("fontId='1'", "fontId='0'")), [1], []
    )
    after = parse_xml(merged.xml, "styles").findall(f"{M}cellXfs/{M}xf")
    assert [attributes(xf) for xf in after[: len(before)]] == [attributes(xf) for xf in before]


def test_merging_twice_adds_nothing_more() -> None:
    template = workbook(fonts=TIMES, cellXfs=OF_TIMES)
    once = merge_styles(workbook(), template, [1], [])
    base = workbook().changed({"xl/styles.xml": once.xml})
    again = merge_styles(base, template, [1], [])
    assert again.xml == once.xml
    assert again.cells == once.cells


def test_the_base_is_not_changed() -> None:
    base = workbook()
    merge_styles(base, workbook(fonts=TIMES, cellXfs=OF_TIMES), [1], [])
    assert len(base.tree("xl/styles.xml").findall(f"{M}fonts/{M}font")) == 1


def test_counts_follow() -> None:
    merged = merge_styles(workbook(), workbook(fonts=TIMES, cellXfs=OF_TIMES), [1], [])
    root = parse_xml(merged.xml, "styles")
    for name in ("fonts", "cellXfs"):
        section = root.find(f"{M}{name}")
        assert section is not None and section.get("count") == str(len(section))


@pytest.mark.parametrize(("code", "number"), [("0.00", "165"), ("#,##0", "164")])
def test_a_number_format_of_ones_own_gets_a_free_number(code: str, number: str) -> None:
    base = workbook(numFmts="<numFmt numFmtId='164' formatCode='#,##0'/>")
    template = workbook(
        numFmts=f"<numFmt numFmtId='170' formatCode='{code}'/>",
        cellXfs=OF_TIMES.replace("fontId='1'", "fontId='0'").replace("'0' font", "'170' font"),
    )
    merged = merge_styles(base, template, [1], [])
    xf = parse_xml(merged.xml, "styles").findall(f"{M}cellXfs/{M}xf")[merged.cells[1]]
    assert xf.get("numFmtId") == number


def test_a_number_format_of_excels_own_keeps_its_number() -> None:
    template = workbook(cellXfs="<xf numFmtId='3' fontId='0' fillId='0' borderId='0'/>")
    merged = merge_styles(workbook(), template, [1], [])
    xf = parse_xml(merged.xml, "styles").findall(f"{M}cellXfs/{M}xf")[merged.cells[1]]
    assert xf.get("numFmtId") == "3"


@pytest.mark.parametrize(("style", "found"), [("1", "1"), ("7", "0")])
def test_a_named_style_is_found_by_its_name(style: str, found: str) -> None:
    template = workbook(
        cellXfs=f"<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='{style}'/>"
    )
    merged = merge_styles(workbook(), template, [1], [])
    xf = parse_xml(merged.xml, "styles").findall(f"{M}cellXfs/{M}xf")[merged.cells[1]]
    assert xf.get("xfId") == found


COLOURED = (
    "<font><sz val='11'/><color theme='0' tint='-0.5'/><name val='A'/><scheme val='minor'/></font>"
)


def test_a_theme_colour_stays_where_the_themes_are_alike() -> None:
    template = workbook(theme="808080", fonts=COLOURED, cellXfs=OF_TIMES)
    merged = merge_styles(workbook(theme="808080"), template, [1], [])
    color = parse_xml(merged.xml, "styles").findall(f"{M}fonts/{M}font/{M}color")[0]
    assert attributes(color) == {"theme": "0", "tint": "-0.5"}


def test_a_theme_colour_becomes_plain_where_they_differ() -> None:
    template = workbook(theme="808080", fonts=COLOURED, cellXfs=OF_TIMES)
    merged = merge_styles(workbook(theme="FFFFFF"), template, [1], [])
    font = parse_xml(merged.xml, "styles").findall(f"{M}fonts/{M}font")[1]
    color = font.find(f"{M}color")
    assert color is not None and attributes(color) == {"rgb": "FF404040"}
    assert font.find(f"{M}scheme") is None


def test_a_differential_format_goes_into_a_section_made_for_it() -> None:
    template = workbook(dxfs="<dxf><font><b/></font></dxf>")
    merged = merge_styles(workbook(), template, [], [0])
    root = parse_xml(merged.xml, "styles")
    names = [str(child.tag).removeprefix(M) for child in root]
    assert merged.differential == {0: 0}
    assert names.index("cellStyles") < names.index("dxfs")


def test_looks_are_added_once() -> None:
    look = "<font><b/></font><fill/>"
    package = workbook(dxfs="<dxf><font><b/></font><fill/></dxf>")
    part, xml, numbers = add_differential(package, [look, "<font><i/></font>", look])
    assert (part, numbers) == ("xl/styles.xml", [0, 1, 0])
    assert len(parse_xml(xml, part).findall(f"{M}dxfs/{M}dxf")) == 2


def test_a_workbook_without_styles_is_told_by_the_part() -> None:
    package = workbook().changed({}, ["xl/_rels/workbook.xml.rels"])
    with pytest.raises(InputError, match=r"xl/styles\.xml"):
        styles_part(package)


def stripped(package: Package, *gone: str, empty: bool = False) -> Package:
    """The workbook without some sections of its styles, or with nothing in them."""
    root = package.tree_to_change("xl/styles.xml")
    for name in gone:
        section = root.find(f"{M}{name}")
        assert section is not None
        if empty:
            del section[:]
        else:
            root.remove(section)
    return package.changed({"xl/styles.xml": to_xml(root)})


BARE = [
    ("cellXfs",),
    ("fonts",),
    ("fills", "borders"),
    ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"),
]


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("gone", BARE)
def test_a_workbook_without_some_formats_keeps_its_plain_look(
    gone: tuple[str, ...], empty: bool
) -> None:
    base = stripped(workbook(), *gone, empty=empty)
    merged = merge_styles(base, workbook(fonts=TIMES, cellXfs=OF_TIMES), [1], [])
    root = parse_xml(merged.xml, "styles")
    assert fonts_of(merged.xml) == ["Calibri", "Times New Roman"]
    first, *_ = xfs = root.findall(f"{M}cellXfs/{M}xf")
    assert [first.get(key) for key in ("fontId", "fillId", "borderId")] == ["0", "0", "0"]
    assert xfs[merged.cells[1]].get("fontId") == "1"
    assert root.findall(f"{M}fills/{M}fill")
    assert root.findall(f"{M}borders/{M}border")


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("gone", BARE)
def test_a_template_without_some_formats_looks_plain(gone: tuple[str, ...], empty: bool) -> None:
    template = stripped(workbook(fonts=TIMES, cellXfs=OF_TIMES), *gone, empty=empty)
    base = workbook()
    merged = merge_styles(base, template, [0, 1, 7], [])
    count = len(parse_xml(merged.xml, "styles").findall(f"{M}cellXfs/{M}xf"))
    assert set(merged.cells) == {0, 1, 7}
    assert all(at < count for at in merged.cells.values())


@pytest.mark.parametrize("number", ["9", "-1", "abc", "9" * 400])
def test_a_format_that_points_at_no_font_has_the_first(number: str) -> None:
    base = workbook(cellXfs=OF_TIMES.replace("fontId='1'", f"fontId='{number}'"))
    template = workbook(fonts=TIMES, cellXfs=OF_TIMES)
    root = parse_xml(merge_styles(base, template, [1], []).xml, "styles")
    assert [xf.get("fontId") for xf in root.findall(f"{M}cellXfs/{M}xf")] == ["0", "0", "1"]


def test_a_differential_format_that_is_not_there_changes_nothing() -> None:
    merged = merge_styles(workbook(), workbook(dxfs="<dxf><font><b/></font></dxf>"), [], [0, 9])
    found = parse_xml(merged.xml, "styles").findall(f"{M}dxfs/{M}dxf")
    assert [len(dxf) for dxf in found] == [1, 0]
    assert merged.differential == {0: 0, 9: 1}
