"""The pages that explain the errors, and their list, as Markdown."""

from __future__ import annotations

from workbook_tools.error_kinds import FAMILIES, ErrorKind, error_kinds

FOLDER = "docs/loi"
"""Where the pages lie in the repository."""


def page(kind: ErrorKind) -> str:
    """An error's page."""
    name, common = FAMILIES[kind.code[:2]]
    return (
        f"# {kind.code}. {_text(kind.title)}\n\n"
        f"Nhóm: **{name}**. {common}\n\n"
        "| | |\n| --- | --- |\n"
        f"| Ví dụ | {_text(kind.example)} |\n"
        f"| Cần làm | {_text(kind.example_hint)} |\n"
    )


def _text(text: str) -> str:
    """A text as Markdown shows it, signs of its own and all, also in a table."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in text)


def index() -> str:
    """The list of all errors."""
    lines = [
        "# Các lỗi mà chương trình báo",
        "",
        "Mỗi câu báo lỗi kết thúc bằng một mã trong ngoặc. Trang này và các trang lỗi do",
        "`make docs` ghi từ chính mã chương trình; `kehoach errors MÃ` in cùng nội dung.",
    ]
    for family, (name, common) in FAMILIES.items():
        lines += ["", f"## {family}. {name}", "", common, "", "| mã | lỗi |", "| --- | --- |"]
        lines += [
            f"| [{code}]({code}.md) | {_text(kind.title)} |"
            for code, kind in error_kinds().items()
            if code.startswith(family)
        ]
    return "\n".join(lines) + "\n"


def error_pages() -> dict[str, str]:
    """Path in the repository → text."""
    return {f"{FOLDER}/README.md": index()} | {
        f"{FOLDER}/{code}.md": page(kind) for code, kind in error_kinds().items()
    }
