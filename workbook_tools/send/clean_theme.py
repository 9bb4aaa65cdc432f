"""The theme of the clean copy: twelve colours, and nothing else of the workbook's."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.send.allowed import DRAWN

_ORDER = ("dk1", "lt1", "dk2", "lt2", *(f"accent{at}" for at in range(1, 7)), "hlink", "folHlink")
_AS_READ = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
_OFFICE = [
    "FFFFFF",
    "000000",
    "EEECE1",
    "1F497D",
    "4F81BD",
    "C0504D",
    "9BBB59",
    "8064A2",
    "4BACC6",
    "F79646",
    "0000FF",
    "800080",
]
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_FONT = '<a:latin typeface="{}"/><a:ea typeface=""/><a:cs typeface=""/>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def plain_theme(colours: Sequence[str]) -> bytes:
    """A theme of these colours, as cells number them."""
    known = list(colours) if len(colours) == len(_OFFICE) else _OFFICE
    scheme = "".join(
        f'<a:{name}><a:srgbClr val="{known[at]}"/></a:{name}>'
        for name, at in zip(_ORDER, _AS_READ, strict=True)
    )
    fonts = f"<a:majorFont>{_FONT.format('Cambria')}</a:majorFont>"
    fonts += f"<a:minorFont>{_FONT.format('Calibri')}</a:minorFont>"
    looks = (
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{DRAWN}" name="Office"><a:themeElements>'
        f'<a:clrScheme name="Office">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Office">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Office">{looks}</a:fmtScheme></a:themeElements></a:theme>'
    ).encode()
