"""Every kind of failure that a user can meet: its code, title, sentence and what to do, once each.

Codes go by family (``FAMILIES``). A code is never given to something else, even when its kind is
gone. Sentences and hints begin with a small letter where a place may stand before them; the
sentence says what was found and what was expected, the hint what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FAMILIES = {
    "K1": ("Tệp", "Một tệp được nêu tên không đọc hoặc không ghi được; không có gì bị thay đổi."),
    "K2": (
        "Sổ tính",
        "Tệp không phải là sổ tính, đã hỏng, hoặc lớn quá mức; không có gì được ghi ra.",
    ),
    "K3": (
        "Kế hoạch",
        "Sổ kế hoạch thiếu thứ phải có thì mới lập biểu được; không có gì được ghi ra.",
    ),
    "K4": ("Tệp mẫu", "Tệp mẫu có chỗ sai; mọi chỗ sai được nêu một lần, không có gì được ghi ra."),
    "K5": (
        "Kiểm chứng",
        "Một công thức của biểu không cho đúng số của kế hoạch; không có gì được ghi ra.",
    ),
    "K6": (
        "Nút lệnh",
        "Một nút trong Excel hay LibreOffice không làm được việc; số liệu đang gõ không mất.",
    ),
    "K7": ("Gửi đi", "Bản gửi đi, PDF hoặc thư chưa gửi đi được."),
    "K8": ("Phần bổ trợ", "Phần bổ trợ của Excel hay LibreOffice chưa làm hoặc cài được."),
    "K9": ("Câu lệnh", "Câu lệnh chưa đúng, hoặc việc bị dừng giữa chừng."),
}
"""Family → its name, and what all its kinds have in common."""

_KINDS: dict[str, ErrorKind] = {}


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One kind of failure. ``sentence`` and ``hint`` are templates for ``str.format``.

    ``sample`` are values of the kind that they take, and ``where`` a place (empty where the kind
    has none), for its page and its test.
    """

    code: str
    title: str
    sentence: str
    hint: str
    where: str
    sample: Mapping[str, object] = field(hash=False)

    def told(self, values: Mapping[str, object]) -> str:
        """The sentence, what to do, and the code, to stand behind a place. Raises ``KeyError``
        where a value is missing.
        """
        return _ended(self.sentence, self.hint, self.code).format_map(values)

    def said(self, values: Mapping[str, object], where: str = "") -> str:
        """The same behind the cell or sheet that it speaks of, or with a large letter at its start
        where it speaks of none.
        """
        if where:
            return f"{'Ô' if '!' in where else 'Trang tính'} {where}: {self.told(values)}"
        return _ended(_begun(self.sentence), self.hint, self.code).format_map(values)

    @property
    def example(self) -> str:
        """The sentence as a user may meet it."""
        if self.where and self.code.startswith("K4"):
            return f"{self.where}: {self.told(self.sample)}"
        return self.said(self.sample, self.where)

    @property
    def example_hint(self) -> str:
        """What to do in the example, as a sentence."""
        return f"{_begun(self.hint).format_map(self.sample)}."


def _begun(template: str) -> str:
    """With a large letter at its start; a value that stands there is left as it is."""
    return template[:1].upper() + template[1:]


def _ended(sentence: str, hint: str, code: str) -> str:
    """Both in one sentence; behind a list, what to do stands in a line of its own."""
    if sentence.endswith("\n"):
        return f"{sentence}{_begun(hint)} ({code})."
    return f"{sentence}; {hint} ({code})."


def kind(
    code: str, title: str, sentence: str, hint: str, /, *, where: str = "", **sample: object
) -> ErrorKind:
    """Make and register a kind. Raises ``ValueError`` for a code that is taken or has no family."""
    if code in _KINDS or code[:2] not in FAMILIES:
        raise ValueError(f"{code} is taken, or of no family")
    _KINDS[code] = ErrorKind(code, title, sentence, hint, where, sample)
    return _KINDS[code]


def error_kinds() -> dict[str, ErrorKind]:
    """All kinds by code, in the order of their codes."""
    return dict(sorted(_KINDS.items()))


_SAVE_AGAIN = "hãy mở bằng Excel và lưu lại"
_TRIM = "hãy mở bằng Excel, xóa phần thừa rồi lưu lại"

# ------------------------------------------------------------------------------------------- files

NO_FILE = kind(
    "K101",
    "Không có tệp",
    "không có tệp {path}",
    "hãy kiểm tra lại tên và thư mục",
    path="KeHoach2027.xlsx",
)
CANNOT_OPEN = kind(
    "K102",
    "Không mở được tệp",
    "không mở được tệp {path} ({why})",
    "hãy kiểm tra tệp và quyền đọc",
    path="KeHoach2027.xlsx",
    why="không có quyền",
)
FILE_IN_USE = kind(
    "K103",
    "Tệp đang mở ở chương trình khác",
    "tệp {name} đang mở ở chương trình khác",
    "hãy đóng tệp đó rồi làm lại",
    name="KeHoach2027.xlsx",
)
CANNOT_REPLACE = kind(
    "K104",
    "Tệp đang mở hoặc thư mục không cho ghi",
    "không ghi được {path}: tệp đang mở ở chương trình khác hoặc thư mục không cho ghi",
    "hãy đóng tệp hoặc chọn nơi khác",
    path="PhuLuc_KeHoach2027.xlsx",
)
CANNOT_WRITE = kind(
    "K105",
    "Không ghi được tệp",
    "không ghi được {path} ({why})",
    "hãy kiểm tra thư mục và chỗ trống",
    path="PhuLuc_KeHoach2027.xlsx",
    why="ổ đĩa hết chỗ",
)
FILE_EXISTS = kind(
    "K106",
    "Đã có tệp tên đó",
    "đã có tệp {path}",
    "hãy chọn tên khác để không mất dữ liệu",
    path="KeHoach2027.xlsx",
)
NOT_NAMED_XLSX = kind(
    "K107",
    "Tên tệp không có đuôi .xlsx",
    "tệp {path} phải có đuôi .xlsx",
    "hãy đổi đuôi của tên tệp",
    path="KeHoach2027.ods",
)
OTHER_SUFFIX = kind(
    "K108",
    "Đuôi của tệp kết quả khác đuôi của sổ",
    "tệp kết quả {name} phải có đuôi {suffix} như {origin}",
    "hãy đổi đuôi của tên tệp",
    name="PhuLuc.xlsm",
    suffix=".xlsx",
    origin="sổ kế hoạch",
)
OUT_IS_PLAN = kind(
    "K109",
    "Tệp kết quả trùng với sổ kế hoạch",
    "tệp kết quả trùng với sổ kế hoạch",
    "nếu muốn ghi vào chính sổ đó, hãy dùng --in-place",
)
WOULD_OVERWRITE = kind(
    "K120",
    "Tệp kết quả trùng với một tệp được đưa vào",
    "tệp {target} trùng với tệp {given} đã được đưa vào để đọc hoặc sẽ được ghi trong cùng lần này",
    "hãy chọn tên khác cho tệp kết quả",
    target="bao-cao.xlsx",
    given="KeHoach2027.xlsx",
)
EDITED_SINCE = kind(
    "K128",
    "Sổ đã lập bị sửa tay từ lần lập trước",
    "{target} đã bị sửa tay từ khi lập, ở {cells}; lập lại sẽ mất các sửa đổi đó",
    "hãy đưa các sửa đổi đó vào sổ kế hoạch, chọn tên khác cho tệp kết quả, hoặc dùng --overwrite"
    " (bản đang có được giữ lại bên cạnh)",
    target="PhuLuc_KeHoach2027.xlsx",
    cells="PhuLuc!H9, DeAn!I7",
)
CHANGED_MEANWHILE = kind(
    "K129",
    "Tệp kết quả bị ghi lại trong khi đang lập",
    "{target} vừa bị một chương trình khác ghi lại trong khi đang lập; chưa ghi gì vào đó",
    "hãy lập lại",
    target="PhuLuc_KeHoach2027.xlsx",
)
NO_STATE_FOLDER = kind(
    "K130",
    "Không có chỗ giữ trạng thái",
    "không tạo được thư mục {folder} của chương trình ({why})",
    "hãy kiểm tra quyền ghi của thư mục, hoặc đặt KEHOACH_STATE là một thư mục khác",
    folder="/home/lan/.local/state/kehoach",
    why="không có quyền",
)
NOT_OUR_REPORT = kind(
    "K121",
    "Nơi ghi báo cáo là một tệp khác",
    "tệp {path} đã có và không phải báo cáo của chương trình này",
    "hãy chọn tên khác cho --report, ví dụ bao-cao.json",
    path="KeHoach2027.xlsx",
)
READ_ONLY = kind(
    "K122",
    "Tệp chỉ cho đọc",
    "tệp {path} được đặt là chỉ đọc",
    "hãy bỏ thuộc tính chỉ đọc, hoặc ghi ra tệp khác",
    path="PhuLuc_KeHoach2027.xlsx",
)
OTHER_NAMES = kind(
    "K131",
    "Tệp còn có tên khác",
    "tệp {path} còn có tên khác (liên kết cứng), thay nó thì tên kia vẫn giữ nội dung cũ",
    "hãy chép tệp ra một tệp riêng, hoặc ghi ra tệp khác",
    path="PhuLuc_KeHoach2027.xlsx",
)
FILE_TOO_LARGE = kind(
    "K124",
    "Tệp quá lớn",
    "tệp {path} lớn hơn {size} MB",
    "hãy xóa phần thừa trong sổ hoặc chia thành nhiều tệp",
    path="KeHoach2027.xlsx",
    size=268,
)
NO_ORDINARY_FILE = kind(
    "K123",
    "Không phải là tệp",
    "{path} là thư mục hoặc thiết bị, không phải tệp",
    "hãy ghi tên một tệp",
    path="KeHoach",
)

# --------------------------------------------------------------------------------------- workbooks

