"""``kehoach sent``: the log of mails in sentences."""

from __future__ import annotations

from workbook_tools.send.people import shown
from workbook_tools.send.sent_log import Entry, SentLog, label


def sent() -> list[str]:
    """What went out, or may have gone, a few lines each mail."""
    entries = SentLog().entries()
    if not entries:
        return ["Chưa gửi thư nào."]
    return [line for entry in entries for line in _lines(entry)]


def _lines(entry: Entry) -> list[str]:
    whom = ", ".join(map(shown, entry.addresses)) or "(chưa có địa chỉ)"
    override = f"; gửi dù còn lỗi: {entry.override}" if entry.override else ""
    lines = [
        f"{entry.at}  {label(entry.state)}: {entry.subject}",
        f"  cho {whom}; tổng {entry.totals.get('total', '?')}{override}",
    ]
    lines += [f"  {name}  {digest}" for name, digest in entry.files]
    return [*lines, f"  {entry.note}"] if entry.note else lines
