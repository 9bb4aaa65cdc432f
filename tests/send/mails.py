"""Mails for the tests, without a workbook behind them."""

from __future__ import annotations

from typing import Any

from workbook_tools.plan.model import Plan
from workbook_tools.send.mail import Attachment, Mail
from workbook_tools.send.outgoing import Outgoing

XLSX = b"PK\x03\x04" + bytes(range(256)) * 40


def mail(**other: Any) -> Mail:
    """A mail to two people with one attachment of a Vietnamese name."""
    plain: dict[str, Any] = {
        "to": (("Bà Trần Thị Ánh, Sở Công Thương", "so@congthuong.gov.vn"),),
        "cc": (("Sở Tài chính", "tc@taichinh.gov.vn"),),
        "subject": "Kế hoạch khuyến công tỉnh Đồng Nai năm 2021: "
        "biểu tổng hợp kinh phí đã được rà soát",
        "text": "Kính gửi Quý cơ quan\n",
        "html": "<p>Kính gửi Quý cơ quan</p>",
        "attachments": (Attachment("KH_KhuyenCong_Đồng Nai_2021_Số 12-KH.xlsx", XLSX),),
    }
    return Mail(**(plain | other))


def outgoing(name: str = "x", **other: Any) -> Outgoing:
    """Such a mail, ready to go."""
    return Outgoing(name, "", Plan(), mail(**other), ("các trang tính DeAn",), 12, 3)