NOT_A_WORKBOOK = kind(
    "K201",
    "Không phải là sổ tính Excel",
    "tệp {name} không phải là sổ tính Excel (.xlsx, .xlsm)",
    "hãy chọn tệp khác, hoặc mở bằng Excel và lưu thành .xlsx",
    name="KeHoach2027.xlsx",
)
NOT_A_ZIP = kind(
    "K202",
    "Không phải là sổ tính Excel, hoặc đã hỏng",
    "tệp {name} không phải là sổ tính Excel (.xlsx, .xlsm) hoặc đã hỏng",
    "hãy chọn tệp khác, hoặc mở bằng Excel và lưu lại",
    name="KeHoach2027.xlsx",
)
NO_WORKBOOK_PART = kind(
    "K203",
    "Trong tệp không có sổ tính",
    "tệp không phải là sổ tính Excel (.xlsx, .xlsm)",
    "hãy chọn tệp khác, hoặc mở bằng Excel và lưu thành .xlsx",
)
PASSWORD = kind(
    "K204",
    "Tệp có mật khẩu",
    "tệp {name} có mật khẩu mở tệp",
    "hãy bỏ mật khẩu trong Excel rồi lưu lại",
    name="KeHoach2027.xlsx",
)
OLD_FORMAT = kind(
    "K205",
    "Tệp Excel 97-2003",
    "tệp {name} thuộc dạng Excel 97-2003 (.xls)",
    "hãy mở bằng Excel và lưu thành .xlsx",
    name="KeHoach2027.xls",
)
ODD_VALUE = kind(
    "K233",
    "Giá trị không đúng dạng trong một phần của sổ tính",
    "phần {part} của sổ tính có “{value}” ở {where_in}, không đúng dạng",
    _SAVE_AGAIN,
    part="xl/worksheets/sheet1.xml",
    where_in="cfRule/dxfId",
    value="abc",
)
BINARY_FORMAT = kind(
    "K206", "Tệp .xlsb", "sổ tính thuộc dạng .xlsb", "hãy mở bằng Excel và lưu thành .xlsx"
)
DAMAGED = kind("K207", "Tệp đã hỏng", "tệp {name} đã hỏng", _SAVE_AGAIN, name="KeHoach2027.xlsx")
DAMAGED_PART = kind(
    "K208",
    "Một phần của tệp bị hỏng",
    "tệp bị hỏng ở phần {part}",
    _SAVE_AGAIN,
    part="xl/workbook.xml",
)
BAD_PART_NAME = kind(
    "K209",
    "Tệp có phần không hợp lệ",
    "tệp {name} có phần không hợp lệ ({part})",
    _SAVE_AGAIN,
    name="KeHoach2027.xlsx",
    part="../a.xml",
)
DOUBLE_PART = kind(
    "K210",
    "Hai phần của tệp cùng tên",
    "tệp {name} có hai phần cùng tên {part}",
    _SAVE_AGAIN,
    name="KeHoach2027.xlsx",
    part="xl/workbook.xml",
)
UNPACKS_TOO_LARGE = kind(
    "K211",
    "Tệp lớn bất thường khi giải nén",
    "tệp {name} lớn bất thường khi giải nén nên không được mở, để tránh tệp phá hoại",
    _TRIM,
    name="KeHoach2027.xlsx",
)
PART_TOO_LARGE = kind(
    "K212",
    "Một phần của sổ tính quá lớn",
    "phần {part} của tệp lớn {size} MB khi giải nén, quá mức {most} MB",
    "hãy chia nhỏ hoặc xóa phần thừa rồi lưu lại",
    part="xl/worksheets/sheet1.xml",
    size=80,
    most=64,
)
TOO_MANY = kind(
    "K213",
    "Một phần của sổ tính chứa quá nhiều",
    "phần {part} của sổ tính có {count} {called}, nhiều hơn mức {most} {called}",
    _TRIM,
    part="xl/worksheets/sheet1.xml",
    count="1.048.577",
    called="dòng",
    most="1.048.576",
)
TOO_MANY_TAGS = kind(
    "K214",
    "Một phần của sổ tính có quá nhiều thẻ",
    "phần {part} của sổ tính có quá {most} thẻ",
    _TRIM,
    part="xl/styles.xml",
    most="1.500.000",
)
OFF_THE_SHEET = kind(
    "K215",
    "Ô nằm ngoài trang tính",
    "phần {part} của sổ tính có ô hoặc dòng “{address}” nằm ngoài trang tính (đến XFD{last})",
    _SAVE_AGAIN,
    part="xl/worksheets/sheet1.xml",
    address="XFE1",
    last=1048576,
)
DOCTYPE = kind(
    "K216",
    "Khai báo DOCTYPE trong sổ tính",
    "phần {part} có khai báo DOCTYPE, không được phép trong sổ tính",
    _SAVE_AGAIN,
    part="xl/workbook.xml",
)
TOO_DEEP = kind(
    "K217",
    "Một phần của sổ tính lồng nhau quá sâu",
    "phần {part} của sổ tính lồng nhau quá sâu (trên {most} cấp) nên không được đọc, "
    "để tránh tệp phá hoại",
    _SAVE_AGAIN,
    part="xl/workbook.xml",
    most=256,
)
NOT_WELL_FORMED = kind(
    "K218",
    "Một phần của sổ tính không đọc được",
    "phần {part} của sổ tính không đọc được (bị hỏng)",
    _SAVE_AGAIN,
    part="xl/workbook.xml",
)
SHEET_WITHOUT_PART = kind(
    "K219",
    "Một trang tính bị mất nội dung",
    "trang tính {sheet} của sổ tính bị mất nội dung",
    _SAVE_AGAIN,
    sheet="DeAn",
)
TOO_MANY_LONG_FORMULAS = kind(
    "K220",
    "Quá nhiều công thức dài",
    "phần {part} của sổ tính có quá nhiều công thức dài (đến ô {cell})",
    "hãy xóa phần thừa rồi lưu lại",
    part="xl/worksheets/sheet1.xml",
    cell="C90210",
)
FORMULA_TOO_LONG = kind(
    "K221",
    "Công thức vượt quá giới hạn của Excel",
    "công thức {excess}",
    "hãy viết lại công thức này trong Excel",
    where="DeAn!I7",
    excess="dài 9.000 ký tự, quá mức 8.192 ký tự",
)
FAR_CELLS = kind(
    "K222",
    "Trang tính trải rộng bất thường",
    "trang tính trải rộng bất thường (có nhiều ô rất xa)",
    "hãy xóa các dòng, cột thừa rồi lưu lại",
    where="DeAn!XFD1048576",
)
TOO_MUCH_TO_MAKE = kind(
    "K239",
    "Kế hoạch quá lớn để lập trong một lần",
    "{said}, quá mức lập được trong một lần là {most}",
    "hãy sửa các điểm mà kehoach check nêu, hoặc chia kế hoạch thành nhiều sổ",
    where="DeAn",
    said="kế hoạch có 180.000 dòng",
    most="95.000 dòng",
)
TOO_MANY_DEPENDENT = kind(
    "K238",
    "Quá nhiều công thức lấy số từ trang tính do chương trình lập",
    "từ ô này trở đi, sổ tính có quá {most} công thức lấy số từ trang tính do chương trình lập",
    "hãy chuyển bớt các công thức này sang sổ khác",
    where="Rieng!A1",
    most="50.000",
)
TOO_MUCH_TEXT = kind(
    "K223",
    "Sổ tính chứa quá nhiều chữ và ô",
    "các trang tính của sổ tính chứa quá nhiều chữ và ô để đọc hết",
    "hãy xóa phần thừa hoặc chia sổ thành nhiều tệp",
    where="DeAn",
)
UNREADABLE_SHEET = kind(
    "K224", "Một trang tính không đọc được", "không đọc được", _SAVE_AGAIN, where="DeAn"
)
NO_SHEET = kind(
    "K227",
    "Sổ tính không có trang tính nào",
    "tệp {name} không có trang tính nào",
    "hãy chọn tệp khác",
    name="KeHoach2027.xlsx",
)
TABLE_NAME_TAKEN = kind(
    "K228",
    "Tên bảng (Table) đã có ở trang tính khác",
    "sổ tính đã có bảng (Table) tên {table} ở trang tính khác",
    "hãy đổi tên bảng đó rồi lập lại",
    where="PhuLuc",
    table="tblMau",
)

TOO_LARGE_AS_WRITTEN = kind(
    "K229",
    "Một phần của sổ tính quá lớn theo cách nó được ghi",
    "phần {part} của sổ tính quá lớn để đọc theo cách nó được ghi",
    _SAVE_AGAIN,
    part="xl/worksheets/sheet1.xml",
)
STRICT = kind(
    "K230",
    "Sổ tính dạng “Strict Open XML”",
    "sổ tính lưu theo dạng “Strict Open XML”",
    "hãy mở bằng Excel rồi chọn Lưu thành (Save as) “Excel Workbook (.xlsx)”, không phải "
    "“Strict Open XML Spreadsheet”",
)
OTHER_FORMAT = kind(
    "K231",
    "Tệp thuộc dạng khác",
    "tệp {name} là {format}",
    "hãy mở bằng Excel hoặc LibreOffice rồi chọn Lưu thành (Save as) “Excel Workbook (.xlsx)”",
    name="KeHoach2027.htm",
    format="trang web (.htm)",
)
NOT_READ_DIRECTLY = kind(
    "K232",
    "Tệp thuộc dạng không đọc trực tiếp được",
    "tệp {name} là {format}, chưa đọc được trực tiếp",
    "hãy chép bảng sang một sổ tính và lưu thành .xlsx",
    name="KeHoach2027.pdf",
    format="PDF",
)
ONLY_IMPORTED = kind(
    "K237",
    "Tệp thuộc dạng chỉ nhập được",
    "tệp {name} là {format}, không phải sổ tính Excel",
    "biểu các đề án thì hãy nhập bằng lệnh kehoach import; sổ kế hoạch thì hãy mở bằng "
    "Excel hoặc LibreOffice rồi chọn Lưu thành (Save as) “Excel Workbook (.xlsx)”",
    name="BieuDeAn.docx",
    format="văn bản Word (.docx)",
)
CANNOT_BE_READ = kind(
    "K234",
    "Tệp không đọc được",
    "không đọc được tệp {name}",
    "tệp có thể đã hỏng: hãy mở bằng phần mềm đã làm ra nó và lưu lại, hoặc lưu thành .xlsx",
    name="PhuLuc2019.xls",
)
DOCUMENT_WITHOUT_TABLE = kind(
    "K235",
    "Văn bản không có bảng",
    "tệp {name} không có bảng nào đọc được (có thể chỉ có chữ hoặc hình chụp)",
    "hãy dùng tệp có bảng thật; trong tệp chữ, các cột phải cách nhau bằng dấu tab hoặc dấu |",
    name="KeHoach.docx",
)
ROWS_HELD = kind(
    "K236",
    "Không sắp xếp được các dòng",
    "không sắp xếp được các dòng theo TT, vì có {what}",
    "hãy bỏ phần đó rồi sắp xếp lại, hoặc chỉ đánh số (không dùng --sort)",
    what="công thức dùng ô của dòng khác",
)

# ------------------------------------------------------------------------------------------- plans

