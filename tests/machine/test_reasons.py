"""Why the system could not do something is said in Vietnamese, whatever the system's language."""

from __future__ import annotations

import errno
import os
import smtplib
import socket
import sqlite3
import ssl

import pytest

from workbook_tools.machine.reasons import reason


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "không có quyền"),
        (OSError(errno.ENOSPC, "No space left on device"), "ổ đĩa hết chỗ"),
        (OSError(errno.EROFS, "Read-only file system"), "ổ đĩa chỉ cho đọc"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "tên quá dài"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "không có ở đó"),
        (IsADirectoryError(errno.EISDIR, "Is a directory"), "đó là một thư mục"),
        (socket.gaierror(-2, "Name or service not known"), "không tìm thấy máy chủ"),
        (TimeoutError("timed out"), "không trả lời kịp"),
        (ConnectionRefusedError(111, "refused"), "máy chủ không nhận kết nối"),
        (ConnectionResetError(104, "reset"), "kết nối bị ngắt"),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "kết nối bị ngắt"),
        (smtplib.SMTPDataError(554, b"No"), "máy chủ trả lời mã 554"),
        (ssl.SSLError(1, "bad record mac"), "không mở được kết nối mã hóa"),
        (sqlite3.OperationalError("database is locked"), "tệp bị khóa"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "UTF-8"),
        (OSError(errno.ELOOP, "Too many levels"), f"máy báo lỗi số {errno.ELOOP}"),
        (ValueError("odd"), "máy báo lỗi không rõ"),
    ],
)
def test_the_reason_is_told_in_our_own_words(error: Exception, words: str) -> None:
    assert words in reason(error)


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_what_the_system_says_itself_is_never_told(number: int) -> None:
    said = os.strerror(number)
    assert said not in reason(OSError(number, said))
