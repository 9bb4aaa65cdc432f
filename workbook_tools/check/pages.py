"""The pages that explain the rules, and their list, as Markdown."""

from __future__ import annotations

from workbook_tools.check.register import Example, Rule
from workbook_tools.check.rules import RULES

FOLDER = "docs/quy-tac"
"""Where the pages lie in the repository."""

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
        f"# {rule.code}. {rule.title}\n\n"
        f"Mức độ: **{rule.severity.label}**\n\n"
        f"{rule.explanation}\n\n"
        "| | |\n| --- | --- |\n"
        f"| Sai | {_cell(rule.bad)} |\n"
        f"| Báo | {_cell(_said(rule.bad))} |\n"
        f"| Đúng | {_cell(rule.good)} |\n"
    )


def _said(bad: Example) -> str:
    """Where a bad example is found, and what the finding says."""
    return f"{bad.where}: {bad.says}"


def _cell(text: Example | str) -> str:
    return str(text).replace("|", "\\|").replace("\n", "<br>")


def index() -> str:
    """The list of all rules."""
    lines = [
        "# Các quy tắc kiểm tra",
        "",
        "`Lỗi`: sổ chưa được gửi đi. `Cảnh báo`: cần người xem. `Lưu ý`: nên biết.",
        "Trang này và các trang quy tắc do `make docs` ghi từ chính mã chương trình; "
        "`kehoach rules MÃ` in",
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