SHEET_MISSING = kind(
    "K301",
    "Sổ thiếu một trang tính",
    "tệp {name} thiếu trang tính {sheet}",
    "hãy tạo kế hoạch bằng lệnh kehoach new rồi chép số liệu vào",
    name="KeHoach2027.xlsx",
    sheet="DeAn",
)
NO_TABLE = kind(
    "K302",
    "Sổ không có bảng của biểu tổng hợp",
    "tệp {name} không có trang tính nào có bảng với các cột của biểu tổng hợp "
    "(tên đề án, tổng kinh phí, các nguồn)",
    "hãy kiểm tra dòng tiêu đề của bảng",
    name="PhuLuc.xlsx",
)
NOT_PROJECTS = kind(
    "K324",
    "Bảng không phải biểu kế hoạch",
    "bảng này là {what}, không phải biểu tổng hợp các đề án của kế hoạch",
    "hãy dùng biểu kế hoạch (tên đề án, tổng kinh phí, các nguồn)",
    where="TheoDoi!A3",
    what="bảng theo dõi giải ngân, quyết toán",
)
NOT_PROJECTS_AT_ALL = kind(
    "K326",
    "Tệp không có biểu kế hoạch",
    "tệp {name} có {what}, không có biểu tổng hợp các đề án của kế hoạch",
    "hãy dùng biểu kế hoạch (tên đề án, tổng kinh phí, các nguồn)",
    name="ChiTieu.xlsx",
    what="bảng chỉ tiêu",
)
WITHOUT_MONEY = kind(
    "K339",
    "Bảng đề án không có số tiền",
    "bảng đề án này không có số tiền nào",
    "hãy ghi tổng kinh phí hoặc các nguồn của từng đề án, mỗi thứ một cột, rồi làm lại",
    where="PhuLuc!A5",
)
SEVERAL_TABLES = kind(
    "K327",
    "Nhiều bảng đề án khác nhau",
    "tệp {name} có {count} bảng đề án khác nhau: {tables}",
    "hãy chọn một trang tính bằng --sheet, hoặc xóa bảng thừa",
    name="PhuLuc.xlsx",
    count=2,
    tables="Tỉnh!A5 (tổng 900), Huyện!A5 (tổng 300)",
)
NO_SUCH_SHEET = kind(
    "K328",
    "Không có trang tính được nêu",
    "tệp {name} không có trang tính “{sheet}”{like}",
    "hãy chọn trong: {known}",
    name="PhuLuc.xlsx",
    sheet="Bieu 1",
    like=" (có phải “Biểu 1”?)",
    known="Biểu 1, Biểu 2",
)
ALREADY_A_PLAN = kind(
    "K329",
    "Tệp đã là sổ kế hoạch",
    "tệp {name} đã là sổ kế hoạch",
    "không cần nhập: hãy dùng lệnh build hoặc check với chính tệp này; nếu tệp là .ods, .xls hay "
    "“Strict Open XML” thì mở ra và lưu thành .xlsx trước",
    name="KeHoach2027.xlsx",
)
NO_PROJECT_ROW = kind(
    "K303",
    "Bảng chưa có dòng đề án nào",
    "bảng chưa có dòng đề án nào",
    "hãy nhập các đề án dưới dòng tiêu đề",
    where="PhuLuc",
)
TOO_MANY_ROWS = kind(
    "K304",
    "Bảng có quá nhiều dòng",
    "bảng có quá {most} dòng",
    "hãy xóa các dòng thừa, hoặc chia bảng thành nhiều tệp",
    where="PhuLuc!A40001",
    most="40.000",
)
ROWS_TOO_FAR = kind(
    "K305",
    "Trang tính có ô ở dòng quá xa",
    "trang tính có ô ở dòng {row}, quá {most} dòng của một kế hoạch",
    "hãy xóa các dòng thừa ở cuối trang tính rồi lưu lại",
    where="DeAn!A300000",
    row="300.000",
    most="200.000",
)
NO_COLUMN = kind(
    "K306",
    "Thiếu cột ở dòng tiêu đề",
    "thiếu cột {columns} ở dòng tiêu đề (dòng 1)",
    "hãy thêm cột hoặc sửa lại tên cột",
    where="DeAn",
    columns="“Tên”",
)
DOUBLE_COLUMN = kind(
    "K307",
    "Một cột có hai lần",
    "cột “{column}” có hai lần ở dòng tiêu đề",
    "hãy đổi tên một cột",
    where="DeAn!F1",
    column="Tên",
)
TOO_MANY_DIGITS = kind(
    "K308",
    "Số quá 15 chữ số",
    "số {number} quá 15 chữ số, Excel không giữ được chính xác",
    "hãy dùng đơn vị tính lớn hơn",
    where="DeAn!I7",
    number="1.000.000.000.000.000",
)
TEXT_TOO_LONG = kind(
    "K346",
    "Chữ trong một ô quá dài",
    "chữ trong ô dài {length} ký tự, một ô của Excel giữ được nhiều nhất 32.767 ký tự",
    "hãy rút ngắn, hoặc chuyển phần dài ra tài liệu riêng",
    where="DeAn!E7",
    length="40.000",
)
NO_UNIT = kind(
    "K309",
    "Thiếu đơn vị tính",
    "thiếu “Đơn vị tính”",
    "hãy ghi một trong: đồng, ngàn đồng, triệu đồng, tỷ đồng",
    where="ThongTin!B4",
)
UNKNOWN_UNIT = kind(
    "K310",
    "Đơn vị tính lạ",
    "“Đơn vị tính” là “{found}”, cần một trong: đồng, ngàn đồng, triệu đồng, tỷ đồng",
    "hãy sửa ô này",
    where="ThongTin!B4",
    found="USD",
)
NO_YEAR = kind(
    "K311",
    "Năm kế hoạch chưa đúng",
    "“Năm kế hoạch” {found}",
    "hãy ghi năm bằng số, ví dụ 2027",
    where="ThongTin!B3",
    found="còn trống",
)
EMPTY_PLAN = kind(
    "K312",
    "Kế hoạch chưa có dòng nào",
    "chưa có dòng nào",
    "hãy nhập ít nhất một “Mục” và các đề án",
    where="DeAn",
)
TOTAL_TOO_LARGE = kind(
    "K313",
    "Tổng cộng quá lớn",
    "tổng cộng {total} {unit} quá lớn (trên 15 chữ số hoặc trên một tỷ tỷ đồng)",
    "hãy kiểm tra các số tiền và “Đơn vị tính”",
    where="DeAn",
    total="9.999.999.999.999.999",
    unit="triệu đồng",
)
AFTER_THE_TOTAL = kind(
    "K314",
    "Có dòng sau dòng Tổng cộng",
    "có dòng nằm sau dòng “Tổng cộng”",
    "dòng “Tổng cộng” phải là dòng cuối, hãy chuyển dòng này lên trên",
    where="DeAn!A12",
)
NO_LEVEL = kind(
    "K315",
    "Loại dòng chưa đúng",
    "{found}",
    "hãy chọn một trong: {levels}",
    where="DeAn!A7",
    found="loại dòng còn trống",
    levels="Mục, Chương trình, Đề án, Tổng cộng",
)
NO_PROVINCE = kind(
    "K338",
    "Chưa có tên tỉnh",
    "--province còn trống, cần tên một tỉnh hoặc thành phố",
    'hãy ghi tên, ví dụ --province "Đồng Nai"',
)
BAD_YEAR = kind(
    "K316",
    "Năm không hợp lệ",
    "năm {year} không hợp lệ; cần từ 2000 đến 2100",
    "hãy sửa --year",
    year=1899,
)
NO_SOURCE = kind(
    "K317",
    "Trang tính NguonKP không có nguồn nào",
    "trang tính chưa có nguồn kinh phí nào",
    "hãy ghi mỗi nguồn một dòng (Mã, Tên cột, Loại), hoặc bỏ trang tính này để dùng ba nguồn thông "
    "thường",
    where="NguonKP",
)
TOO_MANY_SOURCES = kind(
    "K318",
    "Quá nhiều nguồn kinh phí",
    "có {count} nguồn, nhiều hơn {most}",
    "hãy gộp bớt các nguồn",
    where="NguonKP!A32",
    count=40,
    most=30,
)
NO_CODE = kind(
    "K319",
    "Mã nguồn không dùng được",
    "Mã {found}, cần một chữ cái rồi đến chữ cái, chữ số hoặc dấu _, nhiều nhất 20 ký tự, không "
    "dấu, và không trùng tên đã dùng",
    "hãy sửa Mã, ví dụ KCX",
    where="NguonKP!A3",
    found="Nguồn xã",
)
CODE_TAKEN = kind(
    "K320",
    "Hai nguồn trùng nhau",
    "{what} {found} đã có ở dòng trên",
    "hãy sửa để mỗi nguồn có Mã và Tên cột của riêng mình",
    where="NguonKP!A4",
    what="Mã",
    found="KCX",
)
HEADING_OF_FIELD = kind(
    "K336",
    "Cột của nguồn là một cột khác",
    "“{heading}” là một cột khác của trang tính DeAn, không phải cột tiền của một nguồn",
    "hãy ghi đúng tên cột tiền của nguồn này",
    where="NguonKP!B3",
    heading="Ghi chú",
)
NAME_OF_AMOUNT = kind(
    "K337",
    "Cột riêng trùng tên gọi của một khoản tiền",
    "cột “{heading}” trùng với tên gọi của một khoản tiền trong tệp mẫu",
    "hãy đổi tên cột này",
    where="DeAn!N1",
    heading="KCX",
)
NO_HEADING = kind(
    "K321",
    "Nguồn không có cột trên trang tính DeAn",
    "không có cột “{heading}” ở trang tính DeAn{like}",
    "hãy sửa tên cột, hoặc thêm cột vào trang tính DeAn",
    where="NguonKP!B3",
    heading="Vốn xã",
    like=" (có phải “Vốn của xã”?)",
)
NO_KIND = kind(
    "K322",
    "Loại nguồn không rõ",
    "Loại {found}, cần Ngân sách, Thụ hưởng hoặc Khác",
    "hãy chọn một trong ba loại",
    where="NguonKP!D3",
    found="ngân sách xã",
)
TWO_RESTS = kind(
    "K323",
    "Hai nguồn cùng là phần còn lại",
    "đã có một nguồn khác được đánh dấu “Phần còn lại”",
    "hãy đánh dấu x ở nhiều nhất một nguồn",
    where="NguonKP!F4",
)

# --------------------------------------------------------------------------------------- templates

