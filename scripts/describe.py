"""Say where a finished workbook is and what is in it: python -m scripts.describe FILE."""

from __future__ import annotations

import sys
from pathlib import Path

from workbook_tools.excel.package import open_package, sheets


def main(path: Path) -> None:
    package = open_package(path.read_bytes(), path.name)
    print(f"\n{path.resolve()}")
    for sheet in sheets(package):
        xml = package.read(sheet.part)
        formulas = xml.count(b"<f>") + xml.count(b"<f ")
        print(f"  {sheet.name:<10} {xml.count(b'<row '):>4} dòng, {formulas:>4} công thức")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
