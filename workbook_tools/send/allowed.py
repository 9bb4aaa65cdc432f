"""What the parts of the clean copy may hold: elements and attributes that are known, with values
that can only be numbers, colours, cells or words of the file format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN, RELS

if TYPE_CHECKING:
    from lxml.etree import _Element

DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"

_NUMBER = r"-?[0-9]{0,15}\.?[0-9]{1,20}(?:[eE][+-]?[0-9]{1,3})?%?"
_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_AREA = rf"{_CELL}(?::{_CELL})?"
_PLAIN = re.compile(
    rf"{_NUMBER}|[0-9]+:[0-9]+|[0-9A-Fa-f]{{6}}(?:[0-9A-Fa-f]{{2}})?|{_AREA}(?: {_AREA})*"
)
_WORDS = frozenset(
    [
        "true",
        "false",
        "auto",
        "none",
        "solid",
        "gray125",
        "gray0625",
        "darkGray",
        "mediumGray",
        "lightGray",
        "thin",
        "medium",
        "dashed",
        "dotted",
        "thick",
        "double",
        "hair",
        "mediumDashed",
        "dashDot",
        "mediumDashDot",
        "dashDotDot",
        "mediumDashDotDot",
        "slantDashDot",
        "general",
        "left",
        "center",
        "right",
        "fill",
        "justify",
        "centerContinuous",
        "distributed",
        "top",
        "bottom",
        "normal",
        "pageLayout",
        "pageBreakPreview",
        "topLeft",
        "topRight",
        "bottomLeft",
        "bottomRight",
        "frozen",
        "frozenSplit",
        "split",
        "portrait",
        "landscape",
        "default",
        "downThenOver",
        "overThenDown",
        "displayed",
        "blank",
        "dash",
        "NA",
        "asDisplayed",
        "atEnd",
        "single",
        "singleAccounting",
        "doubleAccounting",
        "baseline",
        "superscript",
        "subscript",
        "linear",
        "path",
        "major",
        "minor",
        "preserve",
        "twoCell",
        "oneCell",
        "absolute",
        "t",
        "b",
        "l",
        "r",
        "tl",
        "tr",
        "bl",
        "br",
        "ctr",
        "just",
        "dist",
        "tb",
        "lr",
        "rect",
        "roundRect",
        "ellipse",
        "line",
        "straightConnector1",
        "rightArrow",
        "leftArrow",
        "upArrow",
        "downArrow",
        "triangle",
        "diamond",
        "wedgeRectCallout",
        "square",
        "horz",
        "vert",
        "vert270",
        "wordArtVert",
        "eaVert",
        "overflow",
        "clip",
        "ellipsis",
        "flat",
        "rnd",
        "sq",
        "sng",
        "dbl",
        "thickThin",
        "thinThick",
        "tri",
        "dot",
        "lgDash",
        "lgDashDot",
        "lgDashDotDot",
        "sysDash",
        "sysDot",
        "sysDashDot",
        "sysDashDotDot",
        "arrow",
        "stealth",
        "oval",
        "sm",
        "med",
        "lg",
        "in",
        "shape",
        "tx1",
        "tx2",
        "bg1",
        "bg2",
        "dk1",
        "dk2",
        "lt1",
        "lt2",
        "accent1",
        "accent2",
        "accent3",
        "accent4",
        "accent5",
        "accent6",
        "hlink",
        "folHlink",
        "phClr",
        "window",
        "windowText",
        "noStrike",
        "sngStrike",
        "dblStrike",
        "small",
        "all",
        "heavy",
        "base",
        "bar",
        "col",
        "clustered",
        "stacked",
        "percentStacked",
        "standard",
        "marker",
        "lineMarker",
        "smooth",
        "smoothMarker",
        "high",
        "low",
        "nextTo",
        "cross",
        "out",
        "autoZero",
        "max",
        "min",
        "between",
        "midCat",
        "minMax",
        "maxMin",
        "inEnd",
        "outEnd",
        "inBase",
        "bestFit",
        "circle",
        "picture",
        "plus",
        "minus",
        "star",
        "x",
        "gap",
        "span",
        "zero",
        "inner",
        "outer",
        "edge",
        "factor",
        "filled",
        "box",
        "cylinder",
        "cone",
        "coneToMax",
        "pyramid",
        "pyramidToMax",
        "area",
        "w",
        "exp",
        "log",
        "movingAvg",
        "poly",
        "power",
        "cust",
        "fixedVal",
        "percentage",
        "stdDev",
        "stdErr",
        "both",
        "pos",
        "s",
        "n",
        "d",
        "e",
        "str",
        "inlineStr",
        "shared",
        "array",
        "dataTable",
        "percent",
        "val",
        "hundreds",
        "thousands",
        "millions",
        "days",
        "months",
        "years",
    ]
)
"""Words of the file format: nothing that somebody could have written."""


_LOOKED_AT_LATER = frozenset({"location", "typeface", "formatCode", "uri"})
"""Attributes that hold something else; whoever cleans the part looks at them."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a part may hold: its elements with their attributes, and those of them that hold text.

    ``spaces`` are the namespaces of the elements; every pointer to another part stays.
    """

    spaces: frozenset[str]
    elements: Mapping[str, frozenset[str]]
    texts: frozenset[str]


def words(spaces: tuple[str, ...], elements: str, texts: str) -> Words:
    """Words written down as an element and its attributes, and a semicolon."""
    lines = (line.split() for line in elements.split(";") if line.strip())
    known = {name: frozenset(attributes) for name, *attributes in lines}
    return Words(frozenset(spaces), known, frozenset(texts.split()))


def is_plain(value: str) -> bool:
    """Whether an attribute's value is a number, a colour, cells or a word of the file format."""
    return value in _WORDS or _PLAIN.fullmatch(value) is not None