NO_TEMPLATE = kind(
    "K401",
    "Không tìm thấy tệp mẫu",
    "không tìm thấy tệp mẫu {name}",
    "hãy cài lại chương trình hoặc chỉ tệp mẫu bằng --template",
    name="mau-nd45.xlsx",
)
NOTHING_TO_BUILD = kind(
    "K402",
    "Tệp mẫu không có trang tính để lập",
    "tệp mẫu không có trang tính nào để lập",
    "hãy thêm trang tính PhuLuc",
    where="PhuLuc",
)
STRANGE_XML = kind(
    "K403",
    "Trang tính của tệp mẫu viết theo dạng XML lạ",
    "trang tính {sheet} của tệp mẫu viết theo dạng XML lạ",
    "hãy mở bằng Excel và lưu lại thành .xlsx",
    sheet="PhuLuc",
)
NOT_ALONE = kind(
    "K404",
    "Dòng điều khiển chứa thứ khác",
    "dòng điều khiển {tag} chỉ được chứa thẻ đó, không chứa gì khác",
    "hãy chuyển ô này sang dòng khác",
    where="PhuLuc!B7",
    tag="{% for m in muc %}",
)
BAD_JINJA = kind(
    "K405",
    "Jinja trong ô không đúng",
    "Jinja không đúng: “{text}” ({why})",
    "hãy sửa ô này",
    where="PhuLuc!B7",
    text="{{ m.ten",
    why="thiếu }}",
)
DATA_TABLE = kind(
    "K406",
    "Bảng dữ liệu (What-If) trong tệp mẫu",
    "loại công thức này (bảng dữ liệu) không dùng được trong tệp mẫu",
    "hãy thay bằng công thức thường",
    where="PhuLuc!B7",
)
BAD_FORMULA = kind(
    "K407",
    "Công thức không đọc được",
    "công thức ={formula} không đọc được ({why})",
    "hãy sửa công thức này",
    where="PhuLuc!B7",
    formula="SUM(A1",
    why="thiếu dấu ngoặc",
)
VOLATILE_FUNCTION = kind(
    "K408",
    "Hàm làm sổ tự đổi kết quả",
    "hàm {function} làm sổ tự đổi kết quả",
    "không dùng trong biểu, hãy thay bằng hàm khác",
    where="PhuLuc!B7",
    function="TODAY",
)
NEW_FUNCTION = kind(
    "K409",
    "Hàm không có trong Excel 2016",
    "hàm {function} không có trong Excel 2016",
    "hãy thay bằng hàm khác",
    where="PhuLuc!B7",
    function="XLOOKUP",
)
SUBTOTAL_FUNCTION = kind(
    "K410",
    "SUBTOTAL hoặc AGGREGATE",
    "không dùng SUBTOTAL hay AGGREGATE: lọc dòng sẽ làm đổi tổng",
    "hãy dùng SUM",
    where="PhuLuc!B7",
)
LOST_CELL = kind(
    "K411",
    "Công thức trỏ tới ô đã mất",
    "công thức ={formula} trỏ tới ô đã mất",
    "hãy sửa công thức này",
    where="PhuLuc!B7",
    formula="SUM(#REF!)",
)
OTHER_WORKBOOK = kind(
    "K412",
    "Công thức trỏ sang sổ khác",
    "công thức ={formula} trỏ sang sổ tính khác",
    "hãy chép số liệu vào tệp mẫu",
    where="PhuLuc!B7",
    formula="[1]DeAn!A1",
)
TAG_OUTSIDE_QUOTES = kind(
    "K413",
    "Jinja ngoài dấu nháy trong công thức",
    "trong công thức, {{{{ … }}}} chỉ được đặt trong dấu nháy kép",
    "hãy sửa công thức này",
    where="PhuLuc!B7",
)
PROVE_ASTRAY = kind(
    "K414",
    "{% prove %} đặt sai chỗ",
    "{{% prove %}} phải đứng ngay dưới dòng cần đối chiếu",
    "hãy chuyển dòng này",
    where="PhuLuc!A9",
)
PROVES_NO_FORMULA = kind(
    "K415",
    "Dòng {% prove %} nói về ô không có công thức",
    "ô này nói kết quả của một công thức, nhưng ô ngay trên không phải công thức",
    "hãy xóa ô này hoặc đặt công thức vào ô trên",
    where="PhuLuc!B9",
)
BAD_LOOP = kind(
    "K416",
    "Thẻ for viết sai",
    "thẻ for phải viết {{% for biến in danh_sách %}}",
    "hãy sửa ô này",
    where="PhuLuc!A7",
)
LOOP_NAME_TAKEN = kind(
    "K417",
    "Tên biến của vòng lặp đã có nghĩa khác",
    "tên {variable} đã là tên của vòng ngoài hoặc của dữ liệu (plan, loop …)",
    "hãy đặt tên khác",
    where="PhuLuc!A8",
    variable="m",
)
WRONG_END = kind(
    "K418",
    "Thẻ đóng không khớp",
    "ở đây phải là {{% {expected} %}}, không phải {{% {found} %}}",
    "hãy sửa thẻ này",
    where="PhuLuc!A9",
    expected="endfor",
    found="endif",
)
NEVER_CLOSED = kind(
    "K419",
    "Thẻ không có thẻ đóng",
    "{{% {tag} %}} không có thẻ đóng",
    "hãy thêm dòng có thẻ đóng",
    where="PhuLuc!A7",
    tag="for",
)
NEVER_OPENED = kind(
    "K420",
    "Thẻ không có thẻ mở",
    "{{% {tag} %}} không có thẻ mở tương ứng",
    "hãy xóa thẻ này hoặc thêm thẻ mở",
    where="PhuLuc!A9",
    tag="endfor",
)
BAD_EXPRESSION = kind(
    "K421",
    "Biểu thức không đúng",
    "biểu thức “{source}” không đúng ({why})",
    "hãy sửa ô này",
    where="PhuLuc!A7",
    source="m.",
    why="thiếu tên",
)
NO_NAME = kind(
    "K422",
    "Tệp mẫu thiếu một tên",
    "thiếu tên {name} (Formulas › Name Manager)",
    "hãy đặt tên đó cho ô của nó",
    where="PhuLuc",
    name="TongCong_KP",
)
UNPROVED = kind(
    "K423",
    "Công thức chưa có dòng {% prove %}",
    "công thức ={formula} chưa có dòng {{% prove %}} nói kết quả phải là gì",
    "hãy thêm dòng đó ngay dưới",
    where="PhuLuc!H8",
    formula="SUM(H9:H12)",
)
APART = kind(
    "K424",
    "Tham chiếu thành nhiều ô rời nhau",
    "tham chiếu {reference} sau khi lặp thành {count} ô rời nhau",
    "hãy đặt nó làm đối số của SUM",
    where="PhuLuc!H8",
    reference="H9",
    count=2,
)
FORMULA_GREW = kind(
    "K425",
    "Công thức dài quá sau khi lập",
    "công thức sau khi lập dài {length} ký tự, Excel chỉ nhận {most} ký tự",
    "hãy để ở tệp mẫu một cột chữ mà chỉ dòng đề án có (như Đơn vị thực hiện), hoặc chia kế hoạch "
    "thành nhiều mục hơn",
    where="PhuLuc!H8",
    length="9.000",
    most="8.192",
)
TOO_MANY_ARGUMENTS = kind(
    "K426",
    "Hàm nhận quá nhiều đối số",
    "hàm {function} không nhận quá {most} đối số",
    "hãy dùng SUM, hoặc chia kế hoạch nhỏ hơn",
    where="PhuLuc!H8",
    function="AVERAGE",
    most=255,
)
TOO_MANY_TURNS = kind(
    "K427",
    "Vòng lặp sinh ra quá nhiều dòng",
    "vòng lặp sinh ra nhiều dòng hơn một trang tính Excel chứa được",
    "hãy sửa vòng lặp này",
    where="PhuLuc!A7",
)
NO_LIST = kind(
    "K428",
    "Vòng lặp qua thứ không phải danh sách",
    "{source} không phải là danh sách",
    "hãy sửa thẻ for",
    where="PhuLuc!A7",
    source="m.ten",
)
NOT_COMPUTED = kind(
    "K429",
    "Biểu thức không tính được",
    "{{{{ {source} }}}} {why}",
    "hãy sửa biểu thức này",
    where="PhuLuc!B7",
    source="m.tenn",
    why="nhắc tới tên không có (tenn)",
)
VANISHING_ROW = kind(
    "K448",
    "Công thức trỏ tới dòng điều khiển",
    "tham chiếu {reference} trỏ tới dòng điều khiển, là dòng sẽ mất đi khi lập biểu",
    "hãy trỏ tới một dòng mẫu; số lũy kế thì đặt ở dòng duy nhất của vòng lặp, ngay dưới thẻ for",
    where="PhuLuc!H8",
    reference="H7",
)
NAME_TO_VANISHING_ROW = kind(
    "K452",
    "Tên trỏ tới dòng điều khiển",
    "tên {name} trỏ tới dòng điều khiển ({reference}), là dòng sẽ mất đi khi lập biểu",
    "hãy cho tên đó trỏ tới một dòng mẫu",
    where="PhuLuc!H7",
    name="TongMau",
    reference="PhuLuc!$H$7",
)
CHART_TO_VANISHING_ROW = kind(
    "K453",
    "Biểu đồ lấy số ở dòng điều khiển",
    "một biểu đồ lấy số ở dòng điều khiển ({reference}), là dòng sẽ mất đi khi lập biểu",
    "hãy cho biểu đồ lấy số ở một dòng mẫu",
    where="PhuLuc!H7",
    reference="PhuLuc!$H$7",
)
NOT_REPEATED = kind(
    "K454",
    "Công thức trỏ tới dòng mẫu không có dòng nào",
    "tham chiếu {reference} trỏ tới dòng mẫu mà với kế hoạch này không lặp ra dòng nào",
    "hãy đặt tham chiếu trong SUM (khi đó nó là 0)",
    where="PhuLuc!H7",
    reference="H8",
)
RUNNING_RANGE = kind(
    "K455",
    "Vùng cộng lũy kế viết bằng dấu $",
    "vùng {reference} chỉ khóa ($) một đầu; dòng mẫu lặp lại thì mỗi dòng chỉ lấy chính nó, "
    "không cộng dồn từ dòng đầu",
    "hãy cộng với dòng ngay trên, ví dụ =N(I7)+H8 ở dòng mẫu ngay dưới thẻ for",
    where="PhuLuc!I8",
    reference="H$8:H8",
)
ROWS_FOR_A_CELL = kind(
    "K456",
    "Công thức cần một ô nhưng dòng được lặp",
    "tham chiếu {reference} sau khi lặp thành {count} dòng, mà ở đây chỉ đặt được một ô",
    "hãy đặt riêng tham chiếu trong SUM, hoặc đưa công thức vào dòng mẫu",
    where="PhuLuc!H12",
    reference="H8",
    count=3,
)
TAG_UNDER_MERGE = kind(
    "K449",
    "Ô gộp che mất một thẻ",
    "thẻ trong ô này bị che bởi vùng ô gộp {area}",
    "hãy bỏ gộp ô ở đó",
    where="PhuLuc!A8",
    area="A7:A9",
)
APART_IN_FUNCTION = kind(
    "K450",
    "Hàm không nhận các ô rời nhau",
    "tham chiếu {reference} sau khi lặp thành {count} vùng rời nhau, "
    "mà hàm {function} chỉ nhận một vùng",
    "hãy dùng SUM, COUNT, AVERAGE, MIN hoặc MAX, hay đặt hàm này trong cột ngoài vòng lặp",
    where="PhuLuc!H8",
    reference="H9",
    count=12,
    function="SUMIF",
)
TEMPLATE_TOO_LARGE = kind(
    "K451",
    "Trang tính của tệp mẫu quá lớn",
    "trang tính mẫu có quá {most}",
    "hãy chỉ để lại các dòng mẫu; dòng của từng đề án do thẻ for lặp ra",
    where="PhuLuc",
    most="20.000 dòng",
)
TABLE_IN_PIECES = kind(
    "K432",
    "Bảng (Table) của tệp mẫu bị chia cắt",
    "bảng (Table) phải có đúng một dòng tiêu đề và các dòng liền nhau sau khi lập",
    "hãy sửa vùng của bảng",
    where="PhuLuc!A3",
)
SAMPLE_NOT_PROVED = kind(
    "K433",
    "Công thức sai với kế hoạch mẫu",
    "(thử với kế hoạch mẫu) công thức ={formula} không cho kết quả đúng: phải là {expected}, "
    "hiện là {found}",
    "hãy sửa công thức này",
    where="PhuLuc!H8",
    formula="SUM(H9:H12)",
    found="3",
    expected="4",
)
BAD_COLUMN_TAG = kind(
    "K460",
    "Thẻ của cột viết sai",
    "thẻ của cột không đọc được: “{text}”",
    "hãy viết {{% column for biến in danh_sách %}}, {{% column if điều_kiện %}} hoặc thẻ đóng",
    where="PhuLuc!I5",
    text="{% column while x %}",
)
COLUMN_TAGS_APART = kind(
    "K461",
    "Thẻ của cột nằm ở hai dòng",
    "thẻ của cột phải nằm cùng một dòng với các thẻ khác (dòng {row})",
    "hãy chuyển thẻ này lên dòng đó",
    where="PhuLuc!I7",
    row=5,
)
COLUMN_NOT_CLOSED = kind(
    "K462",
    "Thẻ của cột không có thẻ đóng",
    "{{% {tag} %}} không có thẻ đóng ở bên phải",
    "hãy thêm một cột có thẻ đóng, cùng dòng",
    where="PhuLuc!I5",
    tag="column for",
)
COLUMN_ASKS_ROW = kind(
    "K463",
    "Thẻ của cột hỏi biến của dòng",
    "thẻ của cột chỉ dùng được plan, không dùng được {name}",
    "hãy đưa điều kiện này vào một dòng {{% instead if … %}}",
    where="PhuLuc!I5",
    name="project",
)
COLUMN_NOT_ALONE = kind(
    "K464",
    "Cột của thẻ chứa thứ khác",
    "cột này có thẻ của cột nên sẽ mất đi, không được chứa gì khác",
    "hãy chuyển ô này sang cột bên cạnh",
    where="PhuLuc!I9",
)
COLUMN_ROW_CONTENT = kind(
    "K465",
    "Dòng thẻ của cột chứa thứ khác",
    "dòng này có thẻ của cột nên sẽ mất đi, không được chứa gì khác",
    "hãy chuyển ô này sang dòng khác",
    where="PhuLuc!B5",
)
COLUMN_MERGE = kind(
    "K466",
    "Ô gộp cắt ngang các cột lặp",
    "vùng gộp {area} chỉ trùm một phần các cột lặp",
    "hãy gộp trong các cột lặp, hoặc từ cột thẻ mở đến cột thẻ đóng",
    where="PhuLuc!J6",
    area="J6:L6",
)
COLUMN_ROW_TAG = kind(
    "K467",
    "Thẻ của dòng nằm trong cột lặp",
    "thẻ {tag} của dòng nằm trong cột được lặp",
    "hãy chuyển thẻ này sang một cột không lặp, như cột A",
    where="PhuLuc!J8",
    tag="{% for m in muc %}",
)
COLUMN_GONE = kind(
    "K468",
    "Công thức trỏ tới cột của thẻ",
    "tham chiếu {reference} trỏ tới cột của thẻ, là cột sẽ mất đi khi lập biểu",
    "hãy trỏ tới cột lặp bên cạnh",
    where="PhuLuc!H8",
    reference="I8",
)
NO_COPY = kind(
    "K469",
    "Công thức trỏ tới cột không lặp ra cột nào",
    "tham chiếu {reference} trỏ tới cột mà với kế hoạch này không lặp ra cột nào",
    "hãy đặt tham chiếu trong SUM (khi đó nó là 0)",
    where="PhuLuc!H8",
    reference="J8",
)
COLUMNS_APART = kind(
    "K470",
    "Công thức cần một ô nhưng cột được lặp",
    "tham chiếu {reference} thành {count} cột, mà ở đây chỉ đặt được một",
    "hãy đặt tham chiếu trong SUM, hoặc đưa công thức vào cột lặp",
    where="PhuLuc!H8",
    reference="J8",
    count=3,
)
COLUMN_TABLE = kind(
    "K471",
    "Bảng (Table) trùm cột lặp",
    "bảng (Table) {area} trùm các cột được lặp",
    "hãy đặt bảng ngoài các cột lặp, hoặc chuyển bảng thành vùng thường",
    where="PhuLuc!A5",
    area="A5:L9",
)
INSTEAD_ASTRAY = kind(
    "K472",
    "Dòng {% instead %} không nằm dưới dòng mẫu",
    "dòng {{% instead if … %}} phải nằm ngay dưới dòng mẫu của nó, trên dòng {{% prove %}}",
    "hãy chuyển nó lên đó",
    where="PhuLuc!A17",
)
BAD_INSTEAD = kind(
    "K473",
    "Thẻ instead viết sai",
    "thẻ instead phải viết {{% instead if điều_kiện %}}",
    "hãy sửa ô này",
    where="PhuLuc!A17",
)
NO_GROUPS = kind(
    "K474",
    "Vòng lặp hai biến qua thứ không phải các nhóm",
    "{source} không phải là các nhóm mà groupby cho",
    "hãy viết {{% for giá_trị, nhóm in … | groupby('…') %}}, hoặc chỉ một biến",
    where="PhuLuc!A7",
    source="plan.projects",
)
BAD_MAIL_TEXT = kind(
    "K435",
    "Mẫu thư không dùng được",
    "mẫu thư không dùng được ({why})",
    "hãy sửa mẫu thư",
    where="body.txt",
    why="thiếu }}",
)
MAIL_TEXT_NOT_COMPUTED = kind(
    "K436",
    "Mẫu thư không tính được",
    "mẫu thư không tính được ({why})",
    "hãy sửa mẫu thư",
    where="body.txt",
    why="chia cho 0",
)

