"""``kehoach sent``: the log of mails in sentences."""

from __future__ import annotations

from workbook_tools.send.people import shown
from workbook_tools.send.sent_log import Entry, SentLog, label, time_of, total_of

_SHORT = 12
"""Letters of a digest: enough to tell two files apart."""


def sent() -> list[str]:
    """What went out, or may have gone, a few lines each mail."""
    entries = SentLog().entries()
    if not entries:
        return ["Chưa gửi thư nào."]
    return [line for entry in entries for line in _lines(entry)]


def _lines(entry: Entry) -> list[str]:
    """A mail: when and what became of it, to whom, how much, which files, what went wrong."""
    whom = ", ".join(map(shown, entry.addresses)) or "(chưa có địa chỉ)"
    part = f" (phần của {entry.unit})" if entry.unit else ""
    lines = [
        f"{time_of(entry)}, {label(entry.state)}: {entry.subject}{part}",
        f"  Người nhận: {whom}",
        f"  Tổng kinh phí: {total_of(entry)}",
    ]
    lines += [f"  Tệp: {name} (SHA-256 {digest[:_SHORT]}…)" for name, digest in entry.files]
    if entry.override:
        lines.append(f"  Gửi dù còn lỗi, lý do: {entry.override}")
    return [*lines, f"  {entry.note}"] if entry.note else lines