def only_known(root: _Element, known: Words) -> None:
    """Take out of an element, and of all below it, whatever is not known."""
    todo = [root]
    while todo:
        element = todo.pop()
        _only_known_attributes(element, known)
        name = str(element.tag).rpartition("}")[2]
        if name not in known.texts:
            element.text = None
        for child in list(element):
            child.tail = None
            if _is_known(child, known):
                todo.append(child)
            else:
                element.remove(child)


def _is_known(element: _Element, known: Words) -> bool:
    """Whether an element is one of the known ones; a comment or an instruction is none."""
    if not isinstance(element.tag, str):
        return False
    space, _, name = element.tag[1:].rpartition("}")
    return space in known.spaces and name in known.elements


def _only_known_attributes(element: _Element, known: Words) -> None:
    """Take out of an element the attributes that are not known or hold what is not plain."""
    allowed = known.elements.get(str(element.tag).rpartition("}")[2], frozenset())
    for name, value in list(element.attrib.items()):
        if str(name).startswith(f"{{{RELS}}}"):
            continue
        if name == "{http://www.w3.org/XML/1998/namespace}space" and value == "preserve":
            continue
        if name in allowed and name in _LOOKED_AT_LATER:
            continue
        if name not in allowed or not is_plain(str(value)):
            del element.attrib[name]


SHEET = words(
    (MAIN,),
    """
    worksheet;
    sheetPr;
    tabColor rgb theme indexed tint auto;
    outlinePr summaryBelow summaryRight;
    pageSetUpPr fitToPage autoPageBreaks;
    dimension ref;
    sheetViews;
    sheetView showGridLines showRowColHeaders showZeros rightToLeft view zoomScale
    zoomScaleNormal zoomScaleSheetLayoutView zoomScalePageLayoutView workbookViewId topLeftCell;
    pane xSplit ySplit topLeftCell activePane state;
    selection pane activeCell sqref;
    sheetFormatPr baseColWidth defaultColWidth defaultRowHeight customHeight outlineLevelRow
    outlineLevelCol thickTop thickBottom;
    cols;
    col min max width style customWidth bestFit outlineLevel;
    sheetData;
    row r spans s customFormat ht customHeight outlineLevel thickTop thickBot;
    c r s t;
    f t ref si;
    v;
    is;
    t;
    autoFilter ref;
    mergeCells count;
    mergeCell ref;
    hyperlinks;
    hyperlink ref location;
    printOptions headings gridLines gridLinesSet horizontalCentered verticalCentered;
    pageMargins left right top bottom header footer;
    pageSetup paperSize scale firstPageNumber fitToWidth fitToHeight pageOrder orientation
    useFirstPageNumber blackAndWhite draft errors horizontalDpi verticalDpi;
    headerFooter differentOddEven differentFirst scaleWithDoc alignWithMargins;
    oddHeader;
    oddFooter;
    evenHeader;
    evenFooter;
    firstHeader;
    firstFooter;
    rowBreaks count manualBreakCount;
    colBreaks count manualBreakCount;
    brk id min max man;
    drawing;
    tableParts count;
    tablePart;
    """,
    "f v t oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter",
)