NOT_UNDERSTOOD = kind(
    "K437",
    "Công thức có chỗ không kiểm được",
    "công thức ={formula} có chỗ không kiểm được",
    "hãy viết lại bằng phép tính và các hàm thông thường",
    where="PhuLuc!B7",
    formula="SUM(A1 A2)",
)
TOO_HARD = kind(
    "K438",
    "Công thức của tệp mẫu quá phức tạp",
    "không kiểm được các công thức",
    "hãy viết chúng đơn giản hơn",
    where="PhuLuc",
)
FUNCTION_UNKNOWN = kind(
    "K439",
    "Hàm không kiểm được",
    "hàm {function} không kiểm được",
    "hãy dùng hàm thông thường của Excel",
    where="PhuLuc!B7",
    function="BAHTTEXT",
)
NAME_UNKNOWN = kind(
    "K440",
    "Công thức nhắc tới tên không có trong sổ",
    "tên {name} không có trong sổ",
    "hãy đặt tên đó hoặc sửa công thức",
    where="PhuLuc!B7",
    name="ThueSuat",
)
SIGN_UNKNOWN = kind(
    "K441",
    "Dấu không dùng được trong công thức",
    "dấu {sign} không dùng được trong công thức của tệp mẫu",
    "hãy bỏ dấu đó",
    where="PhuLuc!B7",
    sign="@",
)
SHEET_UNKNOWN = kind(
    "K442",
    "Công thức nhắc tới trang tính không có trong sổ",
    "trang tính {sheet} không có trong sổ",
    "hãy thêm trang tính đó hoặc sửa công thức",
    where="PhuLuc!B7",
    sheet="BangPhu",
)
WHOLE_COLUMN = kind(
    "K443",
    "Hàm đếm ô trống trên cả cột, cả dòng",
    "hàm {function} trên cả cột, cả dòng không kiểm được",
    "hãy ghi vùng có giới hạn",
    where="PhuLuc!B7",
    function="COUNTBLANK",
)
LIST_IN_BRACKETS = kind(
    "K444",
    "Danh sách ô trong ngoặc đơn",
    "một danh sách ô trong ngoặc đơn không kiểm được",
    "hãy viết SUM(a,b)",
    where="PhuLuc!B7",
)
JOINED_AREA = kind(
    "K445",
    "Vùng qua nhiều trang tính hay ghép từ hai tên",
    "vùng đi qua nhiều trang tính, hay ghép từ hai tên, không kiểm được",
    "hãy ghi từng vùng",
    where="PhuLuc!B7",
)
COMMON_CELLS = kind(
    "K446",
    "Phần chung của hai vùng",
    "phần chung của hai vùng (dấu cách) không kiểm được",
    "hãy ghi thẳng vùng đó",
    where="PhuLuc!B7",
)
TEXT_FORMAT = kind(
    "K447",
    "Hàm TEXT cho kết quả khác nhau tùy máy",
    "hàm TEXT với định dạng này cho kết quả khác nhau tùy máy",
    "hãy dùng định dạng của ô, hoặc {{{{ … | money }}}}, {{{{ … | date }}}}",
    where="PhuLuc!B7",
)

# ----------------------------------------------------------------------------------------- proof

_TEMPLATE_FORMULA = "chưa ghi gì ra tệp, hãy sửa công thức này trong tệp mẫu"
_UNPROVED = "công thức ={formula} không kiểm chứng được: cần {expected}, hiện có {found}"

