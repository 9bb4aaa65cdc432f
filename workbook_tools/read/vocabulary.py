"""How offices call the columns and lines of a table of projects. All of it is data: what a new
office writes is one alternative more.

Patterns are matched against a whole heading: small letters, single blanks, no brackets, no dots.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from workbook_tools.patterns import pattern
from workbook_tools.plan.form import BUDGET, KNOWN_SOURCES, OTHER, Source

_WORK = (
    r"(đề án|dự án|chương trình|nhiệm vụ|nội dung|hạng mục|công việc|công trình|mô hình|hoạt động)"
    r"( (hoạt động|thực hiện|khuyến công|chi|công việc|đề án|hỗ trợ|nhiệm vụ))*"
)
_PLACE = (
    r"(huyện|quận|thị xã|thành phố|tp|xã|phường|thị trấn|đặc khu|địa phương|địa bàn|địa điểm"
    r"|lĩnh vực|ngành nghề|ngành|nhóm|đơn vị( thụ hưởng)?|cơ sở( thụ hưởng)?)"
)
_GROUPED_BY = rf"({_PLACE}(( ?[,;-] ?| và ){_PLACE})* ?/ ?)"
"""What may stand before the names where the table is grouped: Huyện, thị xã/Tên đề án."""
_WORKS = rf"{_WORK}(( ?[,/;+-] ?| và | )({_WORK}|(đơn vị |cơ sở )?thụ hưởng|đối tượng))*"

FIELDS: Mapping[str, str] = {
    "tt": r"(số )?(tt|s ?tt|thứ tự|thứ tự số)|số hiệu|mã( số)?( (đề án|dự án|nhiệm vụ))?",
    "level": r"cấp( đề án)?|loại dòng",
    "norm_code": r"mã định mức.*",
    "quantity": r"(số lượng|khối lượng).*",
    "name": rf"{_GROUPED_BY}?((tên|tên gọi|danh mục|tên danh mục|diễn giải)?\s*(các )?{_WORKS}"
    r"|danh mục( (chi|hỗ trợ|đầu tư))?|diễn giải)",
    "executing_unit": r"((đơn vị|cơ quan|tổ chức|chủ đầu tư)( tổ chức)?( chủ trì)?,?"
    r"( thực hiện| triển khai| chủ trì)?( thực hiện)?"
    r"|chủ trì( thực hiện)?|(đơn vị|cơ quan) (chịu trách nhiệm|quản lý)( thực hiện)?"
    r"|(đơn vị|cơ quan) (thực hiện|chủ trì|tổ chức)( ?[,/;-] ?| và )(đơn vị |cơ quan )?"
    r"(phối hợp|thực hiện|thụ hưởng)( thực hiện)?)",
    "goal": r"(mục tiêu.*|nội dung chính.*|mục đích.*)",
    "result": r"(dự kiến )?(kết quả|sản phẩm)( .*)?",
    "start_month": r"(thời gian |tháng )?(bắt đầu|khởi công)( .*)?|từ( tháng)?",
    "end_month": r"(thời gian |tháng )?(kết thúc|hoàn thành)( .*)?|đến( tháng)?",
    "period": r"(thời gian|tiến độ)( (thực hiện|triển khai|tổ chức|dự kiến))*( .{0,12})?",
    "note": r"(ghi chú|căn cứ|cơ sở pháp lý|văn bản).*",
}
"""Field of a line → what its heading may say, the most telling first; money stands apart."""


class MoneyHeading(NamedTuple):
    """What the heading of a funding source may say, and the source that it means."""

    pattern: str
    source: Source


_CENTRAL = Source("NSTW", "NSTW", "Ngân sách trung ương", "Ngân sách trung ương", BUDGET, True)
_DISTRICT = Source("NSH", "NSH", "Ngân sách huyện", "Ngân sách huyện", BUDGET, True)
_COMMUNE = Source("NSX", "NSX", "Ngân sách xã", "Ngân sách xã", BUDGET, True)
_LOAN = Source("VonVay", "VonVay", "Vốn vay", "Vốn vay", OTHER)
_SCIENCE = Source("SNKH", "SNKH", "Sự nghiệp khoa học", "Sự nghiệp khoa học", BUDGET, True)
UNSPLIT = Source("ChuaRo", "unsplit", "Chưa phân nguồn", "Chưa phân nguồn", OTHER)
"""Where lines that state a total alone have their money, in a table whose other lines say sources.
"""

VAGUE = pattern(
    r"((kp|kinh phí|mức|vốn|số tiền|phần)( được)? )?(đề nghị )?hỗ trợ|cộng|số tiền|giá trị"
)
"""Headings of money that say no source of their own below one that does."""

_ALL_BUDGET = r"(ngân sách|ns|vốn|nguồn|kinh phí|kp|hỗ trợ)"

SOURCES: tuple[MoneyHeading, ...] = (
    MoneyHeading(
        r".*(khuyến công|kpkc|kc) ?(quốc gia|qg|trung ương|tw)\b.*|(.* )?kcqg\b.*|.*\bquốc gia",
        KNOWN_SOURCES["kcqg"],
    ),
    MoneyHeading(
        r".*(thụ hưởng|đối ứng|đóng góp|tự có|doanh nghiệp|cơ sở cnnt|vốn dân|nhân dân"
        r"|(kp|kinh phí|vốn|nguồn|phần)( của)?( các)? (đơn vị|cơ sở|dn|chủ (đầu tư|dự án))\b"
        r"|^dn$|hợp tác xã|\bhtx\b|xã hội hóa|xã hội hoá).*",
        KNOWN_SOURCES["thuhuong"],
    ),
    MoneyHeading(r".*(vốn vay|tín dụng|vay ngân hàng|vay vốn).*", _LOAN),
    MoneyHeading(
        rf"({_ALL_BUDGET} )*(nhà nước )?(cấp )?(trung ương|tw|nstw)( .*)?|nstw.*", _CENTRAL
    ),
    MoneyHeading(rf"({_ALL_BUDGET} )+(cấp )?(xã|phường|xã,? phường)( .*)?|nsx\b.*", _COMMUNE),
    MoneyHeading(rf"({_ALL_BUDGET} )+(cấp )?(huyện|quận|thị xã|thành phố)\b.*|nsh\b.*", _DISTRICT),
    MoneyHeading(r".*(khoa học|khcn|kh&cn).*", _SCIENCE),
    MoneyHeading(r".*(nguồn|vốn|kinh phí|kp)?\s*khác\b.*", KNOWN_SOURCES["khac"]),
    MoneyHeading(
        r"(kpkc.*|.*khuyến công.*|ngân sách.*|ns(nn|đp|t|tỉnh)?\b.*|(.* )?kcđp\b.*"
        r"|(kp|kinh phí|mức|nhà nước|vốn) ?(đề nghị )?(nhà nước )?hỗ trợ.*"
        r"|(.* )?kc ?(đp|địa phương|tỉnh)\b.*|nhà nước"
        r"|(vốn|kinh phí|kp|nguồn) (nhà nước|tỉnh|ngân sách|nsnn|nsđp|kc)\b.*"
        r"|(số tiền|tỉnh) hỗ trợ.*)",
        KNOWN_SOURCES["kcdp"],
    ),
)
"""The funding sources, the most telling first."""

TOTAL_HEADING = (
    r"(tổng(?! số (đề án|dự án|lao động|cơ sở|hộ|lượng|người|lớp)).*"
    r"|(kinh phí|kp)( thực hiện| dự kiến| đề nghị| kế hoạch| năm [0-9]{4}| được duyệt| phê duyệt"
    r"| thẩm định| được giao| đăng ký| đề xuất| trình){0,3}"
    r"|kp thực hiện.*|dự toán.*|cộng|thành tiền|số tiền"
    r"|(kế hoạch|kh) (vốn|kinh phí|kp)( năm [0-9]{4})?)"
)
APPROVED = pattern(r".*(thẩm định|phê duyệt|được duyệt|được giao).*")
"""A total that goes before one that is only asked for."""

_NO_MONEY = (
    r"số lượng|số đề án|tỷ lệ|tỉ lệ|%|đơn giá|đơn vị tính|\bđvt\b|căn cứ|ghi chú|văn bản"
    r"|địa(?! phương)|tên|thời gian|điện thoại|lý do|tham gia"
)
_MONEY = (
    r"kinh phí|\bkp|vốn|ngân sách|\bns|nguồn|tiền|đóng góp|đối ứng|dự toán|chi phí|quỹ|tài trợ"
    r"|hỗ trợ|trong đó|kcqg|kcđp"
)
_MONEY_WORDS = pattern(rf"(?!.*({_NO_MONEY})).*({_MONEY}).*", re.DOTALL)


def says_money(heading: str) -> bool:
    """Whether a heading that no source is known by is one of money."""
    return bool(_MONEY_WORDS().match(heading))


# ---------------------------------------------------------------------------- tables of other kinds

OTHER_TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "bảng theo dõi giải ngân, quyết toán",
        (r"giải ngân|đã chi", r"quyết toán|thanh toán", r"tạm ứng", r"còn lại|tỷ lệ|tỉ lệ"),
    ),
    (
        "bảng điều chỉnh kế hoạch",
        (r"sau điều chỉnh|điều chỉnh thành", r"tăng|giảm", r"(đã )?(được )?phê duyệt|trước"),
    ),
    (
        "bảng chỉ tiêu",
        (r"\bchỉ tiêu\b", r"\bđvt\b|đơn vị( tính)?\b", r"kế hoạch|thực hiện|so sánh|mục tiêu"),
    ),
)
"""What a table is that is none of projects to be funded, and the words of its headings; the
first and one more tell it.
"""

# -------------------------------------------------------------------------------------------- lines

_OF_ALL = (
    r"(toàn (bộ|tỉnh|tp|thành phố)|chung|chi|vốn|kinh phí|kp|nguồn|các nguồn|thực hiện|kế hoạch|"
    r"(các )?đề án|(các )?mục|khuyến công|địa phương|dự toán|hỗ trợ|tất cả|cả tỉnh|"
    r"năm [0-9]{4}|[0-9]{1,4} đề án|của tỉnh)"
)
_SUMMED = r"(=|:|-|\(.*\)|[ivxab]{1,4}( ?[+,-] ?[ivxab]{1,4})+|[0-9]{1,2}( ?[+,-] ?[0-9]{1,2})+)"
TOTAL_NAME = pattern(
    rf"(tổng\s*(cộng|số|kinh phí|kp|vốn|nguồn)|cộng tổng|cộng|tổng|toàn tỉnh)(?![\w])"
    rf"(\s*[:.=]*\s*({_OF_ALL}|{_SUMMED}))*[\s:.]*\Z"
)
"""What a grand total may be called."""

SUBTOTAL_NAME = pattern(
    r"(?:cộng|tổng|tổng cộng|tổng số|cộng (?:kinh phí|kp))\s*(?:của\s+)?[:.]?\s*"
    r"(?P<what>(?:mục|phần|nhóm|chương trình|chương|khoản|đợt|huyện|xã|cụm)\s+)?"
    r"(?P<of>[ivx]{1,5}|[0-9]{1,3}(?:\.[0-9]{1,3})*|[a-zđ])\s*[:.)]?\Z"
)
"""What the sum of a part may be called: the part's number stands at its end."""

