"""Why the system could not do something, in the user's words; its own are for the log."""

from __future__ import annotations

import errno
from functools import cache

_BY_NUMBER = {
    errno.ENOSPC: "ổ đĩa hết chỗ",
    errno.EDQUOT: "ổ đĩa hết phần chỗ được cấp",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EINVAL: "tên có ký tự không dùng được",
    errno.EMFILE: "quá nhiều tệp đang mở",
    errno.EIO: "ổ đĩa báo lỗi đọc, ghi",
    errno.ENETUNREACH: "không có mạng",
    errno.EHOSTUNREACH: "không tới được máy chủ",
}


@cache
def _by_type() -> tuple[tuple[type[BaseException], str], ...]:
    """Kinds of errors, the nearest first. A build pays for no network and no log: they are imported
    when something has failed.
    """
    import smtplib
    import socket
    import sqlite3
    import ssl

    return (
        (ssl.SSLError, "không mở được kết nối mã hóa"),
        (socket.gaierror, "không tìm thấy máy chủ"),
        (smtplib.SMTPServerDisconnected, "kết nối bị ngắt"),
        (TimeoutError, "không trả lời kịp"),
        (ConnectionRefusedError, "máy chủ không nhận kết nối"),
        (ConnectionError, "kết nối bị ngắt"),
        (PermissionError, "không có quyền"),
        (FileNotFoundError, "không có ở đó"),
        (FileExistsError, "đã có tên đó"),
        (IsADirectoryError, "đó là một thư mục"),
        (NotADirectoryError, "đường dẫn đi qua một tệp, không phải thư mục"),
        (MemoryError, "không đủ bộ nhớ"),
        (UnicodeError, "không phải chữ theo bảng mã UTF-8"),
        (sqlite3.DatabaseError, "tệp bị khóa, bị hỏng, hoặc ổ đĩa hết chỗ"),
    )


def reason(error: BaseException) -> str:
    """Why, in a few words that fit into brackets."""
    if isinstance(error, OSError) and error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    code = getattr(error, "smtp_code", None)
    if code is not None:
        return f"máy chủ trả lời mã {code}"
    for kind, words in _by_type():
        if isinstance(error, kind):
            return words
    number = error.errno if isinstance(error, OSError) else None
    return f"máy báo lỗi số {number}" if number is not None else "máy báo lỗi không rõ"