NOT_PROVED = kind(
    "K501",
    "Công thức cho kết quả khác kế hoạch",
    "công thức ={formula} không cho kết quả đúng: phải là {expected}, hiện là {found}",
    _TEMPLATE_FORMULA,
    where="PhuLuc!H8",
    formula="SUM(H9:H12)",
    expected="9.230.500",
    found="9.230.000",
)
NO_SUM = kind(
    "K502",
    "Công thức không phải là phép cộng các ô",
    _UNPROVED,
    _TEMPLATE_FORMULA,
    where="PhuLuc!H8",
    formula="MAX(H9:H12)",
    expected="phép cộng, trừ các ô hoặc SUM",
    found="hàm MAX",
)
STRANGE_CELL = kind(
    "K503",
    "Công thức cộng ô không thuộc khoản nào",
    _UNPROVED,
    _TEMPLATE_FORMULA,
    where="PhuLuc!H8",
    formula="SUM(H9:H12)",
    expected="chỉ gồm các khoản của Mục I",
    found="cả ô PhuLuc!H12, không thuộc khoản nào",
)
COUNTED_WRONG = kind(
    "K504",
    "Công thức tính một khoản thiếu hoặc hai lần",
    _UNPROVED,
    _TEMPLATE_FORMULA,
    where="PhuLuc!H8",
    formula="SUM(H9:H12)",
    expected="mỗi khoản của Mục I đúng một lần",
    found="KPKC ĐP của 1.1 được tính 2 lần, cần 1 lần",
)
NOT_CALCULATED = kind(
    "K505",
    "Công thức của tệp mẫu không kiểm được",
    "không kiểm được công thức của tệp mẫu (máy tính công thức dừng giữa chừng); "
    "chưa ghi gì ra tệp",
    "hãy viết các công thức đơn giản hơn",
)

BEYOND_EXACT = kind(
    "K506",
    "Số tiền quá lớn để giữ đúng đến đồng",
    "số tiền {amount} {unit} quá lớn: bảng tính chỉ giữ đúng đến đồng cuối cùng tới {limit} {unit}",
    "hãy kiểm tra các số tiền và “Đơn vị tính”",
    where="PhuLuc!H8",
    amount="9.999.999.999.999",
    unit="triệu đồng",
    limit="1.000.000.000",
)

# ---------------------------------------------------------------------------- the open workbook

NO_EXCEL_OPEN = kind(
    "K601", "Chưa mở Excel", "chưa mở Excel", "hãy mở Excel và sổ kế hoạch rồi bấm lại"
)
NO_BOOK_OPEN = kind(
    "K602", "Chưa mở sổ tính nào", "chưa mở sổ tính nào", "hãy mở sổ kế hoạch rồi bấm lại"
)
IN_THE_CLOUD = kind(
    "K603",
    "Sổ chỉ nằm trên OneDrive hoặc SharePoint",
    "sổ này nằm trên OneDrive hoặc SharePoint mà máy này không có bản đồng bộ",
    "hãy lưu một bản vào máy rồi bấm lại",
)
NEVER_SAVED = kind(
    "K604",
    "Sổ chưa được lưu lần nào",
    "sổ này chưa được lưu lần nào",
    "hãy lưu thành tệp .xlsx rồi bấm lại",
)
NOT_SAVED_AS_XLSX = kind(
    "K605",
    "Sổ không phải .xlsx hay .xlsm",
    "sổ {name} không phải .xlsx hay .xlsm",
    "hãy lưu thành .xlsx rồi bấm lại",
    name="KeHoach.ods",
)
NO_CONNECTION = kind(
    "K606",
    "Không nối được với LibreOffice",
    "không nối được với LibreOffice đang mở",
    'hãy bấm nút từ trong LibreOffice, hoặc mở nó với --accept="{address};urp;"',
    address="pipe,name=kehoach",
)
NOT_OPENED_THERE = kind(
    "K607",
    "LibreOffice không mở được tệp",
    "LibreOffice không mở được tệp {name}",
    "hãy thử mở tệp đó bằng tay",
    name="KeHoach2027.xlsx",
)
NO_UNO = kind(
    "K608",
    "Python này chưa có UNO",
    "chưa có UNO của LibreOffice cho Python này",
    "hãy cài gói python3-uno (Debian, Ubuntu), hoặc cài chương trình này vào Python đi kèm "
    "LibreOffice",
)
PRESSED_TWICE = kind(
    "K609",
    "Một nút khác đang chạy",
    "một nút bấm trước đang chạy, nên chưa làm gì",
    "hãy chờ xong (hoặc trả lời câu hỏi đang hiện) rồi bấm lại",
)
NOTHING_TO_UNDO = kind(
    "K610",
    "Không còn gì để hoàn tác",
    "không còn lần bấm nào để hoàn tác cho sổ này",
    "không cần làm gì thêm",
)
STOPPED = kind(
    "K611", "Đã dừng theo yêu cầu", "đã dừng theo yêu cầu", "sổ giữ nguyên, hãy bấm lại khi cần"
)
OTHER_TOTAL_SHOWN = kind(
    "K612",
    "Chương trình bảng tính cho tổng khác",
    "chương trình bảng tính cho tổng cột “{column}” là {found} {unit}, kế hoạch là {due} {unit}",
    "đừng gửi sổ này, hãy bấm Hoàn tác và báo người hỗ trợ",
    found="9.230.000",
    column="Tổng KP thực hiện",
    due="9.230.500",
    unit="ngàn đồng",
)
CANNOT_CHOOSE = kind(
    "K629",
    "Không mở được hộp chọn tệp",
    "chương trình này không cho mở hộp chọn tệp",
    "hãy mở tệp cần nhập rồi bấm lại nút, hoặc dùng lệnh kehoach import",
)
BUSY = kind(
    "K614",
    "Excel đang bận",
    "Excel đang bận hoặc đang sửa một ô",
    "hãy bấm Enter hoặc Esc rồi bấm lại nút",
)
PROTECTED_VIEW = kind(
    "K615",
    "Sổ đang mở ở chế độ xem được bảo vệ",
    "sổ đang mở ở chế độ xem được bảo vệ (Protected View)",
    "hãy bấm “Bật chỉnh sửa” (Enable Editing) nếu tin nơi gửi, rồi bấm lại nút",
)
NOT_CLOSED = kind(
    "K616",
    "Sổ không đóng lại được",
    "sổ {name} không đóng lại được (một phần bổ trợ hoặc macro giữ nó mở), nên chưa thay gì",
    "hãy tắt phần giữ sổ rồi bấm lại",
    name="KeHoach2027.xlsx",
)
CHANGED_BY_ANOTHER = kind(
    "K617",
    "Tệp bị chương trình khác ghi trong lúc bấm nút",
    "tệp {name} vừa được chương trình khác ghi, nên không bị thay",
    "hãy mở lại tệp, xem hai bản rồi bấm lại",
    name="KeHoach2027.xlsx",
)
EDITS_IN_A_COPY = kind(
    "K618",
    "Số liệu chưa lưu nằm trong một bản sao",
    "không thay được {name} ({why}); mọi số liệu đang gõ nằm trong {copy}",
    "hãy dùng bản sao đó",
    name="KeHoach2027.xlsx",
    copy="D:/KeHoach2027 (chưa lưu 2026-11-25 14.31.05).xlsx",
    why="tệp đang mở ở chương trình khác",
)
OPENED_AGAIN = kind(
    "K619",
    "Không mở lại được sổ",
    "không thay được {name} và không ghi được bản sao nào",
    "hãy giải phóng chỗ trên ổ đĩa, mở lại sổ rồi bấm lại nút: lúc đó bản sao được ghi",
    name="KeHoach2027.xlsx",
)
TYPED_MEANWHILE = kind(
    "K620",
    "Sổ thay đổi trong lúc bấm nút",
    "sổ {name} đã thay đổi trong lúc bấm nút nên không bị thay, biểu đã lập nằm ở {copy}",
    "hãy bấm lại nút",
    name="KeHoach2027.xlsx",
    copy="KeHoach2027 (biểu lập 2026-11-25 14.31.05).xlsx",
)
NOT_SAVED_ON_MACOS = kind(
    "K621",
    "Sổ chưa lưu, trên macOS",
    "Excel trên macOS chỉ cho đọc sổ đã lưu, và sổ có sửa đổi chưa lưu",
    "hãy bấm ⌘S rồi bấm lại nút",
)
PRESS_CUT_OFF = kind(
    "K622",
    "Lần bấm trước bị ngắt giữa chừng",
    "lần bấm trước trên sổ {name} bị ngắt giữa chừng nên lần này chưa làm gì; "
    "sổ như ngay trước lúc bị ngắt, cả số liệu chưa lưu, nằm trong {copy}",
    "hãy so bản sao đó với sổ đang mở, rồi bấm lại nút",
    name="KeHoach2027.xlsx",
    copy="D:/KeHoach2027 (chưa lưu 2026-11-25 14.31.05).xlsx",
)

# ----------------------------------------------------------------------------------------- sending

