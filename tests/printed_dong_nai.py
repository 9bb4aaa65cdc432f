"""The appendix of Đồng Nai 2021 as a scan prints it: its columns, numbers and faults, with texts of
our own. Cells slip to the left as they do there, pages end anywhere, the sums are the printed ones.
"""

from __future__ import annotations

_HEADING = """\
TT\tTên đề án\tĐơn vị thực hiện\tMục tiêu và nội dung chính\tDự kiến kết quả đạt được\tThời gian\t\
\tTổng KP thực hiện\tTrong đó\t\t\tGhi chú\t
\t\t\t\t\tBắt đầu (tháng)\tKết thúc (tháng)\t\tKPKC ĐP (nguồn KC tỉnh)\t\
KP đóng góp của đơn vị thụ hưởng\tNguồn khác\t\t
"""
_CENTRE = "Trung tâm KC&TVP TCN"
_DECISION = "- Quyết định 53/2018/QĐ-UBND ngày 11 tháng 12 năm 2018 của UBND tỉnh"

_PAGES = (
    ("1\tCác chương trình và đề án" + "\t" * 11,),
    ("1\tNâng cao năng lực cho cơ sở CNNT" + "\t" * 11,),
    (
        "1.1\tLớp khởi sự",
        "Mở lớp",
        "300 lượt người",
        5,
        12,
        "195.000",
        "195.000\t0\t0\t0\tQĐ 23/2018",
    ),
    (
        "1.2\tĐi học tập",
        "Đưa đoàn đi",
        "01 đoàn 18 người",
        5,
        12,
        "120.000",
        "120.000\t0\t0\t0\tQĐ 23/2018",
    ),
    ("",),
    (
        "3.4\tBình chọn sản phẩm tiêu biểu, dự bình chọn năm 2020",
        "Chọn sản phẩm",
        "20 sản phẩm",
        4,
        12,
        "260.000",
        f"260.000\t0\t0\t{_DECISION}",
    ),
    (
        "3.5\tXét nghệ nhân, thợ giỏi",
        "Xét tặng",
        "55 người",
        4,
        12,
        "160.000",
        f"160.000\t0\t0\t{_DECISION}",
    ),
    (
        f"4\tThông tin\t\t\tCấp tỉnh thường xuyên\tGiữ trang Website\t1.058.400\t1.058.400"
        f"\t0\t0\t0\t{_DECISION}",
    ),
    (
        "4.1\tTrang Website",
        "tin cho các Cơ sở CNTT",
        "24 kỳ tin",
        1,
        12,
        "120.000",
        "120.000\t0\t0\t",
    ),
    (
        "4.2\tPhát sóng trên đài",
        "Giới thiệu chính sách",
        "24 kỳ",
        1,
        12,
        "480.000",
        f"480.000\t0\t0\t{_DECISION}",
    ),
    ("",),
    ("4.3\tBản tin", "In bản tin", "1.600 cuốn", 1, 12, "198.400", f"198.400\t0\t{_DECISION}\t"),
    ("4.4\tSố liệu", "Lấy số liệu", "04 kỳ", 3, 12, "40.000", f"40.000\t0\t{_DECISION}\t"),
    (
        "4.5\tTờ gấp sản phẩm CNTT",
        "In tờ gấp",
        "1000 cuốn",
        2,
        12,
        "60.000",
        f"60.000\t0\t{_DECISION}\t",
    ),
    (
        "4.6\tHội thảo",
        "Mở hội thảo ở cơ sở CNTT",
        "04 buổi, 200 người",
        5,
        12,
        "160.000",
        f"160.000\t0\t{_DECISION}\t",
    ),
    (f"5\tTổ chức thực hiện\t\tPhổ biến\t400 người dự\t\t\t904.000\t904.000\t0\t0\t{_DECISION}",),
    ("5.1\tTập huấn chuyên đề", "", "", 4, 11, "260.000", "260.000\t\t\t"),
    ("",),
    ("5.2\tDự hội nghị", "Cử người dự", "03 lần", 3, 12, "20.000", f"20.000\t0\t{_DECISION}"),
    (
        "5.3\tLập kế hoạch 2022",
        "Khảo sát, lập kế hoạch",
        "Đủ 100%",
        3,
        11,
        "90.000",
        f"90.000\t0\t{_DECISION}",
    ),
    ("",),
    (
        "5.4\tCộng tác viên",
        "Khảo sát ở cơ sở CNTT",
        "20 người",
        1,
        12,
        "384.000",
        f"384.000\t0\t<p>{_DECISION}</p>",
    ),
    ("6\tChương trình tư vấn" + "\t" * 9,),
    (
        "6.1\tTư vấn cho cơ sở",
        "Trưng bày sản phẩm CNTT",
        "Giữ phòng trưng bày",
        8,
        12,
        "150.000",
        f"150.000\t0\t<p>{_DECISION}</p>",
    ),
    (
        "\tTư vấn cho cơ sở",
        "Thuê tư vấn cho cơ sở CNTT",
        "05 cơ sở",
        2,
        12,
        "350.000",
        f"175.000\t175.000\t<p>{_DECISION}</p>",
    ),
    ("",),
    ("II Xây dựng định mức kinh tế kỹ thuật\t3\t12\t\t\t0\t0\tBổ sung sau khi duyệt chủ trương",),
    ("Tổng cộng\t\t\t9.230.500\t6.172.400\t3.058.100\t0\t",),
)


def printed() -> str:
    """The text of the whole appendix."""
    rows = "\n".join(_row(*cells) for cells in _PAGES)
    return (
        "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI\n\nPhụ lục\n"
        "BIỂU TỔNG HỢP KẾ HOẠCH KHUYẾN CÔNG ĐỊA PHƯƠNG NĂM 2021\n"
        "(Kèm theo Kế hoạch số 4854/KH-UBND ngày 10 tháng 5 năm 2021 của Ủy ban nhân dân tỉnh "
        f"Đồng Nai)\n\nDVT: ngàn đồng\n\n{_HEADING}{rows}\n\n"
        "(Bảng chữ: Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng.)\n"
    )


def _row(*cells: object) -> str:
    """A line: as it stands, or a project's number and name, goal, result, months and amounts."""
    if len(cells) == 1:
        return str(cells[0])
    name, *others = map(str, cells)
    return "\t".join((name, _CENTRE, *others))
