"""Write a page for every rule and every error, and their lists: python -m scripts.make_docs."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.check.pages import FOLDER as RULES
from workbook_tools.check.pages import pages
from workbook_tools.jobs.error_pages import FOLDER as ERRORS
from workbook_tools.jobs.error_pages import error_pages

ROOT = Path(__file__).resolve().parent.parent


def write(folder: str, texts: dict[str, str]) -> None:
    """The pages of a folder; those of what is gone are taken away."""
    (ROOT / folder).mkdir(exist_ok=True)
    for stale in (ROOT / folder).glob("*.md"):
        stale.unlink()
    for path, text in texts.items():
        (ROOT / path).write_text(text, "utf-8")
    print(f"{folder}: {len(texts) - 1} trang")


if __name__ == "__main__":
    write(RULES, pages())
    write(ERRORS, error_pages())
