"""The form of a plan: its funding sources, columns, levels and particulars, each under the name
that the user sees.
"""

from __future__ import annotations

from collections.abc import Mapping

SOURCES = ("province", "beneficiary", "other")
"""The funding sources: KPKC ĐP, KP đơn vị thụ hưởng, Nguồn khác."""

AMOUNTS = ("total", *SOURCES)
"""The amount columns in the appendix's order: Tổng KP thực hiện, then the sources."""

TOTAL_NAMES = {
    "total": "TongCong_KP",
    "province": "TongCong_KPKC",
    "beneficiary": "TongCong_ThuHuong",
    "other": "TongCong_Khac",
}
"""The defined name of the grand total of each amount (the workbook contract)."""

COLUMNS: Mapping[str, str] = {
    "tt": "TT",
    "level": "Cấp",
    "name": "Tên đề án",
    "executing_unit": "Đơn vị thực hiện",
    "goal": "Mục tiêu và nội dung chính",
    "result": "Dự kiến kết quả đạt được",
    "start_month": "Bắt đầu (tháng)",
    "end_month": "Kết thúc (tháng)",
    "total": "Tổng KP thực hiện",
    "province": "KPKC ĐP",
    "beneficiary": "KP đơn vị thụ hưởng",
    "other": "Nguồn khác",
    "note": "Ghi chú",
    "norm_code": "Mã định mức",
    "quantity": "Số lượng",
}
"""Field of a line → its column heading on the sheet ``DeAn``, in the sheet's order."""

LEVELS = ("Mục", "Chương trình", "Đề án", "Tổng cộng")
"""The values of the column ``Cấp``: section, programme, project, stated grand total."""

INPUT_SHEETS = (
    "ThongTin",
    "DeAn",
    "NguonKP",
    "ChiTieu",
    "DinhMuc",
    "CanCu",
    "NoiNhan",
    "ThucHien",
)
"""The sheets that a plan is read from; the accountant owns them."""

GENERATED_SHEETS = ("PhuLuc", "TongHop", "KiemTra", "BaoCao")
"""The sheets that a build or a report writes anew (the workbook contract)."""

PARTICULARS = (
    "Tỉnh",
    "Năm kế hoạch",
    "Giai đoạn chương trình",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Cơ quan ban hành",
    "Đơn vị tính",
    "Chức vụ người ký",
    "Người ký",
    "Tổng cộng bằng chữ",
)
"""The rows of ``ThongTin`` that every plan has; one that is not filled in is there with ``None``.
"""
