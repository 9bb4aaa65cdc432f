"""Pictures of every sheet of plans of every shape, to be looked at: python -m scripts.pictures
[--into FOLDER] [--only WORD] [--docs].

Each plan is built, its clean copy made, and both printed by LibreOffice, one PNG a page; the sheets
that are not printed for a reader (DeAn, ThongTin …) are printed too. With ``--docs`` the pictures
of the guides are made anew first.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Iterator
from pathlib import Path

from scripts.picture import ROOT
from scripts.picture import main as docs_of_pages
from scripts.screenshot import main as docs_of_windows
from tests.printed_plans import plans_of_sources, printed_plans
from workbook_tools.excel.package import open_package
from workbook_tools.jobs.build import build_workbook, checked_plan
from workbook_tools.jobs.new_plan import new_plan
from workbook_tools.jobs.new_sources import known_sources
from workbook_tools.read.source import Source, open_source, source_of
from workbook_tools.send.clean import clean_copy
from workbook_tools.send.pdf import to_pdf
from workbook_tools.send.slices import unit_plan

EXAMPLES = ("dong-nai-2021", "dong-nai-2021-as-scanned")
RESOLUTION = "75"


def plans() -> Iterator[tuple[str, Source]]:
    """Every plan that is printed, by name."""
    for name in EXAMPLES:
        yield name, open_source(ROOT / f"examples/{name}.xlsx")
    for name, data in printed_plans().items():
        yield name, source_of(data, "ke-hoach.xlsx")
    yield from plans_of_sources().items()


def workbooks() -> Iterator[tuple[str, bytes]]:
    """What is printed: an empty plan, and each plan's workbook, clean copy and one unit's slice."""
    yield "new", new_plan("Đồng Nai", 2027, sources=known_sources(("kcqg", "kcdp", "thuhuong")))
    for name, source in plans():
        yield name, build_workbook(source).data
        if name in EXAMPLES:
            built = build_workbook(source, flags=False)
            yield f"{name}, clean", clean_copy(open_package(built.data, name)).data
            unit = checked_plan(source).plan.executing_units[0].name
            slice_ = build_workbook(source, flags=False, select=unit_plan(unit))
            yield f"{name}, slice", clean_copy(open_package(slice_.data, name)).data


def drawn(data: bytes, stem: Path) -> int:
    """Print a workbook and draw its pages beside one another; gives how many there are."""
    pdf = stem.with_suffix(".pdf")
    pdf.write_bytes(to_pdf(data))
    command = ["pdftoppm", "-r", RESOLUTION, "-png", str(pdf), str(stem)]
    subprocess.run(command, check=True)
    return len(list(stem.parent.glob(f"{stem.name}-*.png")))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=ROOT / "demo/pictures", metavar="FOLDER")
    parser.add_argument("--only", default="", metavar="WORD", help="plans whose name holds it")
    parser.add_argument("--docs", action="store_true", help="the pictures in docs/, too")
    options = parser.parse_args()
    if options.docs:
        docs_of_pages()
        docs_of_windows()
    options.into.mkdir(parents=True, exist_ok=True)
    for name, data in workbooks():
        if options.only not in name:
            continue
        stem = options.into / name.replace(",", "").replace(" ", "-")
        for old in options.into.glob(f"{stem.name}-[0-9]*.png"):
            old.unlink()
        print(f"{stem.name}: {drawn(data, stem)} trang")


if __name__ == "__main__":
    main()
