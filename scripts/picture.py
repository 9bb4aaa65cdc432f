"""Print the built example with LibreOffice and keep pictures of it for the README: python -m
scripts.picture.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from workbook_tools.jobs.build import build_workbook
from workbook_tools.send.pdf import to_pdf

ROOT = Path(__file__).resolve().parent.parent
WANTED = {
    "dong-nai-2021": {
        "docs/phu-luc.png": "Phụ lục",
        "docs/tong-hop.png": "1. Theo chương trình và nguồn kinh phí",
    },
    "dong-nai-2021-as-scanned": {
        "docs/danh-dau.png": "Phụ lục",
        "docs/kiem-tra.png": "KIỂM TRA KẾ HOẠCH",
    },
}
"""Example → picture → what the page that it shows says."""


def main() -> None:
    for example, wanted in WANTED.items():
        picture(example, wanted)


def picture(example: str, wanted: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.pdf").write_bytes(
            to_pdf(build_workbook(ROOT / f"examples/{example}.xlsx").data)
        )
        text = subprocess.run(
            ["pdftotext", str(folder / "a.pdf"), "-"], check=True, capture_output=True
        ).stdout.decode()
        for target, heading in wanted.items():
            page = next(
                number for number, page in enumerate(text.split("\f"), 1) if heading in page
            )
            subprocess.run(
                [
                    "pdftoppm",
                    "-r",
                    "110",
                    "-png",
                    "-singlefile",
                    "-f",
                    str(page),
                    "-l",
                    str(page),
                    str(folder / "a.pdf"),
                    str(ROOT / target.removesuffix(".png")),
                ],
                check=True,
            )
            print(target)


if __name__ == "__main__":
    main()
