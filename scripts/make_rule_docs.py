"""Write a page for every rule, and their list: python -m scripts.make_rule_docs."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.check import RULES, Rule

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "docs/quy-tac"
FAMILIES = {
    "A": "Số tiền",
    "B": "Số thứ tự, tên, đơn vị, vị trí",
    "C": "Thời gian",
    "D": "Định mức hỗ trợ",
    "E": "Căn cứ pháp lý",
    "F": "Số nêu trong văn bản",
    "G": "Ô, công thức, chữ",
}


def page(rule: Rule) -> str:
    """A rule's page."""
    return (
        f"# {rule.code}. {rule.title}\n\nMức độ: **{rule.severity.label}**\n\n{rule.explanation}\n\n"
        f"| | |\n| --- | --- |\n| Sai | {_cell(rule.bad)} |\n| Đúng | {_cell(rule.good)} |\n"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def index() -> str:
    """The list of all rules."""
    lines = [
        "# Các quy tắc kiểm tra",
        "",
        "`Lỗi`: sổ chưa được gửi đi. `Cảnh báo`: cần người xem. `Lưu ý`: nên biết.",
        "Trang này và các trang quy tắc do `make docs` ghi từ chính mã chương trình; `kehoach rules MÃ` in",
        "cùng nội dung.",
    ]
    for family, title in FAMILIES.items():
        lines += [
            "",
            f"## {family}. {title}",
            "",
            "| mã | mức độ | phát hiện |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| [{code}]({code}.md) | {rule.severity.label} | {rule.title} |"
            for code, rule in RULES.items()
            if code.startswith(family)
        ]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Path in the repository → text."""
    return {f"{FOLDER}/README.md": index()} | {
        f"{FOLDER}/{code}.md": page(rule) for code, rule in RULES.items()
    }


if __name__ == "__main__":
    (ROOT / FOLDER).mkdir(exist_ok=True)
    for stale in (ROOT / FOLDER).glob("*.md"):
        stale.unlink()
    for path, text in pages().items():
        (ROOT / path).write_text(text, "utf-8")
    print(f"{FOLDER}: {len(RULES)} quy tắc")