NOT_BUILT_HERE = kind(
    "K701",
    "Sổ không phải do chương trình lập",
    "sổ này không có trang tính DeAn và ThongTin của chương trình",
    "chỉ gửi được sổ đã lập, hãy lập bằng kehoach build",
)
TOO_MUCH_TO_SEND = kind(
    "K747",
    "Kế hoạch quá dài để soạn thư",
    "kế hoạch có {lines} dòng, quá mức soạn thư được là {most} dòng",
    "hãy chia kế hoạch thành nhiều sổ",
    where="DeAn",
    lines="12.000",
    most="5.000",
)
OTHER_SPLIT = kind(
    "K702",
    "Không chia được theo cột đó",
    "chỉ chia được theo cột “{column}”",
    "hãy sửa --split-by",
    column="Đơn vị thực hiện",
)
NOTHING_TO_SPLIT = kind(
    "K703",
    "Chưa có gì để chia",
    "chưa đề án nào ghi “{column}”, không có gì để chia",
    "hãy ghi cột đó ở trang tính DeAn",
    where="DeAn",
    column="Đơn vị thực hiện",
)
OPEN_ERRORS = kind(
    "K704",
    "Còn lỗi chưa giải trình",
    "còn {count} lỗi chưa giải trình nên chưa gửi:\n{first}\n",
    "hãy sửa, hoặc ghi lý do ở cột Giải trình của trang tính KiemTra rồi lập lại{override}",
    count=1,
    first="- A01 DeAn!H7: tổng kinh phí không bằng tổng các nguồn",
    override="",
)
TOO_HEAVY = kind(
    "K705",
    "Tệp kèm theo quá lớn",
    "các tệp kèm theo lớn {size} MB, quá {most} MB; lớn nhất: {largest}",
    "hãy bỏ bớt hình ảnh, hoặc đổi mức bằng --max-mb",
    size="25,3",
    most="20",
    largest="bieu.pdf (20,1 MB)",
)
SENT_BEFORE = kind(
    "K706",
    "Đã gửi đúng tệp này",
    "{sent}",
    "nếu vẫn muốn gửi lần nữa, hãy thêm --again",
    sent="PhuLuc: tệp này đã gửi lúc 10:30 25/11/2026 cho a@coquan.vn",
)
NO_ADDRESS = kind(
    "K707",
    "Có nơi nhận chưa có địa chỉ",
    "chưa có địa chỉ nào cho {parts}; chưa gửi gì",
    "hãy ghi địa chỉ vào trang tính này",
    where="NoiNhan",
    parts="Trung tâm Khuyến công",
)
OUTLOOK_FAILED = kind(
    "K708",
    "Outlook không mở được thư nháp",
    "Outlook không mở được thư nháp",
    "hãy mở Outlook rồi làm lại, hoặc dùng --draft THƯ_MỤC",
)
NO_MAIL_PROGRAM = kind(
    "K709",
    "Không có chương trình thư",
    "máy này không có chương trình thư nào mở được {file}",
    "hãy mở tệp đó bằng tay",
    file="thu.eml",
)
ODD_LETTER = kind(
    "K710",
    "Ký tự lạ trong địa chỉ",
    "địa chỉ “{address}” có ký tự lạ “{odd}” ({name}), có thể là chữ giả dạng",
    "hãy gõ lại bằng chữ không dấu",
    where="NoiNhan!B2",
    address="а@coquan.vn",
    odd="а",
    name="U+0430",
)
NO_MAIL_ADDRESS = kind(
    "K711",
    "Không phải là địa chỉ thư",
    "“{address}” không phải là một địa chỉ thư",
    "hãy gõ lại",
    where="NoiNhan!B2",
    address="coquan.vn",
)
NO_MAIL_TEXT = kind(
    "K712",
    "Không đọc được mẫu thư",
    "không đọc được mẫu thư {file} ({why})",
    "hãy kiểm tra thư mục của --mail-texts",
    file="body.txt",
    why="không có ở đó",
)
BAD_NAME_PATTERN = kind(
    "K713",
    "Mẫu tên tệp không đúng",
    "mẫu tên tệp “{pattern}” không đúng",
    "hãy sửa mẫu, chỉ dùng được {usable}",
    pattern="{nm}",
    usable="{tinh}, {nam}, {so}, {donvi}",
)
NO_LIBREOFFICE = kind(
    "K714",
    "Không có LibreOffice để tạo PDF",
    "cần LibreOffice để tạo PDF ngoài Excel",
    "hãy cài LibreOffice, hoặc dùng --no-pdf",
)
PDF_FAILED = kind(
    "K715",
    "LibreOffice không tạo được PDF",
    "LibreOffice không tạo được PDF",
    "hãy đóng LibreOffice rồi thử lại, hoặc dùng --no-pdf",
)
PDF_TOO_SLOW = kind(
    "K716",
    "LibreOffice tạo PDF quá lâu",
    "LibreOffice chưa tạo xong PDF trong {seconds} giây",
    "hãy thử lại",
    seconds=120,
)
PDF_UNREADABLE = kind(
    "K717", "PDF không đọc lại được", "PDF vừa tạo không đọc lại được", "hãy thử lại"
)
PDF_EMPTY = kind(
    "K718",
    "PDF không có trang nào",
    "PDF vừa tạo không có trang nào",
    "hãy thử lại, hoặc dùng --no-pdf",
)
PDF_FONTS = kind(
    "K719",
    "PDF thiếu phông nhúng",
    "PDF vừa tạo thiếu phông nhúng: {fonts}",
    "hãy cài phông đó, hoặc dùng --no-pdf",
    fonts="/Arial",
)
PDF_NO_TEXT = kind(
    "K720",
    "PDF không có chữ",
    "PDF vừa tạo không có chữ để tìm kiếm",
    "hãy thử lại, hoặc dùng --no-pdf",
)
PDF_LOST = kind(
    "K721",
    "PDF mất chữ",
    "PDF vừa tạo mất các chữ {letters}",
    "hãy cài phông Times New Roman hoặc Tinos",
    letters="Đ ồ",
)
NOT_RECHECKED = kind(
    "K722",
    "Bản gửi đi không kiểm lại được",
    "không kiểm lại được bản gửi đi bằng cách tính lại; chưa gửi gì",
    "hãy lập biểu lại",
)
CLEAN_FORMULA = kind(
    "K723",
    "Công thức của bản gửi đi cho số khác",
    "công thức ={formula} của bản gửi đi cho {found}, nhưng ô ghi {stored}; chưa gửi gì",
    "hãy lập biểu lại",
    where="PhuLuc!H8",
    formula="SUM(H9:H12)",
    found="9.230.500",
    stored="9.230.501",
)
CLEAN_TOTAL = kind(
    "K724",
    "Tổng của bản gửi đi khác kế hoạch",
    "tổng cột “{column}” của bản gửi đi là {found}, kế hoạch là {due} {unit}",
    "hãy lập biểu lại",
    where="PhuLuc!H8",
    column="Tổng KP thực hiện",
    found="5",
    due="2",
    unit="ngàn đồng",
)
NOTHING_TO_SEND = kind(
    "K725",
    "Sổ thiếu trang tính để gửi",
    "sổ không có trang tính {sheets}",
    "hãy lập biểu trước khi gửi",
    sheets="PhuLuc",
)
HIDDEN_SHEET = kind(
    "K726",
    "Trang tính để gửi đang ẩn",
    "trang tính này đang ẩn",
    "hãy hiện lại trước khi gửi",
    where="PhuLuc",
)
LOG_UNREADABLE = kind(
    "K727",
    "Không mở được nhật ký thư đã gửi",
    "không mở được nhật ký thư đã gửi {file} ({why})",
    "hãy kiểm tra tệp đó",
    file="thu-da-gui.db",
    why="không có quyền",
)
LOG_UNWRITABLE = kind(
    "K728",
    "Không ghi được nhật ký thư đã gửi",
    "không ghi được nhật ký thư đã gửi {file} ({why})",
    "hãy kiểm tra tệp đó",
    file="thu-da-gui.db",
    why="ổ đĩa hết chỗ",
)
LOG_BUSY = kind(
    "K742",
    "Nhật ký thư đã gửi đang bị giữ",
    "nhật ký thư đã gửi {file} đang bị chương trình khác giữ",
    "hãy đóng chương trình đó (hoặc chờ lần gửi kia xong) rồi làm lại",
    file="da-gui.sqlite",
)
LOG_BROKEN = kind(
    "K743",
    "Nhật ký thư đã gửi bị hỏng",
    "nhật ký thư đã gửi {file} bị hỏng, nên không biết thư nào đã gửi",
    "hãy đổi tên tệp đó để giữ lại (nhật ký mới sẽ được lập) và hỏi người nhận trước khi gửi lại "
    "thư cũ",
    file="da-gui.sqlite",
)
LOG_READ_ONLY = kind(
    "K744",
    "Nhật ký thư đã gửi chỉ cho đọc",
    "nhật ký thư đã gửi {file} chỉ cho đọc, mà thư gửi đi phải được ghi vào nhật ký",
    "hãy bỏ thuộc tính chỉ đọc của tệp và thư mục đó rồi làm lại",
    file="da-gui.sqlite",
)
LOG_NEWER = kind(
    "K745",
    "Nhật ký thư đã gửi do bản mới hơn lập",
    "nhật ký thư đã gửi {file} do một bản mới hơn của chương trình lập",
    "hãy cập nhật chương trình rồi làm lại",
    file="da-gui.sqlite",
)
LOG_EMPTIED = kind(
    "K746",
    "Nhật ký thư đã gửi bị làm trống",
    "nhật ký thư đã gửi {file} là tệp trống (0 byte), nên không biết thư nào đã gửi",
    "hãy khôi phục tệp đó từ bản sao lưu; nếu không có thì xóa tệp trống (nhật ký mới sẽ được lập) "
    "và hỏi người nhận trước khi gửi lại thư cũ",
    file="da-gui.sqlite",
)
BAD_SERVER = kind(
    "K729",
    "Tên máy chủ thư không đúng",
    "máy chủ thư “{server}” không đúng",
    "hãy viết như mail.coquan.vn:587",
    server="mail:x",
)
NO_PASSWORD = kind(
    "K730",
    "Chưa có mật khẩu của hộp thư",
    "chưa có mật khẩu của {user}",
    "hãy lưu bằng lệnh “keyring set {service}:{host} {user}”, hoặc đặt biến môi trường {variable}",
    user="a@coquan.vn",
    service="kehoach-smtp",
    host="mail.coquan.vn",
    variable="KEHOACH_SMTP",
)
NOBODY = kind(
    "K731",
    "Chưa có địa chỉ để gửi",
    "trang tính NoiNhan chưa có địa chỉ nào để gửi",
    "hãy ghi địa chỉ vào trang tính đó",
)
SENDER_REFUSED = kind(
    "K732",
    "Máy chủ không nhận người gửi",
    "máy chủ không nhận người gửi {sender} (mã trả lời {reply}); chưa gửi cho ai",
    "hãy kiểm tra --from",
    sender="a@coquan.vn",
    reply=550,
)
MAIL_REFUSED = kind(
    "K733",
    "Máy chủ không nhận thư",
    "máy chủ không nhận thư (mã trả lời {reply}); chưa gửi cho ai",
    "hãy hỏi người quản trị máy chủ thư",
    reply=552,
)
BAD_CERTIFICATE = kind(
    "K734",
    "Chứng thư của máy chủ không đúng",
    "chứng thư của máy chủ {host} không đúng (sai tên, hết hạn hoặc không rõ nơi cấp); chưa gửi gì",
    "hãy hỏi người quản trị máy chủ thư",
    host="mail.coquan.vn",
)
LOGIN_REFUSED = kind(
    "K735",
    "Máy chủ không nhận tên hoặc mật khẩu",
    "máy chủ {host} không nhận tên hoặc mật khẩu của {user}; chưa gửi gì",
    "hãy kiểm tra --user và mật khẩu",
    host="mail.coquan.vn",
    user="a@coquan.vn",
)
NO_TLS = kind(
    "K736",
    "Máy chủ không có TLS",
    "máy chủ {host} không có TLS hoặc đăng nhập; không gửi qua đường không mã hóa; chưa gửi gì",
    "hãy hỏi người quản trị máy chủ thư",
    host="mail.coquan.vn",
)
NOT_SENT = kind(
    "K737",
    "Không gửi được",
    "không gửi được qua {host}:{port} ({why}); chưa gửi gì",
    "hãy kiểm tra mạng rồi thử lại",
    host="mail.coquan.vn",
    port=587,
    why="không có mạng",
)
ADDRESS_REFUSED = kind(
    "K738",
    "Máy chủ không nhận một địa chỉ",
    "máy chủ không nhận địa chỉ {address} (mã trả lời {reply}); chưa gửi cho ai",
    "hãy sửa ở trang tính NoiNhan",
    address="b@coquan.vn",
    reply=550,
)
OUTCOME_UNKNOWN = kind(
    "K739",
    "Chưa rõ người nhận đã nhận thư chưa",
    "mất kết nối với {host} khi đang gửi thư ({why}); chưa rõ người nhận đã nhận chưa",
    "hãy hỏi người nhận trước khi gửi lại",
    host="mail.coquan.vn",
    why="kết nối bị ngắt",
)
NO_SENDER = kind(
    "K740", "Chưa có người gửi", "--smtp cần --from ĐỊA_CHỈ của người gửi", "hãy thêm --from"
)
TWO_WAYS = kind(
    "K741",
    "Chọn hai cách gửi",
    "chỉ chọn một: --draft ghi thư nháp, --smtp gửi thẳng",
    "hãy bỏ một trong hai",
)