_DRAWN_ELEMENTS = """
    xfrm rot flipH flipV; off x y; ext cx cy; chOff x y; chExt cx cy; prstGeom prst; avLst;
    blip; stretch; fillRect l t r b;
    srcRect l t r b; solidFill; noFill; gradFill rotWithShape; gsLst; gs pos; lin ang scaled; ln
    w cap cmpd algn; prstDash val; round; bevel;
    miter lim; headEnd type w len; tailEnd type w len; srgbClr val; schemeClr val; sysClr val
    lastClr; lumMod val; lumOff val; tint val;
    shade val; alpha val; satMod val; bodyPr rot vert wrap lIns tIns rIns bIns anchor anchorCtr
    rtlCol vertOverflow horzOverflow;
    spAutoFit; normAutofit fontScale lnSpcReduction; noAutofit; lstStyle; p; pPr algn lvl indent
    marL marR defTabSz rtl;
    lnSpc; spcPct val; spcBef; spcAft; spcPts val; r; rPr sz b i u strike baseline kern; t; br;
    endParaRPr sz b i;
    defRPr sz b i u strike baseline kern; latin typeface;
    """

DRAWING = words(
    (PLACED, DRAWN, CHART),
    _DRAWN_ELEMENTS
    + """
    wsDr; twoCellAnchor editAs; oneCellAnchor; absoluteAnchor; from; to; col; row; colOff;
    rowOff; pos x y; pic; nvPicPr; cNvPr id;
    cNvPicPr; picLocks noChangeAspect; blipFill; spPr; style; lnRef idx; fillRef idx; effectRef
    idx; fontRef idx; sp; nvSpPr; cNvSpPr txBox; txBody; cxnSp; nvCxnSpPr;
    cNvCxnSpPr; grpSp; nvGrpSpPr; cNvGrpSpPr; grpSpPr; graphicFrame; nvGraphicFramePr;
    cNvGraphicFramePr; graphic; graphicData uri; chart; clientData;
    """,
    "col row colOff rowOff t",
)

PLOT = words(
    (CHART, DRAWN),
    _DRAWN_ELEMENTS
    + """
    pt idx; numFmt formatCode sourceLinked; date1904 val; roundedCorners val; overlay val;
    autoTitleDeleted val; layoutTarget val; xMode val; yMode val; wMode val; hMode val; x val; y
    val; w val; h val; barDir val; grouping val; varyColors val; idx val; order val;
    invertIfNegative val; showLegendKey val; showVal val; showCatName val; showSerName val;
    showPercent val; showBubbleSize val; showLeaderLines val; dLblPos val; gapWidth val; overlap
    val; gapDepth val; axId val; orientation val; max val; min val; logBase val; delete val;
    axPos val; majorTickMark val; minorTickMark val; tickLblPos val; crossAx val; crosses val;
    crossesAt val; crossBetween val; auto val; lblAlgn val; lblOffset val; noMultiLvlLbl val;
    majorUnit val; minorUnit val; tickLblSkip val; tickMarkSkip val; baseTimeUnit val;
    majorTimeUnit val; minorTimeUnit val; legendPos val; plotVisOnly val; dispBlanksAs val;
    symbol val; size val; smooth val; firstSliceAng val; holeSize val; explosion val; bubble3D
    val; trendlineType val; dispRSqr val; dispEq val; period val; forward val; backward val;
    intercept val; errDir val; errBarType val; errValType val; noEndCap val; rotX val; rotY val;
    rAngAx val; perspective val; hPercent val; depthPercent val; thickness val; shape val;
    scatterStyle val; radarStyle val; wireframe val; bubbleScale val; showNegBubbles val;
    sizeRepresents val; ofPieType val; splitType val; splitPos val; secondPieSize val; ptCount
    val; builtInUnit val; marker val; chartSpace; chart; title; tx; rich; strRef; f; strCache;
    v; plotArea; layout; manualLayout; barChart; lineChart; pieChart; doughnutChart; areaChart;
    scatterChart; radarChart; bubbleChart; bar3DChart; pie3DChart; line3DChart; area3DChart;
    ofPieChart; stockChart; surfaceChart; surface3DChart; ser; spPr; dLbls; dLbl; cat; val;
    xVal; yVal; bubbleSize; numRef; numCache; formatCode; numLit; strLit; catAx; valAx; dateAx;
    serAx; scaling; majorGridlines; minorGridlines; legend; legendEntry; dPt; trendline;
    errBars; upDownBars; upBars; downBars; hiLowLines; dropLines; serLines; txPr; view3D; floor;
    sideWall; backWall; leaderLines;
    """,
    "f v t formatCode",
)
