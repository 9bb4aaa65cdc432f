"""What must survive the repetition of rows, and of columns: twelve things, each tried both ways on
a finished workbook. The table in the guide for templates is compared with what is tried here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.forms import FOUR, form_plan
from tests.judges import openxml
from tests.judges.packages import package_faults
from tests.render.outputs import M, build, cells, results, root
from tests.templates import Draw, picture, tag, template_file
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.package import (
    MAIN,
    RELS,
    Package,
    open_package,
    parse_xml,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
)
from workbook_tools.template.compile import compile_template

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs/huong-dan-tep-mau.md"
PLAN = [[None, 1, 2, 3, 4], [None, 10, 0, 0, 5], [None, 5, 5, 5, 5], [None, 7]]
"""Four projects, each with four sources: a row becomes rows 2 to 5, a column columns B to E."""

ROWS: dict[int, dict[str, Any]] = {
    1: {"A": "TT", "B": "Tiền", "C": "Gấp đôi", "D": "Ghi"},
    2: tag("for project in plan.projects"),
    3: {"A": "{{ project.tt }}", "B": "{{ project.total }}", "C": "=B3*2", "D": "x"},
    4: tag("endfor"),
    5: {"A": "Cộng", "B": "=SUM(B3)", "C": "=SUM(C3)", "D": "y"},
    6: {"A": "Cuối", "B": "=B5*1"},
}
"""Row 5 becomes row 6, row 6 row 7."""

COLUMNS: dict[int, dict[str, Any]] = {
    1: {"B": "{% column for source in plan.sources %}", "D": "{% column endfor %}"},
    2: {"A": "Nguồn", "C": "{{ source.heading }}", "E": "Cộng", "F": "Cuối"},
    3: {"A": "Tiền", "C": "{{ plan[source] }}", "E": "=SUM(C3)", "F": "=E3*1"},
    4: {"A": "Gấp đôi", "C": "=C3*2", "E": "=SUM(C4)", "F": "x"},
    5: {"A": "Ghi", "C": "x", "E": "y"},
}
"""Column E becomes column F, column F column G; the row of the tags goes, so row 2 is row 1."""

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
Change = Callable[[Package], Package]


class Way(NamedTuple):
    """How a thing is put into a template, and what is expected of it in the output."""

    rows: dict[int, dict[str, Any]]
    draw: Draw
    seen: Callable[[bytes], object]
    expected: object
    change: Change = lambda package: package


def finished(way: Way) -> bytes:
    """The plan built with the template of a way."""
    package = way.change(open_package(template_file(way.rows, way.draw), "mau.xlsx"))
    return build(form_plan(FOUR, PLAN), compile_template(package), flags=False)


def page(data: bytes) -> Any:
    return root(data, "PhuLuc")


def led_to(data: bytes, *kinds: str) -> list[Any]:
    """The parts of a kind that the sheet leads to, by way of parts of the kinds before."""
    package = open_package(data, "x")
    parts = [next(sheet.part for sheet in sheets(package) if sheet.name == "PhuLuc")]
    for kind in kinds:
        parts = [
            rel.target for part in parts for rel in relationships(package, part) if rel.kind == kind
        ]
    return [parse_xml(package.read(part), part) for part in parts]


# ------------------------------------------------------------------------------ the twelve things


def formats(first: str, scaled: str, total: str, doubled: str) -> Draw:
    """A rule for a cell, a rule for two rows or columns, and a scale up to a total."""

    def draw(book: Any, page: Any) -> None:
        bold = book.add_format({"bold": True})
        rule = {"type": "formula", "criteria": f"={first}>{total}/2", "format": bold}
        page.conditional_format(first, rule)
        scale = {"type": "2_color_scale", "max_type": "formula", "max_value": f"={doubled}"}
        page.conditional_format(scaled, scale)

    return draw


def formats_seen(data: bytes) -> object:
    return [
        (
            block.get("sqref"),
            [one.text for one in block.iter(f"{M}formula")],
            [one.get("val") for one in block.iter(f"{M}cfvo") if one.get("type") == "formula"],
        )
        for block in page(data).iter(f"{M}conditionalFormatting")
    ]


def validations(cell: str, total: str, listed: str, source: str) -> Draw:
    def draw(book: Any, page: Any) -> None:
        page.data_validation(cell, {"validate": "decimal", "criteria": "<=", "value": f"={total}"})
        page.data_validation(listed, {"validate": "list", "source": f"={source}"})

    return draw


def validations_seen(data: bytes) -> object:
    return [(one.get("sqref"), one[0].text) for one in page(data).iter(f"{M}dataValidation")]


def names(**texts: str) -> Draw:
    def draw(book: Any, page: Any) -> None:
        for name, text in texts.items():
            book.define_name(name, f"={text}")

    return draw


def names_seen(data: bytes) -> object:
    found = workbook_names(open_package(data, "x"))
    return {name: found.get(name) for name in ("TyTrong", "Lon")}


def merges(*areas: str) -> Draw:
    def draw(book: Any, page: Any) -> None:
        for area in areas:
            page.merge_range(area, "")

    return draw


def merges_seen(data: bytes) -> object:
    return sorted(str(one.get("ref")) for one in page(data).iter(f"{M}mergeCell"))


def shared(first: str, second: str, text: str) -> Change:
    """Two formulas written as one that they share."""

    def change(package: Package) -> Package:
        part = sheets(package)[0].part
        xml = package.read(part).decode()
        head = f'<f t="shared" ref="{first}:{second}" si="0">{text}</f>'
        for cell, formula in ((first, head), (second, '<f t="shared" si="0"/>')):
            xml, times = re.subn(rf'(<c r="{cell}"[^>]*>)<f>.*?</f>', rf"\1{formula}", xml)
            assert times == 1, cell
        return package.changed({part: xml.encode()})

    return change


def formulas_of(*asked: str) -> Callable[[bytes], object]:
    return lambda data: [cells(data, "PhuLuc").get(cell) for cell in asked]


def charts(*series: dict[str, str]) -> Draw:
    def draw(book: Any, page: Any) -> None:
        for at, given in enumerate(series):
            chart = book.add_chart({"type": "column"})
            chart.add_series({name: f"={text}" for name, text in given.items()})
            page.insert_chart(f"J{1 + 20 * at}", chart)

    return draw


def charts_seen(data: bytes) -> object:
    """What each series of each chart shows, with its numbers."""
    return [
        [
            (
                [str(one.text).replace("PhuLuc!", "") for one in series.iter(f"{CHART}f")],
                [one.text for one in series.iterfind(f"{CHART}val//{CHART}v")],
            )
            for series in chart.iter(f"{CHART}ser")
        ]
        for chart in led_to(data, "drawing", "chart")
    ]


def pivot(area: str, fields: int) -> Change:
    """A pivot table that reads an area with so many columns: the first in rows, the second and the
    last added up.
    """
    listed = "".join(
        f'<cacheField name="F{at}"><sharedItems/></cacheField>' for at in range(fields)
    )
    last = fields - 1
    kept = [
        '<pivotField axis="axisRow"><items count="1"><item t="default"/></items></pivotField>',
        *['<pivotField dataField="1"/>'] * (fields - 2),
        '<pivotField dataField="1"/>',
    ]
    parts = {
        "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{MAIN}" name="P" '
        'cacheId="7" dataCaption="V"><location ref="K13:L14" firstHeaderRow="1" firstDataRow="1" '
        f'firstDataCol="1"/><pivotFields count="{fields}">{"".join(kept)}</pivotFields>'
        '<rowFields count="1"><field x="0"/></rowFields>'
        '<colFields count="1"><field x="-2"/></colFields>'
        f'<dataFields count="2"><dataField name="S" fld="1"/><dataField name="T" fld="{last}"/>'
        "</dataFields></pivotTableDefinition>",
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{MAIN}" '
        'saveData="0" refreshOnLoad="0"><cacheSource type="worksheet">'
        f'<worksheetSource ref="{area}" sheet="PhuLuc"/></cacheSource>'
        f'<cacheFields count="{fields}">{listed}</cacheFields></pivotCacheDefinition>',
    }

    def change(package: Package) -> Package:
        table, cache = parts
        sheet = sheets(package)[0].part
        types = package.read("[Content_Types].xml").decode()
        start = "application/vnd.openxmlformats-officedocument.spreadsheetml."
        for part, kind in ((table, "pivotTable"), (cache, "pivotCacheDefinition")):
            entry = f'<Override PartName="/{part}" ContentType="{start}{kind}+xml"/></Types>'
            types = types.replace("</Types>", entry)
        rels = package.read("xl/_rels/workbook.xml.rels").decode()
        kind = f"{RELS}/pivotCacheDefinition"
        entry = f'<Relationship Id="rId77" Type="{kind}" Target="{cache[3:]}"/></Relationships>'
        book = package.read("xl/workbook.xml").decode()
        caches = '<pivotCaches><pivotCache cacheId="7" r:id="rId77"/></pivotCaches></workbook>'
        made = {name: xml.encode() for name, xml in parts.items()}
        made["[Content_Types].xml"] = types.encode()
        made["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", entry).encode()
        made["xl/workbook.xml"] = book.replace("</workbook>", caches).encode()
        made[rels_name(sheet)] = _led(sheet, "pivotTable", table)
        made[rels_name(table)] = _led(table, "pivotCacheDefinition", cache)
        return package.changed(made)

    return change


def _led(owner: str, kind: str, target: str) -> bytes:
    from tests.books import relation

    return relationships_xml(owner, [relation("rId1", kind, target)])


def pivots_seen(data: bytes) -> object:
    """Where a pivot table stands and what it reads; its fields, and which of them it adds up."""
    (table,) = led_to(data, "pivotTable")
    (cache,) = led_to(data, "pivotTable", "pivotCacheDefinition")
    source = cache.find(f"{M}cacheSource/{M}worksheetSource")
    fields = [one.get("name") for one in cache.iter(f"{M}cacheField")]
    held = table.findall(f"{M}pivotFields/{M}pivotField")
    added = table.findall(f"{M}dataFields/{M}dataField")
    assert len(held) == len(fields) == int(table.find(f"{M}pivotFields").get("count"))
    assert len({one.get("name") for one in added} | set(fields)) == len(added) + len(fields)
    return (
        table.find(f"{M}location").get("ref"),
        source.get("ref"),
        cache.get("refreshOnLoad"),
        fields,
        [int(one.get("fld")) for one in added],
    )


def pictures(*places: tuple[str, int]) -> Draw:
    """Pictures at a cell, so many times as large."""

    def draw(book: Any, page: Any) -> None:
        for cell, times in places:
            options = {"image_data": picture(), "x_scale": times, "y_scale": times}
            page.insert_image(cell, "p.png", {**options, "object_position": 1})

    return draw


def pictures_seen(data: bytes) -> object:
    """From which row and column to which each picture reaches, counted from 0."""
    found = []
    for anchor in led_to(data, "drawing")[0]:
        corners = [anchor.find(f"{DRAWING}{corner}") for corner in ("from", "to")]
        found.append(
            [int(corner.find(f"{DRAWING}{way}").text) for corner in corners for way in ("row",)]
            + [int(corner.find(f"{DRAWING}{way}").text) for corner in corners for way in ("col",)]
        )
    return found


def printed(area: str, rows: tuple[int, int], columns: str) -> Draw:
    def draw(book: Any, page: Any) -> None:
        page.print_area(area)
        page.repeat_rows(*rows)
        page.repeat_columns(columns)

    return draw


def printed_seen(data: bytes) -> object:
    found = workbook_names(open_package(data, "x"))
    return {name: found.get(f"_xlnm.{name}") for name in ("Print_Area", "Print_Titles")}


def breaks(rows: list[int], columns: list[int]) -> Draw:
    def draw(book: Any, page: Any) -> None:
        page.set_h_pagebreaks(rows)
        page.set_v_pagebreaks(columns)

    return draw


def breaks_seen(data: bytes) -> object:
    return [
        [
            int(one.get("id"))
            for one in page(data).iterfind(f"{M}{name}/{M}brk")
            if one.get("man") == "1"
        ]
        for name in ("rowBreaks", "colBreaks")
    ]


def headed(book: Any, page: Any) -> None:
    page.set_header("&L&G&CKế hoạch “2027”", {"image_left": "h.png", "image_data_left": picture()})
    page.set_footer("&LĐồng Nai&RTrang &P/&N")
    page.set_margins(top=1.5)


def headed_seen(data: bytes) -> object:
    held = page(data).find(f"{M}headerFooter")
    head, foot = held.findtext(f"{M}oddHeader"), held.findtext(f"{M}oddFooter")
    (drawing,) = led_to(data, "vmlDrawing")
    pictures = [one for one in drawing.iter() if str(one.tag).endswith("imagedata")]
    return head, foot, len(pictures), page(data).find(f"{M}pageMargins").get("top")


HEADED = ("&L&G&CKế hoạch “2027”", "&LĐồng Nai&RTrang &P/&N", 1, "1.5")


def sized(rows: dict[int, float], columns: dict[str, float]) -> Draw:
    def draw(book: Any, page: Any) -> None:
        for row, height in rows.items():
            page.set_row(row - 1, height)
        for column, width in columns.items():
            page.set_column(f"{column}:{column}", width)

    return draw


def sized_seen(data: bytes) -> object:
    heights = {
        int(one.get("r")): float(one.get("ht"))
        for one in page(data).iter(f"{M}row")
        if one.get("customHeight") == "1"
    }
    widths = {
        at: int(float(one.get("width")))
        for one in page(data).iter(f"{M}col")
        for at in range(int(one.get("min")), int(one.get("max")) + 1)
    }
    return heights, widths


FIELDS = ["KPKC QG", "KPKC ĐP", "Vốn của xã", "KP đơn vị thụ hưởng"]

TWELVE: dict[str, tuple[Way, Way]] = {
    "định dạng có điều kiện": (
        Way(
            ROWS,
            formats("B3", "C3", "$B$5", "$C$5"),
            formats_seen,
            [("B2:B5", ["B2>$B$6/2"], []), ("C2:C5", [], ["$C$6"])],
        ),
        Way(
            COLUMNS,
            formats("C3", "C4", "$E$3", "$E$4"),
            formats_seen,
            [("B2:E2", ["B2>$F$2/2"], []), ("B3:E3", [], ["$F$3"])],
        ),
    ),
    "quy tắc nhập liệu": (
        Way(
            ROWS,
            validations("B3", "$B$5", "D3", "$A$1:$A$6"),
            validations_seen,
            [("B2:B5", "$B$6"), ("D2:D5", "$A$1:$A$7")],
        ),
        Way(
            COLUMNS,
            validations("C3", "$E$3", "C5", "$A$2:$F$2"),
            validations_seen,
            [("B2:E2", "$F$2"), ("B4:E4", "$A$1:$G$1")],
        ),
    ),
    "tên có công thức": (
        Way(
            ROWS,
            names(TyTrong="SUM(PhuLuc!$B$3)/PhuLuc!$B$5", Lon="IF(MAX(PhuLuc!$C$3)>9,PhuLuc!$A$6)"),
            names_seen,
            {
                "TyTrong": "SUM(PhuLuc!$B$2:$B$5)/PhuLuc!$B$6",
                "Lon": "IF(MAX(PhuLuc!$C$2:$C$5)>9,PhuLuc!$A$7)",
            },
        ),
        Way(
            COLUMNS,
            names(TyTrong="SUM(PhuLuc!$C$3)/PhuLuc!$E$3", Lon="IF(MAX(PhuLuc!$C$4)>9,PhuLuc!$F$2)"),
            names_seen,
            {
                "TyTrong": "SUM(PhuLuc!$B$2:$E$2)/PhuLuc!$F$2",
                "Lon": "IF(MAX(PhuLuc!$B$3:$E$3)>9,PhuLuc!$G$1)",
            },
        ),
    ),
    "ô gộp": (
        Way(
            ROWS,
            merges("E3:F3", "E1:F1", "E5:F6"),
            merges_seen,
            ["E1:F1", "E2:F2", "E3:F3", "E4:F4", "E5:F5", "E6:F7"],
        ),
        Way(
            COLUMNS,
            merges("C6:C7", "B8:D8", "A9:F9"),
            merges_seen,
            ["A8:G8", "B5:B6", "B7:E7", "C5:C6", "D5:D6", "E5:E6"],
        ),
    ),
    "công thức dùng chung": (
        Way(
            {**ROWS, 3: {**ROWS[3], "D": "=C3*2"}},
            merges(),
            formulas_of("C2", "D2", "C5", "D5"),
            ["=B2*2", "=C2*2", "=B5*2", "=C5*2"],
            shared("C3", "D3", "B3*2"),
        ),
        Way(
            {**COLUMNS, 5: {"C": "=C4*2"}},
            merges(),
            formulas_of("B3", "B4", "E3", "E4"),
            ["=B2*2", "=B3*2", "=E2*2", "=E3*2"],
            shared("C4", "C5", "C3*2"),
        ),
    ),
    "vùng của biểu đồ": (
        Way(
            ROWS,
            charts(
                {"values": "PhuLuc!$B$3", "categories": "PhuLuc!$A$3", "name": "PhuLuc!$B$1"},
                {"values": "PhuLuc!$B$5:$C$5"},
            ),
            charts_seen,
            [
                [(["$B$1", "$A$2:$A$5", "$B$2:$B$5"], ["10", "15", "20", "7"])],
                [(["$B$6:$C$6"], ["52", "104"])],
            ],
        ),
        Way(
            COLUMNS,
            charts(
                {"values": "PhuLuc!$C$3:$C$4", "name": "PhuLuc!$C$2"},
                {"values": "PhuLuc!$B$3:$D$3", "categories": "PhuLuc!$B$2:$D$2"},
            ),
            charts_seen,
            [
                [
                    ([f"${at}$1", f"${at}$2:${at}$3"], [f"{money}", f"{2 * money}"])
                    for at, money in zip("BCDE", (23, 7, 8, 14), strict=True)
                ],
                [(["$B$1:$E$1", "$B$2:$E$2"], ["23", "7", "8", "14"])],
            ],
        ),
    ),
    "nguồn của bảng tổng hợp": (
        Way(
            ROWS,
            merges(),
            pivots_seen,
            ("K14:L15", "A1:C6", "1", ["TT", "Tiền", "Gấp đôi"], [1, 2]),
            pivot("A1:C5", 3),
        ),
        Way(
            COLUMNS,
            merges(),
            pivots_seen,
            ("L12:M13", "A1:F3", "1", ["Nguồn", *FIELDS, "Cộng"], [1, 2, 3, 4, 5]),
            pivot("A2:E4", 3),
        ),
    ),
    "chỗ của hình": (
        Way(
            ROWS,
            pictures(("F3", 1), ("G5", 3), ("H6", 1)),
            pictures_seen,
            [[1, 2, 5, 5], [5, 8, 6, 7], [6, 7, 7, 7]],
        ),
        Way(
            COLUMNS,
            pictures(("C9", 1), ("A11", 8), ("E20", 1)),
            pictures_seen,
            [[7, 8, 1, 4], [9, 18, 0, 5], [18, 19, 5, 5]],
        ),
    ),
    "vùng in": (
        Way(
            ROWS,
            printed("A1:D6", (0, 0), "A:B"),
            printed_seen,
            {"Print_Area": "PhuLuc!$A$1:$D$7", "Print_Titles": "PhuLuc!$A:$B,PhuLuc!$1:$1"},
        ),
        Way(
            COLUMNS,
            printed("A2:F5", (1, 1), "A:D"),
            printed_seen,
            {"Print_Area": "PhuLuc!$A$1:$G$4", "Print_Titles": "PhuLuc!$A:$E,PhuLuc!$1:$1"},
        ),
    ),
    "ngắt trang": (
        Way(ROWS, breaks([3, 5], [2]), breaks_seen, [[2, 3, 4, 5, 6], [2]]),
        Way(COLUMNS, breaks([3], [3, 5]), breaks_seen, [[2], [2, 3, 4, 5, 6]]),
    ),
    "đầu trang và chân trang": (
        Way(ROWS, headed, headed_seen, HEADED),
        Way(COLUMNS, headed, headed_seen, HEADED),
    ),
    "chiều cao dòng và độ rộng cột": (
        Way(
            ROWS,
            sized({3: 33, 5: 45}, {"B": 21, "D": 31}),
            sized_seen,
            ({2: 33.0, 3: 33.0, 4: 33.0, 5: 33.0, 6: 45.0}, {2: 21, 4: 31}),
        ),
        Way(
            COLUMNS,
            sized({3: 33, 5: 45}, {"A": 11, "C": 21, "E": 31}),
            sized_seen,
            ({2: 33.0, 4: 45.0}, {1: 11, 2: 21, 3: 21, 4: 21, 5: 21, 6: 31}),
        ),
    ),
}

WAYS = {
    (thing, way): both[at]
    for thing, both in TWELVE.items()
    for at, way in enumerate(("dòng", "cột"))
}
made = cache(lambda thing, way: finished(WAYS[thing, way]))


@pytest.mark.parametrize(("thing", "way"), WAYS)
def test_it_survives(thing: str, way: str) -> None:
    held = WAYS[thing, way]
    data = made(thing, way)
    assert held.seen(data) == held.expected
    assert package_faults(data) == []


def _written(folder: Path) -> Iterable[tuple[str, Path]]:
    for at, (thing, way) in enumerate(WAYS):
        file = folder / f"{at:02}.xlsx"
        file.write_bytes(made(thing, way))
        yield f"{thing}, {way}", file


@pytest.mark.judge("validator")
def test_the_sdk_finds_nothing_in_any_of_them(tmp_path: Path) -> None:
    files = dict(_written(tmp_path))
    found = openxml.sdk_errors(files.values())
    assert {name: found[str(file)] for name, file in files.items() if found[str(file)]} == {}


@pytest.mark.judge("libreoffice")
def test_libreoffice_calculates_the_same_in_all_of_them(tmp_path: Path) -> None:
    files = dict(_written(tmp_path))
    answers = openxml.recalculated(files.values())
    for (thing, way), file in zip(WAYS, files.values(), strict=True):
        stored = results(made(thing, way), "PhuLuc")
        found = {cell: str(value) for cell, value in answers[str(file)]["PhuLuc"].items()}
        assert {at: float(value) for at, value in found.items()} == {
            at: float(str(value)) for at, value in stored.items()
        }, (thing, way)


def test_the_guide_shows_what_is_tried() -> None:
    table = re.findall(
        r"^\| (.+?) \| (có|không) \| (có|không) \|$", GUIDE.read_text(), re.MULTILINE
    )
    assert table == [(thing, "có", "có") for thing in TWELVE]
    assert len(table) == 12