# ----------------------------------------------------------------------------------------- add-in

NO_EXCEL_HERE = kind(
    "K801",
    "Hệ điều hành này không có Excel",
    "hệ điều hành này không có Excel",
    "với LibreOffice hãy dùng kehoach addin build -o KhuyenCong.oxt rồi cài bằng "
    "Trình quản lý tiện ích mở rộng (Extension Manager)",
)
ADDIN_IN_USE = kind(
    "K803",
    "Phần bổ trợ đang mở",
    "không gỡ được {file}: tệp đang mở",
    "hãy đóng Excel rồi làm lại",
    file="KhuyenCong.xlam",
)
UNOPKG_FAILED = kind(
    "K804",
    "LibreOffice không làm được việc này",
    "LibreOffice không cài hoặc gỡ được tiện ích mở rộng (unopkg trả mã {code})",
    "hãy gửi nhật ký {log} cho người hỗ trợ",
    code=1,
    log="nhat-ky.log",
)
UNOPKG_LOCKED = kind(
    "K810",
    "LibreOffice đang giữ danh sách tiện ích mở rộng",
    "LibreOffice hoặc một lần cài khác đang giữ danh sách tiện ích mở rộng",
    "hãy đóng LibreOffice rồi làm lại",
)
UNOPKG_NO_PYTHON = kind(
    "K811",
    "LibreOffice không chạy được Python",
    "LibreOffice không nạp được tiện ích mở rộng viết bằng Python",
    "hãy cài phần Python của LibreOffice (trên Debian, Ubuntu: sudo apt install python3-uno) rồi "
    "làm lại",
)
UNOPKG_NOT_ALLOWED = kind(
    "K812",
    "LibreOffice không ghi được tiện ích mở rộng",
    "LibreOffice không ghi được vào thư mục tiện ích mở rộng của nó (hết chỗ hoặc không có quyền)",
    "hãy dọn ổ đĩa hoặc xin quyền ghi rồi làm lại",
)
NO_MACROS = kind(
    "K805",
    "Không có mã của phần bổ trợ",
    "không tìm thấy mã của phần bổ trợ (macros)",
    "hãy cài lại chương trình",
)
NO_PYOPENVBA = kind(
    "K807", "Chưa cài pyOpenVBA", "chưa cài pyOpenVBA", "hãy chạy pip install pyopenvba rồi làm lại"
)
OUT_ONLY_FOR_BUILD = kind(
    "K808", "-o chỉ dùng khi tạo tệp", "-o chỉ dùng với kehoach addin build", "hãy bỏ -o"
)
ADDIN_SUFFIX = kind(
    "K809",
    "Đuôi của tệp bổ trợ không đúng",
    "tệp {name} phải có đuôi .xlam (Excel) hoặc .oxt (LibreOffice)",
    "hãy đổi đuôi của tên tệp",
    name="KhuyenCong.zip",
)

NOT_INSTALLED = kind(
    "K813",
    "Phần bổ trợ chưa cài hoặc gỡ được",
    "phần bổ trợ của {program} chưa cài hoặc gỡ được ({why})",
    "hãy đóng {program} rồi làm lại",
    program="Excel",
    why="không có quyền",
)

# ------------------------------------------------------------------------------------ the command

_HELP = "hãy xem cách dùng: {program} --help"

BAD_COMMAND = kind("K901", "Lệnh chưa đúng", "lệnh chưa đúng", _HELP, program="kehoach build")
MISSING_ARGUMENT = kind(
    "K902",
    "Lệnh còn thiếu",
    "lệnh {program} còn thiếu {names}",
    _HELP,
    program="kehoach new",
    names="--year (năm kế hoạch)",
)
UNKNOWN_ARGUMENT = kind(
    "K903",
    "Lệnh có phần lạ",
    "lệnh có phần lạ: {words}{like}",
    _HELP,
    program="kehoach build",
    words="--tempalte",
    like=" (có phải “--template”?)",
)
NO_SUCH_COMMAND = kind(
    "K924",
    "Không có lệnh đó",
    "không có lệnh “{found}”{like}",
    "hãy chọn trong: {choices}; cách dùng: {program} --help",
    program="kehoach",
    found="buid",
    like=" (có phải “build”?)",
    choices="new, build, check",
)
WRONG_CHOICE = kind(
    "K904",
    "Chỉ chọn được một trong các từ",
    "“{found}” không dùng được ở {name}{like}, cần một trong: {choices}",
    _HELP,
    program="kehoach addin",
    found="biuld",
    name="VIỆC",
    like=" (có phải “build”?)",
    choices="build, install, uninstall, status",
)
WRONG_NUMBER = kind(
    "K905",
    "Không phải là số",
    "“{found}” ở {name} không phải là số",
    _HELP,
    program="kehoach new",
    found="abc",
    name="--year",
)
NO_VALUE = kind(
    "K906",
    "Thiếu giá trị",
    "{name} cần một giá trị đi kèm",
    _HELP,
    program="kehoach new",
    name="--year",
)
NOT_TOGETHER = kind(
    "K907",
    "Hai tùy chọn không đi cùng nhau",
    "{name} không dùng cùng {other}",
    _HELP,
    program="kehoach build",
    name="--in-place",
    other="-o/--out",
)
AMBIGUOUS = kind(
    "K914",
    "Tùy chọn viết tắt có nhiều nghĩa",
    "“{found}” có thể là {choices}",
    _HELP,
    program="kehoach send",
    found="--s",
    choices="--smtp, --sheets, --split-by",
)
NO_SUCH_RULE = kind(
    "K908",
    "Không có quy tắc đó",
    "không có quy tắc {code}{like}",
    "xem danh sách bằng lệnh kehoach rules",
    code="Z99",
    like="",
)
NO_SUCH_KIND = kind(
    "K909",
    "Không có mã lỗi đó",
    "không có mã lỗi {code}{like}",
    "xem danh sách bằng lệnh kehoach errors",
    code="K999",
    like=" (có phải “K909”?)",
)
INTERRUPTED = kind(
    "K910",
    "Lệnh bị dừng theo yêu cầu",
    "đã dừng theo yêu cầu; mỗi tệp hoặc còn nguyên như cũ, hoặc đã ghi xong trọn vẹn",
    "hãy chạy lại khi cần",
)
NO_MEMORY = kind(
    "K911",
    "Máy không đủ bộ nhớ",
    "máy không đủ bộ nhớ để làm việc này; chưa ghi gì ra tệp",
    "hãy đóng bớt chương trình khác, hoặc chia nhỏ sổ tính",
)
UNFORESEEN = kind(
    "K912",
    "Lỗi không lường trước",
    "chương trình gặp lỗi không lường trước (số {number})",
    "hãy gửi tệp kế hoạch và nhật ký {log} cho người hỗ trợ",
    number="1A2B",
    log="~/.local/state/kehoach/nhat-ky.log",
)
UNFORESEEN_UNLOGGED = kind(
    "K913",
    "Lỗi không lường trước, không ghi được nhật ký",
    "chương trình gặp lỗi không lường trước (số {number}), và không ghi được nhật ký",
    "hãy gửi tệp kế hoạch và dòng này cho người hỗ trợ",
    number="1A2B",
)
UNKNOWN_SOURCE = kind(
    "K917",
    "Nguồn kinh phí không có trong danh sách",
    "--sources không biết nguồn “{name}”{like}",
    "hãy chọn trong: {known}; nguồn khác thì thêm dòng ở trang tính NguonKP",
    name="kcdq",
    like=" (có phải “kcdp”?)",
    known="kcqg, kcdp, thuhuong, khac",
)
UNKNOWN_UNIT_GIVEN = kind(
    "K918",
    "Đơn vị tính không dùng được",
    "--unit “{unit}” không phải đơn vị tiền",
    "hãy chọn đồng, ngàn đồng, triệu đồng hoặc tỷ đồng",
    unit="cái",
)
INTERRUPTED_LATER = kind(
    "K919",
    "Lệnh bị dừng sau khi đã ghi",
    "đã dừng theo yêu cầu, sau khi ghi xong tệp nêu ở trên",
    "phần còn lại chưa làm, hãy chạy lại khi cần",
)
NO_NAME_GIVEN = kind(
    "K920",
    "Tên tệp còn trống",
    "có một tên tệp còn trống",
    "hãy ghi tên tệp",
)
NAME_TOO_LONG = kind(
    "K921",
    "Tên tệp quá dài",
    "tên “{name}” dài quá {most} byte",
    "hãy đặt tên ngắn hơn",
    name="Kế hoạch khuyến công…",
    most=248,
)
NO_SIZE = kind(
    "K922",
    "Dung lượng tối đa không dùng được",
    "--max-mb “{found}” không phải một số lớn hơn 0",
    "hãy ghi số megabyte, ví dụ 20",
    found="nan",
)
SYSTEM_REFUSED = kind(
    "K923",
    "Hệ điều hành không cho đọc hoặc ghi",
    "không đọc hoặc không ghi được {path} ({why})",
    "hãy kiểm tra chỗ trống, quyền ghi rồi chạy lại",
    path="D:/tam/kehoach-123-ab",
    why="ổ đĩa hết chỗ",
)
