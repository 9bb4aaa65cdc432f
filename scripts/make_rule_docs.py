"""Write a page for every rule, and their list: python -m scripts.make_rule_docs."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.check import RULES
from workbook_tools.check.pages import FOLDER, pages

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    (ROOT / FOLDER).mkdir(exist_ok=True)
    for stale in (ROOT / FOLDER).glob("*.md"):
        stale.unlink()
    for path, text in pages().items():
        (ROOT / path).write_text(text, "utf-8")
    print(f"{FOLDER}: {len(RULES)} quy tắc")
