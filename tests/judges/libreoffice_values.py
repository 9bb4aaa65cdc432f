"""Run by LibreOffice's own Python: load workbooks, calculate everything anew, print every formula's
value as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FORMULA_CELLS = 16
NUMBER = 1


def connect(program: str, profile: str) -> tuple[subprocess.Popen[bytes], Any]:
    pipe = f"kehoach{abs(hash(profile)) % 10**9}"
    office = subprocess.Popen(
        [
            program,
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation=file://{profile}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    resolver = uno.getComponentContext().ServiceManager.createInstance(
        "com.sun.star.bridge.UnoUrlResolver"
    )
    for _ in range(600):
        try:
            return office, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if office.poll() is not None:
                break
            time.sleep(
                0.1
            )  # the program says by accepting that it is ready; there is nothing else to wait on
    raise SystemExit("LibreOffice did not start")


def column(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def formulas(document: Any) -> dict[str, dict[str, object]]:
    document.calculateAll()
    sheets: dict[str, dict[str, object]] = {}
    for sheet in document.Sheets:
        found: dict[str, object] = {}
        for area in sheet.queryContentCells(FORMULA_CELLS).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for at in range(area.StartColumn, area.EndColumn + 1):
                    cell = sheet.getCellByPosition(at, row)
                    error, kind = cell.getError(), cell.FormulaResultType2
                    found[f"{column(at)}{row + 1}"] = (
                        f"#ERR{error}"
                        if error
                        else cell.getValue()
                        if kind == NUMBER
                        else cell.getString()
                    )
        sheets[sheet.Name] = found
    return sheets


def main(program: str, profile: str, *files: str) -> None:
    office, context = connect(program, profile)
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    answer = {}
    try:
        for file in files:
            document = desktop.loadComponentFromURL(
                uno.systemPathToFileUrl(file), "_blank", 0, (hidden,)
            )
            answer[file] = formulas(document)
            document.close(True)
        desktop.terminate()
    finally:
        office.wait(60)
    print(json.dumps(answer))


main(*sys.argv[1:])
