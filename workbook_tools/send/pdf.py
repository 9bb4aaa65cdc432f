"""The PDF of a clean copy, by LibreOffice, and what is asked of it."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import (
    NO_LIBREOFFICE,
    PDF_EMPTY,
    PDF_FAILED,
    PDF_FONTS,
    PDF_LOST,
    PDF_NO_TEXT,
    PDF_TOO_SLOW,
    PDF_UNREADABLE,
)
from workbook_tools.errors import InputError
from workbook_tools.machine.leftovers import temporary_folder
from workbook_tools.machine.pdf_export import pdf_filter
from workbook_tools.machine.processes import run_alone

_PROGRAMS = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SECONDS = 180

_LOCALE = """<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale"><value>vi-VN</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General">
<prop oor:name="DefaultLocale"><value>vi-VN</value></prop></item>"""
"""Figures are written as in Vietnam, whatever the machine's language, and the PDF says that it is
in Vietnamese."""

_TABLE = "/org.openoffice.Office.Common/Font/Substitution"
_TINOS = f"""<item oor:path="{_TABLE}">
<prop oor:name="Replacement"><value>true</value></prop></item>
<item oor:path="{_TABLE}/FontPairs"><node oor:name="_0" oor:op="replace">
<prop oor:name="ReplaceFont"><value>Times New Roman</value></prop>
<prop oor:name="SubstituteFont"><value>Tinos</value></prop>
<prop oor:name="Always"><value>true</value></prop>
<prop oor:name="OnScreenOnly"><value>false</value></prop></node></item>"""
"""Tinos is as wide as Times New Roman and has every Vietnamese letter; Liberation Serif, which
LibreOffice would take, has not, and takes them one by one from yet another font."""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF is: pages, fonts that are not embedded, its text."""

    pages: int
    loose_fonts: tuple[str, ...]
    text: str


def to_pdf(workbook: bytes) -> bytes:
    """A workbook as PDF. Raises ``InputError`` where there is no LibreOffice, or it makes none."""
    program = shutil.which("soffice") or next(
        (path for path in _PROGRAMS if Path(path).exists()), None
    )
    if program is None:
        raise InputError(NO_LIBREOFFICE)
    with temporary_folder() as name:
        folder = Path(name)
        (folder / "ban-sach.xlsx").write_bytes(workbook)
        (folder / "profile/user").mkdir(parents=True)
        (folder / "profile/user/registrymodifications.xcu").write_text(_profile(), "utf-8")
        _convert(program, folder, "ban-sach.xlsx")
        file = folder / "ban-sach.pdf"
        if not file.exists():
            raise InputError(PDF_FAILED)
        return file.read_bytes()


def _convert(program: str, folder: Path, name: str) -> None:
    """Let LibreOffice make a PDF of a file beside it, with the profile in the same folder. Raises
    ``InputError`` where it takes too long.
    """
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        pdf_filter(),
        "--outdir",
        str(folder),
        str(folder / name),
    ]
    try:
        run_alone(command, _SECONDS, str(folder))
    except subprocess.TimeoutExpired as error:
        raise InputError(PDF_TOO_SLOW, seconds=_SECONDS) from error
    finally:
        if sys.platform != "win32":
            _pipe((folder / "profile").as_uri()).unlink(missing_ok=True)


def _pipe(profile: str) -> Path:
    """The socket by which LibreOffice is reached that works with a profile: it stays where the
    program was ended. Its name: desktop/source/app/officeipcthread.cxx.
    """
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    return Path(f"/tmp/OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}")  # noqa: S108


def _profile() -> str:
    """The settings of the LibreOffice that makes a PDF."""
    stand_in = sys.platform == "linux" and not _has_font("Times New Roman") and _has_font("Tinos")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        f"{_LOCALE}\n{_TINOS if stand_in else ''}\n</oor:items>\n"
    )


def _has_font(family: str) -> bool:
    program = shutil.which("fc-list")
    if program is None:
        return False
    command = [program, f":family={family}"]
    found = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    return bool(found.stdout.strip())


def facts(pdf: bytes) -> PdfFacts:
    """Read a PDF back. Raises ``InputError`` where it cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = list(PdfReader(io.BytesIO(pdf)).pages)
        fonts = [(name, font) for page in pages for name, font in _fonts(page).items()]
        loose = {name for name, font in fonts if not _embedded(font)}
        text = "\n".join(page.extract_text() for page in pages)
        return PdfFacts(len(pages), tuple(sorted(loose)), text)
    except PyPdfError as error:
        raise InputError(PDF_UNREADABLE) from error


def judged(pdf: bytes, shown: str = "") -> PdfFacts:
    """The facts of a PDF that may go out: it has pages, every font inside, and text that can be
    searched.

    ``shown`` is text that stands in it: each of its letters must be found as that letter. Raises
    ``InputError``.
    """
    found = facts(pdf)
    if not found.pages:
        raise InputError(PDF_EMPTY)
    if found.loose_fonts:
        raise InputError(PDF_FONTS, fonts=", ".join(found.loose_fonts))
    if not found.text.strip():
        raise InputError(PDF_NO_TEXT)
    lost = sorted(set(_letters(shown)) - set(_letters(found.text)))
    if lost:
        raise InputError(PDF_LOST, letters=" ".join(lost[:10]))
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha())


def _fonts(page: Any) -> dict[str, Any]:
    resources = page.get("/Resources")
    held = resources.get_object().get("/Font") if resources is not None else None
    fonts = [font.get_object() for font in held.get_object().values()] if held else []
    return {str(font.get("/BaseFont")): font for font in fonts}


def _embedded(font: Any) -> bool:
    descendants = font.get("/DescendantFonts")
    if descendants is not None:
        return all(_embedded(child.get_object()) for child in descendants.get_object())
    descriptor = font.get("/FontDescriptor")
    return font.get("/Subtype") == "/Type3" or (
        descriptor is not None
        and any(key in descriptor.get_object() for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    )
