"""The widths of letters are those of the font."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from workbook_tools.render import letter_widths


@pytest.mark.judge("fonts")
def test_widths_are_those_of_the_font(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.make_font_widths", "--into", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    committed = Path(str(letter_widths.__file__))
    assert (tmp_path / committed.name).read_text("utf-8") == committed.read_text("utf-8")


def test_every_face_knows_every_letter_of_vietnamese() -> None:
    vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    every = set("áàảãạắằẳẵặấầẩẫậđéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ" + vowels)
    for face in letter_widths.FACES.values():
        held = "".join(face.values())
        assert (every | {letter.upper() for letter in every}) <= set(held)
        assert len(held) == len(set(held))
