"""Print the built examples with LibreOffice and keep pictures of them for the README and the guide:
python -m scripts.picture.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.forms import form_plan
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import Source
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


HEADINGS = {
    5: ["KPKC QG", "KPKC ĐP", "Ngân sách xã", "KP đơn vị thụ hưởng", "Nguồn khác"],
    12: [
        *("KPKC QG", "KPKC ĐP", "Ngân sách huyện", "Ngân sách xã", "Vốn nông thôn mới"),
        *("Khoa học công nghệ", "KP đơn vị thụ hưởng", "Hợp tác xã", "Vốn vay", "Tài trợ"),
        *("Xã hội hóa", "Nguồn khác"),
    ],
}
"""The sources of the plans with other forms that the guide shows."""


def main() -> None:
    for example, wanted in WANTED.items():
        picture(ROOT / f"examples/{example}.xlsx", wanted)
    for count in HEADINGS:
        picture(other_form(count), {f"docs/phu-luc-{count}-nguon.png": "Phụ lục"}, 70)


def other_form(count: int) -> Source:
    """A plan of so many sources; two projects state their total and leave a source empty."""
    sources = [
        [f"N{at}", heading, None, "Ngân sách", None, None]
        for at, heading in enumerate(HEADINGS[count], 1)
    ]
    amounts: list[list[int | None]] = [
        [None, *((31 * at * number) % 97 * 1000 for at in range(1, count + 1))]
        for number in range(1, 8)
    ]
    for number in (1, 4):
        amounts[number] = [1_500_000, None, *amounts[number][2:]]
    return form_plan(sources, amounts, breaks=(3, 5))


def picture(plan: Path | Source, wanted: dict[str, str], resolution: int = 110) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.pdf").write_bytes(to_pdf(build_workbook(plan).data))
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
                    str(resolution),
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