CARRIED_NAME = pattern(
    r"((tổng )?cộng )?((mang|chuyển) (sang|xuống)|trang trước|sang trang|cộng trang|cuối trang)"
    r"( (trang|sau|trước|này|kế tiếp|số|tiếp|theo|mang|chuyển|sang|[0-9]{1,3}))*[\s:.]*\Z"
    r"|(tổng )?cộng (trang|lũy kế|dồn)( (này|số|trước|[0-9]{1,3}))*[\s:.]*\Z"
)
"""What the sum so far may be called, at the end of a page and at the head of the next."""

SPLIT_NAME = pattern(r"(trong đó|gồm|bao gồm|chia ra|cụ thể)\s*(theo nguồn( vốn)?)?\s*[:.]*\Z")
"""What stands above the parts into which the row above it is split."""

END_OF_TABLE = pattern(
    r"\(?(số tiền )?(b[ằả]ng chữ|viết bằng chữ)|nơi nhận|(người )?lập biểu|người lập"
    r"|ghi chú\s*:|tm\.|kt\.|thủ trưởng|giám đốc|chủ tịch|phó chủ tịch|kế toán|ký tên|\(ký"
    r"|ngày .* tháng .* năm|.{2,30}, ngày"
)
"""What stands below a table."""

NUMBERED_NAME = pattern(r"((?:[IVXLC]+|[A-ZĐ]|[0-9]+(?:\.[0-9]+)*)[.):]?)\s+(\S.*)\Z", re.DOTALL)
"""A number and a name in one cell: II. Hoạt động quản lý."""

DASHES = ("-", "–", "—", "+", "*", "•", "‐", "‑")
"""What stands in the column of numbers before a part of a project."""
