"""Make ``workbook_tools/render/letter_widths.py`` from a font as wide as Times New Roman: python -m
scripts.make_font_widths [--into FOLDER].

Needs Tinos (Debian: fonts-croscore); Liberation Serif is as wide, but lacks Vietnamese letters.
"""

from __future__ import annotations

import argparse
import subprocess
from collections import defaultdict
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
NAME = "letter_widths.py"
FACES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold_italic": "Bold Italic"}
RANGES = ((0x20, 0x7F), (0xA0, 0x180), (0x1A0, 0x1B1), (0x1EA0, 0x1EFA), (0x2010, 0x2027))
OTHERS = "‰‹›€₫™−≤≥≈→●○√"
HEAD = '''"""How wide the letters of Times New Roman are, in 2048ths of the font's size: for each
face, the width and the letters that have it. Made by ``scripts/make_font_widths.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

UNITS = 2048

'''
LINE = 72


def letters() -> list[str]:
    """The letters that a Vietnamese plan is written with, and what stands between them."""
    ranges = [chr(code) for first, end in RANGES for code in range(first, end)]
    return [*ranges, *OTHERS]


def widths(face: str) -> dict[int, str]:
    """The letters of a face of Tinos by their width."""
    asked = ["fc-match", "--format=%{family}\n%{file}", f"Tinos:style={face}"]
    family, file = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    if "Tinos" not in family:
        raise SystemExit("Tinos is missing (Debian: fonts-croscore)")
    with TTFont(file) as font:
        assert font["head"].unitsPerEm == 2048
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        found: dict[int, str] = defaultdict(str)
        for letter in letters():
            if ord(letter) in glyphs:
                found[advances[glyphs[ord(letter)]][0]] += letter
    return dict(sorted(found.items()))


def source() -> str:
    """The module's text."""
    out = [HEAD.rstrip("\n"), ""]
    out.append("FACES: Mapping[str, Mapping[int, str]] = {")
    for name, face in FACES.items():
        out.append(f'    "{name}": {{')
        for width, text in widths(face).items():
            pieces = [text[at : at + LINE] for at in range(0, len(text), LINE)]
            if len(pieces) == 1:
                out.append(f"        {width}: {_quoted(pieces[0])},")
            else:
                out.append(f"        {width}: (")
                out += [f"            {_quoted(piece)}" for piece in pieces]
                out.append("        ),")
        out.append("    },")
    out.append("}")
    return "\n".join(out) + "\n"


def _quoted(text: str) -> str:
    shown = text.replace("\\", "\\\\").replace("\xa0", "\\xa0").replace("\xad", "\\xad")
    if '"' in shown and "'" not in shown:
        return f"'{shown}'"
    return '"' + shown.replace('"', '\\"') + '"'


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    default = ROOT / "workbook_tools/render"
    parser.add_argument("--into", type=Path, default=default, metavar="FOLDER")
    target = parser.parse_args().into / NAME
    target.write_text(source(), "utf-8")
    print(target)
